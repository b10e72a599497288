"""Asking the sources that can be asked, and keeping their answers as export files."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from flows.stages.context import Done
from flows.stages.pubmed import ask_pubmed
from pipeline.review.settings import Review


def ask_sources(
    review: Review, *, when: str, taken: Mapping[str, AbstractSet[str]], full: bool = False
) -> Done:
    """Ask PubMed for every search of kind pubmed; a source that fails leaves the others be.

    `taken` has the SHA-256 of the files of each search that the store knows.
    """
    told: list[str] = []
    failed: list[str] = []
    for search in review.searches:
        if search.kind == "pubmed":
            known = taken.get(search.name, frozenset())
            answer = ask_pubmed(review, search, when=when, taken=known, full=full)
            told += answer.told
            failed += answer.failed
    return Done(told=tuple(told), failed=tuple(failed))
