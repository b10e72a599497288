"""Reports of one study, studies of the earlier review, and the extraction sheet."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from exports.studies.returned_sheet import read_previous
from exports.studies.sheet import Prefilled, studies_workbook
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
from pipeline.review.study_rows import study_rows
from pipeline.store.connection import writing
from pipeline.store.decisions import StudyLink, drop_study_link, put_study_links, study_links
from pipeline.store.runs import note_event
from pipeline.studies.previous import previous_from_rows, shared_data


def link(folder: Path, report: str, study: str, *, previous: bool) -> str:
    """Say of which study a report is; a later word on the same report stands."""
    with at_work(folder) as session:
        refresh(session)
        known = _report(session, report)
        when = now()
        with writing(session.db):
            said = StudyLink(report=known, study=study, previous=previous, at=when)
            put_study_links(session.db, [said])
            note_event(session.db, when, f"linked {known} to study {study}")
        return f"{known} is a report of the study {study} from now on."


def unlink(folder: Path, report: str) -> str:
    """Let a report stand for a study of its own again."""
    with at_work(folder) as session:
        refresh(session)
        known = _report(session, report)
        with writing(session.db):
            drop_study_link(session.db, known)
            note_event(session.db, now(), f"unlinked {known} from its study")
        return f"{known} stands for a study of its own from now on."


def listed_studies(folder: Path) -> list[str]:
    """A line a study with its reports, and one for each that shares data with earlier ones."""
    with at_work(folder) as session:
        refresh(session)
        library = session.library()
        lines = []
        for study, reports in library.studies(study_links(session.db)).items():
            told = "; ".join(f"{one} {library.reports[one].title}" for one in reports)
            lines.append(f"{study}: {told}")
        material = Material(session=session, library=library)
        return [*(lines or ["No report is included so far."]), *_shared(session, material)]


def _shared(session: Session, material: Material) -> Iterator[str]:
    """Studies that stand on data of the earlier review, and what review.toml does with them."""
    said = session.review.previous
    if said is None or said.file is None:
        return
    earlier = previous_from_rows(read_previous(session.review.folder / said.file))
    for one in shared_data(material.studies, earlier, said.overlap):
        yield (
            f"{one.study_id} and {one.previous.reference} of {said.name}: {one.because}; "
            f"{one.suggestion}"
        )


def write_sheet(folder: Path) -> str:
    """Write studies.xlsx where there is none; else the studies it lacks, in a sheet beside it."""
    with at_work(folder) as session:
        refresh(session)
        library = session.library()
        material = Material(session=session, library=library)
        rows = study_rows(library, study_links(session.db), material.studies)
        wanted = [_prefilled(library, study, ids) for study, ids in rows.without.items()]
        if not wanted:
            return "Every included study is in the sheet already; nothing was written."
        own = session.review.studies()
        path = folder / "studies.xlsx" if own is None else free_name(folder / "new-studies.xlsx")
        content = studies_workbook(
            wanted, material.scheme, language=session.review.language, stamp=stamp_of(session)
        )
        with whole_file(path) as stream:
            stream.write(content)
        return f"{path}: {len(wanted)} studies to be extracted."


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


def _report(session: Session, record: str) -> RecordId:
    library = session.library()
    if RecordId(record) not in library.records:
        raise Refused(
            "Nothing was changed.", [Fault(record, "no record of this review has this id")]
        )
    return library.report_of(RecordId(record))
