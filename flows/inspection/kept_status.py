"""A review's status, cached beside its store until anything it depends on changes."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flows import VERSION
from flows.review.atomic_files import whole_file
from flows.review.clock import now

NAME = "status.json"
STORE = "ajour.db"
NOT_READ = {"output", "backups", ".ajour"}
"""Folders of a review that do not affect its status."""


def files_of(folder: Path) -> str:
    """A digest of the program's version and of the files that people edit, which a status depends
    on.

    The settings are compared by their bytes, all other files by size and modification time.
    """
    return sha256("\n".join(_files(folder)).encode("utf-8", "replace")).hexdigest()


def _files(folder: Path) -> Iterator[str]:
    yield VERSION
    for where, folders, names in os.walk(folder):
        at_top = Path(where) == folder
        folders[:] = sorted(one for one in folders if not (at_top and one in NOT_READ))
        for path in (Path(where) / name for name in sorted(names)):
            if at_top and path.suffix == ".toml":
                yield f"{path.name} {sha256(path.read_bytes()).hexdigest()}"
            elif not path.name.startswith(STORE):
                yield _state(path, folder)


def store_of(folder: Path) -> str:
    """The state of the store's files; an empty log belongs to an open store."""
    parts = [_state(folder / STORE, folder)]
    with suppress(FileNotFoundError):
        log = folder / f"{STORE}-wal"
        if log.stat().st_size:
            parts.append(_state(log, folder))
    return " ".join(parts)


def _state(path: Path, folder: Path) -> str:
    name = path.relative_to(folder)
    try:
        found = path.stat()
    except OSError:  # gone meanwhile, or a broken link
        return f"{name} is not there"
    return f"{name} {found.st_size} {found.st_mtime_ns}"


def day_in(zone: str) -> str:
    """Today's date in the review's time zone; the status has ages of lists and coming days."""
    return datetime.fromisoformat(now()).astimezone(ZoneInfo(zone)).date().isoformat()


def kept(folder: Path) -> dict[str, Any] | None:
    """The cached status if nothing it was made from has changed; else None."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads((folder / ".ajour" / NAME).read_text(encoding="utf-8"))
        if said["day"] != day_in(said["zone"]) or said["store"] != store_of(folder):
            return None
        if said["files"] == files_of(folder):
            found: dict[str, Any] = said["told"]
            return found
    return None


def keep(folder: Path, zone: str, *, files: str, store: str, told: dict[str, Any]) -> None:
    """Cache the status of these files and this store, if the folder is writable."""
    note = {"zone": zone, "day": day_in(zone), "files": files, "store": store, "told": told}
    with suppress(OSError), whole_file(folder / ".ajour" / NAME) as stream:
        stream.write(json.dumps(note, default=str).encode())
