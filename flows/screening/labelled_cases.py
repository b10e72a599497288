"""The review's own decisions as labels for its criteria."""

from importlib.resources import files
from pathlib import Path

from flows.review.find_review import folder_of
from flows.review.session import at_work
from pipeline.decisions import Stage, Verdict
from pipeline.records import RecordId
from pipeline.review.library import Library
from screening_rules.cases import Cases
from screening_rules.criteria import Criteria
from screening_rules.reading import read_criteria


def criteria_for(file: Path | None, cases: Path | None) -> Criteria:
    """The criteria named, else those of the review around, else those on working from home."""
    if file is not None:
        return read_criteria(file)
    own = folder_of(None, (cases / "criteria.toml",) if cases else ()) / "criteria.toml"
    if own.is_file():
        return read_criteria(own)
    return read_criteria(Path(str(files("screening_rules") / "hjemmekontor.toml")))


def cases_of(folder: Path | None) -> Cases:
    """Every report on which a decision stands, with its last: eligibility before screening."""
    with at_work(folder_of(folder)) as session:
        library = session.library()
    included = {
        report: verdict
        for report in library.members
        if (verdict := _included(library, report)) is not None
    }
    records = tuple(library.reports[report] for report in included)
    ids = {record.id: included[report] for report, record in zip(included, records, strict=True)}
    return Cases(records=records, included=ids)


def _included(library: Library, report: RecordId) -> bool | None:
    """Whether a report was included at the last stage that decided it; None where none has."""
    for stage in (Stage.ELIGIBILITY, Stage.SCREENING):
        verdict = library.verdict(report, stage)
        if verdict in (Verdict.INCLUDE, Verdict.EXCLUDE):
            return verdict is Verdict.INCLUDE
    return None
