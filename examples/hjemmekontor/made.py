"""Remembers which files the demo made, so that starting over removes these and no others."""

from collections.abc import Iterable, Iterator
from pathlib import Path

LIST = Path(".ajour") / "made-by-demo.txt"
PLACES = ("searches", "lists", "decisions", "output", ".ajour")
"""Folders in which the demo and ajour write."""
FILES = ("criteria.toml", "ajour.db", "ajour.db-wal", "ajour.db-shm", "studies.xlsx")
"""Files that the demo and ajour write beside these folders."""
REBUILT = ("output", ".ajour", "lists")
"""Folders that ajour rebuilds; nobody keeps their own files there."""
EXPECTED = ("criteria.toml", "ajour.db", "ajour.db-wal", "ajour.db-shm", LIST.as_posix())
"""Files that every run makes, even one interrupted before it writes its list."""


class NotOurs(Exception):
    """There are files that the demo did not make; nothing is changed."""


def start_over(folder: Path) -> int:
    """Remove the files of an earlier run; return their number. Raises NotOurs, changing nothing.

    If there is no list of an earlier run, any existing file raises NotOurs.
    """
    record = folder / LIST
    listed = set(record.read_text(encoding="utf-8").splitlines()) if record.is_file() else set()
    found = {path.relative_to(folder).as_posix(): path for path in _written(folder)}
    ours = {name for name in found if name in listed or (listed and _rebuilt(name))}
    others = sorted(set(found) - ours)
    if others:
        raise NotOurs(
            f"{folder}: the demo did not start, since these files are not its own: "
            f"{', '.join(others[:5])}{' ...' if len(others) > 5 else ''}. Move them elsewhere."
        )
    for path in found.values():
        path.unlink()
    for place in PLACES:
        _remove_empty(folder / place)
    remember(folder)
    return len(found)


def remember(folder: Path, expecting: Iterable[Path] = ()) -> None:
    """List the existing files and the expected ones as made by the demo."""
    record = folder / LIST
    record.parent.mkdir(exist_ok=True)
    names = {path.relative_to(folder).as_posix() for path in (*_written(folder), *expecting)}
    record.write_text("\n".join(sorted(names.union(EXPECTED))) + "\n", encoding="utf-8")


def _rebuilt(name: str) -> bool:
    return name.split("/")[0] in REBUILT


def _written(folder: Path) -> Iterator[Path]:
    for place in PLACES:
        found = (folder / place).rglob("*")
        yield from (path for path in found if path.is_symlink() or not path.is_dir())
    yield from (folder / name for name in FILES if (folder / name).is_file())


def _remove_empty(folder: Path) -> None:
    """Remove a folder and the folders in it, which are all empty by now."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for inner in sorted(folder.iterdir()):
        _remove_empty(inner)
    folder.rmdir()
