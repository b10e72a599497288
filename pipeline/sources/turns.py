"""One queue per service for all processes of a user: each call waits for its turn."""

import time
from contextlib import suppress
from pathlib import Path

from pipeline.file_lock import locked

FURTHEST = 120.0
"""Maximum seconds ahead of a stored turn; a later one comes from a clock that was wrong."""


class Turns:
    """The turns of one service: in a file that processes share, or for this process only.

    Without a path, or if the file cannot be written, only this process is rate-limited.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._last = self._held = float("-inf")

    def take(self, interval: float) -> float:
        """Take the next turn; returns the seconds to wait until it comes.

        Another turn comes `interval` seconds after it. After waiting, the caller calls `begin`.
        """
        shared = self._move(interval)
        if shared is not None:
            return shared
        return max(self._last + interval, self._held, time.monotonic()) - time.monotonic()

    def begin(self) -> None:
        """Note that the turn has come."""
        self._last = time.monotonic()

    def hold(self, seconds: float) -> None:
        """Allow no turn until this many seconds have passed, as a service may ask."""
        self._held = max(self._held, time.monotonic() + seconds)
        if seconds > 0:
            self._move(0.0, least=min(seconds, FURTHEST))

    def _move(self, interval: float, *, least: float = 0.0) -> float | None:
        """Move the next turn on; return the seconds to this one, None if no file can be used."""
        if self._path is None:
            return None
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a+b") as stream:
                locked(stream, wait=True)
                now = time.time()
                stream.seek(0)
                wait = _wait(stream.read(64), now)
                stream.truncate(0)
                stream.write(b"%.6f" % (now + max(wait + interval, least)))
            return wait
        return None


def _wait(kept: bytes, now: float) -> float:
    """Seconds to the stored turn; 0 if it has passed, or is implausible.

    >>> _wait(b"102.5", 100.0), _wait(b"99", 100.0), _wait(b"", 100.0), _wait(b"9e9", 100.0)
    (2.5, 0.0, 0.0, 0.0)
    """
    try:
        wait = float(kept) - now
    except ValueError:
        return 0.0
    return wait if 0.0 < wait <= FURTHEST else 0.0
