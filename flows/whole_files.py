"""Files that are there whole or not at all."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from unicodedata import normalize

from pipeline.text.signs import bare, one_line


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


LONGEST_NAME = 120
"""Most bytes of a name within a file's name; file systems take 255, and endings need room."""

PORTS = (f"{port}{at}" for port in ("com", "lpt") for at in range(10))
DEVICES = {"con", "prn", "aux", "nul", *PORTS}
"""Names that Windows keeps for its devices, whatever their ending."""


def safe_name(text: str) -> str:
    """A text as a file name that any system takes.

    >>> safe_name("screening-Kari Nordmann/2"), safe_name("../x"), safe_name("CON")
    ('screening-Kari-Nordmann-2', '_..-x', '_CON')
    """
    name = "".join(one if one.isalnum() or one in "-_." else "-" for one in text)
    odd = name.startswith((".", "-")) or name.partition(".")[0].lower() in DEVICES
    return bounded(f"_{name}" if odd else name)


def bounded(name: str) -> str:
    r"""The name without signs that are not seen, and of a long one its beginning and a digest.

    >>> bounded("Søk 1\x1b"), bounded("a" * 300)[-10:]
    ('Søk 1', 'a-9835fa6b')
    """
    name = one_line(name) if name != bare(name) else name
    if len(name.encode("utf-8", "replace")) <= LONGEST_NAME:
        return name
    first = name.encode("utf-8", "replace")[: LONGEST_NAME - 9].decode("utf-8", "ignore")
    return f"{first}-{sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"


def distinct(names: Iterable[str]) -> list[str]:
    """The names, with -2, -3, ... behind those that a file system would take for one before.

    >>> distinct(["ann", "Ann", "bo"])
    ['ann', 'Ann-2', 'bo']
    """
    found: list[str] = []
    taken: set[str] = set()
    for name in names:
        candidate, number = name, 2
        while normalize("NFC", candidate).casefold() in taken:
            candidate = f"{name}-{number}"
            number += 1
        taken.add(normalize("NFC", candidate).casefold())
        found.append(candidate)
    return found


def free_name(path: Path) -> Path:
    """The path, or with -2, -3, ... behind its stem the first that nothing bears."""
    candidate, number = path, 2
    while candidate.exists():
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate
