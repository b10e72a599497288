"""Lists as Excel and its people leave them: what means nothing is taken, damage is refused."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.protection import SheetProtection

from exports.lists.candidate_list import candidates_xlsx
from exports.lists.candidates import Candidate
from pipeline.decisions import Verdict
from pipeline.review.decision_rules import ImportOutcome, judge
from tests.support.lists import REASONS, make_ask, make_head, make_record
from tests.support.returned import read_decisions

RECORDS = [
    make_record(1, title="Workers’ “rest” – a study", pmid="00123456"),
    make_record(2, title="Søvn og hvile på jobb", abstract="3-5 timer"),
    make_record(3, title="Rest ≥ 11 hours: α and β", doi=None),
    make_record(4, title="Telework, study four", pages="3-5"),
    make_record(5, title="Study 5"),
]
SAID = {
    RECORDS[0].id: (Verdict.INCLUDE, None),
    RECORDS[1].id: (Verdict.EXCLUDE, "design"),
    RECORDS[2].id: (Verdict.MAYBE, None),
    RECORDS[3].id: (Verdict.EXCLUDE, "population"),
}
WRITTEN = (("inkluder", None), ("ekskluder", "Feil design"), ("kanskje", None))

Habit = Callable[[Any], None]


def _list(folder: Path) -> Any:
    """A list of five records with four verdicts, open in a spreadsheet."""
    path = folder / "kari.xlsx"
    made = [Candidate(record=one, rank=at) for at, one in enumerate(RECORDS, start=1)]
    candidates_xlsx(make_head(), made, path)
    book = openpyxl.load_workbook(path)
    page = book.worksheets[1]
    rows = (*WRITTEN, ("EKSKLUDER", "population"))
    for at, (verdict, reason) in enumerate(rows, start=2):
        page.cell(at, _at(page, "Avgjørelse")).value = verdict
        page.cell(at, _at(page, "Eksklusjonsårsak")).value = reason
    return book


def _at(page: Any, heading: str) -> int:
    """The column of a heading."""
    return next(cell.column for cell in page[1] if str(cell.value).strip() == heading)


def _each(heading: str, change: Callable[[Any], Any]) -> Habit:
    """Change every cell under a heading."""

    def habit(book: Any) -> None:
        page = book.worksheets[1]
        for row in range(2, 7):
            cell = page.cell(row, _at(page, heading))
            cell.value = change(cell.value)

    return habit


def _without(signs: str) -> Callable[[Any], Any]:
    return lambda value: str(value or "").translate(dict.fromkeys(map(ord, signs), "?"))


def _plain(value: Any) -> str:
    return str(value).translate(str.maketrans({"’": "'", "“": '"', "”": '"', "–": "-"}))


def _note_as_date(book: Any) -> None:
    page = book.worksheets[1]
    page.cell(2, _at(page, "Merknad")).value = datetime(2024, 5, 3)  # noqa: DTZ001 - as Excel has it


def _blank_rows(book: Any) -> None:
    book.worksheets[1].insert_rows(3, 2)


def _total_row(book: Any) -> None:
    page = book.worksheets[1]
    page.cell(7, 1).value = "Totalt"
    page.cell(7, _at(page, "Tittel")).value = 5


def _merged_header(book: Any) -> None:
    page = book.worksheets[1]
    page.insert_rows(1, 2)
    page["A1"] = "Karis liste, ferdig 3. mai"
    page.merge_cells("A1:F1")


def _own_sheet_first(book: Any) -> None:
    own = book.create_sheet("Notater", 0)
    own.append(["id", "hva"])
    own.append(["se epost", "spør Ola"])


def _protected(book: Any) -> None:
    book.worksheets[1].protection = SheetProtection(sheet=True, password="sesam")


def _filtered(book: Any) -> None:
    page = book.worksheets[1]
    page.auto_filter.ref = "A1:W6"
    page.auto_filter.add_filter_column(1, ["inkluder"])
    for row in (3, 4, 5):
        page.row_dimensions[row].hidden = True


def _hidden_columns(book: Any) -> None:
    for column in "EFG":
        book.worksheets[1].column_dimensions[column].hidden = True


def _table_below(book: Any) -> None:
    page = book.worksheets[1]
    page.cell(10, 1).value = "Fordeling"
    page.cell(11, 1).value, page.cell(11, _at(page, "Tittel")).value = "inkluder", 1


def _count_below(book: Any) -> None:
    page = book.worksheets[1]
    page.cell(8, 1).value, page.cell(8, _at(page, "Avgjørelse")).value = "Totalt", 4


MEANT_NOTHING: dict[str, Habit] = {
    "nothing": lambda _: None,
    "leading zeros lost": _each("PubMed", lambda value: int(value or 0)),
    "PubMed numbers as decimals": _each("PubMed", lambda value: float(value or 0)),
    "years as text": _each("År", str),
    "years as dates": _each("År", lambda value: datetime(int(value), 1, 1)),  # noqa: DTZ001
    "numbers of rows as text": _each("Nr", str),
    "a note as a date": _note_as_date,
    "quotes and dashes made plain": _each("Tittel", _plain),
    "? for letters": _each("Tittel", _without("≥αβ’“”–")),
    "? for Norwegian letters": _each("Tittel", _without("øåæ")),
    "blanks behind verdicts": _each("Avgjørelse", lambda value: f"{value}  " if value else None),
    "blanks that do not break": _each("Avgjørelse", lambda v: f"\u00a0{v}\u00a0" if v else None),
    "blanks behind ids": _each("id", lambda value: f"{value} "),
    "ids in capitals": _each("id", lambda value: str(value).upper()),
    "abstracts emptied": _each("Sammendrag", lambda _: None),
    "journals in capitals": _each("Tidsskrift", lambda value: str(value).upper()),
    "blank rows": _blank_rows,
    "a row of totals": _total_row,
    "a merged heading above": _merged_header,
    "another sheet first": _own_sheet_first,
    "a protected sheet": _protected,
    "filtered": _filtered,
    "hidden columns": _hidden_columns,
    "a small table below": _table_below,
    "a count below the verdicts": _count_below,
}


def _rotated(*headings: str) -> Habit:
    """Some columns sorted without the other columns."""

    def habit(book: Any) -> None:
        page = book.worksheets[1]
        for heading in headings:
            at = _at(page, heading)
            values = [page.cell(row, at).value for row in range(2, 7)]
            for row, value in enumerate([*values[1:], values[0]], start=2):
                page.cell(row, at).value = value

    return habit


def _cell(row: int, heading: str, value: Any) -> Habit:
    def habit(book: Any) -> None:
        page = book.worksheets[1]
        page.cell(row, _at(page, heading)).value = value

    return habit


def _twice(book: Any) -> None:
    page = book.worksheets[1]
    page.append([cell.value for cell in page[2]])
    page.cell(7, _at(page, "Avgjørelse")).value = "ekskluder"


SORTED_ALONE = {
    "titles and authors": ("Tittel", "Forfattere"),
    "titles": ("Tittel",),
    "authors": ("Forfattere",),
    "abstracts": ("Sammendrag",),
    "DOIs": ("DOI",),
    "years": ("År",),
    "ids": ("id",),
    "keys": ("nøkkel",),
}
SLIPS: dict[str, tuple[Habit, int]] = {
    "a number as a verdict": (_cell(2, "Avgjørelse", 1), 2),
    "an error as a verdict": (_cell(3, "Avgjørelse", "#N/A"), 3),
    "a word that is not a verdict": (_cell(4, "Avgjørelse", "tja"), 4),
    "a reason that is none": (_cell(3, "Eksklusjonsårsak", "Feil vær"), 3),
    "one report with two verdicts": (_twice, 2),
}
"""What nobody may have meant, and the row that must wait."""


def _given_back(book: Any, folder: Path) -> ImportOutcome:
    path = folder / "kari ferdig.xlsx"
    book.save(path)
    return judge(read_decisions(path, reasons=REASONS), make_ask(RECORDS))


@pytest.mark.parametrize("habit", MEANT_NOTHING.values(), ids=MEANT_NOTHING)
def test_what_a_spreadsheet_does_by_itself_changes_no_decision(
    habit: Habit, tmp_path: Path
) -> None:
    book = _list(tmp_path)
    habit(book)
    outcome = _given_back(book, tmp_path)
    assert outcome.refusal() is None
    assert {one.record: (one.verdict, one.reason) for one in outcome.decisions} == SAID


@pytest.mark.parametrize("headings", SORTED_ALONE.values(), ids=SORTED_ALONE)
def test_columns_that_were_sorted_without_the_others_bar_the_list_and_name_its_rows(
    headings: tuple[str, ...], tmp_path: Path
) -> None:
    book = _list(tmp_path)
    _rotated(*headings)(book)
    outcome = _given_back(book, tmp_path)
    assert outcome.refusal() is not None
    assert {f"row {at}" in _told(outcome) for at in range(2, 6)} == {True}


@pytest.mark.parametrize(("slip", "row"), SLIPS.values(), ids=SLIPS)
def test_a_row_with_a_slip_waits_and_the_others_are_taken(
    slip: Habit, row: int, tmp_path: Path
) -> None:
    book = _list(tmp_path)
    slip(book)
    outcome = _given_back(book, tmp_path)
    assert outcome.refusal() is None
    assert f"row {row}" in _told(outcome)
    others = {one: said for one, said in SAID.items() if one != RECORDS[row - 2].id}
    taken = {one.record: (one.verdict, one.reason) for one in outcome.decisions}
    for waiting in outcome.questions:
        assert waiting.fault in outcome.held
    assert {one: taken.get(one) for one in others} == others


def _told(outcome: ImportOutcome) -> str:
    """Everything that is said of places in the list."""
    return "\n".join(map(str, (*outcome.structure, *outcome.held)))
