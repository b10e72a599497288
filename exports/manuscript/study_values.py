"""The values of the methods and results that come from the studies."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from exports.language.catalogue import Language, Words
from exports.language.opened_numbers import Count
from exports.tables.appendices import tongue
from pipeline.studies.counts import appendix5
from pipeline.studies.scheme import TableScheme
from pipeline.studies.study import Study
from pipeline.studies.table_cells import land_cell, outcome_cell, text_cell
from pipeline.studies.text_counts import countries_of, differences, text_counts


def study_values(
    studies: Sequence[Study], scheme: TableScheme, language: Language
) -> dict[str, Any]:
    """The values of `TextValues` that come from the studies: unit, counts, years and so on."""
    words = Words(language, "texts")
    counts = _opened(text_counts(studies, scheme))
    names = {one.code: one.name[language] for one in (*scheme.columns, *scheme.groups)}
    labels = {
        f"{group.code}_only": words("kind_only", name=_low(names[group.code]))
        for group in scheme.groups
    }
    labels |= {kind: words[f"kind_{kind}"] for kind in ("both", "several", "none")}
    extracted = [one for one in studies if one.extracted]
    lands = [countries_of(one, scheme, language) for one in extracted]
    return {
        "unit": scheme.unit,
        "counts": counts,
        "years": tuple(counts["by_publication_year"].items()),
        "contexts": tuple(
            (names[code], n)
            for code, n in counts["by_context"].items()
            if scheme.with_contexts and n
        ),
        "by": scheme.by[language],
        "countries": tuple(
            (land, Count(n, land_cell(land)))
            for land, n in Counter(chain.from_iterable(lands)).items()
        ),
        "several_countries": any(len(one) > 1 for one in lands),
        "kinds": tuple(
            (labels[kind], n) for kind, n in counts.get("by_outcome_kind", {}).items() if n
        ),
        "outcomes": _outcomes(studies, scheme, language),
        "extracted": Count(len(extracted), text_cell(next(iter(counts)))),
        "differences": tuple(
            (
                difference.title[language] or difference.name.replace("_", " "),
                difference.printed,
                difference.counted,
            )
            for difference in differences(studies, scheme)
        ),
    }


def _outcomes(
    studies: Sequence[Study], scheme: TableScheme, language: Language
) -> tuple[tuple[str, Count], ...]:
    """Each category of outcomes with any study, and its number of studies."""
    rows = appendix5(studies, scheme, tongue=tongue(language)).rows
    return tuple(
        (row.name[language], Count(row.total, outcome_cell(row))) for row in rows if row.total
    )


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _opened(counts: Mapping[str, Any]) -> dict[str, Any]:
    """The counts, each with the name of its cell."""
    return {
        name: {part: Count(n, text_cell(f"{name}.{part}")) for part, n in value.items()}
        if isinstance(value, dict)
        else Count(value, text_cell(name))
        for name, value in counts.items()
    }
