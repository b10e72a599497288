"""Keeps the files that people changed or added under output/ when it is rebuilt."""

import shutil
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from pipeline.files import free_name

LISTS = "lists/"
"""The folder of lists within a run's folder; people fill these in."""


def filled_in(path: Path) -> bool:
    """Whether a list can be read as a workbook; a truncated one lacks the index at the end."""
    try:
        with ZipFile(path) as book:
            return book.testzip() is None
    except (OSError, ValueError, RuntimeError, EOFError, zlib.error, BadZipFile):
        return False


def changed_files(folder: Path, written: Sequence[Path]) -> Iterator[Path]:
    """The files of a folder that differ from their namesakes in every folder of `written`.

    An empty or truncated file has nothing that the complete one lacks.
    """
    for path in sorted(folder.rglob("*")):
        if path.is_file() and changed(path, [one / path.relative_to(folder) for one in written]):
            yield path


def changed(path: Path, written: Iterable[Path]) -> bool:
    """Whether a file has any content that none of these files has."""
    content = path.read_bytes()
    return bool(content) and not any(
        one.is_file() and one.read_bytes().startswith(content) for one in written
    )


def keep_aside(changed: Iterable[Path], review: Path) -> list[Path]:
    """Copy files about to be replaced to lists/ or kept/, where nothing is rebuilt; return paths.

    The copies get unused names.
    """
    kept = []
    for path in changed:
        place = review / ("lists" if path.parent.name == LISTS.strip("/") else "kept")
        place.mkdir(exist_ok=True)
        kept.append(free_name(place / f"{path.stem}-kept{path.suffix}"))
        shutil.copyfile(path, kept[-1])
    return kept
