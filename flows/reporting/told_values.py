"""Collects values for a manuscript's text from review.toml, criteria, strategies and sheet."""

from typing import Any

from exports.language.catalogue import Language, Words
from exports.studies.sheet import heading
from flows.reporting.material import Material
from flows.reporting.places import places
from flows.reporting.searches import facts, search_rows
from pipeline.languages import said_in
from pipeline.studies.charted import charted, variables
from pipeline.studies.scheme import TableScheme


def told_values(material: Material, language: Language) -> dict[str, Any]:
    """The values of `TextValues` that do not come from decisions, in a language."""
    review, scheme, known = material.session.review, material.scheme, facts(material, language)
    studies = material.extracted
    ran = [one for one in search_rows(material, language) if one.ran]
    return {
        "told": {key: ended(said_in(text, language)) for key, text in review.manuscript.items()},
        "told_strategies": ended(_of(review.prisma_s, "strategies", language)),
        "told_limits": ended(_of(review.prisma_s, "limits", language)),
        "told_filters": ended(_of(review.prisma_s, "filters", language)),
        "question": ended(_of(review.request, "question", language)),
        "parts": tuple(
            line.strip().rstrip(".;?")
            for line in _of(review.request, "parts", language).splitlines()
        ),
        "elements": tuple(one.label[language] for one in material.session.criteria.elements),
        "strategies": sum(one.name in known.with_strategy for one in ran),
        "limits": known.limits,
        "filters": known.filters,
        "last_search": max((one.run_on for one in ran if one.run_on), default=""),
        "differing": sum(one.hits is not None and one.hits != one.imported for one in ran),
        "charted": charted(studies),
        "variables": tuple(_heading(one, scheme, language) for one in variables(studies)),
        "categories": tuple(one.name[language] for one in scheme.categories) if studies else (),
        "groups": tuple(one.name[language] for one in scheme.contexts)
        if scheme.with_contexts and studies
        else (),
        "overlapping": sum(bool(one.overlap) for one in studies if one.extracted),
        "places": places(material, language),
    }


def _heading(column: str, scheme: TableScheme, language: Language) -> str:
    """The heading of a variable; if categories are a column, that column's heading."""
    if column == "outcome_categories":
        return Words(language, "studies")[column]
    return heading(column, scheme, language)


def _of(said: Any, key: str, language: Language) -> str:
    """The text under a key in a section of review.toml, in a language."""
    return said_in(said[key], language) if key in said else ""


def ended(note: str) -> str:
    """An author's note as a sentence."""
    text = note.strip()
    return text if not text or text.endswith((".", "?", "!", ":")) else f"{text}."
