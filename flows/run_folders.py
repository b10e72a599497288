"""The folders of runs: what each was made from, which is the latest, and pointing at it."""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flows.keeping_lists import changed_lists, keep_aside
from flows.review import Review

MANIFEST = "manifest.json"
"""The file that names every other file of a run with its SHA-256."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a run wrote, with the SHA-256 of each file, and a digest of what it was made from."""

    made_from: str
    files: Mapping[str, str]


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a run; None where it can not be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(made_from=str(found["made_from"]), files=dict(found["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, last of all the files of a run."""
    told = {"made_from": manifest.made_from, "files": manifest.files}
    (folder / MANIFEST).write_text(json.dumps(told, indent=1), encoding="utf-8")


def run_names(runs: Path) -> list[str]:
    """The runs in the order they were made: by day, then by number."""
    if not runs.is_dir():
        return []
    names = [one.name for one in runs.iterdir() if one.is_dir() and not one.name.startswith(".")]
    numbered = [name for name in names if name[10:11] == "-" and name[11:].isdigit()]
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
    """The SHA-256 of a file; "" where there is none."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def point_at(review: Review, folder: Path, names: Iterable[str]) -> None:
    """Make output/latest and the files directly under output/ those of a run.

    Links where the file system has them, else copies; what an earlier run left goes, but for
    lists that somebody has begun to fill in.
    """
    output = review.output
    (output / "latest.txt").unlink(missing_ok=True)
    tops = sorted({name.split("/")[0] for name in names})
    _keep_copies(review)
    for there in sorted(output.iterdir()):
        if there.name not in (*tops, "runs", "latest") and there.is_symlink():
            there.unlink()
    for name in tops:
        link(output / name, folder / name)
    link(output / "latest", folder)
    beside = output / ".latest.part"
    beside.write_text(folder.name, encoding="utf-8")
    beside.replace(output / "latest.txt")


def _keep_copies(review: Review) -> None:
    """Keep the lists that were filled in where output/ holds copies and not links."""
    output = review.output
    manifests = [read_manifest(output), read_manifest(output / "latest")]
    written = {name: one for found in manifests if found for name, one in found.files.items()}
    for place in (output, output / "latest"):
        lists = place / "lists"
        if lists.is_dir() and not lists.is_symlink() and not place.is_symlink():
            keep_aside(changed_lists(place, written), review.folder / "lists")


def link(place: Path, target: Path) -> None:
    """Put a link, or where there are none a copy, in a place; never a half one."""
    beside = place.with_name(f".{place.name}.part")
    if beside.is_symlink() or beside.is_file():
        beside.unlink()
    elif beside.exists():
        shutil.rmtree(beside)
    try:
        beside.symlink_to(os.path.relpath(target, place.parent))
    except OSError:
        (shutil.copytree if target.is_dir() else shutil.copyfile)(target, beside)
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    beside.replace(place)
