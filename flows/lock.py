"""One update at a time: a lock that bears its owner and that a dead process does not hold."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.clock import now
from pipeline.errors import Busy, Refused


@contextmanager
def only_update(state: Path) -> Iterator[None]:
    """Hold the review's lock; Busy names who has it. The kernel frees it when its holder dies."""
    try:
        state.mkdir(exist_ok=True)
        handle = (state / "lock").open("ab", buffering=0)
    except OSError as fault:
        raise Refused(
            f"{state}: can not be written ({fault.strerror}); nothing was done."
        ) from None
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"{state.parent}: an update is running ({_owner(state)}).") from None
        owner = {"process": os.getpid(), "machine": socket.gethostname(), "since": now()}
        # The lock is the kernel's; a full disk only keeps its owner's name out of it.
        with suppress(OSError):
            handle.truncate(0)
            handle.write(json.dumps(owner).encode())
        yield


def _owner(state: Path) -> str:
    try:
        owner = json.loads((state / "lock").read_text(encoding="utf-8"))
    except ValueError:
        return "it has just begun"
    return f"process {owner['process']} on {owner['machine']}, since {owner['since']}"
