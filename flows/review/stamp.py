"""The stamp of what is exported from a store."""

from exports.stamp import Stamp
from flows import VERSION
from flows.review.search_dates import asked_on
from flows.review.session import Session
from pipeline.store.intake import files, searches
from pipeline.store.runs import latest_evidence


def stamp_of(session: Session) -> Stamp:
    """What an export made now is made from; a search bears the day it was run, as far as known.

    Without a date in review.toml the day on which its last file was taken in stands for it.
    """
    taken: dict[str, str] = {}
    for file in files(session.db):
        if not file.withdrawn:
            taken[file.search] = max(taken.get(file.search, ""), file.taken_in[:10])
    for search in session.review.searches:
        day = asked_on(session.review, search)
        if day and search.name in taken:
            taken[search.name] = day.isoformat()
    return Stamp(
        review=session.review.title,
        version=VERSION,
        criteria_hash=session.criteria.hash,
        evidence=latest_evidence(session.db),
        language=session.review.language,
        searches=tuple(
            (one.name, one.run_on or taken[one.name])
            for one in searches(session.db)
            if one.name in taken
        ),
    )
