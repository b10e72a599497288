"""Numbered lines and their hits, in the layouts in which vendors and libraries print them."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.errors import Refused
from pipeline.strategy.hit_counts import (
    COUNT,
    MOST_DIGITS,
    PrintedRow,
    counted_row,
    digits_of,
    query_and_hits,
    whole_number,
    with_hits,
)
from pipeline.strategy.search_json import SearchHistory, read_search_json
from pipeline.strategy.words import LONGEST_QUERY, plain

MOST_LINES = 1_000
"""Most numbered lines of a strategy; the longest printed ones have some 200."""

MOST_CONTINUED = 400
"""Most lines of a file that one line of a strategy may take up."""

LOOKED_FOR = 20
"""Lines of a file within which the names of a table's columns are looked for."""

NUMBERED = re.compile(
    r"^\s*(?:search\s+)?(?:#\s?|\[?S(?=\d))?(\d{1,4})[.):\],]*[\s\t]+(\S.*)$", re.I
)
"""A line that begins with its number: 1, 1., 1), #1, # 1, S1, [S1]."""

NUMBER = re.compile(r"^\W*S?\s*(\d{1,4})\W*$", re.I)

NAMES = {
    "number": (
        *("line", "#", "no", "no.", "nr", "nr.", "number", "linje", "id", "set", "set#", "set no."),
        *("search number", "search id", "search no", "search no.", "step", "row", "search #"),
    ),
    "query": (
        *("query", "queries", "search", "searches", "search query", "search terms", "terms"),
        *("search strategy", "searched for", "søk", "søkestreng", "search string", "søkeord"),
    ),
    "hits": (
        *("hits", "results", "result", "items found", "treff", "count", "records", "antall treff"),
        *("number of results", "no. of results", "results found", "result count", "n"),
    ),
    "limits": ("limiters/expanders", "limiters", "filters", "limits", "limits applied"),
}
"""The usual names of the columns of a table of lines, in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLines:
    """The lines of a strategy, the other lines of its file, and names of platform and database."""

    rows: tuple[PrintedRow, ...] = ()
    around: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


def layout_of(text: str) -> PrintedLines:
    r"""The numbered lines of a file in the order of their numbers, or its only query as line 1.

    Raises `Refused` if a number has too many digits, and csv.Error if a table is malformed.

    >>> layout_of("#2 #1 AND home:ti 5\n#1 telework*:ti 12").rows[0]
    PrintedRow(number=1, query='telework*:ti', hits=12)
    """
    text = text.lstrip("\ufeff")
    if text.lstrip()[:1] == "{" or re.match(r"\s*\[\s*\{", text):
        return _history(read_search_json(text))
    if (table := _table(text)) is not None:
        rows, around = table
    elif blocks := _blocks(text):
        rows, around = blocks, []
    else:
        rows, around = _numbered(text)
        rows = with_hits(rows)
    rows = without_labels(rows)
    if not rows and (whole := _one_query(text)):
        rows = [whole]
    rows.sort(key=lambda row: row.number)
    return PrintedLines(rows=tuple(rows), around=tuple(around))


def _history(search: SearchHistory) -> PrintedLines:
    """The lines of a search in Haddaway's JSON: those it lists, or those of its search string."""
    rows = [
        PrintedRow(number=number, query=plain(query), hits=hits)
        for number, query, hits in search.lines
    ]
    if not rows and search.search_string:
        rows = list(layout_of(search.search_string).rows)
        whole = " ".join(plain(search.search_string).split())
        rows = rows or [PrintedRow(number=1, query=whole)]
        if rows[-1].hits is None:
            rows[-1] = replace(rows[-1], hits=search.hits)
    day = (f"Run on {search.conducted}",) if search.conducted else ()
    bases = (f"Database: {', '.join(search.databases)}",) if search.databases else ()
    hints = (search.platform, *search.databases)
    return PrintedLines(rows=tuple(rows), around=(*bases, *day), hints=hints)


