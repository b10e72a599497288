"""Studies, as the rows of the studies sheet describe them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from pipeline.errors import Fault, Refused
from pipeline.languages import REVIEW_LANGUAGE, languages
from pipeline.studies.scheme import COLUMNS, TEXT_COLUMNS, TableScheme

FIRST_YEAR, LAST_YEAR = 1800, 2100
"""Years of publication, outside of which a cell has something else: a date or an error."""

UNKNOWN = "?"
"""A sheet's entry if the article does not report something."""

TICKED = frozenset({"x", "ja", "yes", "true", "sann", "1", "1.0"})
UNTICKED = frozenset({"", "nei", "no", "false", "usann", "0", "0.0", "-"})
TICK = "outcome:"
"""The prefix of the columns that have one tick each for one outcome category."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRow:
    """One row of a studies sheet, as a spreadsheet or csv gave it; row is counted from 1.

    `values` have the keys in `COLUMNS` (text also with a language: design_nb); a tick for one
    category has "outcome:" and its code. Other columns are kept but not interpreted.
    """

    file: str
    sheet: str = ""
    row: int = 0
    values: Mapping[str, str]

    def place(self, column: str = "") -> str:
        """Its place, as an error names it."""
        parts = [self.file, f"sheet {self.sheet}" if self.sheet else "", f"row {self.row}"]
        return ", ".join(part for part in [*parts, f"column {column}" if column else ""] if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One investigation and what was extracted from its reports.

    `study_id` is the number of the row, such as #12, if the sheet names none. `row` counts from 1.
    `context` is "" until something is extracted; then `year` may be 0, if nobody knows it.
    `outcomes` are codes of categories, in the order of the scheme. `overlap` names the participants
    that it shares with other studies. `columns` are all cells of the row as written.
    `year_letter` distinguishes it from others with the same author and year.
    """

    study_id: str
    first_author: str
    year: int
    context: str = ""
    reports: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    country: str = ""
    countries: tuple[str, ...] = ()
    data_years: str = ""
    overlap: str = ""
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    year_letter: str = ""
    row: int = 0

    @property
    def author_year(self) -> str:
        """How the study is cited: first author, year and, if needed, a letter."""
        return f"{self.first_author} {self.year or ''}{self.year_letter}".strip()

    @property
    def extracted(self) -> bool:
        """Whether a person has filled in the row."""
        return bool(self.context)

    def text(self, column: str, language: str = REVIEW_LANGUAGE) -> str:
        """The words of a column in that language, or else as in the sheet."""
        return _text(self.columns, column, language)


def studies_from_rows(rows: Iterable[StudyRow], scheme: TableScheme) -> tuple[Study, ...]:
    """The studies of the rows, in their order; rows without any value are skipped.

    A row with only pre-filled columns is a study that has not been extracted yet. Raises Refused
    with every fault of every row.
    """
    faults: list[Fault] = []
    studies: list[Study] = []
    seen: dict[str, StudyRow] = {}
    for row in rows:
        if not any(value.strip() for value in row.values.values()):
            continue
        study = _study(row, scheme, faults)
        if study.study_id in seen:
            first = seen[study.study_id].place()
            sentence = f'"{study.study_id}" is already in {first}; expected each study once'
            faults.append(Fault(row.place("study_id"), sentence))
        else:
            seen[study.study_id] = row
        studies.append(study)
    if faults:
        raise Refused("The studies sheet was not read. Nothing was changed.", faults)
    return tuple(studies)


PREFILLED = frozenset({"study_id", "reports", "title", "first_author", "year", "overlap"})
"""The columns that the program fills in before anybody has read the report."""

PEOPLE = frozenset({"extracted_by", "checked_by"})
"""Columns that say who does the work, which are not data."""


def _study(row: StudyRow, scheme: TableScheme, faults: list[Fault]) -> Study:
    values = {key: value.strip() for key, value in row.values.items()}
    filled = {_bare(key) for key, value in values.items() if value and _is_ours(key)}
    extracted = bool(filled - PREFILLED - PEOPLE)
    if extracted and not values.get("first_author"):
        faults.append(Fault(row.place("first_author"), "the cell is empty; expected text"))
    year = values.get("year", "")
    country = _text(values, "country", REVIEW_LANGUAGE)
    countries = tuple(split(_text(values, "countries", REVIEW_LANGUAGE))) or (
        (country,) if country else ()
    )
    if extracted and not country:
        faults.append(Fault(row.place("country"), "the cell is empty; expected a country or ?"))
    return Study(
        study_id=values.get("study_id") or f"#{row.row}",
        first_author=values.get("first_author", ""),
        year=_year(row, year, faults) if extracted or year else 0,
        context=_context(row, values, scheme, faults) if extracted else "",
        reports=tuple(re.findall(r"[^\s,;]+", values.get("reports", ""))),
        outcomes=_outcomes(row, values, scheme, faults),
        country=country,
        countries=countries,
        data_years=values.get("data_years", ""),
        overlap=values.get("overlap", ""),
        columns=MappingProxyType(values),
        row=row.row,
    )


