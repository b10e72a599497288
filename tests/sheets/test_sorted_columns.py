"""A column that was sorted without the others bars the file; what programs change does not."""

import random
import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.lists.candidate_list import candidates_xlsx
from exports.lists.candidates import Candidate, ElementReading
from flows.screening.shown_texts import compared
from pipeline.decisions import Verdict
from pipeline.errors import one_a_kind
from pipeline.review.decision_rules import judge
from pipeline.review.import_outcome import ImportOutcome
from pipeline.text.same_text import alike
from tests.support.lists import REASONS, make_ask, make_head, make_record, stored
from tests.support.returned import read_decisions

RECORDS = [
    make_record(number, year=1990 + number, journal=f"Journal {number}", type=f"Type {number}")
    for number in range(1, 13)
]
GREY = (
    *(
        "Tittel",
        "Sammendrag",
        "Forfattere",
        "År",
        "Tidsskrift",
        "DOI",
        "PubMed",
        "id",
        "nøkkel",
        "Forslag",
        "Sannsynlighet",
        "Ord som påvirket rangeringen",
        "Type · språk",
        "Grunnlag for forslaget",
        "Nr",
    ),
)


def sheet(path: Path) -> openpyxl.Workbook:
    candidates = [
        Candidate(
            record=record,
            rank=rank,
            probability=1 / (rank + 1),
            lifted=(f"word{rank}",),
            suggestion=(Verdict.INCLUDE, Verdict.EXCLUDE)[rank % 2],
            evidence=(ElementReading(element=f"E{rank}", says="met"),),
        )
        for rank, record in enumerate(RECORDS, 1)
    ]
    candidates_xlsx(make_head(), candidates, path)
    return openpyxl.load_workbook(path)


def cells(book: openpyxl.Workbook, heading: str) -> list[openpyxl.cell.Cell]:
    page = book.worksheets[1]
    column = next(cell.column for cell in page[1] if cell.value == heading)
    return [page.cell(row, column) for row in range(2, page.max_row + 1)]


def fill(book: openpyxl.Workbook, heading: str, values: list[str | None]) -> None:
    for cell, value in zip(cells(book, heading), values, strict=True):
        cell.value = value


def back(book: openpyxl.Workbook, path: Path) -> ImportOutcome:
    book.save(path)
    reading = compared(read_decisions(path, reasons=REASONS), stored(RECORDS))
    return judge(reading, make_ask(RECORDS))


MIXED = [("nei", "ja")[place % 3 == 0] for place in range(12)]


@pytest.mark.parametrize("heading", GREY)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_shuffled_column_bars_the_file_with_its_rows(
    tmp_path: Path, heading: str, seed: int
) -> None:
    path = tmp_path / "kari.xlsx"
    book = sheet(path)
    fill(book, "Avgjørelse", list(MIXED))
    values = [cell.value for cell in cells(book, heading)]
    moved = values[:]
    random.Random(seed).shuffle(moved)
    fill(book, heading, moved)
    refusal = back(book, path).refusal()
    assert refusal is not None
    rows = [place + 2 for place in range(12) if values[place] != moved[place]]
    (fault, *_) = one_a_kind(refusal.faults)
    assert "sorted without the other columns" in fault.sentence
    assert {str(rows[0]), str(rows[-1])} <= set(re.findall(r"\d+", fault.place))


@pytest.mark.parametrize("heading", ["Tittel", "År"])
def test_two_cells_typed_over_are_no_sorting(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "kari.xlsx"
    book = sheet(path)
    fill(book, "Avgjørelse", list(MIXED))
    for cell in cells(book, heading)[2:4]:
        cell.value = "2031"
    outcome = back(book, path)
    assert (outcome.refusal(), outcome.held, len(outcome.decisions)) == (None, (), 12)


def test_a_sheet_that_was_sorted_whole_is_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "kari.xlsx"
    book = sheet(path)
    fill(book, "Avgjørelse", list(MIXED))
    page = book.worksheets[1]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    rows.sort(key=lambda row: (str(row[1]), str(row[5])))
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            page.cell(number, column).value = value
    outcome = back(book, path)
    assert (outcome.refusal(), outcome.held, len(outcome.decisions)) == (None, (), 12)


@pytest.mark.parametrize("downwards", [False, True])
def test_verdicts_that_were_sorted_alone_need_a_word(tmp_path: Path, *, downwards: bool) -> None:
    path = tmp_path / "kari.xlsx"
    book = sheet(path)
    said = ["kanskje", "inkluder", "ekskluder"] * 4
    fill(book, "Avgjørelse", sorted(said, reverse=downwards))
    outcome = back(book, path)
    refusal = outcome.refusal()
    assert refusal is not None
    assert "rows 2 to 13, column B (Avgjørelse)" in str(refusal)
    reading = compared(read_decisions(path, reasons=REASONS), stored(RECORDS))
    assert len(judge(reading, make_ask(RECORDS, revise=True)).decisions) == 12


def test_a_list_with_the_likeliest_first_may_have_its_inclusions_first(tmp_path: Path) -> None:
    path = tmp_path / "kari.xlsx"
    book = sheet(path)
    fill(book, "Avgjørelse", ["ja"] * 4 + ["nei"] * 8)
    assert back(book, path).refusal() is None


SPOILT = (
    ("Well‐Being at «home»", 'Well-Being at "home"'),
    ("The worker’s α-level", "The worker's ?-level"),
    ("Łódź och Åbo", "?ód? och Åbo"),
    ("Łódź och Åbo", "Lodz och Åbo"),
    ("Sleep … and\u00a0work", "sleep ...  AND work"),
    ("soft\u00adhyphen", "soft-hyphen"),
    ("日本のテレワーク", "????????"),
    ("emoji 😀 here", "emoji ?? here"),
    ("line\r\nend", "line\nend"),
)


@pytest.mark.parametrize(("sent", "came"), SPOILT)
def test_what_spreadsheets_change_by_themselves_is_no_change(
    tmp_path: Path, sent: str, came: str
) -> None:
    assert alike(sent, came)
    record = make_record(1, title=sent, abstract=f"{sent}. It helps.")
    path = tmp_path / "kari.xlsx"
    candidates_xlsx(make_head(), [Candidate(record=record, rank=1)], path)
    book = openpyxl.load_workbook(path)
    fill(book, "Avgjørelse", ["ja"])
    fill(book, "Tittel", [came])
    fill(book, "Sammendrag", [f"{came}. It helps."])
    book.save(path)
    reading = compared(read_decisions(path, reasons=REASONS), stored([record]))
    outcome = judge(reading, make_ask([record]))
    assert (len(outcome.decisions), outcome.held, reading.warnings) == (1, (), ())


@given(st.text(st.characters(codec="cp1252"), min_size=1), st.text(min_size=1))
def test_a_text_saved_in_windows_1252_is_itself(plain: str, text: str) -> None:
    assert alike(plain, plain.encode("cp1252").decode("cp1252"))
    assert alike(text, text.encode("cp1252", "replace").decode("cp1252"))


@given(st.text("abc ", min_size=4), st.text("abc ", min_size=4))
def test_texts_of_other_letters_are_others(one: str, other: str) -> None:
    assert alike(one, other) == ("".join(one.split()) == "".join(other.split()))
