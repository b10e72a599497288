"""Fills in lists as a screener does, and returns them."""

import csv
import json
from collections.abc import Mapping
from pathlib import Path

from openpyxl import load_workbook

from tests.support.reviews import ajour

Answers = Mapping[str, Mapping[str, str]]
"""What is written under each heading, by title; "*" is every other title."""


def listed(review: Path, *words: object, command: str = "candidates") -> Path:
    """Have a list written, and return its path."""
    said = ajour(command, review, "--json", *words)
    assert said.code == 0, said.err
    return Path(json.loads(said.out)["path"])


def filled(path: Path, to: Path, answers: Answers) -> Path:
    """Write answers into a copy of a workbook, under the headings of its list."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        headings: dict[str, int] = {}
        for row in sheet.iter_rows():
            values = {str(cell.value): cell.column for cell in row if cell.value}
            if not headings and "Title" in values and "id" in values:
                headings = values
            elif headings:
                title = str(row[headings["Title"] - 1].value)
                for name, value in answers.get(title, answers.get("*", {})).items():
                    row[headings[name] - 1].value = value
    to.parent.mkdir(exist_ok=True)
    book.save(to)
    return to


def filled_csv(path: Path, to: Path, answers: Answers) -> Path:
    """Write answers into a copy of a csv in the same way."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row.update(answers.get(row["Title"], answers.get("*", {})))
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return to


def numbers(review: Path) -> dict[str, int]:
    """The PRISMA numbers over all rounds."""
    found: dict[str, int] = json.loads(ajour("status", review, "--json").out)["total"]
    return found


def records(review: Path) -> dict[str, str]:
    """The id of every identified record, by its title."""
    told = ajour("trace", "identified_records", "--review", review, "--json").out
    return {one["title"]: one["record"] for one in json.loads(told)["records"]}
