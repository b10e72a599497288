"""Opens files on disk: only plain files, and small ones only up to a size."""

import os
import stat
from collections.abc import Sequence
from io import BufferedReader
from pathlib import Path, PurePosixPath

from pipeline.errors import Refused, reason

SETTINGS_BYTES = 1_000_000
"""Bytes of a file that people write for a review: review.toml, criteria.toml, flow.toml or a search
strategy. Real ones have up to 60,000."""

LITTER = frozenset([".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"])
"""Names, in lower case, of files that operating systems add to people's folders."""

OWNERS = ("~$", ".~", "._")
"""Prefixes of files that Office, LibreOffice and macOS create while a file is open or copied:
~$list.xlsx, .~lock.list.xlsx#, ._list.xlsx."""

LITTER_FOLDERS = frozenset(["__MACOSX", "@eaDir", "$RECYCLE.BIN"])
"""Folders that macOS, Synology and Windows add to archives and shares."""

KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)
"""What a path can lead to besides a file: reading these may never end."""


def is_litter(path: str) -> bool:
    """Whether a path (with slashes) names a file that a program left behind and no person wrote.

    >>> [is_litter(one) for one in ("~$list.xlsx", "a/.~lock.b.ods#", "__MACOSX/c.ris", "c.ris")]
    [True, True, True, False]
    """
    parts = PurePosixPath(path).parts
    name = parts[-1] if parts else ""
    return (
        name.lower() in LITTER
        or name.startswith(OWNERS)
        or (name.startswith("~") and name.lower().endswith(".tmp"))
        or not LITTER_FOLDERS.isdisjoint(parts)
    )


def without_litter(paths: Sequence[Path]) -> list[Path]:
    """The paths without such litter, as people mean "all files"; Refused if none is left."""
    meant = [path for path in paths if not is_litter(path.name)]
    if paths and not meant:
        raise Refused(
            f"{paths[0].name}: another program made this file for its own use. The file contains "
            "nothing to import."
        )
    return meant


def opened(path: Path) -> BufferedReader:
    """A plain file, open for reading; Refused if the path leads to anything else.

    Raises OSError if it cannot be opened. A pipe is not waited for.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    kind = next((name for is_kind, name in KINDS if is_kind(mode)), "no file")
    raise Refused(f"{path}: this is {kind}, not a file.")


def bytes_of(path: Path, most: int = SETTINGS_BYTES) -> bytes:
    """The bytes of a plain file; Refused if there are more of them than `most`.

    Raises OSError if it cannot be read.
    """
    with opened(path) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise Refused(f"{path}: this file has more than {most:,} bytes; expected a smaller file.")
    return data


def text_of(path: Path) -> str:
    """The text of a small file that people write; Refused, with its name, if it is not text."""
    try:
        return bytes_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        wrong = f"this file is not UTF-8 text (byte {fault.start + 1})"
    except OSError as fault:
        wrong = f"this file cannot be read ({reason(fault)})"
    raise Refused(f"{path.name}: {wrong}.")


def free_name(path: Path) -> Path:
    """The path or, if it exists, the first free one with -2, -3, ... after its stem."""
    candidate, number = path, 2
    while candidate.exists():
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate
