"""Asking the sources that can be asked, and keeping their answers as export files."""

from flows.review import Review
from flows.stages import Done
from flows.stages.pubmed import ask_pubmed


def ask_sources(review: Review, *, when: str, full: bool = False) -> Done:
    """Ask PubMed for every search of kind pubmed; a source that fails leaves the others be."""
    told: list[str] = []
    failed: list[str] = []
    for search in review.searches:
        if search.kind == "pubmed":
            answer = ask_pubmed(review, search, when=when, full=full)
            told += answer.told
            failed += answer.failed
    return Done(told=tuple(told), failed=tuple(failed))
