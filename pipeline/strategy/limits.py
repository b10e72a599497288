"""The lines of a strategy that limit it, as PRISMA-S item 9 asks for them."""

from pipeline.strategy.numbered import NumberedLine, Strategy
from pipeline.strategy.tree import AllOf, DatabaseOnly, Limit, Query, Within, Without, Years, nodes

LIMITING = frozenset((("la",), ("pt",), ("dt",)))
"""Fields whose words limit a search, and are none of its subject."""


def limiting_lines(strategy: Strategy) -> list[NumberedLine]:
    r"""The lines with a limit of years, language or type, or one that only the database has.

    >>> from pipeline.strategy.numbered import read_strategy
    >>> text = "1 telework*.ti.  9\n2 1 and 2015:2020.(sa_year).  4"
    >>> [line.number for line in limiting_lines(read_strategy(text))]
    [2]
    """
    return [line for line in strategy.lines if line.tree is not None and _limits(line.tree)]


def _limits(query: Query) -> bool:
    """Whether the query narrows anything by a limit; a limit that stands alone narrows nothing."""
    if isinstance(query, Limit):
        return True
    parts = query.parts if isinstance(query, AllOf) else ()
    if isinstance(query, Without):
        parts = (query.right, query.left)
    return any(_is_limit(part) or _limits(part) for part in parts)


def _is_limit(query: Query) -> bool:
    return any(
        isinstance(part, DatabaseOnly | Years)
        or (isinstance(part, Within) and part.fields in LIMITING)
        for part in nodes(query)
    )
