"""Tests lines of a strategy on the records of a review."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from pipeline.errors import Fault, Refused
from pipeline.records import Record, RecordId
from pipeline.strategy.form import Notation
from pipeline.strategy.notation import NOTATIONS, OVID, parse
from pipeline.strategy.numbered import NumberedLine
from pipeline.strategy.remarks import remarks
from pipeline.strategy.tree import Query, out_of_bounds, references
from screening_rules.field_codes import codes
from screening_rules.statement_matches import compiled
from screening_rules.statements import missing, never_matches, set_in
from screening_rules.texts import read_text
from screening_rules.vocabulary import WordTests

BATCH = 1_000
"""Records read at a time, 1 upwards."""

LOOK = ("title", "title_translated", "abstract", "keywords")
"""The fields searched by a query without a suffix, as by Ovid's .mp."""


Reason = Literal["", "unread", "database", "field", "named", "other"]
"""Why a line was not tested: it cannot be read, only the database can carry it out, no record has
the field, a line that it names cannot be read, or something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A line and the records it found, in order.

    `fault` says why it could not be carried out and `reason` is the type of that; `notes` say
    what its database does differently.
    """

    number: int
    query: str
    hits: int | None
    records: tuple[RecordId, ...] = ()
    fault: str = ""
    reason: Reason = ""
    notes: tuple[str, ...] = ()


def search(
    records: Iterable[Record],
    query: str,
    *,
    strategy: Mapping[int, Query] | None = None,
    notation: str = OVID.name,
) -> list[RecordId]:
    """The records that a query finds, in order.

    Headings are searched unexploded. References in the query name lines of `strategy`. Raises
    `Refused` if the query cannot be read or carried out.
    """
    tree, lines = parse(query, notation), strategy or {}
    faults = _faults(tree, lines, NOTATIONS[notation])
    if faults:
        raise Refused(f"this line was not run: {query}", [Fault("", one) for one in faults])
    return list(_found(records, [_set_in(tree, lines, {})])[0])


def try_lines(
    records: Iterable[Record],
    lines: Sequence[NumberedLine],
    numbers: Sequence[int],
    *,
    notation: str = OVID.name,
) -> list[Tried]:
    """Each of the numbered lines tested on the records, in the order of the numbers."""
    form = NOTATIONS[notation]
    by_number = {line.number: line for line in reversed(lines)}  # a number used twice is the first
    trees = {line.number: line.tree for line in lines if line.tree is not None}
    unread = frozenset(by_number) - trees.keys()
    chosen = [by_number[number] for number in numbers]
    faults = {line.number: _line_faults(line, trees, unread, form) for line in chosen}
    sound = [line for line in chosen if not faults[line.number]]
    done: dict[int, Query] = {}
    found = _found(records, [_set_in(trees[line.number], trees, done) for line in sound])
    by_line = dict(zip((line.number for line in sound), found, strict=True))
    return [
        Tried(
            number=line.number,
            query=line.query,
            hits=line.hits,
            records=tuple(by_line.get(line.number, ())),
            fault="; ".join(faults[line.number]),
            reason=_reason(line, faults[line.number]),
            notes=tuple(remarks(line.tree, form)) if line.tree and line in sound else (),
        )
        for line in chosen
    ]


def _line_faults(
    line: NumberedLine, trees: Mapping[int, Query], unread: frozenset[int], form: Notation
) -> list[str]:
    """Why a line cannot be carried out; a line that could not be read has its own fault."""
    if line.tree is None:
        return [
            f"{one.place.partition(', ')[2]}: {one.sentence}".lstrip(": ") for one in line.faults
        ]
    named = _named(line.tree, trees)
    if lacking := sorted(named & unread):
        return [f"this line refers to line {number}, which cannot be read" for number in lacking]
    return _faults(line.tree, trees, form)


def _reason(line: NumberedLine, faults: Sequence[str]) -> Reason:
    if not faults:
        return ""
    if line.tree is None:
        return "unread"
    begins: tuple[tuple[str, Reason], ...] = (
        ("only the database", "database"),
        ("records have no field", "field"),
        ("line ", "named"),
        ("this line refers to line ", "named"),
    )
    return next((kind for start, kind in begins if faults[0].startswith(start)), "other")


def _named(tree: Query, trees: Mapping[int, Query]) -> set[int]:
    """Every line that a query names, directly or through other lines."""
    named: set[int] = set()
    waiting = [one.number for one in references(tree)]
    while waiting:
        number = waiting.pop()
        if number not in named:
            named.add(number)
            waiting += [one.number for one in references(trees[number])] if number in trees else []
    return named


def _faults(tree: Query, lines: Mapping[int, Query], form: Notation) -> list[str]:
    """Why a line cannot be carried out, because of itself or of a line it names."""
    named = sorted(_named(tree, lines))
    absent = missing(tree, lines)
    absent += [
        fault for number in named if number in lines for fault in missing(lines[number], lines)
    ]
    if absent:
        return list(dict.fromkeys(absent))
    whole = _set_in(tree, lines, {})
    too_much = out_of_bounds(whole)
    if too_much:
        return [f"together with the lines to which this line refers, {too_much}"]
    return [_in_its_words(sentence, form) for sentence in never_matches(whole, LOOK)]


def _in_its_words(sentence: str, form: Notation) -> str:
    """The sentence with the notation's own tag instead of the tree's code for a field."""

    def tag(found: re.Match[str]) -> str:
        return form.tags.get((found[1],), found[1]).upper() if form is not OVID else found.group()

    return re.sub(r"\.([a-z]{2})\.", tag, sentence)


def _set_in(tree: Query, lines: Mapping[int, Query], done: dict[int, Query]) -> Query:
    """The tree with every line it names inserted, directly or through other lines.

    Each line is inserted once: lines that name the two before them would double the work each time.
    """
    for number in sorted({one.number for one in references(tree)} - done.keys()):
        done[number] = _set_in(lines[number], lines, done)
    return set_in(tree, done)


def _found(records: Iterable[Record], trees: Sequence[Query]) -> list[list[RecordId]]:
    tests, look = WordTests(), codes(LOOK)
    ready = [compiled(tree, tests) for tree in trees]
    found: list[list[RecordId]] = [[] for _ in trees]
    waiting: Iterator[Record] = iter(records)
    while texts := [read_text(record) for record in islice(waiting, BATCH)]:
        batch = tests.batch(texts)
        for place, one in enumerate(ready):
            if batch.tests & one.need == one.need:
                hits = batch.matched(one.find(batch, look))
                found[place] += [texts[nth].record.id for nth in sorted(hits)]
    return found
