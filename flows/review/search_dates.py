"""Finds when a service last answered a search, from the answers in the search's folder."""

from datetime import date
from pathlib import Path

from pipeline.review.settings import Review, SearchPlan


def asked_on(review: Review, search: SearchPlan) -> date | None:
    """The day on which a service last answered a search; None before the first answer."""
    if not search.fetch or not search.asks:
        return None
    from pipeline.sources.services import SOURCES  # takes time to import, and few searches ask

    return SOURCES[search.fetch].asked_on(review.search_folder(search), search.asks)


def answered_none(review: Review, search: SearchPlan) -> bool:
    """Whether a service has answered a search, and has never given it a record."""
    if not search.fetch or asked_on(review, search) is None:
        return False
    from pipeline.sources.services import SOURCES

    answers = SOURCES[search.fetch].answers(review.search_folder(search), search.asks)
    return not answers


def is_answer(search: SearchPlan, path: Path) -> bool:
    """Whether the program saved a file itself, as a service's answer to the search."""
    if not search.fetch:
        return False
    from pipeline.sources.services import SOURCES

    return path.name in SOURCES[search.fetch].answers(path.parent, search.asks)
