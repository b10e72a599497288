"""Finds the lines of a strategy that limit it (PRISMA-S, items 9 and 10)."""

from collections.abc import Mapping

from pipeline.strategy.numbered import NumberedLine, Strategy
from pipeline.strategy.tree import (
    AllOf,
    AnyOf,
    DatabaseOnly,
    Heading,
    Limit,
    LineReference,
    Query,
    Within,
    Without,
    Word,
    Years,
    nodes,
)

LIMITING = frozenset((("la",), ("lg",), ("pt",), ("dt",)))
"""Fields whose words limit a search and are not part of its subject."""

SPECIES = frozenset(("animal", "animals", "human", "humans", "nonhuman"))
"""Headings that limit searches to studies of people."""

Lines = Mapping[int, Query]


def limiting_lines(strategy: Strategy) -> list[NumberedLine]:
    r"""The lines that limit the search by year, language, type, species or a database limit.

    A limit on a line of its own counts if another line narrows its search by that line.

    >>> from pipeline.strategy.numbered import read_strategy
    >>> text = "1 telework*.ti.  9\n2 1 and 2015:2020.(sa_year).  4"
    >>> [line.number for line in limiting_lines(read_strategy(text))]
    [2]
    >>> text = "1 telework*.ti.  9\n2 english.la.  99\n3 1 and 2  4"
    >>> [line.number for line in limiting_lines(read_strategy(text))]
    [2]
    """
    trees = {line.number: line.tree for line in strategy.lines if line.tree is not None}
    named = {
        part.number
        for number, tree in trees.items()
        if not _is_pure(tree, trees, {number})
        for part in _narrowing(tree)
        if isinstance(part, LineReference)
    }
    pure = {
        one
        for number in named
        if number in trees and _is_pure(trees[number], trees, {number})
        for one in _behind(number, trees)
    }
    return [
        line
        for line in strategy.lines
        if line.tree is not None and (line.number in pure or _limits(line.tree, trees))
    ]


def is_species(query: Query, lines: Lines) -> bool:
    """Whether a query contains only species, years, languages and types."""
    return _is_pure(query, lines, set())


def _behind(number: int, lines: Lines) -> set[int]:
    """The lines that contain a limit: those that it refers to, and itself if it adds to them."""
    parts = list(nodes(lines[number]))
    named = {part.number for part in parts if isinstance(part, LineReference)}
    says = any(not isinstance(part, LineReference | AllOf | AnyOf | Without) for part in parts)
    behind = {one for other in named if other in lines for one in _behind(other, lines)}
    return behind | ({number} if says else set())


def _narrowing(query: Query) -> tuple[Query, ...]:
    """The parts that narrow a query: those joined with AND, and what NOT excludes."""
    if isinstance(query, AllOf):
        return tuple(one for part in query.parts for one in (part, *_narrowing(part)))
    if isinstance(query, Without):
        return (query.right, *_narrowing(query.left))
    return ()


def _limits(query: Query, lines: Lines) -> bool:
    """Whether a query narrows anything by a limit; a query that is only a limit narrows nothing."""
    if isinstance(query, Limit):
        return True
    parts = query.parts if isinstance(query, AllOf) else ()
    if isinstance(query, Without):
        parts = (query.right, query.left)
    alone = _is_pure(query, lines, set())
    return not alone and any(_is_limit(part, lines) or _limits(part, lines) for part in parts)


def _is_limit(query: Query, lines: Lines) -> bool:
    """Whether a part of a query limits it: it has a limit, or only headings of species.

    A reference to another line does not count: the limit is reported at that line.
    """
    if any(
        isinstance(part, DatabaseOnly | Years)
        or (isinstance(part, Within) and part.fields in LIMITING)
        for part in nodes(query)
    ):
        return True
    return not isinstance(query, LineReference) and _is_pure(query, lines, set())


def _is_pure(query: Query, lines: Lines, seen: set[int]) -> bool:
    """Whether a query has nothing about a subject: only years, languages, types and species."""
    match query:
        case Years() | DatabaseOnly():
            return True
        case Within(query=Word() as word, fields=("sh",)) if word.text in SPECIES:
            return True
        case Within():
            return query.fields in LIMITING or _is_pure(query.query, lines, seen)
        case Heading():
            return query.words in {(word,) for word in SPECIES}
        case AnyOf() | AllOf():
            return all(_is_pure(part, lines, seen) for part in query.parts)
        case Without():
            return _is_pure(query.left, lines, seen) and _is_pure(query.right, lines, seen)
        case LineReference():
            other = lines.get(query.number)
            if other is None or query.number in seen:
                return False
            return _is_pure(other, lines, {*seen, query.number})
        case _:
            return False
