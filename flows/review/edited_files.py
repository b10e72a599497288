"""What people changed or put under output/: it is kept, whatever is rebuilt."""

import shutil
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from pipeline.files import free_name

LISTS = "lists/"
"""Where the lists lie within a run's folder; they are there to be filled in."""


def filled_in(path: Path) -> bool:
    """Whether a list can be read as a workbook; a cut-off one can not, its end being its index."""
    try:
        with ZipFile(path) as book:
            return book.testzip() is None
    except (OSError, ValueError, RuntimeError, EOFError, zlib.error, BadZipFile):
        return False


def changed_files(folder: Path, written: Sequence[Path]) -> Iterator[Path]:
    """The files of a folder that differ from those of the same names in every folder of `written`.

    A file that is empty or was only cut off holds nothing that the whole one does not hold.
    """
    for path in sorted(folder.rglob("*")):
        if path.is_file() and changed(path, [one / path.relative_to(folder) for one in written]):
            yield path


def changed(path: Path, written: Iterable[Path]) -> bool:
    """Whether a file says anything that none of these files says."""
    content = path.read_bytes()
    return bool(content) and not any(
        one.is_file() and one.read_bytes().startswith(content) for one in written
    )


def keep_aside(changed: Iterable[Path], review: Path) -> list[Path]:
    """Copy files that are about to go to lists/ or kept/, where nothing is rebuilt; their places.

    They get free names.
    """
    kept = []
    for path in changed:
        place = review / ("lists" if path.parent.name == LISTS.strip("/") else "kept")
        place.mkdir(exist_ok=True)
        kept.append(free_name(place / f"{path.stem}-kept{path.suffix}"))
        shutil.copyfile(path, kept[-1])
    return kept
