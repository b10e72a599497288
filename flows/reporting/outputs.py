"""Writes the outputs of a run to its own folder, completely or not at all, and points at it."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from flows.reporting.appendix import appendix_files
from flows.reporting.charts import chart_files
from flows.reporting.cited import reference_files
from flows.reporting.evidence_map import map_files
from flows.reporting.figures import prisma_files
from flows.reporting.letter import last_state, letter_files, note
from flows.reporting.material import Made, Material
from flows.reporting.next_lists import lay_ready
from flows.reporting.old_lists import bring_lists
from flows.reporting.output_state import (
    Outputs,
    ahead_of_clock,
    damaged,
    digest,
    left_out_of,
    output_is_due,
)
from flows.reporting.recounted import recounted
from flows.reporting.report_page import report_files
from flows.reporting.reporting_lists import checklist_files
from flows.reporting.run_summary import summary_files
from flows.reporting.search_notes import notes
from flows.reporting.tables import table_files
from flows.reporting.yields import strategy_files
from flows.review.edited_files import LISTS, changed_files, filled_in, keep_aside
from flows.review.output_runs import (
    MANIFEST,
    Manifest,
    hash_of,
    latest_folder,
    point_at,
    put_in_place,
    read_manifest,
    run_names,
    take_up,
    write_manifest,
)
from flows.review.session import Session
from flows.review.steps import step
from flows.stages.context import Turn
from pipeline.errors import Refused, reason
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.store.connection import writing
from pipeline.store.runs import mark, marked_in, note_report
from pipeline.text.amounts import amount

MAKERS: tuple[Callable[[Material], Made], ...] = (
    prisma_files,
    table_files,
    strategy_files,
    chart_files,
    map_files,
    report_files,
    reference_files,
    checklist_files,
    appendix_files,
    summary_files,
)
"""The functions that make everything a run writes, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """The outcome of writing: file names, the digest of the input, and copies of changed files."""

    names: tuple[str, ...]
    material: Material
    kept: tuple[Path, ...]

    @property
    def told(self) -> str:
        """The end of a sentence that says where people find the files they had changed."""
        if not self.kept:
            return ""
        places = ", ".join(f"{one.parent.name}/{one.name}" for one in self.kept)
        return f" Files that people had changed are kept: {places}."


def write_outputs(session: Session, turn: Turn) -> Outputs:
    """Write the due outputs to output/runs/DATE-N and point output/ at that folder.

    A run whose files were damaged is written again in its place, with the same bytes. A strategy,
    studies sheet or template that cannot be read is reported; everything else is written.
    """
    step("write the output")
    told = _write_due(session, turn)
    noted = (
        notes(Material(session=session, library=session.library()), PROGRAM_LANGUAGE)
        if told
        else []
    )
    return Outputs(
        told=told,
        left_out=left_out_of(session),
        noted=tuple(noted),
    )


def _write_due(session: Session, turn: Turn) -> str | None:
    output = session.review.output
    try:
        take_up(output)
        if output_is_due(session, turn.version):
            return _write_new(session, turn)
        if not damaged(session):
            return None
        folder = latest_folder(session.review) or _folder_for(session, turn)
        reported = last_state(session)
        made = _write(session, turn, folder, marked_in(session.db, "output"), reported)
        place = _in_review(session, folder)
        told = f"{place}: ajour wrote the files again that had been changed or were missing."
        return f"{told}{made.told}"
    except OSError as fault:
        raise Refused(f"{output}: cannot be written ({reason(fault)}).") from None


def _write_new(session: Session, turn: Turn) -> str:
    folder = _folder_for(session, turn)
    made = _write(session, turn, folder, turn.run)
    lay_ready(made.material, made.material.lists)
    state = None if turn.run else note(session, folder)
    with writing(session.db):
        mark(session.db, "output", digest(session, turn.version), turn.run, turn.when)
        if state:
            note_report(session.db, turn.version, turn.when, state)
    files = amount(len(made.names), "file")
    places = (_in_review(session, one) for one in (folder, session.review.output))
    told = f"wrote {files} to {' (also in '.join(places)}).{made.told}"
    changed = recounted(session.review, folder, PROGRAM_LANGUAGE)
    return " ".join(one for one in (told, changed, ahead_of_clock(session)) if one)


def _in_review(session: Session, path: Path) -> str:
    """A path within the review's folder, which an update under Prefect knows by another name."""
    return path.relative_to(session.review.folder).as_posix()


def _folder_for(session: Session, turn: Turn) -> Path:
    """The folder of this run: new, or the last one if an interrupted run wrote the same there."""
    runs = session.review.output / "runs"
    names = run_names(runs)
    if names:
        manifest = read_manifest(runs / names[-1])
        if manifest and manifest.made_from == digest(session, turn.version):
            return runs / names[-1]
    zone = session.review.zone
    day = datetime.fromisoformat(turn.when).astimezone(zone).date().isoformat()
    # Even if the clock was set back, a new run must come after the existing ones.
    day = max([day, *(name[:10] for name in names)])
    number = max((int(name[11:]) for name in names if name[:10] == day), default=0)
    return runs / f"{day}-{number + 1}"


def _write(
    session: Session,
    turn: Turn,
    folder: Path,
    run: int | None,
    reported: Mapping[str, Any] | None = None,
) -> _Run:
    """Write everything beside the folder, move it into place, and point at it.

    `run` is the update whose letter goes with the files. `reported` is the state reported by a run
    that is written again. Files that people added or filled in stay; other files that they changed
    are copied elsewhere.
    """
    material = Material(
        session=session,
        library=session.library(),
        reported=reported,
        run_name=folder.name,
        by_update=bool(run),
    )
    beside = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    hashes: dict[str, str] = {}
    for maker in MAKERS:
        for name, content in maker(material):
            _put(beside / name, content)
            hashes[name] = sha256(content).hexdigest()
    for name, content in letter_files(session, run):
        _put(beside / name, content)
        hashes[name] = sha256(content).hexdigest()
    manifest = Manifest(
        made_from=digest(session, turn.version),
        files=hashes,
        left_out=tuple(material.left_out.values()),
    )
    write_manifest(beside, manifest)
    kept = _keep(session, folder, beside)
    put_in_place(beside, folder)
    names = (*hashes, MANIFEST)
    kept += point_at(session.review, folder, names)
    kept += bring_lists(session)
    return _Run(names=names, material=material, kept=tuple(kept))


def _keep(session: Session, folder: Path, beside: Path) -> list[Path]:
    """Move files that people added or filled in to the folder that replaces theirs.

    Returns the copies of other files that people changed.
    """
    aside = []
    before = read_manifest(folder)
    hashes = before.files if before else {}
    for path in changed_files(folder, [beside]):
        if hash_of(path) == hashes.get(path.relative_to(folder).as_posix()):
            continue
        place = beside / path.relative_to(folder)
        if not place.exists() or (place.parent == beside / LISTS and filled_in(path)):
            _put(place, path.read_bytes())
        elif path.name != MANIFEST:
            aside.append(path)
    return keep_aside(aside, session.review.folder)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
