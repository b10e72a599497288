"""Finds the path and format of the file that a command is asked to write."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.errors import Fault, Refused, shortened


def free_place(path: Path, endings: Sequence[str], what: str) -> Path:
    """An unused path for a file with one of these endings, or with none."""
    fitting(path, endings)
    if there(path):
        raise Refused(
            f"{path}: this file exists already, and {what} never overwrites a file. "
            "Choose another name."
        )
    return path


def fitting(path: Path, endings: Sequence[str]) -> Path:
    """A path for a file with one of these endings, or with none; Refused for any other."""
    ending = path.suffix.lower().removeprefix(".")
    if ending and ending not in endings:
        raise Refused(
            f"{path}: the ending .{ending[:20]} does not fit this output. Nothing was written.",
            [Fault("expected", f"a name that ends in {' or '.join(f'.{one}' for one in endings)}")],
        )
    if there(path) and path.is_dir():
        raise Refused(f"{path}: this is a folder; expected the name of a file.")
    if not there(path.parent) or not path.parent.is_dir():
        raise Refused(f"{path}: there is no folder {path.parent}.")
    return path


def form_of(path: Path | None, said: str | None, forms: Mapping[str, str], usual: str) -> str:
    """The requested format, or else that of the file's ending, or the default.

    `forms` has the ending of each format; if several share an ending, the first is meant. Refused
    if no format has the file's ending.

    >>> form_of(Path("list.CSV"), None, {"xlsx": "xlsx", "csv": "csv", "rayyan": "csv"}, "xlsx")
    'csv'
    >>> form_of(Path("list.csv"), "rayyan", {"csv": "csv", "rayyan": "csv"}, "csv")
    'rayyan'
    """
    if said or path is None:
        return said or usual
    ending = path.suffix.lower().removeprefix(".")
    fitting(path, list(dict.fromkeys(forms.values())))
    return next((form for form, one in forms.items() if one == ending), usual)


def there(path: Path) -> bool:
    """Whether anything exists at the path; Refused if nothing can be created there."""
    try:
        return path.is_symlink() or path.exists()
    except (OSError, ValueError) as fault:
        why = (
            getattr(fault, "strerror", None)
            or "the name contains a character that no file name can have"
        )
        raise Refused(
            f"{shortened(path.name, 60)!r}: this cannot be a file name ({why})."
        ) from None
