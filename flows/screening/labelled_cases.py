"""Uses the review's own decisions as labels for its criteria."""

from importlib.resources import files
from pathlib import Path

from flows.review.find_review import folder_of
from flows.review.session import at_work
from screening_rules.cases import Cases
from screening_rules.criteria import Criteria
from screening_rules.criteria_file import read_criteria


def criteria_for(file: Path | None, cases: Path | None) -> Criteria:
    """The named criteria, else those of the surrounding review, else the example's."""
    if file is not None:
        return read_criteria(file)
    own = folder_of(None, (cases / "criteria.toml",) if cases else ()) / "criteria.toml"
    if own.is_file():
        return read_criteria(own)
    return read_criteria(Path(str(files("screening_rules") / "hjemmekontor.toml")))


def cases_of(folder: Path | None) -> Cases:
    """Every report with a valid decision and its last one: eligibility before screening."""
    with at_work(folder_of(folder)) as session:
        library = session.library()
    included = library.labelled()
    records = tuple(library.reports[report] for report in included)
    ids = dict(zip((record.id for record in records), included.values(), strict=True))
    return Cases(records=records, included=ids)
