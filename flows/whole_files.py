"""Files that are there whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file at the end; after an exception nothing has changed.

    They are written beside the file, since a rename is whole only within one disk.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(0o644 & ~_mask())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _mask() -> int:
    """The process's mask of file rights, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """A place beside a file, for those who write to a path; at the end it takes the file's name.

    It keeps the file's ending. After an exception neither is there.
    """
    draft = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def safe_name(text: str) -> str:
    """A text as a file name that any system takes.

    >>> safe_name("screening-Kari Nordmann/2")
    'screening-Kari-Nordmann-2'
    """
    return "".join(one if one.isalnum() or one in "-_." else "-" for one in text)


def free_name(path: Path) -> Path:
    """The path, or with -2, -3, ... behind its stem the first that nothing bears."""
    candidate, number = path, 2
    while candidate.exists():
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate
