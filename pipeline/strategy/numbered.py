"""The numbered lines of a strategy with their hits, in any notation and any printed layout."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.errors import Fault, Refused
from pipeline.strategy.balance import balance_faults
from pipeline.strategy.hit_counts import PrintedRow
from pipeline.strategy.layouts import MOST_LINES, PrintedLines, layout_of
from pipeline.strategy.notation import NOTATIONS, OVID, parse, plain
from pipeline.strategy.recognition import recognised
from pipeline.strategy.tree import Query, references

SEGMENT = re.compile(
    r"(?i)(?:database\(s\)|databases?|segment)\s*:\s*(.+)|(?:^|\s)(ovid medline\S*.*)"
)
"""The line that names the database and the years it spans."""

LOOKED_AT = 500
"""Characters of a line outside the strategy in which database and date are looked for."""

MOST_AROUND = 200
"""Lines outside the strategy in which database and date are looked for."""

RUN_ON = re.compile(
    r"(?i)(?:run on|date run|run|date of search|searched(?: on)?|search date|dato)\s*:?\s*"
    r"(\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}\.?\s+\w+\s+\d{4}|\w+\s+\d{1,2},?\s+\d{4})"
)
"""The day of the search, as libraries write it."""

BARE_LINES = re.compile(
    r"(?i)[\s()]*\d{1,4}(?:[\s()]+(?:and|or|not|and\s+not)[\s()]+\d{1,4})+[\s()]*"
)
"""Only numbers and operators: lines, even if a strategy leaves out the sign of a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedLine:
    """One line of a strategy; hits is None if the file gives none.

    Without a tree the line cannot be read, and `faults` say why.
    """

    number: int
    query: str
    hits: int | None
    tree: Query | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """A search strategy as printed.

    `database_segment` and `run_on` are as written, "" if not given. `wrong` lists every fault of
    the file; its lines are kept even so.
    """

    lines: tuple[NumberedLine, ...] = ()
    notation: str = OVID.name
    database_segment: str = ""
    run_on: str = ""
    wrong: Refused | None = None

    def line(self, number: int) -> NumberedLine:
        """The line of that number; KeyError if there is none."""
        for line in self.lines:
            if line.number == number:
                return line
        raise KeyError(number)

    @property
    def hits(self) -> int | None:
        """The hits of the last line: the result of the search."""
        return self.lines[-1].hits if self.lines else None

    @property
    def trees(self) -> dict[int, Query]:
        """The trees of the lines that can be read, by number."""
        return {line.number: line.tree for line in self.lines if line.tree is not None}


def read_strategy(
    text: str, *, name: str = "strategy", notation: str | None = None, hints: Sequence[str] = ()
) -> Strategy:
    r"""The strategy in a table (line, query, hits) or as a vendor prints it, if all can be read.

    A printed line is its number, the query and perhaps the hits at its end. Quotation marks and
    dashes of word processors are understood. Raises `Refused` with all faults at once: lines that
    cannot be parsed, references to missing lines, numbers used twice, impossible hits.

    >>> read_strategy("line,query,hits\n1,telework*.ti.,6\n2,1 and 2021:2023.(sa_year).,4\n").hits
    4
    """
    strategy = printed_strategy(text, name=name, notation=notation, hints=hints)
    if strategy.wrong is not None:
        raise strategy.wrong
    return strategy


