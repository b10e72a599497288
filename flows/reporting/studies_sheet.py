"""Writes the extraction sheet: created once, then updated as studies are added or removed."""

from collections.abc import Sequence
from pathlib import Path

from exports.language.catalogue import Words
from exports.studies.sheet import Prefilled, studies_workbook
from exports.studies.sheet_update import SheetChanges, SheetUpdate, updated_sheet
from flows.reporting.material import Material
from flows.review.atomic_files import whole_file
from flows.review.clock import now
from flows.review.session import Session, at_work
from flows.review.stamp import stamp_of
from flows.stages.refresh import refresh
from pipeline.errors import Fault, Refused
from pipeline.files import free_name
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.review.study_rows import StudyRows, study_rows
from pipeline.text.amounts import amount

LOCKS = ("~$", ".~lock.")
"""Prefixes of the lock files that spreadsheets put beside an open file."""


def write_sheet(folder: Path) -> str:
    """Write studies.xlsx if there is none; else add what it lacks, and change nothing else.

    The previous sheet is kept under backups/.
    """
    with at_work(folder) as session:
        refresh(session)
        material = Material(session=session, library=session.library())
        rows = study_rows(material.library, material.studies)
        path = session.review.studies()
        return _new(session, material, rows) if path is None else _add(path, material, rows)


def _new(session: Session, material: Material, rows: StudyRows) -> str:
    wanted = _wanted(material.library, rows)
    if not wanted:
        return "No study is included so far. Nothing was written."
    path = session.review.folder / "studies.xlsx"
    content = studies_workbook(
        wanted, material.scheme, language=session.review.language, stamp=stamp_of(session)
    )
    with whole_file(path) as stream:
        stream.write(content)
    return f"{path}: {amount(len(wanted), 'study')} ready for data extraction."


def _add(path: Path, material: Material, rows: StudyRows) -> str:
    """Add rows, ids and marks to an existing sheet."""
    language = material.session.review.language
    words = Words(language, "study_rows")
    marks = {one.row: "" for one in rows.counted}
    marks |= {one.study.row: words[f"mark_{one.why}"] for one in rows.stray if one.why != "like"}
    ids = {
        one.row: study
        for one, study in zip(rows.counted, rows.studies, strict=True)
        if not one.columns.get("study_id")
    }
    changes = SheetChanges(rows=_wanted(material.library, rows), ids=ids, marks=marks)
    made = updated_sheet(path, material.scheme, language, changes)
    if made.content is None:
        return "Every included study is in the sheet already. Nothing was written."
    _refuse_open(path)
    kept = _kept(material.session.review.folder, path)
    with whole_file(path) as stream:
        stream.write(made.content)
    return (
        f"{path}: {_done(made)}. The previous version of the sheet is kept as "
        f"{kept.relative_to(kept.parent.parent)}."
    )


def _done(made: SheetUpdate) -> str:
    told = []
    if made.added:
        first, last = made.added[0], made.added[-1]
        place = f"row {first}" if first == last else f"rows {first} to {last}"
        told.append(f"{amount(len(made.added), 'study')} added in {place}")
    if made.named:
        told.append(f"ids written in {amount(made.named, 'row')}")
    if made.marked:
        told.append(f"{amount(made.marked, 'row')} marked as not counted")
    return ", ".join(told) or "marks removed"


def _refuse_open(path: Path) -> None:
    """Refuse if a spreadsheet has the file open: it would overwrite what we add."""
    for start in LOCKS:
        lock = path.with_name(f"{start}{path.name}{'#' if start.startswith('.') else ''}")
        if lock.exists():
            raise Refused(
                f"{path}: this file is open in a spreadsheet program. Nothing was written.",
                [
                    Fault(
                        lock.name,
                        "close the sheet first. If nobody has the sheet open, "
                        "remove this lock file",
                    )
                ],
            )


def _kept(folder: Path, path: Path) -> Path:
    """A copy of the sheet as it is, under backups/."""
    backups = folder / "backups"
    backups.mkdir(exist_ok=True)
    kept = free_name(backups / f"{path.stem}-{now()[:10]}{path.suffix}")
    with whole_file(kept) as stream:
        stream.write(path.read_bytes())
    return kept


def _wanted(library: Library, rows: StudyRows) -> list[Prefilled]:
    return [_prefilled(library, study, ids) for study, ids in rows.without.items()]


def _prefilled(library: Library, study: str, reports: Sequence[RecordId]) -> Prefilled:
    record = library.reports[reports[0]]
    author = record.authors[0].partition(",")[0] if record.authors else ""
    return Prefilled(
        study_id=study,
        first_author=author,
        year=record.year or 0,
        title=record.title or "",
        reports=tuple(reports),
    )
