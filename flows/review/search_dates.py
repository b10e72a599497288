"""When a source last answered a search, by the answers in the search's folder."""

from datetime import date
from pathlib import Path

from pipeline.review.settings import Review, SearchPlan
from pipeline.sources.history import answers_of, last_run


def asked_on(review: Review, search: SearchPlan) -> date | None:
    """The day on which PubMed last answered a search; None before the first answer."""
    if search.kind != "pubmed" or not search.query:
        return None
    return last_run(review.search_folder(search), search.query)


def is_answer(search: SearchPlan, path: Path) -> bool:
    """Whether the program saved a file itself, as the answer to a search of kind pubmed."""
    return search.kind == "pubmed" and path.name in answers_of(path.parent, search.query or "")
