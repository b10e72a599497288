"""Writing what a run made: into a folder of its own, whole or not at all, and pointing at it."""

import shutil
from collections.abc import Callable, Iterator, Mapping
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
from flows.reporting.recounted import recounted
from flows.reporting.report_page import report_files
from flows.reporting.reporting_lists import checklist_files
from flows.reporting.run_summary import summary_files
from flows.reporting.searches import notes
from flows.reporting.tables import table_files
from flows.reporting.yields import strategy_files
from flows.review.clock import now
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
from flows.review.search_files import digest_of
from flows.review.session import Session
from flows.review.steps import step
from flows.screening.notices import standings_of
from flows.stages.context import Turn
from pipeline.errors import Refused, reason
from pipeline.languages import PROGRAM_LANGUAGE, languages
from pipeline.store.connection import writing
from pipeline.store.decisions import decisions
from pipeline.store.duplicates import pair_verdicts
from pipeline.store.runs import latest_evidence, mark, marked, marked_in, note_report
from pipeline.store.studies import study_links

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
"""Everything that a run writes, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What was written: the names, what it was made from, and where people's changes are."""

    names: tuple[str, ...]
    material: Material
    kept: tuple[Path, ...]

    @property
    def told(self) -> str:
        """Where people find what they had changed, as the end of a sentence's line."""
        if not self.kept:
            return ""
        places = ", ".join(f"{one.parent.name}/{one.name}" for one in self.kept)
        return f" What people had changed there is kept: {places}."


def output_is_due(session: Session, version: str) -> bool:
    """Whether the store and the review's files say something else than output/ was made from."""
    return marked(session.db, "output") != digest(session, version)


def digest(session: Session, version: str) -> str:
    """What the output depends on: the stages before it, decisions, the review's own files."""
    db = session.db
    stages = [marked(db, name) or "" for name in ("duplicates", "criteria", "ranking")]
    said = [f"{one.number} {one.record}" for one in decisions(db)]
    links = [f"{one.number} {one.study} {one.previous}" for one in study_links(db)]
    said += [f"{one.one} {one.other} {one.same} {one.number}" for one in pair_verdicts(db)]
    criteria = [session.criteria.hash, repr(session.criteria.prose)]
    own = [session.review.hash, *criteria, *_own_files(session)]
    noticed = [
        f"{one.report} {one.state} {one.flags}"
        for one in standings_of(session.library(), db).values()
    ]
    parts = [version, latest_evidence(db), *stages, *said, *links, *own, *noticed]
    return sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """What was written, in a sentence, None where nothing was due; and what was left out.

    What was left out is told for as long as the files are those of a run that lacks it. `noted`
    says, beside what was written, what is odd about the searches.
    """

    told: str | None
    left_out: tuple[str, ...]
    noted: tuple[str, ...] = ()


def write_outputs(session: Session, turn: Turn) -> Outputs:
    """Write what is due into output/runs/DATE-N and point output/ at it.

    A run whose files were damaged is written again in its place, with the same bytes. A strategy,
    a studies sheet or a template that can not be read is told, and all else is written.
    """
    step("write the output")
    told = _write_due(session, turn)
    folder = latest_folder(session.review)
    manifest = read_manifest(folder) if folder else None
    noted = (
        notes(Material(session=session, library=session.library()), PROGRAM_LANGUAGE)
        if told
        else []
    )
    return Outputs(
        told=told,
        left_out=manifest.left_out if manifest else (),
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
        return f"{folder}: files that had been changed or lost were written again.{made.told}"
    except OSError as fault:
        raise Refused(f"{output}: can not be written ({reason(fault)}).") from None


def _write_new(session: Session, turn: Turn) -> str:
    folder = _folder_for(session, turn)
    made = _write(session, turn, folder, turn.run)
    lay_ready(made.material, made.material.lists)
    state = None if turn.run else note(session, folder)
    with writing(session.db):
        mark(session.db, "output", digest(session, turn.version), turn.run, turn.when)
        if state:
            note_report(session.db, turn.version, turn.when, state)
    told = f"{folder}: {len(made.names)} files; the same under {session.review.output}.{made.told}"
    changed = recounted(session.review, folder, PROGRAM_LANGUAGE)
    return " ".join(one for one in (told, changed, ahead_of_clock(session)) if one)


def ahead_of_clock(session: Session) -> str | None:
    """A sentence where the last run is dated after today, as after a clock that was once wrong."""
    last = run_names(session.review.output / "runs")[-1:]
    today = datetime.fromisoformat(now()).astimezone(session.review.zone).date().isoformat()
    if not last or last[0][:10] <= today:
        return None
    return (
        f"The last run is dated {last[0][:10]}, after today ({today}): the clock was wrong once, "
        "or is now. Later runs are given that day too, so that their order stays; for runs with "
        "the right day, move output/ away and run ajour report."
    )


def damaged(session: Session) -> list[str]:
    """Names of files of the latest run that are missing or are not what was written.

    A list is meant to be filled in: one that has changed and can be read is no damaged one.
    """
    folder = latest_folder(session.review)
    if folder is None:
        return ["latest"] if marked(session.db, "output") else []
    manifest = read_manifest(folder)
    if manifest is None:
        return [MANIFEST]
    places = (folder, session.review.output)
    return [
        name
        for name, hash_ in manifest.files.items()
        if any(not _as_it_should_be(place / name, name, hash_) for place in places)
    ]


def _as_it_should_be(path: Path, name: str, hash_: str) -> bool:
    return hash_of(path) == hash_ or (name.startswith(LISTS) and filled_in(path))


def _own_files(session: Session) -> Iterator[str]:
    """Hashes of the files of a review that its people write and its tables are made from."""
    path = session.review.studies()
    if path:
        yield digest_of(path)
    for search in session.review.searches:
        if search.strategy:
            yield digest_of(session.review.folder / search.strategy)
    for language in languages():
        if (template := session.review.template_of(language)).is_file():
            yield digest_of(template)
    if session.review.word_file.is_file():
        yield digest_of(session.review.word_file)
    if session.review.other_references:
        yield digest_of(session.review.folder / session.review.other_references)
    if session.review.typefaces.is_dir():
        for path in sorted(session.review.typefaces.iterdir()):
            yield digest_of(path) if path.is_file() else ""


def _folder_for(session: Session, turn: Turn) -> Path:
    """The folder of this run: a new one, or the last where a run that died wrote the same there."""
    runs = session.review.output / "runs"
    names = run_names(runs)
    if names:
        manifest = read_manifest(runs / names[-1])
        if manifest and manifest.made_from == digest(session, turn.version):
            return runs / names[-1]
    zone = session.review.zone
    day = datetime.fromisoformat(turn.when).astimezone(zone).date().isoformat()
    # A clock that was set back must not put a run before those that are there.
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
    """Write everything beside the folder, put it in its place, and point at it.

    `run` is the update whose letter goes with the files, `reported` is the state that a run
    told of which is written again. What people put into the folder or filled
    in stays; what they changed of the rest is kept aside.
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
    """Take what people put there or filled in over into the folder that replaces theirs.

    Returns where the rest of what they changed is kept.
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
