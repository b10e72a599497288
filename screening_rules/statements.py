"""Lines of the criteria parsed, with the strategy's lines set in and what can never match told."""

from collections.abc import Mapping
from dataclasses import replace

from pipeline.errors import Refused
from pipeline.strategy.notation import parse
from pipeline.strategy.tree import (
    AllOf,
    AnyOf,
    Heading,
    Limit,
    Query,
    Reference,
    Within,
    Without,
    out_of_bounds,
    parts_of,
)
from screening_rules.criteria import Statement
from screening_rules.matching import OVID_FIELDS, UNKEPT_FIELDS
from screening_rules.tables import Table


class Statements:
    """Reads statements; knows the lines of the strategy that they may refer to by number."""

    def __init__(self) -> None:
        self._strategy: dict[int, Query] = {}

    def take_strategy(self, table: Table) -> None:
        """The strategy's lines, numbered from 1 in the order given."""
        for number, query in enumerate(table.texts("lines"), start=1):
            tree = self._parsed(query, table)
            if tree is not None:
                self._strategy[number] = tree

    def read(
        self, table: Table, key: str, name: str, look: tuple[str, ...]
    ) -> tuple[Statement, ...]:
        """The statements under a key of a table, each parsed; a fault for each that can't be."""
        statements: list[Statement] = []
        seen: set[Query] = set()
        for number, query in enumerate(table.texts(key), start=1):
            tree = self._parsed(query, table)
            if tree is None:
                continue
            for sentence in never_matches(tree, look):
                table.tell(f"{query!r} can never match: {sentence}", query)
            if tree in seen:
                table.tell(f"{query!r} stands here twice", query)
            seen.add(tree)
            line = table.line_of(query)
            statements.append(Statement(name=f"{name}.{number}", query=query, tree=tree, line=line))
        return tuple(statements)

    def _parsed(self, query: str, table: Table) -> Query | None:
        try:
            tree = parse(query)
        except Refused as wrong:
            for fault in wrong.faults:
                table.tell(f"{query!r}, {fault.place}: {fault.sentence}", query)
            return None
        absent = missing(tree, self._strategy)
        for sentence in absent:
            table.tell(f"{query!r}: {sentence}", query)
        if absent:
            return None
        tree = set_in(tree, self._strategy)
        if too_much := out_of_bounds(tree):
            table.tell(f"{query!r}: {too_much}", query)
            return None
        return tree


def missing(tree: Query, strategy: Mapping[int, Query]) -> list[str]:
    """Why a query's references can not be set in; nothing where they can."""
    if isinstance(tree, Reference | Limit) and tree.number not in strategy:
        sentence = f"line {tree.number} of the strategy does not exist"
        return [f"{sentence}; a number to look for stands in quotation marks"]
    if isinstance(tree, Limit):
        return [f"only the database can limit to {tree.text!r}"]
    return list(dict.fromkeys(one for part in parts_of(tree) for one in missing(part, strategy)))


def set_in(tree: Query, strategy: Mapping[int, Query]) -> Query:
    """The tree with each reference replaced by the line it names."""
    match tree:
        case Reference(number):
            return strategy[number]
        case AnyOf(parts):
            return AnyOf(tuple(set_in(part, strategy) for part in parts))
        case AllOf(parts):
            return AllOf(tuple(set_in(part, strategy) for part in parts))
        case Without(left, right):
            return Without(set_in(left, strategy), set_in(right, strategy))
        case Within():
            return replace(tree, query=set_in(tree.query, strategy))
        case _:
            return tree


def never_matches(tree: Query, look: tuple[str, ...]) -> list[str]:
    """Why a query can match no record, given where it looks by default; nothing where it can."""
    match tree:
        case Within(query, fields):
            known = [name for field in fields for name in OVID_FIELDS.get(field, ())]
            absent = [field for field in fields if field not in OVID_FIELDS]
            if known:  # what a record does not keep finds nothing beside fields that it keeps
                absent = [field for field in absent if field not in UNKEPT_FIELDS]
            faults = [f"records have no field .{field}." for field in absent]
            return faults or never_matches(query, tuple(known))
        case Heading() if "keywords" not in look:
            return ["headings stand in the keywords, which are not looked at"]
        case AllOf(parts):
            return [*_inner(tree, look), *_apart(parts)]
        case _:
            return _inner(tree, look)


def _inner(tree: Query, look: tuple[str, ...]) -> list[str]:
    return [one for part in parts_of(tree) for one in never_matches(part, look)]


def _apart(parts: tuple[Query, ...]) -> list[str]:
    """An `and` of something and of what another part takes away."""
    taken = [part.right for part in parts if isinstance(part, Without)]
    return ["it asks for what it takes away"] if any(part in taken for part in parts) else []
