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
    begun = words("not_confirmed" if waits(search) else "strategy_changed", **values)
    try:
        found = proposed(review, search)
    except Refused as fault:
        told = words("not_translated", **values)
        return f"{begun} {told}\n{fault}"
    except OSError as fault:
        return f"{begun} {words('not_proposed', why=reason(fault), **values)}"
    told = words("proposal", file=found.name, count=len(found.content.lost), **values)
    return f"{begun} {told}"
