"""Allows one update at a time, by a lock that names its owner and ends with its process."""

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import IO

from flows.review.clock import now
from pipeline.errors import Busy, Refused, reason
from pipeline.file_lock import locked

UPDATE = "lock"
SCHEDULE = "schedule.lock"

BRIEF_SECONDS = 2
"""How long an update waits for its lock: a schedule that starts holds it for a moment."""


RUNNING = ("an update is running", "Try again when the update has finished.")
SCHEDULED = (
    "updates of this review are scheduled already",
    "To start another schedule, stop this schedule first.",
)
"""What holds a lock, and what to do about it."""


def only_update(state: Path) -> AbstractContextManager[None]:
    """Hold the review's lock; Busy names its holder. It is released when the holder dies."""
    return _only(state, UPDATE, RUNNING, seconds=BRIEF_SECONDS)


def only_schedule(state: Path) -> AbstractContextManager[None]:
    """Hold the lock of the review's schedule, as `only_update` holds that of its updates."""
    return _only(state, SCHEDULE, SCHEDULED, seconds=0)


def is_scheduled(state: Path) -> bool:
    """Whether a living process holds the lock of the review's schedule."""
    return _is_held(state / SCHEDULE)


def is_updating(state: Path) -> bool:
    """Whether a living process holds the lock of the review's updates."""
    return _is_held(state / UPDATE)


def _is_held(lock: Path) -> bool:
    try:
        with lock.open("ab", buffering=0) as handle:
            return not locked(handle)
    except OSError:
        return False


@contextmanager
def _only(state: Path, name: str, told: tuple[str, str], *, seconds: float) -> Iterator[None]:
    lock = state / name
    try:
        state.mkdir(exist_ok=True)
        handle = lock.open("ab", buffering=0)
    except OSError as fault:
        raise Refused(f"{state}: cannot be written ({reason(fault)}). Nothing was done.") from None
    with handle:
        if not _locked_within(handle, seconds):
            what, advice = told
            raise Busy(
                f"{state.parent}: {what} ({_owner(lock)}). Nothing was done. {advice}"
            ) from None
        owner = {"process": os.getpid(), "machine": socket.gethostname(), "since": now()}
        # The operating system holds the lock; a full disk only prevents writing the owner's name.
        with suppress(OSError):
            handle.truncate(0)
            handle.write(json.dumps(owner).encode())
        yield


def _locked_within(handle: IO[bytes], seconds: float) -> bool:
    last = time.monotonic() + seconds
    while not (done := locked(handle)) and time.monotonic() < last:
        time.sleep(0.05)
    return done


def _owner(lock: Path) -> str:
    try:
        owner = json.loads(lock.read_text(encoding="utf-8"))
    except ValueError:
        return "just started"
    return f"process {owner['process']} on {owner['machine']}, since {owner['since']}"
