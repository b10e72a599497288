"""The studies sheet as its author works on it."""

from pathlib import Path
from random import Random
from typing import Any

from openpyxl import load_workbook

from tests.support.team_year.model import Record
from tests.support.team_year.play import Play
from tests.support.true_sentences.facts import Row

COUNTRIES = ("Norway", "Japan", "Chile", "Finland")


def sheet_written(play: Play, _: Random) -> None:
    """The sheet is requested; if rows come in a separate sheet, the author copies them over."""
    play.expect(play.program.run("studies", "--sheet"))
    own = play.review / "studies.xlsx"
    for beside in sorted(play.review.glob("new-studies*.xlsx")):
        book = load_workbook(own)
        page, _head, _rows = _read(book)
        for row in _read(load_workbook(beside))[2]:
            page.append([cell.value for cell in row])
        book.save(own)
        beside.unlink()


def sheet_filled(play: Play, chance: Random) -> None:
    """The author fills in some empty rows."""
    path = play.review / "studies.xlsx"
    if not path.exists():
        return
    book = load_workbook(path)
    _, head, rows = _read(book)
    at = {name: head.index(name) for name in ("Title", "Country", "Findings", "First author")}
    for row in rows:
        title = row[at["Title"]].value
        if row[at["Country"]].value or chance.random() < 0.3 or not title:
            continue
        record = record_of(play, title)
        one = play.model.documents[record.document]
        country = COUNTRIES[int(one.key[1:]) % len(COUNTRIES)]
        row[at["Country"]].value, row[at["Findings"]].value = country, f"Found in {title}."
        play.model.rows[record] = Row(
            reports=(), author=one.author, year=one.year, countries=(country,)
        )
    book.save(path)


def record_of(play: Play, title: str) -> Record:
    """A record with a title."""
    key = play.titles()[title]
    return next(one for one in play.model.known() if one.document == key)


def written_rows(path: Path) -> list[dict[str, Any]]:
    """The current rows of the sheet."""
    _, head, rows = _read(load_workbook(path))
    return [dict(zip(head, (cell.value for cell in row), strict=False)) for row in rows]


def _read(book: Any) -> tuple[Any, list[str], list[Any]]:
    page = next(one for one in book.worksheets if one["A1"].value == "Study id")
    head = [str(cell.value) for cell in page[1]]
    return page, head, [row for row in page.iter_rows(min_row=2) if row[0].value]
