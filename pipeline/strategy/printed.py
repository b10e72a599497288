"""A strategy as its author wrote it, for print, also where not all of it can be parsed."""

import re
from collections.abc import Sequence
from contextlib import suppress
from csv import Error
from dataclasses import dataclass

from pipeline.errors import Refused
from pipeline.strategy.numbered import numbered_rows, read_strategy

LINE = re.compile(r"line (\d+)")
"""Where a fault of a strategy is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """One line as written; hits is None where none are given, or the line can not be parsed."""

    number: int
    query: str
    hits: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The lines of a strategy, and what is wrong with it."""

    lines: Sequence[PrintedLine] = ()
    wrong: Refused | None = None

    @property
    def hits(self) -> int | None:
        """The hits of the last line; None where anything is wrong, since none can be relied on."""
        return self.lines[-1].hits if self.lines and self.wrong is None else None


def printed(text: str, *, name: str = "strategy") -> Printed:
    r"""The lines of a strategy as they stand in its file; none where no line can be told apart.

    >>> found = printed("1. telework*.ti.  6\n2. (=1+1<script>  4\n")
    >>> [(line.number, line.query, line.hits) for line in found.lines]
    [(1, 'telework*.ti.', 6), (2, '(=1+1<script>', None)]
    >>> found.wrong is None, found.hits
    (False, None)
    """
    wrong = None
    try:
        read_strategy(text, name=name)
    except Refused as fault:
        wrong = fault
    faulty = (
        {int(found[1]) for one in wrong.faults if (found := LINE.match(one.place))}
        if wrong
        else set()
    )
    rows: Sequence[tuple[int, str, int | None]] = ()
    with suppress(Error, Refused):
        rows, _ = numbered_rows(text.lstrip("\ufeff"))
    lines = tuple(
        PrintedLine(number=number, query=query, hits=None if number in faulty else hits)
        for number, query, hits in rows
    )
    return Printed(lines=lines, wrong=wrong)
