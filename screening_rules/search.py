"""Lines of a strategy tried on the records at hand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.errors import Fault, Refused
from pipeline.records import Record, RecordId
from pipeline.strategy.notation import parse
from pipeline.strategy.numbered import NumberedLine
from pipeline.strategy.tree import Query, out_of_bounds, references
from screening_rules.statement_matches import codes, compiled
from screening_rules.statements import missing, never_matches, set_in
from screening_rules.texts import read_text
from screening_rules.vocabulary import WordTests

BATCH = 500
"""Records read at a time, 1 upwards."""

LOOK = ("title", "title_translated", "abstract", "keywords")
"""Where a query without a suffix looks, as Ovid's .mp. does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A line and the records it found, in order; `fault` says why it could not be carried out."""

    number: int
    query: str
    hits: int | None
    records: tuple[RecordId, ...] = ()
    fault: str = ""


def search(
    records: Iterable[Record], query: str, *, strategy: Mapping[int, Query] | None = None
) -> list[RecordId]:
    """The records that a query in Ovid's notation finds, in order.

    Headings are looked for unexploded. Numbers in the query name lines of `strategy`. Raises
    `Refused` where the query can not be read or carried out.
    """
    tree, lines = parse(query), strategy or {}
    faults = _faults(tree, lines)
    if faults:
        raise Refused(f"not carried out: {query}", [Fault("", one) for one in faults])
    return list(_found(records, [_set_in(tree, lines, {})])[0])


def try_lines(
    records: Iterable[Record], lines: Sequence[NumberedLine], numbers: Sequence[int]
) -> list[Tried]:
    """Each of the numbered lines tried on the records, in the order of the numbers."""
    by_number = {line.number: line for line in lines}
    trees = {line.number: line.tree for line in lines}
    chosen = [by_number[number] for number in numbers]
    faults = {line.number: _faults(line.tree, trees) for line in chosen}
    sound = [line for line in chosen if not faults[line.number]]
    done: dict[int, Query] = {}
    found = _found(records, [_set_in(line.tree, trees, done) for line in sound])
    by_line = dict(zip((line.number for line in sound), found, strict=True))
    return [
        Tried(
            number=line.number,
            query=line.query,
            hits=line.hits,
            records=tuple(by_line.get(line.number, ())),
            fault="; ".join(faults[line.number]),
        )
        for line in chosen
    ]


def _faults(tree: Query, lines: Mapping[int, Query]) -> list[str]:
    """Why a line can not be carried out, on account of itself or of a line it names."""
    absent = missing(tree, lines)
    named = [lines[one.number] for one in references(tree) if one.number in lines]
    absent += [fault for line in named for fault in missing(line, lines)]
    if absent:
        return absent
    whole = _set_in(tree, lines, {})
    too_much = out_of_bounds(whole)
    return (
        [f"with the lines it names set in it {too_much}"]
        if too_much
        else never_matches(whole, LOOK)
    )


def _set_in(tree: Query, lines: Mapping[int, Query], done: dict[int, Query]) -> Query:
    """The tree with every line it names set in, and the lines that those name, and so on.

    Each line is set in once: lines that name the two before them would double the work each time.
    """
    for number in sorted({one.number for one in references(tree)} - done.keys()):
        done[number] = _set_in(lines[number], lines, done)
    return set_in(tree, done)


def _found(records: Iterable[Record], trees: Sequence[Query]) -> list[list[RecordId]]:
    tests, look = WordTests(), codes(LOOK)
    ready = [compiled(tree, tests) for tree in trees]
    found: list[list[RecordId]] = [[] for _ in trees]
    waiting: Iterator[Record] = iter(records)
    while batch := [read_text(record) for record in islice(waiting, BATCH)]:
        index = tests.index(batch)
        for text in batch:
            seen = index.seen(text)
            for place, one in enumerate(ready):
                if one.find(text, seen, look) is not None:
                    found[place].append(text.record.id)
    return found
