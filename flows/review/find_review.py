"""Finds the review's folder."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from pipeline.errors import Refused
from pipeline.text.shell_words import command_line, quoted

MOST_FOLDERS = 2_000
"""Maximum number of folders searched for a review with a similar name."""


LIKE_FILE = 75.0
"""Least similarity, 0 to 100, at which the name of a file is taken for the one that was meant."""


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
    hint = f"To create a new review: {command_line('ajour init', folder)}"
    if folder == Path():
        hint = (
            "Name the review's folder, or give --review FOLDER. To create a review: ajour "
            "init FOLDER"
        )
    if meant := _meant(folder):
        hint = f"Did you mean the review {quoted(str(meant))}? {hint}"
    raise Refused(f"{path}: there is no such file. {hint}")


def _meant(folder: Path) -> Path | None:
    """The review around a folder, the one beside it with a similar name, or the only one below."""
    for around in folder.parents:
        if around != Path() and (around / "review.toml").is_file():
            return around
    reviews = reviews_in(folder.parent)
    if folder == Path():
        return next(iter(reviews.values())) if len(reviews) == 1 else None
    from pipeline.text.likeness import meant

    found = meant(folder.name, reviews)
    return reviews[found[0]] if found else None


def reviews_in(folder: Path) -> dict[str, Path]:
    """The reviews in a folder by name; empty if the folder cannot be read."""
    with suppress(OSError):
        inside = islice(sorted(folder.iterdir()), MOST_FOLDERS)
        return {one.name: one for one in inside if (one / "review.toml").is_file()}
    return {}


def refuse_missing(files: Sequence[Path], *, folders: bool = False) -> None:
    """Refuse missing files before anything is opened for them, and folders unless they will do."""
    for path in files:
        if path.is_dir() and not folders:
            raise Refused(
                f"{path}: this is a folder, but the command needs files. Nothing was done. Name "
                f"the files in the folder."
            )
        if not path.exists():
            raise Refused(f"{path}: there is no such file. Nothing was done.{_near(path)}")


def _near(path: Path) -> str:
    """A question for the file beside a missing one whose name is most similar; "" if none is."""
    from pipeline.text.likeness import alike

    beside: dict[str, Path] = {}
    with suppress(OSError):
        inside = sorted(islice(path.parent.iterdir(), MOST_FOLDERS))
        beside = {one.stem.casefold(): one for one in inside if one.is_file()}
    near = alike(path.stem.casefold(), beside, at_least=LIKE_FILE)
    return f" Did you mean {quoted(str(beside[near[0]]))}?" if near else ""
