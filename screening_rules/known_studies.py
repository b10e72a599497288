"""Compares known studies with a strategy before it is run: which it misses, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.errors import Fault, Refused
from pipeline.records import Record
from pipeline.strategy.blocks import Block, blocks_of
from pipeline.strategy.notation import NOTATIONS
from pipeline.strategy.numbered import NumberedLine, Strategy
from pipeline.strategy.written import written
from screening_rules.search import try_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A known study that the strategy misses, and the blocks that exclude it."""

    record: Record
    blocks: tuple[str, ...]


def missed(
    records: Sequence[Record], strategy: Strategy, number: int
) -> tuple[list[Missed], list[str]]:
    """The known studies that a line misses, and the limits that only its database can apply.

    Limits are ignored, so a study that only they would exclude counts as found.
    Raises `Refused` if the line, or one that it names, cannot be carried out.
    """
    trees = strategy.trees
    if number not in trees:
        told = [str(fault) for fault in strategy.line(number).faults]
        raise Refused(
            f"line {number} cannot be run on the records.", [Fault("", one) for one in told]
        )
    blocks, limits = blocks_of(number, trees)
    first = max(trees) + 1
    lines = [
        *strategy.lines,
        *(
            NumberedLine(number=first + place, query="", hits=None, tree=block.query)
            for place, block in enumerate(blocks)
        ),
    ]
    numbers = [first + place for place, _ in enumerate(blocks)]
    tried = try_lines(records, lines, numbers, notation=strategy.notation)
    faults = [
        Fault(_name(block, strategy), one.fault)
        for block, one in zip(blocks, tried, strict=True)
        if one.fault
    ]
    if faults:
        raise Refused(f"line {number} cannot be run on the records.", faults)
    found = [frozenset(one.records) for one in tried]
    missing = []
    for record in records:
        against = tuple(
            _sentence(block, strategy)
            for block, ids in zip(blocks, found, strict=True)
            if (record.id in ids) is block.takes_away
        )
        if against:
            missing.append(Missed(record=record, blocks=against))
    return missing, limits


def _sentence(block: Block, strategy: Strategy) -> str:
    """The effect of a block on a missed study."""
    verb = "removes it" if block.takes_away else "does not find it"
    return f"{_name(block, strategy)} {verb}"


def _name(block: Block, strategy: Strategy) -> str:
    """A block in a reader's terms: its line, or its words."""
    if block.number is not None:
        query = strategy.line(block.number).query
        return f"line {block.number} ({_short(query)})"
    return f"({_short(written(block.query, NOTATIONS[strategy.notation]))})"


def _short(query: str) -> str:
    return query if len(query) <= 60 else f"{query[:57]}..."
