"""Lists under output/ that somebody has begun to fill in: they are kept, whatever is rebuilt."""

import shutil
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from flows.importing import free_name

LISTS = "lists/"
"""Where the lists lie within a run's folder; only there do people write under output/."""


def filled_in(path: Path) -> bool:
    """Whether a list can be read as a workbook; a cut-off one can not, its end being its index."""
    try:
        with ZipFile(path) as book:
            return book.testzip() is None
    except (OSError, BadZipFile):
        return False


def changed_lists(folder: Path, written: Mapping[str, str]) -> list[Path]:
    """The lists of a folder that are not what was written, by the SHA-256 of each name."""
    return [
        path
        for path in sorted((folder / LISTS).glob("*.xlsx"))
        if path.is_file()
        and written.get(path.relative_to(folder).as_posix())
        != sha256(path.read_bytes()).hexdigest()
    ]


def keep_aside(changed: Iterable[Path], lists: Path) -> None:
    """Copy lists that are about to go to a folder where nothing is rebuilt, under a free name.

    Empty ones hold nothing to keep.
    """
    for path in changed:
        if path.stat().st_size:
            lists.mkdir(exist_ok=True)
            shutil.copyfile(path, free_name(lists / f"{path.stem}-kept{path.suffix}"))