def _table(text: str) -> tuple[list[PrintedRow], list[str]] | None:
    """The rows of a csv, or of a table whose cells are separated by tabs or vertical bars."""
    lines = text.strip().splitlines()
    for at, line in enumerate(lines[:LOOKED_FOR]):
        for delimiter in "\t;,|":
            names = [_plain_name(cell) for cell in line.split(delimiter)]
            places = {
                kind: next((place for place, name in enumerate(names) if name in known), None)
                for kind, known in NAMES.items()
            }
            if places["number"] is None or len(names) < 2:
                continue
            if places["query"] is None:
                if at or names[0] not in NAMES["number"]:
                    continue
                places |= {"query": 1, "hits": 2 if len(names) > 2 else None}
            body = "\n".join(lines[at + 1 :])
            return _cells(body, delimiter, places), lines[:at]
    return None


def _plain_name(cell: str) -> str:
    return " ".join(cell.strip().strip('"').strip().lower().split())


def _cells(body: str, delimiter: str, places: dict[str, int | None]) -> list[PrintedRow]:
    rows = []
    for cells in _table_cells(body, delimiter):
        said = {
            kind: cells[place].strip() if place is not None and place < len(cells) else ""
            for kind, place in places.items()
        }
        if len(said["number"]) > MOST_DIGITS and said["number"].isdecimal():
            whole_number(said["number"])
        number = NUMBER.match(said["number"])
        if not number or not said["query"]:
            continue
        query = plain(said["query"]).strip()
        if limits := " ".join(said["limits"].split()):
            named = re.match(r"(?i)limiters|expanders|narrow|filters|search modes?\b", limits)
            query = f"{query} {limits}" if named else f"{query} Filters: {limits}"
        rows.append(PrintedRow(number=int(number[1]), query=query, hits=_hits_cell(said["hits"])))
    return rows


def _table_cells(body: str, delimiter: str) -> list[list[str]]:
    """The cells of each row; quotation marks of a query are not mistaken for those of a csv."""
    if delimiter in "\t|":
        return [[_unquoted(cell) for cell in line.split(delimiter)] for line in body.splitlines()]
    try:
        return list(csv.reader(io.StringIO(body), delimiter=delimiter, strict=True))
    except csv.Error as wrong:
        if "limit" in str(wrong):
            raise
    rows = []
    for line in body.splitlines():
        number, *middle = line.split(delimiter)
        counted = len(middle) > 1 and re.fullmatch(rf"\s*(?:{COUNT})?\s*", middle[-1])
        hits = [middle.pop()] if counted else []
        rows.append([number, delimiter.join(middle), *hits])
    return rows


def _unquoted(cell: str) -> str:
    """A cell of a tab-separated table, without the quotation marks that a spreadsheet added."""
    cell = cell.strip()
    doubled = cell.count('"') > 2 and '""' in cell[1:-1]
    return cell[1:-1].replace('""', '"') if cell[:1] == cell[-1:] == '"' and doubled else cell


def _hits_cell(cell: str) -> int | None:
    """The count in a cell, which may be in words: "View Results (1,234)"."""
    digits = re.sub(r"[^\d]", "", cell)
    return whole_number(digits) if digits else None


NARROWED = re.compile(r"(?:Refined by:|Indexes\s*=|Databases\s*=|Timespan\s*=)", re.I)
"""A line in which Web of Science shows how the line above was narrowed."""

SORTED_BY = re.compile(r"\s+Sort by: [A-Z][A-Za-z ]+$")

BLOCK = re.compile(
    r"(?im)^\s*(?:set#?|search(?: id)?|set no\.?)\s*:?\s*(?P<number>[#S]?\d{1,4})\s*$\n"
    r"\s*(?:searched for|search|query|terms)\s*:\s*(?P<query>\S.*(?:\n(?!\s*\w[\w ]*:).*)*)"
)
"""ProQuest's print: a number, and the query, each on a line with its label."""


