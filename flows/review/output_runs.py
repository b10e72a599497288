"""Manages the folders of runs: what each was made from, which is latest, and links to it."""

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flows.review.edited_files import changed, changed_files, keep_aside
from pipeline.review.settings import Review

MANIFEST = "manifest.json"
"""The file that names every other file of a run with its SHA-256."""

LETTER = "letter.md"
"""The letter of an update; a report made outside an update has none."""

RUN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{1,9}")
"""The name of a run's folder: the day, and which run of that day it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The files that a run wrote, with their SHA-256, and a digest of what they were made from.

    `left_out` says what could not be made because a file edited by people is unreadable.
    """

    made_from: str
    files: Mapping[str, str]
    left_out: tuple[str, ...] = ()

    def bytes_with(self, more: Mapping[str, bytes]) -> bytes:
        """The manifest as written, with the hashes of more files."""
        hashes = {name: sha256(content).hexdigest() for name, content in more.items()}
        told = {"made_from": self.made_from, "files": {**self.files, **hashes}}
        told |= {"left_out": self.left_out} if self.left_out else {}
        return json.dumps(told, indent=1).encode()


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a run; None if it cannot be read."""
    try:
        if not (folder / MANIFEST).is_file():
            return None
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {str(name): str(hash_) for name, hash_ in found["files"].items()}
        if any("\0" in name for name in files):
            return None
        left_out = tuple(str(one) for one in found.get("left_out", ()))
        return Manifest(made_from=str(found["made_from"]), files=files, left_out=left_out)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, last of all the files of a run."""
    (folder / MANIFEST).write_bytes(manifest.bytes_with({}))


def run_names(runs: Path) -> list[str]:
    """The runs in the order they were made: by day, then by number."""
    if not runs.is_dir():
        return []
    names = [one.name for one in runs.iterdir() if one.is_dir() and not one.name.startswith(".")]
    numbered = [name for name in names if RUN.fullmatch(name)]
    return sorted(numbered, key=lambda name: (name[:10], int(name[11:])))


def latest_folder(review: Review) -> Path | None:
    """The folder of the run that output/ points at."""
    note = review.output / "latest.txt"
    if not note.is_file():
        return None
    name = note.read_text(encoding="utf-8", errors="replace").strip()
    folder = review.output / "runs" / name
    return folder if name and folder.is_dir() else None


def hash_of(path: Path) -> str:
    """The SHA-256 of a file; "" if there is no file."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def put_in_place(beside: Path, folder: Path) -> None:
    """Replace one folder by another, keeping the old one until the new one is in place."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.replace(old)
    beside.replace(folder)
    shutil.rmtree(old, ignore_errors=True)


def take_up(output: Path) -> None:
    """Restore the folder of a run that died while it was being replaced."""
    for old in (output / "runs").glob(".*.old"):
        folder = old.with_name(old.name[1 : -len(".old")])
        if not folder.exists():
            old.replace(folder)


def point_at(review: Review, folder: Path, names: Iterable[str]) -> list[Path]:
    """Make output/latest and the files directly under output/ those of one run only.

    The letter of the latest update stays, since a report writes no letter.

    Uses links if the file system has them, else copies. Files changed by people are moved aside;
    returns their paths. Files that no run ever wrote are left alone.
    """
    output = review.output
    (output / "latest.txt").unlink(missing_ok=True)
    tops = sorted({name.split("/")[0] for name in names})
    kept = keep_aside(_changed_copies(output), review.folder)
    places = {name: folder / name for name in tops}
    if letter := _latest_letter(output):
        places.setdefault(LETTER, letter)
    for there in _of_runs(output):
        if there.name not in places:
            _remove(there)
    for name, target in places.items():
        link(output / name, target)
    link(output / "latest", folder)
    beside = output / ".latest.part"
    beside.write_text(folder.name, encoding="utf-8")
    beside.replace(output / "latest.txt")
    return kept


def _latest_letter(output: Path) -> Path | None:
    """The letter of the latest update whose folder is still there."""
    letters = (run / LETTER for run in _run_folders(output))
    return next((one for one in letters if one.is_file()), None)


def _of_runs(output: Path) -> list[Path]:
    """Entries directly under output/ that are links or have the name of a file that a run wrote."""
    written = {one.name for run in _run_folders(output) for one in run.iterdir()}
    return [
        there
        for there in sorted(output.iterdir())
        if there.name not in ("runs", "latest") and (there.is_symlink() or there.name in written)
    ]


def _run_folders(output: Path) -> list[Path]:
    """The folders of all runs, the latest first."""
    return [output / "runs" / name for name in reversed(run_names(output / "runs"))]


def _changed_copies(output: Path) -> Iterator[Path]:
    """Files changed by people if output/ holds copies, or if a program replaced a link."""
    runs = _run_folders(output)
    latest = [] if (output / "latest").is_symlink() else [output / "latest"]
    for there in (*_of_runs(output), *latest):
        written = runs if there.name == "latest" else [run / there.name for run in runs]
        if there.is_dir() and not there.is_symlink():
            yield from changed_files(there, written)
        elif there.is_file() and not there.is_symlink() and changed(there, written):
            yield there


def _remove(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink()


def link(place: Path, target: Path) -> None:
    """Put a link, or a copy if links are not possible, in a place; never an incomplete one."""
    beside = place.with_name(f".{place.name}.part")
    if beside.is_symlink() or beside.exists():
        _remove(beside)
    try:
        beside.symlink_to(os.path.relpath(target, place.parent))
    except OSError:
        (shutil.copytree if target.is_dir() else shutil.copyfile)(target, beside)
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    beside.replace(place)
