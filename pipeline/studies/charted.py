"""Who extracted and who checked the data, from two columns of the studies sheet."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.studies.scheme import COLUMNS, TEXT_COLUMNS, TableScheme
from pipeline.studies.study import UNKNOWN, Study, split

CHARTED = (TEXT_COLUMNS - {"aim", "countries"}) | {"time_points", "data_years"}
"""Columns that are variables of a study, without those known before extraction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charted:
    """How the data were extracted.

    `studies` have data; for `named` of them the sheet names an extractor. `people` is the number of
    people who extracted any. Two or more people extracted `together`; `checked` were checked by
    somebody who had not extracted them; `single` are named but in neither group. `members` has the
    ids of the studies behind each of these numbers, except `people`.
    """

    studies: int = 0
    named: int = 0
    people: int = 0
    together: int = 0
    checked: int = 0
    single: int = 0
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)


NOT_CHARTED = Charted()
"""The result for a review without data."""


def charted(studies: Iterable[Study]) -> Charted:
    """How the data of the studies were extracted, counted from their rows."""
    rows = [one for one in studies if one.extracted]
    by = {one.study_id: (_names(one, "extracted_by"), _names(one, "checked_by")) for one in rows}
    named = {study: who for study, who in by.items() if who[0]}
    checked = {study for study, (people, checkers) in named.items() if checkers - people}
    members = {
        "studies": tuple(by),
        "named": tuple(named),
        "together": tuple(study for study, (people, _) in named.items() if len(people) > 1),
        "checked": tuple(study for study in named if study in checked),
        "single": tuple(
            study
            for study, (people, _) in named.items()
            if len(people) == 1 and study not in checked
        ),
    }
    return Charted(
        people=len({name for people, _ in named.values() for name in people}),
        **{name: len(studies) for name, studies in members.items()},
        members=members,
    )


def _names(study: Study, column: str) -> set[str]:
    """The people named in a cell, whatever separates them, ignoring capitals."""
    parts = re.split(r"[;,/+\n]|\s(?:og|and|&)\s", study.columns.get(column, ""))
    return {" ".join(part.split()).casefold() for part in parts if part.strip()} - {UNKNOWN}


def variables(studies: Sequence[Study]) -> tuple[str, ...]:
    """The columns of the sheet, in its order, in which any study has a value."""
    columns = [one for one in COLUMNS if one in CHARTED or one == "outcome_categories"]
    return tuple(one for one in columns if any(_says(study, one) for study in studies))


def _says(study: Study, column: str) -> bool:
    if column == "outcome_categories":
        return bool(study.outcomes)
    return study.text(column) not in {"", UNKNOWN}


def untranslated(studies: Sequence[Study], scheme: TableScheme, language: str) -> dict[str, int]:
    """How many cells of each column of text lack words in a language.

    A country or a design for which the lists have words in the language needs no words in its cell.
    """
    known = {
        name.casefold()
        for one in (*scheme.countries, *scheme.designs)
        for _, name in one.texts
        if one.given_in(language)
    }
    found: dict[str, int] = {}
    for column in (one for one in COLUMNS if one in TEXT_COLUMNS):
        lacking = sum(_lacks(study, column, language, known) for study in studies)
        if lacking:
            found[column] = lacking
    return found


def _lacks(study: Study, column: str, language: str, known: set[str]) -> bool:
    words = study.text(column, language)
    if words in {"", UNKNOWN} or study.columns.get(f"{column}_{language}"):
        return False
    return not all(part.casefold() in known for part in split(words))
