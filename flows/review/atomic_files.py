"""Writes files completely or not at all."""

import os
import re
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
    """A stream whose bytes become the file when the block ends; an exception leaves the file
    unchanged.

    The bytes are written beside the file, since renaming is atomic only within one disk.
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
    """A temporary path beside a file; it is renamed to the file when the block ends.

    The path has the file's ending. After an exception neither exists. If the block removes the
    draft, nothing is renamed.
    """
    draft = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        yield draft
        if draft.exists():
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


LONGEST_NAME = 120
"""Maximum bytes of a name within a file name; file systems allow 255, and endings need room."""

DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE | re.DOTALL)
"""Names that Windows reserves for its devices, whatever their ending."""


def safe_name(text: str) -> str:
    """A text as a file name that any system accepts.

    >>> safe_name("screening-Kari Nordmann/2"), safe_name("../x"), safe_name("CON")
    ('screening-Kari-Nordmann-2', '_..-x', '_CON')
    """
    name = "".join(one if one.isalnum() or one in "-_." else "-" for one in text)
    odd = name.startswith((".", "-")) or is_device(name)
    return bounded(f"_{name}" if odd else name)


def is_device(name: str) -> bool:
    """Whether Windows reserves a name for a device.

    >>> is_device("CON"), is_device("lpt1.txt"), is_device("console")
    (True, True, False)
    """
    return DEVICE.fullmatch(name) is not None


def folded(name: str) -> str:
    """A name as compared by file systems that ignore case and the encoding of accents.

    >>> folded("Søk é") == folded("SØK e\u0301")
    True
    """
    return normalize("NFC", normalize("NFC", name).casefold())


def bounded(name: str) -> str:
    r"""The name without invisible characters; a long one becomes its beginning and a digest.

    >>> bounded("Søk 1\x1b"), bounded("a" * 300)[-10:]
    ('Søk 1', 'a-9835fa6b')
    """
    name = one_line(name) if name != bare(name) else name
    if len(name.encode("utf-8", "replace")) <= LONGEST_NAME:
        return name
    first = name.encode("utf-8", "replace")[: LONGEST_NAME - 9].decode("utf-8", "ignore")
    return f"{first}-{sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"


def distinct(names: Iterable[str]) -> list[str]:
    """The names, with -2, -3, ... after those that a file system would confuse with an earlier one.

    >>> distinct(["ann", "Ann", "bo"])
    ['ann', 'Ann-2', 'bo']
    """
    found: list[str] = []
    taken: set[str] = set()
    for name in names:
        candidate, number = name, 2
        while folded(candidate) in taken:
            candidate = f"{name}-{number}"
            number += 1
        taken.add(folded(candidate))
        found.append(candidate)
    return found
