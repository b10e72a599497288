"""Finds the review that a returned list belongs to if the list is in no review's folder."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from exports.returned.named_review import NamedReview, named_review
from flows.review.find_review import folder_of
from flows.review.identity import id_in
from flows.review.settings_file import read_review
from pipeline.errors import AjourError, Fault, Refused
from pipeline.text.shell_words import command_line

DEPTH = 2
"""Number of folder levels to search below a folder."""

MOST_FOLDERS = 2_000
"""Maximum number of folders searched, since a home folder may contain any number."""

SHOWN = 5
"""Maximum number of reviews that a refusal names."""


def _named_in(files: Sequence[Path], named: NamedReview, *, several: bool) -> str:
    """The review that the files name, and why its folder is not known."""
    one = len(files) == 1
    if named == NamedReview():
        return "The file does not name its review" if one else "The files do not name their review"
    what = "The file belongs" if one else "The files belong"
    but = "several folders here may be that review" if several else "that review is not nearby"
    return f"{what} to the review {named.title or named.id!r}, but {but}"


def review_of_files(folder: Path | None, files: Sequence[Path], command: str) -> Path:
    """The review's folder: as named, around the files or working folder, or named in the files.

    A list contains its review's id, which the review's folder has too; without ids, titles are
    compared. Raises Refused, quoting the whole command, if no review or several reviews match.
    """
    found = folder_of(folder, tuple(files))
    if folder is not None or (found / "review.toml").is_file():
        return found
    if missing := [path for path in files if not path.exists()]:
        raise Refused(f"{missing[0]}: there is no such file. Nothing was done.")
    named = next((one for one in map(named_review, files) if one.title or one.id), NamedReview())
    nearby = list(_nearby(files))
    by_id = [one for one in nearby if named.id and id_in(one / ".ajour") == named.id]
    meant = by_id or [place for place in nearby if _is_of(place, named)]
    if len(meant) == 1:
        return meant[0]
    names = ", ".join(path.name for path in files)
    this = "this file is" if len(files) == 1 else "these files are"
    told = _named_in(files, named, several=bool(meant))
    possible = meant or nearby
    # Of several reviews none is put into the command: pasted, it would change the wrong one.
    place, shown = possible[0] if len(possible) == 1 else Path("FOLDER"), possible[:SHOWN]
    raise Refused(
        f"{names}: {this} not in the folder of a review. {told}. Nothing was done.",
        [
            Fault("name the review", command_line(command, *files, "--review", place)),
            *(Fault("a review nearby", f"{one} ({_title(one)})") for one in shown),
        ],
    )


def _is_of(place: Path, named: NamedReview) -> bool:
    """Whether the review in a folder is the one that a list names."""
    ours = id_in(place / ".ajour")
    if named.id and ours:
        return named.id == ours
    return bool(named.title) and _title(place) == named.title


def _nearby(files: Sequence[Path]) -> Iterator[Path]:
    """Folders of reviews near the working folder and the files: below them and in parent folders.

    The nearest come first. Parents are searched up to the user's home, and elsewhere one level up.
    """
    home, seen = Path.home(), set[Path]()
    left = MOST_FOLDERS
    for start in dict.fromkeys((Path.cwd(), *(path.resolve().parent for path in files))):
        around = (
            [one for one in start.parents if one.is_relative_to(home)]
            if start.is_relative_to(home)
            else [*start.parents[:1]]
        )
        for base in (start, *(one for one in around if one != one.parent)):
            for folder in _below(base, DEPTH):
                left -= 1
                if left < 0:
                    return
                if folder not in seen and (folder / "review.toml").is_file():
                    here = Path.cwd()
                    yield folder.relative_to(here) if folder.is_relative_to(here) else folder
                seen.add(folder)


def _below(base: Path, depth: int) -> Iterator[Path]:
    """The folders in a folder and below, by name, without hidden ones and links."""
    with suppress(OSError):
        with os.scandir(base) as found:
            folders = sorted(
                one.path
                for one in found
                if not one.name.startswith(".") and one.is_dir(follow_symlinks=False)
            )
        yield from map(Path, folders)
        if depth > 1:
            for folder in folders:
                yield from _below(Path(folder), depth - 1)


def _title(folder: Path) -> str:
    with suppress(AjourError):
        return read_review(folder).title
    return ""
