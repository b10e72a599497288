"""Writing what a run made: into a folder of its own, whole or not at all, and pointing at it."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from flows.making import Made, Material
from flows.making.prisma import prisma_files
from flows.making.report import report_files
from flows.making.summary import summary_files
from flows.making.tables import table_files
from flows.session import Session
from flows.stages import Turn
from pipeline.errors import Refused
from pipeline.store import writing
from pipeline.store.deciding import decisions, study_links
from pipeline.store.running import latest_evidence, mark, marked

MAKERS: tuple[Callable[[Material], Made], ...] = (
    prisma_files,
    table_files,
    report_files,
    summary_files,
)
"""Everything that a run writes, in order."""

MANIFEST = "manifest.json"
"""The file that names every other file of a run with its SHA-256."""


def output_is_due(session: Session, version: str) -> bool:
    """Whether what lies in output/ is not what the store and the review's files now say."""
    return marked(session.db, "output") != digest(session, version) or bool(damaged(session))


def digest(session: Session, version: str) -> str:
    """What the output depends on: the stages before it, decisions, the review's own files."""
    db = session.db
    stages = [marked(db, name) or "" for name in ("duplicates", "criteria", "ranking")]
    said = [f"{one.number} {one.record}" for one in decisions(db)]
    links = [f"{one.report} {one.study} {one.previous}" for one in study_links(db)]
    own = [session.review.hash, session.criteria.hash, *_own_files(session)]
    parts = [version, latest_evidence(db), *stages, *said, *links, *own]
    return sha256("\n".join(parts).encode()).hexdigest()


def write_outputs(session: Session, turn: Turn) -> str | None:
    """Write what is due into output/runs/DATE-N and point output/ at it; None where nothing is.

    A run whose files were damaged is written again in its place, with the same bytes.
    """
    if not output_is_due(session, turn.version):
        return None
    due = digest(session, turn.version)
    output = session.review.output
    try:
        if marked(session.db, "output") == due and (folder := latest(session)):
            names = _write(session, folder)
            told = f"{folder}: files that had been damaged were written again."
        else:
            folder = _next_folder(session, turn.when)
            names = _write(session, folder)
            told = f"{folder}: {len(names)} files; the same under {output}."
        _point(output, folder, names)
    except OSError as fault:
        raise Refused(f"{output}: can not be written ({fault.strerror}).") from None
    with writing(session.db):
        mark(session.db, "output", due, turn.run, turn.when)
    return told


def latest(session: Session) -> Path | None:
    """The folder of the run that output/ points at."""
    note = session.review.output / "latest.txt"
    if not note.is_file():
        return None
    folder = session.review.output / "runs" / note.read_text(encoding="utf-8").strip()
    return folder if folder.is_dir() else None


def damaged(session: Session) -> list[str]:
    """Names of files of the latest run that are missing or are not what was written."""
    folder = latest(session)
    if folder is None:
        return ["latest"] if marked(session.db, "output") else []
    try:
        manifest: Mapping[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return [MANIFEST]
    return [
        name
        for name, hash_ in manifest.items()
        if _hash(folder / name) != hash_ or _hash(session.review.output / name) != hash_
    ]


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _own_files(session: Session) -> Iterator[str]:
    """Hashes of the files of a review that its people write and its tables are made from."""
    path = session.review.studies()
    if path:
        yield _hash(path)
    for search in session.review.searches:
        if search.strategy:
            yield _hash(session.review.folder / search.strategy)


def _next_folder(session: Session, when: str) -> Path:
    day = datetime.fromisoformat(when).astimezone(session.review.zone).date().isoformat()
    runs = session.review.output / "runs"
    number = 1
    while (runs / f"{day}-{number}").exists():
        number += 1
    return runs / f"{day}-{number}"


def _write(session: Session, folder: Path) -> list[str]:
    """Write everything beside the folder, then put it in its place; returns the names."""
    material = Material(session=session, library=session.library())
    beside = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    hashes: dict[str, str] = {}
    for maker in MAKERS:
        for name, content in maker(material):
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            hashes[name] = sha256(content).hexdigest()
    (beside / MANIFEST).write_text(json.dumps(hashes, indent=1), encoding="utf-8")
    if folder.exists():
        shutil.rmtree(folder)
    beside.replace(folder)
    return [*hashes, MANIFEST]


def _point(output: Path, folder: Path, names: list[str]) -> None:
    """Make output/latest and the files directly under output/ those of a run.

    Links where the file system has them, else copies; what an earlier run left goes.
    """
    (output / "latest.txt").unlink(missing_ok=True)
    tops = sorted({name.split("/")[0] for name in names})
    for there in sorted(output.iterdir()):
        if there.name not in (*tops, "runs", "latest") and there.is_symlink():
            there.unlink()
    for name in tops:
        _link(output / name, folder / name)
    _link(output / "latest", folder)
    beside = output / ".latest.part"
    beside.write_text(folder.name, encoding="utf-8")
    beside.replace(output / "latest.txt")


def _link(place: Path, target: Path) -> None:
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
