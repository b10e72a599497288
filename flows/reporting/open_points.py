"""Collects from all outputs what people must fill in or check."""

import re
from collections.abc import Iterator
from dataclasses import replace

from exports.language.catalogue import Language, Words, number
from exports.manuscript.checklists import prisma_s
from exports.manuscript.sentences import TextValues
from exports.tables.review_tables import SearchRow
from flows.reporting.cited import reference_points
from flows.reporting.manuscript_values import text_values
from flows.reporting.material import Material
from flows.reporting.overlooked import unedited_criteria
from flows.reporting.reporting_lists import checklist_points
from flows.reporting.row_notes import likely_notes, row_notes
from flows.reporting.search_notes import notes
from flows.reporting.searches import facts, search_rows
from flows.reporting.strategies import strategies
from flows.reporting.untranslated import untranslated_points
from flows.review.query_translations import is_stale, waits
from flows.screening.notices import flagged_sentences
from pipeline.errors import first_ten
from pipeline.review.settings import Review
from pipeline.strategy.notation import NOTATIONS

LINE = re.compile(r"line (\d+)")
"""Matches the line number of a strategy's fault."""


def open_points(material: Material) -> tuple[str, ...]:
    """Every open point once, in the review's language: searches, text, numbers, PRISMA-S."""
    words = Words(material.session.review.language, "open_points")
    values = text_values(material, words.language)
    found = (
        *unedited_criteria(material.session, Words(words.language, "overlooked")),
        *_of_searches(material, words),
        *_of_translations(material.session.review, words.language),
        *notes(material, words.language),
        *_of_strategies(material, words),
        *_of_text(values, words),
        *_of_numbers(values, words),
        *flagged_sentences(material.session, material.library, words.language),
        *row_notes(material, words.language),
        *likely_notes(material, words.language),
        *reference_points(material, words.language),
        *_of_prisma_s(material, words),
        *checklist_points(material, words.language),
        *untranslated_points(material, words.language),
    )
    return tuple(dict.fromkeys(found))


def _of_searches(material: Material, words: Words) -> Iterator[str]:
    """Searches without a date, and those without any records."""
    searches = search_rows(material)
    asleep = {one.name for one in material.session.review.searches if waits(one)}
    if not searches:
        yield words["no_searches"]
    for search in searches:
        if search.name in asleep and not search.ran:
            continue
        if not search.ran and not search.hits:
            key = "not_imported" if search.run_on else "not_run"
            yield words(key, name=search.name, source=search.place)
        elif search.ran and not search.run_on:
            yield words("undated", name=search.name, source=search.place)


def _of_translations(review: Review, language: Language) -> Iterator[str]:
    """Translated queries that nobody has confirmed, and those whose strategy has changed."""
    words = Words(language, "translations")
    for search in review.searches:
        if waits(search):
            yield words("waits", name=search.name, source=search.source, strategy=search.strategy)
        elif is_stale(review, search):
            service = NOTATIONS[str(search.fetch)].label
            yield words("stale", name=search.name, strategy=search.strategy, service=service)


def _of_strategies(material: Material, words: Words) -> Iterator[str]:
    """Strategies that cannot be parsed completely; they are printed unchanged."""
    files = {one.name: one.strategy for one in material.session.review.searches}
    for name, strategy in strategies(material).items():
        file = files[name]
        if not file or strategy.wrong is None:
            continue
        places = [LINE.match(fault.place) for fault in strategy.wrong.faults]
        lines = dict.fromkeys(found[1] for found in places if found)
        label = NOTATIONS[strategy.notation].label
        if lines:
            shown = ", ".join(first_ten(list(lines)))
            yield words("strategy_lines", file=file, lines=shown, notation=label)
        else:
            yield words("strategy_whole", file=file)


def _of_text(values: TextValues, words: Words) -> Iterator[str]:
    """The parts of the text that are still to be filled in."""
    if values.searches == ():
        yield words["text_searches"]
    if not values.screening.people and not values.eligibility.people:
        yield words["text_selection"]


def _of_numbers(values: TextValues, words: Words) -> Iterator[str]:
    """Numbers in a printed text that differ from the tables."""
    for what, printed, counted in values.differences:
        yield words(
            "difference",
            what=what,
            printed=number(printed, words.language),
            counted=number(counted, words.language),
        )


def _of_prisma_s(material: Material, words: Words) -> Iterator[str]:
    """Items that are missing in the checklist of the searches."""
    known = facts(material, words.language)
    dated = replace(known, searches=[_dated(one) for one in known.searches])
    for answer in prisma_s(dated, words.language):
        if answer.missing:
            yield words("prisma_s", item=answer.item, name=answer.name, missing=answer.missing)


def _dated(search: SearchRow) -> SearchRow:
    """The search with a date filled in, so that the checklist does not ask for it again."""
    return search if search.run_on else replace(search, run_on="?")
