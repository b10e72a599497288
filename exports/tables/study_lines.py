"""The cells of appendix 3, line by line, from the columns of the studies sheet."""

from collections.abc import Iterator, Sequence

from exports.language.catalogue import Language, Words
from exports.tables.study_phrases import (
    capital,
    design_phrase,
    group_lines,
    listed_phrase,
    points_phrase,
)
from pipeline.studies.study import Study, split

OVERLAPS = "*"
"""The mark of a study that shares participants with others."""


def cell_lines(
    study: Study, parts: Sequence[str], language: Language, period: str
) -> Iterator[str]:
    """The lines of a cell, one per column of the sheet; a design includes its points in time."""
    for part in parts:
        if part == "time_points" and "design" in parts:
            continue
        text = study.text(part, language)
        if part == "author_year":
            yield f"{study.author_year}{OVERLAPS if study.overlap else ''}"
        elif part == "design":
            points = study.text("time_points") if "time_points" in parts else ""
            yield _design(text, points, language)
        elif part == "groups":
            yield from group_lines(text, language)
        elif part == "data_years" and text and period:
            yield f"{text} ({period})"
        elif text:
            yield _phrase(study, part, text, language)


def _design(text: str, points: str, language: Language) -> str:
    """A design and its points in time in one phrase."""
    said = [design_phrase(text, language), points_phrase(points, language)]
    return capital(", ".join(part for part in said if part))


def _phrase(study: Study, part: str, text: str, language: Language) -> str:
    """The content of a column of the sheet, as a cell shows it."""
    if part == "country" and len(study.countries) > 1:
        named = split(study.text("countries", language)) or study.countries
        return f"{text} ({', '.join(named)})"
    if part == "time_points":
        return capital(points_phrase(text, language))
    if part == "follow_up":
        return Words(language, "tables")(part, text=text)
    return listed_phrase(text) if part == "outcomes" else capital(text)
