"""Parses lines of the criteria, inserts the strategy's lines and reports impossible matches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from pipeline.errors import Refused
from pipeline.strategy.tree import (
    AllOf,
    AnyOf,
    DatabaseOnly,
    Heading,
    Limit,
    LineReference,
    Query,
    Together,
    Within,
    Without,
    out_of_bounds,
    parts_of,
)
from pipeline.toml.document import Where, Wrong
from pipeline.toml.lines import Lines
from screening_rules.criteria import Group, Statement
from screening_rules.field_codes import OVID_FIELDS, UNKEPT_FIELDS
from screening_rules.word_lists import LIST, WordLists

MOST_TOGETHER = 4
"""Most words, 3 upwards, whose orders are all tried; five have 120."""

NO_WORDS: Mapping[str, Sequence[str]] = MappingProxyType({})


class Statements:
    """Reads statements.

    `strategy` has the lines that they may refer to by number, from 1, and `words` the lists that
    they may name in braces.

    Their faults are collected in `wrong`.
    """

    def __init__(
        self, strategy: Iterable[str], lines: Lines, words: Mapping[str, Sequence[str]] = NO_WORDS
    ) -> None:
        self.wrong: list[Wrong] = []
        self._lines = lines
        self._strategy: dict[int, Query] = {}
        self._lists = WordLists()
        for name, own in words.items():
            for nth, query in enumerate(own):
                self._parsed(query, ("words", name, nth))
            self._lists.add(name, own)
        for nth, query in enumerate(strategy):
            tree = self._parsed(query, ("strategy", "lines", nth))
            if tree is not None:
                self._strategy[nth + 1] = tree

    def read(
        self, queries: Iterable[str], where: Where, name: str, look: tuple[str, ...]
    ) -> tuple[Statement, ...]:
        """The queries of a list as statements, except those that cannot be read."""
        statements: list[Statement] = []
        seen: set[Query] = set()
        for nth, query in enumerate(queries):
            place = (*where, nth)
            tree = self._parsed(query, place)
            if tree is None:
                continue
            for sentence in never_matches(tree, look):
                self._tell(place, f"{query!r} can never match: {sentence}")
            if tree in seen:
                self._tell(place, f"{query!r} occurs twice in this list")
            seen.add(tree)
            line = self._lines.of(*place)
            name_of_it = f"{name}.{nth + 1}"
            statements.append(Statement(name=name_of_it, query=query, tree=tree, line=line))
        return tuple(statements)

    def never_counts(self, group: Group, where: Where) -> None:
        """Report statements of a group that are ignored entirely."""
        aside = {one.tree for one in group.set_aside}
        for statement in group.statements:
            if statement.tree in aside:
                nth = int(statement.name.rsplit(".", 1)[-1]) - 1
                told = f"{statement.query!r} is never counted, because set_aside has the same words"
                self._tell((*where, nth), told)

    def _tell(self, where: Where, sentence: str) -> None:
        self.wrong.append(Wrong(where, sentence, alone=True))

    def _parsed(self, query: str, where: Where) -> Query | None:
        names = self._lists.names
        if absent_lists := [name for name in LIST.findall(query) if name not in names]:
            known = ", ".join(names) or "none"
            for name in absent_lists:
                self._tell(
                    where,
                    f"{query!r}: the criteria have no list of words named "
                    f"{name!r}; the lists are {known}",
                )
            return None
        try:
            tree = self._lists.parse(query)
        except Refused as wrong:
            for fault in wrong.faults:
                self._tell(where, f"{query!r}, {fault.place}: {fault.sentence}")
            return None
        absent = missing(tree, self._strategy)
        for sentence in absent:
            self._tell(where, f"{query!r}: {sentence}")
        if absent:
            return None
        tree = set_in(tree, self._strategy)
        if too_much := out_of_bounds(tree):
            self._tell(where, f"{query!r}: {too_much}")
            return None
        return tree


def missing(tree: Query, strategy: Mapping[int, Query]) -> list[str]:
    """Why a query's references cannot be inserted; nothing if they can."""
    if isinstance(tree, LineReference | Limit) and tree.number not in strategy:
        sentence = f"line {tree.number} of the strategy does not exist"
        return [f"{sentence}. To search for a number, put the number in quotation marks"]
    if isinstance(tree, Limit):
        return [f"only the database can apply the limit {tree.text!r}"]
    if isinstance(tree, DatabaseOnly):
        return [f"only the database can carry out {tree.text!r}"]
    return list(dict.fromkeys(one for part in parts_of(tree) for one in missing(part, strategy)))


def set_in(tree: Query, strategy: Mapping[int, Query]) -> Query:
    """The tree with each reference replaced by the line it names."""
    match tree:
        case LineReference(number):
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
    """Why a query with these default fields can match no record; nothing if it can."""
    match tree:
        case Within(query, fields):
            known = [name for field in fields for name in OVID_FIELDS.get(field, ())]
            absent = [field for field in fields if field not in OVID_FIELDS]
            if known:  # a field that records lack finds nothing beside fields that they have
                absent = [field for field in absent if field not in UNKEPT_FIELDS]
            faults = [f"records have no field .{field}." for field in absent]
            return faults or never_matches(query, tuple(known))
        case Together(words) if len(words) > MOST_TOGETHER:
            return [f"ajour cannot search for more than {MOST_TOGETHER} words in any order"]
        case Heading() if "keywords" not in look:
            return [
                (
                    "the line searches for subject headings, which are in the keywords, but the "
                    "line does not search the keywords"
                )
            ]
        case AllOf(parts):
            return [*_inner(tree, look), *_apart(parts)]
        case _:
            return _inner(tree, look)


def _inner(tree: Query, look: tuple[str, ...]) -> list[str]:
    return [one for part in parts_of(tree) for one in never_matches(part, look)]


def _apart(parts: tuple[Query, ...]) -> list[str]:
    """An `and` of something and of what another part excludes."""
    taken = [part.right for part in parts if isinstance(part, Without)]
    return (
        ["the line searches for words and excludes the same words"]
        if any(part in taken for part in parts)
        else []
    )
