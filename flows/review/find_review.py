"""Finds the review's folder."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import Refused
from pipeline.text.shell_words import command_line


def folder_of(folder: Path | None, files: tuple[Path, ...] = ()) -> Path:
    """The review's folder: the named one, or one around the files or the working folder."""
    if folder is not None:
        return folder
    places = [one.resolve().parent for one in files] + [Path.cwd()]
    for place in places:
        for candidate in (place, *place.parents):
            if (candidate / "review.toml").is_file():
                return candidate
    return Path()


def refuse_no_review(folder: Path) -> None:
    """Refuse a folder without review.toml, and say how to create one there."""
    path = folder / "review.toml"
    if folder.is_file():
        raise Refused(f"{folder}: this is a file; expected the folder of a review.")
    if path.exists():
        return
    hint = f"A new review is made with: {command_line('ajour init', folder)}"
    if folder == Path():
        hint = (
            "Name the review's folder, or give --review FOLDER. To create a review: ajour "
            "init FOLDER"
        )
    raise Refused(f"{path}: there is no such file. {hint}")


def refuse_missing(files: Sequence[Path]) -> None:
    """Refuse missing files before anything is opened for them."""
    for path in files:
        if not path.exists():
            raise Refused(f"{path}: cannot be read (No such file or directory). Nothing was done.")
