"""The review that a returned list belongs to, where it lies in no review's folder."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from exports.returned.named_review import named_review
from flows.review.find_review import folder_of
from flows.review.settings_file import read_review
from pipeline.errors import AjourError, Fault, Refused
from pipeline.text.shell_words import command_line

DEPTH = 2
"""How many folders down from the working folder, and from the file's, a review is looked for."""


def review_of_files(folder: Path | None, files: Sequence[Path], command: str) -> Path:
    """The review's folder: as named, around the files or the working folder, or named by the files.

    Raises Refused, with the whole command, where it is none of these or may be several.
    """
    found = folder_of(folder, tuple(files))
    if folder is not None or (found / "review.toml").is_file():
        return found
    if missing := [path for path in files if not path.exists()]:
        raise Refused(f"{missing[0]}: there is no such file; nothing was done.")
    title = next(filter(None, map(named_review, files)), "")
    nearby = list(dict.fromkeys(_nearby(files)))
    meant = [place for place in nearby if title and _title(place) == title]
    if len(meant) == 1:
        return meant[0]
    names = ", ".join(path.name for path in files)
    what = f"is of the review {title!r}" if title else "does not say of which review it is"
    place = (meant or nearby or [Path("FOLDER")])[0]
    raise Refused(
        f"{names}: lies in no review's folder and {what}; nothing was done.",
        [
            Fault("name the review", command_line(command, *files, "--review", place)),
            *(Fault("a review nearby", f"{one} ({_title(one)})") for one in (meant or nearby)[:5]),
        ],
    )


def _nearby(files: Sequence[Path]) -> Iterator[Path]:
    """Folders of reviews below the working folder and below the files' folders."""
    for base in dict.fromkeys((Path(), *(path.parent for path in files))):
        for depth in range(1, DEPTH + 1):
            with suppress(OSError):
                for found in sorted(base.glob("/".join(["*"] * depth + ["review.toml"]))):
                    yield found.parent


def _title(folder: Path) -> str:
    with suppress(AjourError):
        return read_review(folder).title
    return ""
