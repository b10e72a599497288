"""Proposes queries translated from a strategy, which a person must confirm."""

from exports.language.catalogue import Words
from flows.review.query_translations import is_stale, proposed, waits
from pipeline.errors import Refused, reason
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.review.settings import Review, SearchPlan
from pipeline.sources.services import SOURCES


def unconfirmed(review: Review, search: SearchPlan) -> str | None:
    """A sentence on what a person must confirm before a service gets a translated query, or None.

    The proposal is written beside the strategy, once for each version of it. A confirmed query is
    used unchanged, even if its strategy has changed since.
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
