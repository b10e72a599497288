"""What is unusual about the searches, and how many hits each had."""

from typing import TYPE_CHECKING

from exports.language.catalogue import Language, Words
from exports.manuscript.batch_notes import batch_note_words
from flows.reporting.material import Material
from flows.reporting.strategies import strategies
from flows.review.search_dates import answered_none
from pipeline.readers.batches import batch_notes
from pipeline.review.settings import SearchPlan
from pipeline.review.source_kinds import mistaken_way
from pipeline.store.intake import files

if TYPE_CHECKING:
    from pipeline.strategy.numbered import Strategy


def notes(material: Material, language: Language) -> list[str]:
    """Sentences on what is unusual about the searches: a source of the wrong kind, counts that
    differ from the hits, batches that are missing or overlap.
    """
    words = Words(language, "search_notes")
    told = [
        words(f"is_{way}", name=search.name, source=search.source)
        for search in material.session.review.searches
        if (way := mistaken_way(search))
    ]
    every = files(material.session.db)
    for search in material.session.review.searches:
        receipts = [
            receipt
            for file in every
            if file.search == search.name and not file.withdrawn
            for receipt in file.receipts
        ]
        expected = hits_of(material, search)
        if receipts or expected:
            told += [
                f"{search.name}: {batch_note_words(one, language)}"
                for one in batch_notes(receipts, expected)
            ]
    return told


def hits_of(material: Material, search: SearchPlan) -> int | None:
    """The librarian's count, else the hits of the strategy's last line; 0 if the service asked has
    no records.
    """
    if search.hits is not None:
        return search.hits
    strategy = strategies(material).get(search.name)
    counted = _counted(strategy) if strategy and strategy.lines else None
    return 0 if counted is None and answered_none(material.session.review, search) else counted


def _counted(strategy: "Strategy") -> int | None:
    """The hits of the last line; None if they contradict other lines, as typing errors do."""
    last = f"line {strategy.lines[-1].number}"
    faults = strategy.wrong.faults if strategy.wrong else ()
    return None if any(fault.place == last for fault in faults) else strategy.hits
