"""The blocks of a strategy: the parts its last line joins by `and` or excludes by `not`."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.strategy.tree import (
    AllOf,
    DatabaseOnly,
    Limit,
    LineReference,
    Query,
    Without,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part that a record has to match, or must not match if it `takes_away`.

    `number` is that of its line; None if it is a part of a line.
    """

    query: Query
    number: int | None = None
    takes_away: bool = False


def blocks_of(number: int, trees: Mapping[int, Query]) -> tuple[list[Block], list[str]]:
    """The blocks of a line, and the limits that only the database can carry out.

    >>> blocks_of(3, {3: AllOf((LineReference(1), LineReference(2)))})[0][0].number
    1
    """
    blocks: list[Block] = []
    limits: list[str] = []
    waiting: list[Block] = [Block(query=trees[number], number=number)]
    while waiting:
        block = waiting.pop(0)
        match block.query:
            case DatabaseOnly(text):
                limits.append(text)
            case AllOf(parts) if not block.takes_away:
                waiting = [_block(part, trees, block) for part in parts] + waiting
            case Without(left, right) if not block.takes_away:
                away = _block(right, trees, Block(query=right, takes_away=True))
                waiting = [_block(left, trees, block), away, *waiting]
            case Limit(line, text):
                limits.append(text)
                waiting = [_block(LineReference(line), trees, block), *waiting]
            case LineReference(line) if line in trees:
                waiting = [
                    Block(query=trees[line], number=line, takes_away=block.takes_away),
                    *waiting,
                ]
            case _:
                blocks.append(block)
    return blocks, limits


def _block(query: Query, trees: Mapping[int, Query], parent: Block) -> Block:
    """A part as a separate block, under its line's number if it is a line."""
    if isinstance(query, LineReference):
        tree = trees.get(query.number, query)
        return Block(query=tree, number=query.number, takes_away=parent.takes_away)
    return Block(query=query, number=None, takes_away=parent.takes_away)
