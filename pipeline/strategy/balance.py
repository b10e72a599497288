"""Hit counts that are impossible, given the hits of the lines that a line combines."""

from collections.abc import Mapping

from pipeline.errors import Fault
from pipeline.strategy.tree import AllOf, AnyOf, Limit, LineReference, Query, Without
from pipeline.text.amounts import amount

Counted = Mapping[int, tuple[Query, int | None]]
"""Tree and hits of each line, by number."""

Bounds = tuple[int, int | None]
"""Fewest and most hits that a query can have; None if nothing limits them."""


def balance_faults(lines: Counted) -> list[Fault]:
    """Lines whose hits are outside the range that the lines they combine allow.

    An `and` has no more than its smallest part, an `or` no fewer than its largest and no more
    than all parts together, a `not` no more than its left and no fewer than left less right.
    """
    faults: list[Fault] = []
    for number, (tree, hits) in sorted(lines.items()):
        if hits is None or isinstance(tree, LineReference):
            continue
        fewest, most = bounds(tree, lines)
        if most is not None and hits > most:
            sentence = (
                f"this line has {amount(hits, 'hit')}, but {_joins(tree)} gives at most "
                f"{amount(most, 'hit')}"
            )
            faults.append(Fault(f"line {number}", sentence))
        elif hits < fewest:
            sentence = (
                f"this line has {amount(hits, 'hit')}, but {_joins(tree)} gives at least "
                f"{amount(fewest, 'hit')}"
            )
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
            return "joining the earlier lines with OR"
        case Without():
            return "joining the earlier lines with NOT"
        case Limit():
            return "limiting the earlier line"
        case _:
            return "joining the earlier lines with AND"
