"""Fills in the spreadsheets that ajour wrote, as screeners would, by their Norwegian headings.

The invented screeners know what the generator meant each report to be. They look it up by its
title, in any of the forms that a sheet may show.
"""

import csv
import html
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.plan import RoundPlan
from generator.works import INCLUDED, IRRELEVANT, Work
from openpyxl import load_workbook

from exports.language.catalogue import Words
from screening_rules.criteria import Criteria

VERDICTS = Words("nb", "verdicts")
CANDIDATES = Words("nb", "candidates")
DUPLICATES = Words("nb", "duplicates")
CONFLICTS = Words("nb", "conflicts")

IN_DOUBT = ("outcome", "comparison")
"""Elements for which a report is excluded in full text after "maybe" at screening."""

HASTY = {"leser-2": 3}
"""Reviewers who first get every n-th full text wrong; consensus then follows the other reviewer."""


def fingerprint(title: str) -> str:
    """A title without case, marks, entities and diacritics.

    >>> fingerprint("[HØY arbeidsro &amp; søvn].") == fingerprint("Hoy arbeidsro & sovn")
    True
    """
    plain = html.unescape(title).casefold().replace("ø", "o").replace("&", "")
    letters = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


@dataclass(frozen=True, slots=True)
class Screeners:
    """The screeners' knowledge: reports by their titles, and the wording of the reasons."""

    works: dict[str, Work]
    reasons: dict[str, str]

    def work(self, title: str) -> Work:
        """The report that a title in a sheet belongs to."""
        return self.works[fingerprint(title)]


def screeners_of(plans: Iterable[RoundPlan], criteria: Criteria) -> Screeners:
    """The screeners of a review made by the generator."""
    works = {}
    for plan in plans:
        known = {work.key: work for work in plan.works} | {w.key: w for w in works.values()}
        for listed in (work for records in plan.listings.values() for work in records):
            works[fingerprint(listed.title)] = known[listed.key]
    reasons = {one.name: one.reason.text["nb"] for one in criteria.elements if one.reason}
    return Screeners(works, reasons)


Row = dict[str, Any]
"""The cells of a row by heading."""


def _rows(sheet: Any, headings: Iterable[str]) -> Iterator[Row]:
    """The rows below the first row that has all the headings."""
    wanted = set(headings)
    columns: dict[str, int] = {}
    for row in sheet.iter_rows():
        if columns:
            yield {name: row[place] for name, place in columns.items()}
        elif wanted <= {cell.value for cell in row}:
            columns = {str(cell.value): place for place, cell in enumerate(row) if cell.value}


def screen(sheet_file: Path, filled: Path, screeners: Screeners) -> int:
    """Fill in a screening list, xlsx or csv; return the number of rows with a verdict."""
    if sheet_file.suffix == ".csv":
        return _screen_csv(sheet_file, filled, screeners)
    book = load_workbook(sheet_file)
    count = 0
    for row in _rows(book[CANDIDATES["sheet"]], (CANDIDATES["verdict"], CANDIDATES["title"])):
        row[CANDIDATES["verdict"]].value = _at_first(screeners.work(row[CANDIDATES["title"]].value))
        count += 1
    book.save(filled)
    return count


def _screen_csv(sheet_file: Path, filled: Path, screeners: Screeners) -> int:
    """Fill in a csv as Norwegian Excel writes it: with semicolons and a byte-order mark."""
    with sheet_file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines, delimiter=";")
        told = [
            row | {CANDIDATES["verdict"]: _at_first(screeners.work(row[CANDIDATES["title"]]))}
            for row in rows
        ]
    with filled.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.DictWriter(lines, rows.fieldnames or (), delimiter=";")
        writer.writeheader()
        writer.writerows(told)
    return len(told)


def _at_first(work: Work) -> str:
    """The verdict on title and abstract."""
    if work.fate in IN_DOUBT:
        return VERDICTS["maybe"]
    return VERDICTS["exclude" if work.fate == IRRELEVANT else "include"]


def assess(sheet_file: Path, filled: Path, screeners: Screeners, reviewer: str) -> int:
    """Fill in a reviewer's full-text list; the reviewer may be hasty; return the number of rows."""
    book = load_workbook(sheet_file)
    every = HASTY.get(reviewer, 0)
    excluded = 0
    count = 0
    for row in _rows(book[CANDIDATES["sheet"]], (CANDIDATES["verdict"], CANDIDATES["title"])):
        work = screeners.work(row[CANDIDATES["title"]].value)
        excluded += work.fate != INCLUDED
        hasty = bool(every) and work.fate != INCLUDED and excluded % (every * 4) == every
        _put(row, CANDIDATES, INCLUDED if hasty else work.fate, screeners)
        count += 1
    book.save(filled)
    return count


def agree(sheet_file: Path, filled: Path, screeners: Screeners) -> int:
    """Fill in the sheet of conflicts with the joint decisions; return their number."""
    book = load_workbook(sheet_file)
    count = 0
    for row in _rows(book[CONFLICTS["sheet"]], (CONFLICTS["verdict"], CANDIDATES["title"])):
        _put(row, CONFLICTS, screeners.work(row[CANDIDATES["title"]].value).fate, screeners)
        count += 1
    book.save(filled)
    return count


def _put(row: Row, words: Words, fate: str, screeners: Screeners) -> None:
    """Write a full-text verdict with its reason."""
    verdict = "include" if fate == INCLUDED else "exclude"
    row[words["verdict"]].value = VERDICTS[verdict]
    if verdict == "exclude":
        row[CANDIDATES["reason"]].value = screeners.reasons[fate]


def tell_pairs(sheet_file: Path, filled: Path, screeners: Screeners) -> int:
    """Fill in the sheet of possible duplicates; return the number of duplicates."""
    book = load_workbook(sheet_file)
    same = 0
    wanted = (DUPLICATES["verdict"], DUPLICATES["title_one"], DUPLICATES["title_other"])
    for row in _rows(book[DUPLICATES["sheet"]], wanted):
        one, other = (
            screeners.work(row[DUPLICATES[f"title_{which}"]].value) for which in ("one", "other")
        )
        row[DUPLICATES["verdict"]].value = DUPLICATES[
            "same" if one.key == other.key else "different"
        ]
        same += one.key == other.key
    book.save(filled)
    return same
