"""Makes the stamp of exports from a store."""

from datetime import date

from exports.stamp import Stamp
from flows import VERSION
from flows.review.search_dates import answered_none, asked_on
from flows.review.session import Session
from pipeline.store.intake import files, searches
from pipeline.store.runs import latest_evidence


def stamp_of(session: Session) -> Stamp:
    """The stamp of an export made now; a search has the day it was run, if known.

    The day is that of review.toml, or else the day a service answered. The day a file was imported
    says nothing about the day of its search.
    """
    there = {file.search for file in files(session.db) if not file.withdrawn}
    plans = session.review.searches
    there |= {one.name for one in plans if one.hits == 0 or answered_none(session.review, one)}
    asked = {one.name: asked_on(session.review, one) for one in plans}
    return Stamp(
        review=session.review.title,
        version=VERSION,
        criteria_hash=session.in_use.hash,
        evidence=latest_evidence(session.db),
        language=session.review.language,
        searches=tuple(
            (one.name, day)
            for one in searches(session.db)
            if one.name in there and (day := one.run_on or _iso(asked.get(one.name)))
        ),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
