"""Finds folders of exports that cannot be read."""

import os
from collections.abc import Iterator
from pathlib import Path


def hindrances(folder: Path) -> Iterator[tuple[Path, str]]:
    """Obstacles to reading a search's folder: each path with the reason in words."""
    places = [one for one in (folder.parent.parent, folder.parent, folder) if os.path.lexists(one)]
    if not places:
        return
    last = places[-1]
    if not os.path.isdir(last):  # noqa: PTH112 - as above
        yield last, "this is not a folder; expected a folder with the exports of a search"
        return
    # os.walk does not report a folder that it cannot list.
    inner = [Path(where) for where, _, _ in os.walk(folder)] if last == folder else []
    names = [last, *(place / name for place in inner for name in _folders_in(place))]
    for place in dict.fromkeys(names):
        if not os.access(place, os.R_OK | os.X_OK):
            yield place, "this folder cannot be opened, because you have no permission to read it"


def _folders_in(place: Path) -> list[str]:
    """Names of the folders in a folder; empty if it cannot be read."""
    try:
        with os.scandir(place) as entries:
            return sorted(one.name for one in entries if one.is_dir(follow_symlinks=False))
    except OSError:
        return []
