"""How far the screening has come, from the decisions in the order they were taken in."""

from pipeline.decisions import Stage, Verdict
from pipeline.ranking.progress import Progress, Sample, progress
from pipeline.ranking.stopping_rule import Stopping, stopping
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.store.connection import Database
from pipeline.store.decisions import latest_checks
from pipeline.store.ranks_and_assessments import ranks


def read_so_far(library: Library) -> list[RecordId]:
    """The reports that are decided at screening, in the order in which they were."""
    decided = [one for one in library.members if library.verdict(one, Stage.SCREENING)]
    return sorted(decided, key=lambda one: (_last(library, one), one))


def hits(library: Library) -> list[bool]:
    """Of each report read, in that order, whether it is to be read in full."""
    return [
        library.verdict(one, Stage.SCREENING) is Verdict.INCLUDE for one in read_so_far(library)
    ]


def stopping_of(library: Library) -> Stopping:
    """Where the stopping test stands, at the target and confidence of review.toml.

    What is in conflict may yet be found, and counts for the test as what nobody has read.
    """
    asked = library.review.automation.stopping
    return stopping(
        hits(library),
        len(library.awaiting(Stage.SCREENING)),
        target=asked.target,
        confidence=asked.confidence,
    )


def progress_of(db: Database, library: Library) -> Progress:
    """What was found, what is left unread and how sure that is; disagreements are read."""
    order = ranks(db)
    unread = sorted(
        library.unread(),
        key=lambda one: (order[one].position if one in order else len(order) + 1, one),
    )
    probabilities = [order[one].probability if one in order else None for one in unread]
    return progress(hits(library), probabilities, sample=_sample(db, library, unread))


def _sample(db: Database, library: Library, unread: list[RecordId]) -> Sample | None:
    """The random checks of the latest lists that are decided, and the pool they stand for."""
    listed, drawn = ({library.report_of(one) for one in ids} for ids in latest_checks(db))
    decided = [one for one in drawn if library.verdict(one, Stage.SCREENING)]
    if not decided:
        return None
    relevant = sum(library.verdict(one, Stage.SCREENING) is Verdict.INCLUDE for one in decided)
    pool = len(set(unread) - listed) + len(decided)
    return Sample(pool=pool, drawn=len(decided), relevant=relevant, found=relevant)


def _last(library: Library, report: RecordId) -> int:
    return max(one.number for one in library.decided[report][Stage.SCREENING])
