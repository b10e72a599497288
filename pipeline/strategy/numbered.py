"""Numbered lines of a strategy with their hits, read from a csv or from what Ovid prints."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.errors import Fault, Refused, shortened
from pipeline.strategy.notation import LONGEST_QUERY, parse, plain
from pipeline.strategy.tree import AllOf, AnyOf, Limit, LineReference, Query, Without, references

HITS = r"\(?\s*+(\d{1,3}(?:[,. ]\d{3})+|\d+)\s*+\)?"
"""How a hit count is printed: 2515211, 2,515,211 or (747)."""

NUMBERED = re.compile(r"^\s*#?(\d{1,4})[.):]?[\s\t]+(\S.*)$")
"""A line that begins with its number."""

SEGMENT = re.compile(
    r"(?i)(?:database\(s\)|database|segment)\s*:\s*(.+)|(?:^|\s)(ovid medline\S*.*)"
)
"""The line that names the database and the years it spans."""

MOST_LINES = 1_000
"""Most numbered lines of a strategy; the longest printed ones have some 200."""

MOST_CONTINUED = 400
"""Most lines of a file over which one line of a strategy goes on."""

MOST_DIGITS = 12
"""Most digits of a hit count."""

LOOKED_AT = 500
"""Characters of a line outside the strategy in which database and day are looked for."""

RUN_ON = re.compile(
    r"(?i)(?:run on|run|date of search|searched(?: on)?|search date|dato)\s*:?\s*"
    r"(\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}\.?\s+\w+\s+\d{4}|\w+\s+\d{1,2},?\s+\d{4})"
)
"""The day of the search, as libraries write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedLine:
    """One line of a strategy; hits is None where the file gives none."""

    number: int
    query: str
    hits: int | None
    tree: Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """A search strategy. `database_segment` and `run_on` are as written, "" where not given."""

    lines: tuple[NumberedLine, ...]
    database_segment: str = ""
    run_on: str = ""

    def line(self, number: int) -> NumberedLine:
        """The line of that number; KeyError where there is none."""
        for line in self.lines:
            if line.number == number:
                return line
        raise KeyError(number)

    @property
    def hits(self) -> int | None:
        """The hits of the last line: what the search came to."""
        return self.lines[-1].hits if self.lines else None


def read_strategy(text: str, *, name: str = "strategy") -> Strategy:
    r"""The strategy in a csv (line, query, hits) or in Ovid's printed form.

    Printed, a line is its number, the query and perhaps the hits at its end. Quotation marks and
    dashes of word processors are understood. Raises `Refused` with all faults at once: what can
    not be parsed, references to no line, numbers used twice, hits that can not be.

    >>> read_strategy("line,query,hits\n1,telework*.ti.,6\n2,1 and 2021:2023.(sa_year).,4\n").hits
    4
    """
    try:
        rows, header = numbered_rows(text.lstrip("\ufeff"))
    except csv.Error as wrong:
        raise Refused(f"{name}: this is no csv.", [Fault("", str(wrong))]) from None
    except Refused as wrong:
        raise Refused(f"{name}: the strategy was not taken.", [Fault("", str(wrong))]) from None
    if len(rows) > MOST_LINES:
        raise Refused(f"{name}: more than {MOST_LINES:,} numbered lines; this is no strategy.")
    faults: list[Fault] = []
    lines: list[NumberedLine] = []
    known: set[int] = set()
    for number, query, hits in rows:
        if number in known:
            faults.append(Fault(f"line {number}", "this number is used twice"))
            continue
        known.add(number)
        try:
            lines.append(NumberedLine(number=number, query=query, hits=hits, tree=parse(query)))
        except Refused as wrong:
            faults += [Fault(f"line {number}, {one.place}", one.sentence) for one in wrong.faults]
    if not rows:
        faults.append(Fault("", "no numbered line was found; expected: number, query, hits"))
    faults += _reference_faults(lines, known)
    faults += balance_faults({line.number: (line.tree, line.hits) for line in lines})
    if faults:
        raise Refused(f"{name}: the strategy was not taken.", faults)
    return Strategy(lines=tuple(lines), **_about(header))


Row = tuple[int, str, int | None]
"""Number, query and hits of one line."""


def numbered_rows(text: str) -> tuple[list[Row], list[str]]:
    """The numbered lines, and the other lines of the file."""
    first = text.strip().split("\n", 1)[0].lower()
    if re.match(r'"?(line|#|no\.?|number|linje|nr\.?)"?\s*[,;\t]', first):
        return _csv_rows(text, max(",;\t", key=first.count)), []
    rows: list[Row] = []
    header: list[str] = []
    continued = 0
    for line in text.splitlines():
        numbered = NUMBERED.match(line)
        if numbered and int(numbered[1]) <= (rows[-1][0] if rows else 0) + 1:
            query, hits = _query_and_hits(numbered[2])
            rows.append((int(numbered[1]), query, hits))
            continued = 0
        elif rows and line.startswith((" ", "\t")) and line.strip():
            continued += 1
            if continued > MOST_CONTINUED:
                raise Refused(f"line {rows[-1][0]} goes on over more than {MOST_CONTINUED} lines")
            query, hits = _query_and_hits(f"{rows[-1][1]} {line.strip()}")
            rows[-1] = (rows[-1][0], query, hits if rows[-1][2] is None else rows[-1][2])
        else:
            header.append(line)
        if rows and (len(rows) > MOST_LINES or len(rows[-1][1]) > LONGEST_QUERY):
            break
    return rows, header


