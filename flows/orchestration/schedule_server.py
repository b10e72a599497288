"""The address of the Prefect server of a review's running schedule, for the same user's updates.

The file contains the server's password. It is written so that only this user can read it; where
that is impossible, it is not written.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from flows.review.lock import is_scheduled

NAME = "schedule-server.json"
OTHERS = 0o077
"""The mode bits that give others access."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleServer:
    """The address and password of a schedule's server."""

    address: str
    password: str


@contextmanager
def told_to_updates(state: Path, server: ScheduleServer) -> Iterator[None]:
    """Keep a file with the server's address in the review's state folder while the server runs."""
    place = state / NAME
    _forget(place)
    with suppress(OSError):
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123 - of a handle
            # Some file systems give everyone full access: then the file is not written.
            if not os.fstat(handle).st_mode & OTHERS:
                json.dump({"address": server.address, "password": server.password}, file)
    try:
        yield
    finally:
        _forget(place)


def _forget(place: Path) -> None:
    with suppress(OSError):
        place.unlink(missing_ok=True)


def server_of_schedule(state: Path) -> ScheduleServer | None:
    """The server of the running schedule; None if there is none, or it is another user's.

    A file that others may read or write, or that belongs to someone else, is ignored.
    """
    place = state / NAME
    try:
        found = place.lstat()
        ours = not hasattr(os, "getuid") or found.st_uid == os.getuid()
        if not ours or found.st_mode & OTHERS or place.is_symlink() or not is_scheduled(state):
            return None
        said = json.loads(place.read_text(encoding="utf-8"))
        return ScheduleServer(address=str(said["address"]), password=str(said["password"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