def _blocks(text: str) -> list[PrintedRow]:
    rows = []
    found = list(BLOCK.finditer(text))
    ends = [*(block.start() for block in found[1:]), len(text)]
    for block, end in zip(found, ends, strict=False):
        rest = text[block.end() : end]
        hits = re.search(rf"(?im)^\s*(?:results|hits|items)\s*:?\s*({COUNT})", rest)
        number = re.sub(r"\D", "", block["number"])
        query = " ".join(plain(block["query"]).split())
        count = whole_number(digits_of(hits[1])) if hits else None
        rows.append(PrintedRow(number=int(number), query=query, hits=count))
    return rows


def _numbered(text: str) -> tuple[list[PrintedRow], list[str]]:
    """The lines that begin with consecutive numbers, up or down, and the other lines."""
    rows: list[PrintedRow] = []
    around: list[str] = []
    continued = 0
    step = _step(text)
    for line in text.splitlines():
        numbered = NUMBERED.match(line)
        if numbered and _goes_on(int(numbered[1]), rows, step):
            rows.append(PrintedRow(number=int(numbered[1]), query=numbered[2]))
            continued = 0
        elif rows and (line.startswith((" ", "\t")) or NARROWED.match(line)) and line.strip():
            continued += 1
            if continued > MOST_CONTINUED:
                number = rows[-1].number
                raise Refused(
                    f"line {number} of the strategy takes up more than {MOST_CONTINUED} lines of "
                    "the file"
                )
            # Text far behind a line is its count; the line before may already have one.
            counted = counted_row(rows[-1])
            earlier = rows[-1] if counted.hits is None else counted
            rows[-1] = replace(earlier, query=f"{earlier.query} {line.strip()}")
        else:
            around.append(line)
        if rows and (len(rows) > MOST_LINES or len(rows[-1].query) > LONGEST_QUERY):
            break
    return rows, around


def without_labels(rows: list[PrintedRow]) -> list[PrintedRow]:
    """The rows without the labels in PubMed's history beside a query: "Search:" and "Sort by:".

    Without a colon the word is a label only if each of several lines begins with it.
    """
    every = len(rows) > 1 and all(row.query.startswith("Search ") for row in rows)
    label = re.compile(r"\s*Search:?\s+" if every else r"\s*Search:\s+")
    return [
        replace(row, query=SORTED_BY.sub("", label.sub("", row.query, count=1)))
        if every or label.match(row.query) or SORTED_BY.search(row.query)
        else row
        for row in rows
    ]


def _step(text: str) -> int:
    """1 if the lines count up, -1 if they count down as in a history, newest first."""
    numbers = [int(found[1]) for line in text.splitlines() if (found := NUMBERED.match(line))][:2]
    return -1 if len(numbers) == 2 and numbers[1] == numbers[0] - 1 else 1


def _goes_on(number: int, rows: Sequence[PrintedRow], step: int) -> bool:
    if not rows:
        return step < 0 or number <= 1
    return number <= rows[-1].number + 1 if step > 0 else number == rows[-1].number - 1


ABOUT = re.compile(
    r"(?i)^\s*(?:database|platform|host|interface|provider|source|date|search(?:ed)?|run on|dato|"
    r"results|hits|treff|coverage|comment|search name|date run|last saved|title|review)"
    r"[\w ()]{0,30}:\s*(?P<said>.*)$"
)
"""A line that describes a search and is not a part of it."""

QUERY = re.compile(r"\b(?:AND|OR|NOT)\b|[\"*()\[\]=:/{}]")
"""Features of a text that is a query and not prose."""


def _one_query(text: str) -> PrintedRow | None:
    """The whole text as one query, without the lines that describe it; None if it is prose."""
    told = [line for line in text.splitlines() if ABOUT.match(line)]
    rest = [line.strip() for line in text.splitlines() if line not in told]
    query = " ".join(plain(" ".join(rest)).split())
    if not query or not QUERY.search(query):
        return None
    counted = [
        found["said"]
        for line in told
        if (found := ABOUT.match(line)) and re.match(r"(?i)\s*(?:results|hits|treff)", line)
    ]
    hits = next((whole_number(digits_of(one)) for one in counted if digits_of(one)), None)
    query, behind = query_and_hits(query)
    return PrintedRow(number=1, query=query, hits=hits if hits is not None else behind)