def _csv_rows(text: str, delimiter: str) -> list[Row]:
    rows: list[Row] = []
    lines = "\n".join(text.strip().splitlines())
    for cells in list(csv.reader(io.StringIO(lines), delimiter=delimiter))[1:]:
        if len(cells) < 2 or not cells[0].strip()[:MOST_DIGITS].isdecimal():
            continue
        digits = re.sub(r"[^\d]", "", cells[2]) if len(cells) > 2 else ""
        number, hits = _whole(cells[0].strip()), _whole(digits) if digits else None
        rows.append((number, plain(cells[1]).strip(), hits))
    return rows


def _whole(digits: str) -> int:
    """The number that digits are; Refused where no line and no hit count can have so many."""
    if len(digits) > MOST_DIGITS or not digits.isdecimal():
        raise Refused(
            f"the number {shortened(digits, 40)} can not be read; expected {MOST_DIGITS} digits "
            "at most"
        )
    return int(digits)


def _query_and_hits(text: str) -> tuple[str, int | None]:
    """The query and the count at its end, which stands apart from it by a tab, two spaces, a
    bracket or after the full stop of a field suffix.
    """
    text = plain(text).rstrip()
    if len(text) > LONGEST_QUERY:
        return text, None
    # Blanks are taken whole, from where they begin, so that no run of them is gone over twice.
    blanks = r"(?<!\s)(?:\s{2,}+|(?<=[./\d])\s++)"
    apart = re.search(rf"{blanks}{HITS}$|\s\(\s*+(\d[\d,. ]*+)\s*+\)$", text)
    if not apart or not text[: apart.start()].strip():
        return text.strip(), None
    digits = re.sub(r"\D", "", apart[1] or apart[2])
    return text[: apart.start()].strip(), _whole(digits)


def _reference_faults(lines: list[NumberedLine], known: set[int]) -> list[Fault]:
    """References to lines that are not there, or that come no earlier."""
    faults: list[Fault] = []
    for line in lines:
        for one in references(line.tree):
            place = f"line {line.number}, column {one.column}"
            if one.number not in known:
                faults.append(Fault(place, f"refers to line {one.number}, which does not exist"))
            elif one.number >= line.number:
                faults.append(Fault(place, f"refers to line {one.number}, which comes no earlier"))
    return faults


def _about(header: list[str]) -> dict[str, str]:
    """The database segment and the day of the search, as the lines around the strategy say."""
    found = {"database_segment": "", "run_on": ""}
    for whole in header:
        line = whole[:LOOKED_AT]
        if (segment := SEGMENT.search(plain(line))) and not found["database_segment"]:
            found["database_segment"] = (segment[1] or segment[2]).strip()
        if (day := RUN_ON.search(line)) and not found["run_on"]:
            found["run_on"] = day[1]
    return found


Counted = Mapping[int, tuple[Query, int | None]]
"""Tree and hits of each line, by number."""

Bounds = tuple[int, int | None]
"""Fewest and most hits that a query can have; None where nothing bounds them."""


def balance_faults(lines: Counted) -> list[Fault]:
    """Lines whose hits lie outside what the hits of the lines they join allow.

    An `and` has no more than its smallest part, an `or` no fewer than its largest and no more
    than all parts together, a `not` no more than its left and no fewer than left less right.
    """
    faults: list[Fault] = []
    for number, (tree, hits) in sorted(lines.items()):
        if hits is None or isinstance(tree, LineReference):
            continue
        fewest, most = bounds(tree, lines)
        if most is not None and hits > most:
            sentence = f"{hits} hits, but {_joins(tree)} of its parts can have at most {most}"
            faults.append(Fault(f"line {number}", sentence))
        elif hits < fewest:
            sentence = f"{hits} hits, but {_joins(tree)} of its parts must have at least {fewest}"
            faults.append(Fault(f"line {number}", sentence))
    return faults


def bounds(query: Query, lines: Counted) -> Bounds:
    """The fewest and the most hits that a query can have, given the hits of other lines.

    >>> counted = {1: (LineReference(0), 5), 2: (LineReference(0), 7)}
    >>> bounds(AnyOf((LineReference(1), LineReference(2))), counted)
    (7, 12)
    """
    match query:
        case LineReference(number):
            _, hits = lines.get(number, (query, None))
            return (0, None) if hits is None else (hits, hits)
        case Limit(number):
            _, hits = lines.get(number, (query, None))
            return 0, hits
        case AnyOf(parts):
            each = [bounds(part, lines) for part in dict.fromkeys(parts)]
            most = [high for _, high in each]
            known = [high for high in most if high is not None]
            return max(low for low, _ in each), sum(known) if len(known) == len(most) else None
        case AllOf(parts):
            known = [high for part in parts if (high := bounds(part, lines)[1]) is not None]
            return 0, min(known, default=None)
        case Without(left, right):
            low, high = bounds(left, lines)
            away = bounds(right, lines)[1]
            return (0 if away is None else max(0, low - away)), high
        case _:
            return 0, None


def _joins(tree: Query) -> str:
    match tree:
        case AnyOf():
            return "an `or`"
        case Without():
            return "a `not`"
        case Limit():
            return "a limit"
        case _:
            return "an `and`"
