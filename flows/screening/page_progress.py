"""A reviewer's progress, in the words of the page."""

from typing import Any

from exports.language.catalogue import exact_percent, number
from flows.review.session import Session
from flows.screening.page_decisions import PageReader
from flows.screening.shares import shares
from pipeline.decisions import Stage
from pipeline.ranking.progress import Progress
from pipeline.review.library import Library
from pipeline.review.progress import may_stop, progress_of


def standing_for(session: Session, reader: PageReader) -> dict[str, Any]:
    """The reviewer's remaining reports, the estimated number of includes left, and stopping advice.

    If reading is blinded, overall figures count only reports that both reviewers have decided.
    """
    library = session.library()
    waits = len(shares(session, library, reader.stage).get(reader.name, ()))
    if reader.stage is not Stage.SCREENING:
        return {"waits": waits, "left": None, "stopping": ""}
    found = progress_of(session.db, library)
    left = (
        None
        if found.left is None
        else {"expected": round(found.left, 1), "low": found.left_low, "high": found.left_high}
    )
    return {"waits": waits, "left": left, "stopping": _stopping(library, found, reader)}


def _stopping(library: Library, found: Progress, reader: PageReader) -> str:
    """Whether reading may stop by the rule of review.toml, in a sentence."""
    if not found.read:
        return reader.told("stop_nothing_read")
    if not found.unread:
        return reader.told("stop_all_read")
    target = library.review.automation.stopping.target
    return reader.told(
        "stop_reached" if may_stop(library) else "stop_not",
        target=exact_percent(target, reader.language),
        read=number(found.read, reader.language),
        found=number(found.found, reader.language),
        unread=number(found.unread, reader.language),
    )
