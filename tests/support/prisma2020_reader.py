"""Reads PRISMA2020's csv by the rules of the R package, version 1.1.4.

It accepts what the package accepts, and reports what the package would silently do with it.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from exports.prisma_flow.prisma2020 import COLUMNS, SLOTS
from pipeline.errors import Refused

ANCHORED = ("total_studies", "total_reports")
"""Keys that the package looks for at the end of a row's key; it finds other keys anywhere."""

LISTS = tuple(slot.key for slot in SLOTS if slot.ours.endswith("/"))
SIDE_BARS = ("identification", "screening", "included")
KEYS = tuple(slot.key for slot in SLOTS if slot.key not in ("NA", *LISTS, *SIDE_BARS))
HEADINGS = ("prevstud", "newstud", "othstud")
REQUIRED = tuple(key for key in KEYS if not key.endswith("_ma"))

Row = Sequence[str]
Lines = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prisma2020:
    """The result of the package for a csv.

    `numbers` are by key, None if the line is hidden. `lists` has pairs of label and number by key.
    `labels` are by key, and for headings by box. `previous` and `other` say whether those columns
    are drawn. `warnings` name keys that are missing (the package prints 0) or found in two rows (it
    fails or prints two numbers).
    """

    numbers: dict[str, int | None]
    lists: dict[str, Lines]
    labels: dict[str, str]
    previous: bool
    other: bool
    warnings: tuple[str, ...]


def read_prisma2020(text: str) -> Prisma2020:
    """The numbers and labels that the package would draw from a csv.

    Columns are identified by position: keys are searched for in the first, box names in the third.
    Raises Refused if a row lacks one of the eight columns.
    """
    table = [row for row in csv.reader(io.StringIO(text)) if row][1:]
    if any(len(row) != len(COLUMNS) for row in table):
        raise Refused(f"a PRISMA2020 csv has the {len(COLUMNS)} columns {', '.join(COLUMNS)}.")
    warnings: list[str] = []
    found = {key: _rows(table, key, 0, warnings) for key in (*KEYS, *LISTS, *SIDE_BARS)}
    headings = {box: _rows(table, box, 2, warnings) for box in HEADINGS}
    numbers = {key: _number(found[key].get("n", "0")) for key in KEYS}
    return Prisma2020(
        numbers=numbers,
        lists={key: _list(found[key].get("n", "")) for key in LISTS},
        labels={key: row["boxtext"] for key, row in (found | headings).items() if row},
        previous=_any(numbers, "previous_studies", "previous_reports"),
        other=_any(numbers, "website_results", "organisation_results", "citations_results"),
        warnings=tuple(warnings),
    )


def _rows(table: list[list[str]], key: str, column: int, warnings: list[str]) -> dict[str, str]:
    """The row whose cell contains the key, as the package's grep finds it; {} if there is none."""
    pattern = f"{key}$" if key in ANCHORED else key
    rows = [row for row in table if re.search(pattern, row[column])]
    if len(rows) > 1:
        warnings.append(f"{key} is found in {len(rows)} rows")
    if not rows:
        if key in (*REQUIRED, *LISTS, *SIDE_BARS, *HEADINGS):
            warnings.append(f"{key} is missing; the package puts its default in its place")
        return {}
    return dict(zip(COLUMNS, rows[0], strict=True))


def _number(cell: str) -> int | None:
    """The number formed by the digits and points of a text; None if there are none."""
    digits = re.sub(r"[^0-9.]", "", cell)
    return round(float(digits)) if re.fullmatch(r"\d+\.?\d*|\.\d+", digits) else None


def _list(cell: str) -> Lines:
    """The lines of a list cell; a bare number is one line without a label."""
    if not cell or cell == "NA":
        return ()
    if not re.search(r"[^0-9,]", cell):
        return (("", _number(cell)),)
    lines = []
    for part in re.split(r"; ?", cell):
        label, _, rest = part.partition(",")
        lines.append((label, _number(re.sub(r"[^0-9, ].*", "", rest))))
    return tuple(lines)


def _any(numbers: dict[str, int | None], *keys: str) -> bool:
    return any(numbers[key] is not None for key in keys)
