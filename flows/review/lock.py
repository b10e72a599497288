"""Allows one update at a time, by a lock that names its owner and ends with its process."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from flows.review.clock import now
from pipeline.errors import Busy, Refused, reason
from pipeline.file_lock import locked

SCHEDULE = "schedule.lock"


def only_update(state: Path) -> AbstractContextManager[None]:
    """Hold the review's lock; Busy names its holder. It is released when the holder dies."""
    return _only(state, "lock", "an update is running")


def only_schedule(state: Path) -> AbstractContextManager[None]:
    """Hold the lock of the review's schedule, as `only_update` holds that of its updates."""
    return _only(state, SCHEDULE, "updates of this review are scheduled already")


def is_scheduled(state: Path) -> bool:
    """Whether a living process holds the lock of the review's schedule."""
    try:
        with (state / SCHEDULE).open("ab", buffering=0) as handle:
            return not locked(handle)
    except OSError:
        return False


@contextmanager
def _only(state: Path, name: str, what: str) -> Iterator[None]:
    lock = state / name
    try:
        state.mkdir(exist_ok=True)
        handle = lock.open("ab", buffering=0)
    except OSError as fault:
        raise Refused(f"{state}: cannot be written ({reason(fault)}). Nothing was done.") from None
    with handle:
        if not locked(handle):
            raise Busy(
                f"{state.parent}: {what} ({_owner(lock)}). Nothing was done. "
                "Try again when it has finished."
            ) from None
        owner = {"process": os.getpid(), "machine": socket.gethostname(), "since": now()}
        # The operating system holds the lock; a full disk only prevents writing the owner's name.
        with suppress(OSError):
            handle.truncate(0)
            handle.write(json.dumps(owner).encode())
        yield


def _owner(lock: Path) -> str:
    try:
        owner = json.loads(lock.read_text(encoding="utf-8"))
    except ValueError:
        return "it has just started"
    return f"process {owner['process']} on {owner['machine']}, since {owner['since']}"
