"""Queries translated from a strategy that wait for somebody to confirm them."""

from exports.language.catalogue import Words
from flows.review.query_translations import is_stale, proposed, waits
from pipeline.errors import Refused, reason
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.review.settings import Review, SearchPlan
from pipeline.sources.services import SOURCES


def unconfirmed(review: Review, search: SearchPlan) -> str | None:
    """What somebody has to confirm before a service is asked a translated query; None if nothing.

    The proposal is written beside the strategy, once for each version of it. A query that was
    confirmed is asked as it is, even where its strategy has changed since.
    """
    if not waits(search) and not is_stale(review, search):
        return None
    words = Words(PROGRAM_LANGUAGE, "failures")
    values = {
        "search": search.name,
        "service": SOURCES[str(search.fetch)].name,
        "strategy": search.strategy,
    }
    try:
        found = proposed(review, search)
    except Refused as fault:
        return words("not_translated", told=str(fault), **values)
    except OSError as fault:
        return words("not_proposed", why=reason(fault), **values)
    key = "not_confirmed_read" if waits(search) else "proposal_changed"
    return words(key, file=found.name, count=len(found.content.lost), **values)
