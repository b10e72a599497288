"""What screeners miss, estimated from the random sample that others read again."""

from hashlib import sha256

from flows.review.session import Session
from pipeline.agreement.misses import MissRate, miss_rates
from pipeline.decisions import Stage, Verdict
from pipeline.records import RecordId
from pipeline.review.library import Library

BY_LOT = 0.05
"""Share of the excludes, 0 to 1, that are read again at random, suspected or not."""


def by_lot(title: str, report: RecordId) -> bool:
    """Whether a report is in its review's random sample: always the same, whatever was decided."""
    drawn = sha256(f"recheck\n{title}\n{report}".encode()).digest()
    return int.from_bytes(drawn[:8]) < BY_LOT * 2**64


def misses_of(session: Session, library: Library) -> list[MissRate]:
    """What each screener is estimated to miss, based on what others read again.

    If two people read each report, the second reading is an ordinary one, and nothing is estimated.
    """
    if session.review.reviewers.scheme(Stage.SCREENING) != "single":
        return []
    outcomes = {
        report: verdict in (Verdict.INCLUDE, Verdict.MAYBE)
        for report in library.judged
        if (verdict := library.verdict(report, Stage.SCREENING)) is not None
    }
    title = session.review.title
    return miss_rates(library.own_words(), outcomes, lambda report: by_lot(title, report))
