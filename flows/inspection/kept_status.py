"""Where a review stands, kept beside its store until anything that it was made from changes."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from flows import VERSION
from flows.review.atomic_files import whole_file
from flows.review.clock import now
from flows.review.settings_file import read_review
from pipeline.errors import AjourError
from pipeline.review.settings import Review
from pipeline.store.logs import logs_of

NAME = "status.json"


def made_from(folder: Path) -> str | None:
    """What a standing depends on: the program, the store, and each file of the review's people.

    The settings are told by their bytes, all other files by size and time of change. The day counts
    too, since lists grow older and days to come are told. None where the review has faults.
    """
    try:
        review = read_review(folder)
        return sha256("\n".join(_parts(review)).encode("utf-8", "replace")).hexdigest()
    except (AjourError, OSError):
        return None


def _parts(review: Review) -> Iterator[str]:
    yield VERSION
    yield datetime.fromisoformat(now()).astimezone(review.zone).date().isoformat()
    for path in (review.store, *logs_of(review.store)):
        yield _state(path)
    yield _state(review.criteria)
    for where, folders, names in os.walk(review.folder):
        at_top = Path(where) == review.folder
        folders[:] = sorted(one for one in folders if not (at_top and one in NOT_READ))
        for path in (Path(where) / name for name in sorted(names)):
            if at_top and path.suffix == ".toml":
                yield f"{path} {sha256(path.read_bytes()).hexdigest()}"
            elif not path.name.startswith(review.store.name):
                yield _state(path)


NOT_READ = {"output", "backups", ".ajour"}
"""Folders of a review that say nothing of where it stands."""


def _state(path: Path) -> str:
    try:
        found = path.stat()
    except FileNotFoundError:
        return f"{path} is not there"
    return f"{path} {found.st_size} {found.st_mtime_ns}"


def kept(folder: Path, made: str | None) -> dict[str, Any] | None:
    """What was kept of a standing that was made from the same; None where there is none."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads((folder / ".ajour" / NAME).read_text(encoding="utf-8"))
        if made is not None and said["made_from"] == made:
            found: dict[str, Any] = said["standing"]
            return found
    return None


def keep(folder: Path, made: str | None, standing: dict[str, Any]) -> None:
    """Keep a standing, where the folder can be written; it is only ever a shorter way."""
    if made is None:
        return
    with suppress(OSError), whole_file(folder / ".ajour" / NAME) as stream:
        stream.write(json.dumps({"made_from": made, "standing": standing}).encode())
