"""The extraction sheet: written once with what is known, filled in by people, and read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from exports.cells import cleaned, letter, write_text
from exports.language.catalogue import Language, Words
from exports.office_files import repack
from exports.stamp import Stamp
from exports.tables.workbook import POINTS_A_LINE, lines_of
from pipeline.studies.scheme import COLUMNS, TableScheme
from pipeline.studies.study import TICK

SPARE_ROWS = 200
"""Number of empty rows with dropdowns below the known studies."""

WIDTHS = {"title": 40, "groups": 32, "outcomes": 36, "finding": 48, "design": 24, "reports": 16}
USUAL_WIDTH = 15.0
TICK_WIDTH = 14.0
GUIDE_LINE = 15.0
"""Points; height of a line of the guide."""

KNOWN = frozenset({"study_id", "reports", "title", "first_author", "year"})
"""Columns that the program fills in beforehand; they have another tint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefilled:
    """What is known about a study before its data are extracted.

    `values` are further cells by the names of `pipeline.studies.scheme.COLUMNS`.
    """

    study_id: str
    first_author: str
    year: int
    title: str = ""
    reports: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)

    def cell(self, column: str) -> str:
        """The prefilled content of a column."""
        given = {"reports": "; ".join(self.reports), "year": str(self.year or "")}
        if column in {"study_id", "first_author", "title"}:
            return str(getattr(self, column))
        return given.get(column) or self.values.get(column, "")


def columns_of(scheme: TableScheme) -> list[str]:
    """The sheet's columns in order, with one to tick for each outcome category, if any."""
    ticks = [TICK + category.code for category in scheme.categories]
    at = COLUMNS.index("outcome_categories")
    return [*COLUMNS[:at], *(ticks or ["outcome_categories"]), *COLUMNS[at + 1 :]]


def heading(column: str, scheme: TableScheme, language: Language) -> str:
    """The heading of a column in that language; review.toml may set it."""
    if column in scheme.sheet:
        return scheme.sheet[column][language]
    if not column.startswith(TICK):
        return Words(language, "studies")[column]
    category = next(one for one in scheme.categories if TICK + one.code == column)
    return f"{category.code} {category.name[language]}"


def studies_workbook(
    studies: Sequence[Prefilled], scheme: TableScheme, *, language: Language, stamp: Stamp
) -> bytes:
    """The extraction sheet as xlsx: a guide, a row per study, dropdowns from review.toml.

    Written for a new sheet only: once people work in it, the program does not rewrite it.
    """
    import xlsxwriter

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        title = cleaned(stamp.review, "")[0]
        book.set_properties({"title": title, "created": datetime(1980, 1, 1)})  # noqa: DTZ001
        sheet = _Extraction(book, scheme, language)
        sheet.guide(stamp)
        sheet.rows(studies)
        sheet.offers(len(studies) + SPARE_ROWS)
    return repack(out.getvalue(), evidence=stamp.evidence)


class _Extraction:
    """One extraction sheet being written."""

    def __init__(self, book: Any, scheme: TableScheme, language: Language) -> None:
        self.words = Words(language, "studies")
        self.scheme, self.language = scheme, language
        self.columns = columns_of(scheme)
        self.front = book.add_worksheet(self.words["guide"])
        self.sheet = book.add_worksheet(self.words["sheet"])
        self.lists = book.add_worksheet(self.words["lists"])
        self.looks = {name: book.add_format(look) for name, look in LOOKS.items()}

    def guide(self, stamp: Stamp) -> None:
        """How to fill it in, in five lines."""
        self.front.hide_gridlines(2)
        self.front.set_column(0, 0, 100)
        lines = [self.words["guide_title"], *self.words.each("guide_lines")]
        looks = ["title", *["guide"] * (len(lines) - 1), "small"]
        self.front.set_landscape()
        self.front.set_paper(9)
        self.front.fit_to_pages(1, 0)
        for row, (line, look) in enumerate(zip([*lines, stamp.line()], looks, strict=True)):
            self.front.set_row(row, GUIDE_LINE * lines_of([line], [90]) + 6)
            write_text(self.front, (row, 0), line, self.looks[look])

    def rows(self, studies: Sequence[Prefilled]) -> None:
        """Headings, and a row per study; all cells are text, so no year becomes a date."""
        widths = [_width(column) for column in self.columns]
        names = [heading(column, self.scheme, self.language) for column in self.columns]
        self.sheet.set_row(0, POINTS_A_LINE * lines_of(names, widths) + 18)
        for at, (column, name) in enumerate(zip(self.columns, names, strict=True)):
            look = "known heading" if column in KNOWN else "heading"
            write_text(self.sheet, (0, at), name, self.looks[look])
            self.sheet.set_column(at, at, widths[at], self.looks["cell"])
        for row, study in enumerate(studies, 1):
            texts = [cleaned(study.cell(one), self.words["cut"])[0] for one in self.columns]
            self.sheet.set_row(row, POINTS_A_LINE * lines_of(texts, widths))
            for at, (column, text) in enumerate(zip(self.columns, texts, strict=True)):
                look = self.looks["known" if column in KNOWN else "cell"]
                write_text(self.sheet, (row, at), text, look)
        self.sheet.freeze_panes(1, self.columns.index("year") + 1)
        self.sheet.autofilter(0, 0, len(studies) + SPARE_ROWS, len(self.columns) - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(8)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.activate()

    def offers(self, last: int) -> None:
        """Dropdowns; contexts and ticks reject other values, countries and designs only warn."""
        one = self.scheme
        offered = {
            "data_context": [context.name[self.language] for context in one.contexts],
            "design": [design[self.language] for design in one.designs],
            "country": [country[self.language] for country in one.countries],
            TICK: ["x"],
        }
        for at, (kind, choices) in enumerate(offered.items()):
            for row, choice in enumerate(choices):
                write_text(self.lists, (row, at), choice)
            source = f"='{self.words['lists']}'!${letter(at)}$1:${letter(at)}${len(choices)}"
            strict = kind in {"data_context", TICK}
            columns = [column for column in self.columns if column in {kind, *_ticks(kind, one)}]
            for column in columns if choices else []:
                rule = {"validate": "list", "source": source, "ignore_blank": True}
                rule |= {"error_type": "stop" if strict else "warning"}
                rule |= {"error_title": self.words["not_offered"][:32]}
                rule |= {"error_message": self.words["not_offered_long"][:255]}
                place = self.columns.index(column)
                self.sheet.data_validation(1, place, last, place, rule)
        self.lists.hide()


def _width(column: str) -> float:
    return TICK_WIDTH if column.startswith(TICK) else WIDTHS.get(column, USUAL_WIDTH)


def _ticks(kind: str, scheme: TableScheme) -> list[str]:
    return [TICK + category.code for category in scheme.categories] if kind == TICK else []


BASE = {"font_name": "Calibri", "font_size": 10, "valign": "top", "text_wrap": True}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {**BASE, "bold": True, "font_size": 14},
    "guide": {**BASE, "font_size": 11},
    "small": {**BASE, "font_size": 9, "font_color": "#444444"},
    "heading": {**BASE, "bold": True, "bg_color": "#FCE9B2", "bottom": 2},
    "known heading": {**BASE, "bold": True, "bg_color": "#E4EAF0", "bottom": 2},
    "known": {**BASE, "num_format": "@", "bg_color": "#F4F6F8"},
    "cell": {**BASE, "num_format": "@"},
}
