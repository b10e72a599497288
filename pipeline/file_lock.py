"""A lock on an open file on every system: POSIX locks all of it, Windows one byte past its end."""

from importlib import import_module
from typing import IO, Any

FAR = 2**30
"""The byte that Windows locks: a locked byte cannot be read, and the file must stay readable."""


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


_POSIX, _WINDOWS = _module("fcntl"), _module("msvcrt")


def locked(handle: IO[bytes], *, wait: bool = False) -> bool:
    """Whether the lock of an open file was obtained; the system frees it when its holder dies.

    `wait` waits for the lock: on Windows for ten seconds at most, after which OSError is raised.
    """
    if _POSIX is None:
        return _locked_on_windows(handle, wait=wait)
    try:
        _POSIX.flock(handle, _POSIX.LOCK_EX | (0 if wait else _POSIX.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _locked_on_windows(handle: IO[bytes], *, wait: bool) -> bool:
    handle.seek(FAR)
    try:
        _WINDOWS.locking(handle.fileno(), _WINDOWS.LK_LOCK if wait else _WINDOWS.LK_NBLCK, 1)
    except OSError:
        if wait:
            raise
        return False
    finally:
        handle.seek(0)
    return True


def byte_is_held(handle: IO[bytes], place: int) -> bool:
    """Whether another process has a POSIX lock on a byte; Windows blocks access to such files."""
    if _POSIX is None:
        return False
    try:
        _POSIX.lockf(handle, _POSIX.LOCK_EX | _POSIX.LOCK_NB, 1, place)
    except BlockingIOError:
        return True
    return False
