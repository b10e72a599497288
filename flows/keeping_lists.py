"""Lists under output/ that somebody has begun to fill in: they are kept, whatever is rebuilt."""

import shutil
from collections.abc import Mapping
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


def carry_over(old: Path, new: Path, written: Mapping[str, str]) -> None:
    """Take the lists that were changed since they were written into the folder that replaces it."""
    for path in _changed(old, written):
        if filled_in(path):
            target = new / path.relative_to(old)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def keep_aside(folder: Path, lists: Path, written: Mapping[str, str]) -> list[Path]:
    """Copy the changed lists of a folder that is about to go to a place where nothing is rebuilt.

    Empty ones hold nothing to keep. Returns where they lie now.
    """
    kept = []
    for path in _changed(folder, written):
        if path.stat().st_size:
            lists.mkdir(exist_ok=True)
            target = free_name(lists / f"{path.stem}-kept{path.suffix}")
            shutil.copyfile(path, target)
            kept.append(target)
    return kept


def _changed(folder: Path, written: Mapping[str, str]) -> list[Path]:
    return [
        path
        for path in sorted((folder / LISTS).glob("*.xlsx"))
        if path.is_file()
        and written.get(path.relative_to(folder).as_posix())
        != sha256(path.read_bytes()).hexdigest()
    ]
