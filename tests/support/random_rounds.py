"""Imports and decisions in many rounds, each in a separate process."""

import json
from pathlib import Path

from openpyxl import load_workbook

from flows.orchestration.update import update
from tests.support.reviews import ajour, entry


def import_many(review: str, search: str, count: int) -> None:
    """Import files one after the other."""
    for number in range(count):
        path = Path(review) / f"{search}-{number}.ris"
        path.write_text(entry(f"Study {number} of {search}", author=f"A{number}, B"), "utf-8")
        said = ajour("import", path, "--search", search, "--review", review)
        assert said.code == 0, said.err


def decide_many(review: str, lists: list[str]) -> None:
    """Import completed lists one after the other."""
    for path in lists:
        said = ajour("decide", path, "--review", review)
        assert said.code == 0, said.err


def lists_of_one_row(review: Path, count: int) -> list[str]:
    """Add `count` reports to a review, and write a list with one verdict for each of them."""
    more = "".join(entry(f"Report number {n}", author=f"Own{n}, O") for n in range(count))
    (review / "searches/2/later/more.ris").write_text(more, "utf-8")
    update(review)
    said = ajour("candidates", review, "--reviewer", "ann", "--all", "--json")
    blank = json.loads(said.out)["path"]
    lists = []
    for number in range(count):
        book = load_workbook(blank)
        sheet = book["Candidates"]
        places = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
        row = places[f"Report number {number}"].row
        sheet.cell(row, places["Decision"].column).value = "exclude"
        path = review / f"filled-{number}.xlsx"
        book.save(path)
        lists.append(str(path))
    return lists