def printed_strategy(
    text: str, *, name: str = "strategy", notation: str | None = None, hints: Sequence[str] = ()
) -> Strategy:
    r"""The strategy with every line as it is printed; lines that cannot be read are in `wrong`.

    The notation is detected if none is given; `hints` are names of platforms and databases.

    >>> found = printed_strategy("1. telework*.ti.  6\n2. (=1+1<script>  4\n")
    >>> [(line.number, line.query, line.hits) for line in found.lines]
    [(1, 'telework*.ti.', 6), (2, '(=1+1<script>', 4)]
    >>> found.wrong is None
    False
    """
    try:
        layout = layout_of(text)
    except csv.Error as wrong:
        refused = Refused(f"{name}: this is not a csv.", [Fault("", str(wrong))])
        return Strategy(lines=_as_it_stands(text), wrong=refused)
    except Refused as wrong:
        refused = Refused(f"{name}: the strategy was not used.", [Fault("", str(wrong))])
        return Strategy(lines=_as_it_stands(text), wrong=refused)
    if len(layout.rows) > MOST_LINES:
        told = (
            f"{name}: this file has more than {MOST_LINES:,} numbered lines, which are too many "
            "for a strategy."
        )
        return Strategy(wrong=Refused(told))
    if not layout.rows:
        fault = Fault(
            "", "the file has no numbered lines; expected lines with a number, a query and the hits"
        )
        refused = Refused(f"{name}: the strategy was not used.", [fault])
        return Strategy(lines=_as_it_stands(text), wrong=refused)
    return _strategy(
        layout, notation or recognised([row.query for row in layout.rows], hints), name
    )


def _strategy(layout: PrintedLines, notation: str, name: str) -> Strategy:
    reading = _Reading(notation=notation, given=frozenset(row.number for row in layout.rows))
    lines = tuple(reading.line(row) for row in layout.rows)
    faults = [fault for line in lines for fault in line.faults]
    trees = {line.number: (line.tree, line.hits) for line in lines if line.tree is not None}
    faults += balance_faults(trees)
    wrong = Refused(f"{name}: the strategy was not used.", faults) if faults else None
    return Strategy(lines=lines, notation=notation, wrong=wrong, **_about(layout.around))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """The lines of a strategy being read; `given` are the numbers of all its lines."""

    notation: str
    given: frozenset[int]
    known: set[int] = field(default_factory=set)

    def line(self, row: PrintedRow) -> NumberedLine:
        """A row with its tree, if it can be read and its number is unique."""
        tree: Query | None = None
        faults: tuple[Fault, ...] = ()
        if row.number in self.known:
            sentence = f"an earlier line also has the number {row.number}"
            faults = (Fault(f"line {row.number}", f"{sentence}. Give each line its own number"),)
        else:
            self.known.add(row.number)
            try:
                tree = parse(self._with_signs(row.query), self.notation)
                faults = tuple(self._reference_faults(row.number, tree))
            except Refused as wrong:
                faults = tuple(
                    Fault(f"line {row.number}, {fault.place}", fault.sentence)
                    for fault in wrong.faults
                )
        return NumberedLine(
            number=row.number,
            query=row.query,
            hits=row.hits,
            tree=None if faults else tree,
            faults=faults,
        )

    def _reference_faults(self, number: int, tree: Query) -> Iterator[Fault]:
        """References to lines that do not exist, or that do not come earlier."""
        for one in references(tree):
            place = f"line {number}, column {one.column}"
            if one.number not in self.given:
                yield Fault(place, f"this line refers to line {one.number}, which does not exist")
            elif one.number >= number:
                yield Fault(
                    place, f"this line refers to line {one.number}; expected an earlier line"
                )

    def _with_signs(self, query: str) -> str:
        """A line of line numbers only, each with the sign that the notation uses."""
        if self.notation == OVID.name or not BARE_LINES.fullmatch(plain(query)):
            return query
        line = NOTATIONS[self.notation].line
        return re.sub(r"\d+", lambda found: line.format(n=found.group()), query)


def _as_it_stands(text: str) -> tuple[NumberedLine, ...]:
    """Every line of a file in which no strategy lines can be identified, for print."""
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    return tuple(
        NumberedLine(number=number, query=line, hits=None)
        for number, line in enumerate(lines[:MOST_LINES], start=1)
    )


def _about(around: Sequence[str]) -> dict[str, str]:
    """The database segment and the date of the search, from the lines around the strategy."""
    found = {"database_segment": "", "run_on": ""}
    for whole in around[:MOST_AROUND]:
        line = whole[:LOOKED_AT]
        if (segment := SEGMENT.search(plain(line))) and not found["database_segment"]:
            found["database_segment"] = (segment[1] or segment[2]).strip()
        if (day := RUN_ON.search(line)) and not found["run_on"]:
            found["run_on"] = day[1]
    return found