def split(text: str) -> list[str]:
    """The parts of a cell with several values, between semicolons.

    >>> split("Frankrike; Italia;")
    ['Frankrike', 'Italia']
    """
    return [part.strip() for part in text.split(";") if part.strip()]


def _year(row: StudyRow, text: str, faults: list[Fault]) -> int:
    """The year; a spreadsheet may have changed it to 2023.0."""
    found = re.fullmatch(r"(\d{4})(\.0+)?", text)
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return int(found[1])
    expected = f"a year of four digits between {FIRST_YEAR} and {LAST_YEAR}"
    faults.append(Fault(row.place("year"), f"found {_shown(text)}; expected {expected}"))
    return 0


def _context(
    row: StudyRow, values: Mapping[str, str], scheme: TableScheme, faults: list[Fault]
) -> str:
    """The code of the context that the cell gives, as its code or its name in any language."""
    given = values.get("data_context", "")
    if not given and len(scheme.contexts) == 1:
        return scheme.contexts[0].code
    for one in scheme.contexts:
        names = {one.code, *(name.casefold() for _, name in one.name.texts)}
        if given and given.casefold() in names:
            return one.code
    expected = "one of " + ", ".join(one.code for one in scheme.contexts)
    sentence = (
        f"found {_shown(given)}; expected {expected} (from contexts under [tables] in review.toml)"
    )
    faults.append(Fault(row.place("data_context"), sentence))
    return ""


def _outcomes(
    row: StudyRow, values: Mapping[str, str], scheme: TableScheme, faults: list[Fault]
) -> tuple[str, ...]:
    """The categories, from letters in one cell, from ticks in a column each, or from both."""
    codes = [one.code for one in scheme.categories]
    letters, unknown = read_codes(values.get("outcome_categories", ""), codes)
    none = "an empty cell, because [tables.outcomes] in review.toml has no categories"
    expected = ", ".join(codes) or none
    for code in unknown:
        sentence = f'"{code}" is not an outcome category; expected {expected}'
        faults.append(Fault(row.place("outcome_categories"), sentence))
    ticked: set[str] = set()
    for code in codes:
        cell = values.get(TICK + code, "").casefold()
        if cell in TICKED:
            ticked.add(code)
        elif cell not in UNTICKED:
            sentence = f"found {_shown(cell)}; expected x or an empty cell"
            faults.append(Fault(row.place(TICK + code), sentence))
    if letters and ticked and letters != ticked:
        sentence = (
            "the letters and the ticks name different categories. Give the same categories in "
            "both, or use only one of them"
        )
        faults.append(Fault(row.place("outcome_categories"), sentence))
    return tuple(code for code in codes if code in letters | ticked)


def read_codes(text: str, codes: Sequence[str]) -> tuple[set[str], list[str]]:
    """The codes that a cell lists, and those of its parts that are not codes.

    Codes of one letter may be written without separators.

    >>> found, unknown = read_codes("ab; hx", ["a", "b", "h"])
    >>> sorted(found), unknown
    (['a', 'b', 'h'], ['x'])
    """
    found: set[str] = set()
    unknown: list[str] = []
    for part in re.findall(r"[^\s,;]+", text):
        for code in [part] if part in codes else part:
            if code in codes:
                found.add(code)
            elif code != UNKNOWN:
                unknown.append(code)
    return found, unknown


def _text(values: Mapping[str, str], column: str, language: str) -> str:
    others = [f"{column}_{other}" for other in languages()]
    for key in (f"{column}_{language}", column, *others):
        if values.get(key):
            return values[key]
    return ""


def _bare(column: str) -> str:
    """The column without its language."""
    bare, _, language = column.rpartition("_")
    return bare if language in languages() and bare in TEXT_COLUMNS else column


def _is_ours(column: str) -> bool:
    return _bare(column) in COLUMNS or column.startswith(TICK)


def _shown(text: str) -> str:
    return f'"{text}"' if text else "an empty cell"
