"""The number of records that a printed line found: the count before or after its query."""

import re
from dataclasses import dataclass, replace

from pipeline.errors import Refused, shortened
from pipeline.strategy.words import LONGEST_QUERY, plain

MOST_DIGITS = 12
"""Most digits of a hit count."""

COUNT = r"\d{1,3}(?:[,. \u202f\u00a0]\d{3})+|\d+"
HITS = rf"\(?\s*+({COUNT})\s*+\)?"
"""How a hit count is printed: 2515211, 2,515,211 or (747)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRow:
    """One line as printed: its number, the query, and the hits if the file gives them."""

    number: int
    query: str
    hits: int | None = None


def counted_row(row: PrintedRow) -> PrintedRow:
    """The row without a count that clearly comes after its query."""
    if row.hits is not None:
        return row
    query, hits = query_and_hits(row.query)
    return replace(row, query=query, hits=hits)


TOLD = r"(?<![#\d.,])\d{1,3}(?:[,.\ \u202f\u00a0]\d{3})+|\d+"

BEHIND = re.compile(
    r"(?ix)\s*(?:"
    rf"(?:date\ run\s*:.{{0,80}}?)?\b(?:results|hits|treff)\s*[:=]\s*(?P<named>{TOLD})"
    rf"|[\[(]*\b(?:view\ results|display|edit|rerun)\s*\(?(?P<viewed>{TOLD})?\)?"
    rf"|\(?\bn\s*=\s*(?P<counted>{TOLD})\)?"
    rf"|[\[(]?(?<![\w#])(?P<words>{TOLD})\s+(?:document\ )?(?:results|hits|records|treff)\b"
    rf"|\s(?P<dated>{COUNT})\s+\d{{1,2}}[\ -][^\W\d_]{{3,9}}[\ -]\d{{4}}"
    r"|(?:\s|\t)(?P<timed>\d[\d,.]*)\s+\d\d:\d\d:\d\d"
    r")[\s\]°*)]*$"
)
"""A labelled or dated count at the end of a line."""

BLANKS = r"(?<!\s)(?:\s{2,}+|(?<=[./\d\])}\"'])\s++|(?<=/exp)\s++|(?<=/de)\s++|(?<=/mj)\s++)"
"""Separators of a query and its count: a tab, two blanks, or one blank after the end of a piece."""


def query_and_hits(text: str) -> tuple[str, int | None]:
    """The query and the count at its end, if the two are clearly separated.

    >>> query_and_hits("telework*.mp. [mp=title, abstract] 1,204")
    ('telework*.mp. [mp=title, abstract]', 1204)
    >>> query_and_hits("covid 19")
    ('covid 19', None)
    """
    text = plain(text).rstrip()
    if len(text) > LONGEST_QUERY:
        return text, None
    tail = text[-200:]
    if (named := BEHIND.search(tail)) and text[: len(text) - len(tail) + named.start()].strip():
        count = next((one for one in named.groups() if one), None)
        query = text[: len(text) - len(tail) + named.start()].strip()
        return query, whole_number(digits_of(count)) if count else None
    apart = re.search(
        rf"{BLANKS}{HITS}[°*]{{0,2}}$|\s\(\s*+(\d[\d,. ]*+)\s*+\)$"
        r"|(?<=[a-z]),?\s(\d{1,3}(?:,\d{3})+)$"
        r"|(?<=:ti|:ab|:kw|,ti|,ab|,kw)\s++(\d+)$",
        text,
    )
    if not apart or not text[: apart.start()].strip():
        return text.strip(), None
    count = next(one for one in apart.groups() if one)
    return text[: apart.start()].strip(), whole_number(digits_of(count))


FIRST = re.compile(r"^(\d[\d,.]*)(?:\s{2,}|\t)\s*(\D.*)$", re.DOTALL)
"""A count before its query, as Web of Science printed it."""

LAST = re.compile(rf"^(.*[^\s(])\s({COUNT})$", re.DOTALL)
"""A count after one blank, which only neighbouring lines distinguish from a word of the query."""

OPEN = re.compile(r"(?i)(?:^|[\s(])(?:and|or|not|near|adj\d*|py|to|from|[<>=]+)$|[<>=/:]$")
"""A query that has not ended yet."""


def with_hits(rows: list[PrintedRow]) -> list[PrintedRow]:
    """The rows without their counts; after a single blank only if most lines have one."""
    firsts = [FIRST.match(row.query.strip()) for row in rows]
    if len(rows) > 1 and all(firsts):
        return [
            replace(row, query=" ".join(found[2].split()), hits=whole_number(digits_of(found[1])))
            for row, found in zip(rows, firsts, strict=True)
            if found
        ]
    parted = [counted_row(row) for row in rows]
    waiting = [row for row in parted if row.hits is None]
    lasts = [
        found for row in waiting if (found := LAST.match(row.query)) and not OPEN.search(found[1])
    ]
    if len(rows) < 3 or len(lasts) < len(waiting) or not waiting:
        return parted
    return [
        replace(row, query=found[1].strip(), hits=whole_number(digits_of(found[2])))
        if row.hits is None and (found := LAST.match(row.query))
        else row
        for row in parted
    ]


def digits_of(text: str) -> str:
    """The digits of a count, without separators."""
    return re.sub(r"\D", "", text)


def whole_number(digits: str) -> int:
    """The number that digits give; Refused if no line number or hit count can be that long."""
    if len(digits) > MOST_DIGITS or not digits.isdecimal():
        raise Refused(
            f"the number {shortened(digits, 40)} cannot be read; expected at most {MOST_DIGITS} "
            "digits"
        )
    return int(digits)
