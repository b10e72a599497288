"""Writes a whole strategy as one query, for a service without numbered lines."""

import re
from collections.abc import Iterator, Mapping

from pipeline.errors import Fault, Refused
from pipeline.languages import PROGRAM_LANGUAGE, catalogue
from pipeline.strategy.form import Notation
from pipeline.strategy.notation import NOTATIONS
from pipeline.strategy.numbered import Strategy
from pipeline.strategy.translation import Translation, translated
from pipeline.strategy.tree import (
    AllOf,
    AnyOf,
    DatabaseOnly,
    LineReference,
    Query,
    Without,
    nodes,
    out_of_bounds,
    references,
)
from pipeline.strategy.written import written

PAGE_LIMIT = re.compile(r"(?i)filters?\s*:|limiters\s*-|refined by")
"""The beginning of a limit that was set on a web page, as search histories print it."""

Trees = Mapping[int, Query | None]
"""Lines by number; None for a line of which the translation left nothing."""


def one_query(
    strategy: Strategy, target: Notation, language: str = PROGRAM_LANGUAGE
) -> Translation:
    r"""The last line of a strategy in a notation, with every line that it refers to inserted.

    Each loss names its line, in the given language. Raises `Refused` with the lines that cannot be
    read, or if the query would be too large or empty.

    >>> from pipeline.strategy.numbered import read_strategy
    >>> lines = "1 telework*.ti.  9\n2 home.ab.  7\n3 1 and 2  4"
    >>> one_query(read_strategy(lines), NOTATIONS["pubmed"]).text
    'telework*[ti] AND home[ab]'
    """
    source, words = NOTATIONS[strategy.notation], catalogue(language)["losses"]
    numbers = _needed(strategy)
    lost: list[str] = []
    trees: dict[int, Query | None] = {}
    for number in numbers:
        found = translated(strategy.trees[number], source, target, language)
        limits = [one for one in map(_page_limit, nodes(strategy.trees[number])) if one]
        told = [*found.lost]
        if source is target:
            told += [words["page_limit"].format(text=one) for one in limits]
        # A line refers only to earlier lines, which are already written out.
        query = None if found.query is None else _without_page_limits(found.query)
        trees[number] = _written_out(query, trees)
        told += [words["nothing_left"]] if trees[number] is None else []
        lost += [words["line"].format(number=number, lost=one) for one in told]
    last = strategy.lines[-1].number
    query = trees[last]
    _refuse_unusable(query, last, target.label)
    assert query is not None
    return Translation(query=query, text=written(query, target), lost=tuple(lost))


def _needed(strategy: Strategy) -> list[int]:
    """The last line and all it refers to, in order; Refused with the lines that cannot be read."""
    trees = strategy.trees
    waiting = [strategy.lines[-1].number] if strategy.lines else []
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        if number in trees:
            waiting += [one.number for one in references(trees[number])]
    faults = [fault for number in sorted(seen - trees.keys()) for fault in _of(number, strategy)]
    if faults or not seen:
        raise Refused(
            "The query needs lines that ajour cannot read.",
            faults or [Fault("", "the strategy has no lines")],
        )
    return sorted(seen)


def _of(number: int, strategy: Strategy) -> Iterator[Fault]:
    """The faults of a line that cannot be read."""
    given = [one for one in strategy.lines if one.number == number]
    faults = given[0].faults if given else ()
    yield from faults or [Fault(f"line {number}", "cannot be read")]


def _written_out(query: Query | None, trees: Trees) -> Query | None:
    """A query with its references replaced by the lines they name; None if nothing is left."""
    match query:
        case LineReference(number):
            return trees[number]
        case AnyOf(parts) | AllOf(parts):
            each = [found for part in parts if (found := _written_out(part, trees)) is not None]
            return type(query)(tuple(each)) if len(each) > 1 else next(iter(each), None)
        case Without(left, right):
            kept, away = _written_out(left, trees), _written_out(right, trees)
            return kept if kept is None or away is None else Without(kept, away)
        case _:
            return query


def _page_limit(query: Query) -> str:
    """A limit that was set on a page of the database and that no query can express, or "".

    A history prints it after the line: `#19 Filters: English`.
    """
    is_page = isinstance(query, DatabaseOnly) and PAGE_LIMIT.match(query.text)
    return query.text if is_page and isinstance(query, DatabaseOnly) else ""


def _without_page_limits(query: Query) -> Query | None:
    if not isinstance(query, AllOf):
        return None if _page_limit(query) else query
    left = [part for part in query.parts if not _page_limit(part)]
    return AllOf(tuple(left)) if len(left) > 1 else next(iter(left), None)


def _refuse_unusable(query: Query | None, last: int, label: str) -> None:
    if query is None:
        raise Refused(
            f"No part of the strategy can be written in the notation of {label}.",
            [Fault(f"line {last}", "nothing is left of this line")],
        )
    if fault := out_of_bounds(query):
        raise Refused("The strategy is too large for one query.", [Fault(f"line {last}", fault)])
