"""Lists of words that lines of the criteria name in braces, each parsed once for all lines."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from pipeline.errors import Refused
from pipeline.strategy.notation import parse
from pipeline.strategy.tree import (
    AllOf,
    AnyOf,
    Near,
    Phrase,
    Query,
    Together,
    Within,
    Without,
    Word,
    nodes,
    out_of_bounds,
    parts_of,
)

LIST = re.compile(r"\{([^{}]*)\}")
"""A list of words named in a query: "{month}"."""

IN_PLACE = "wordlistinplace"
"""The word, followed by a number, that replaces a list while a line is parsed."""


class WordLists:
    """The lists of a file by name, in its order; one may name those before it."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._trees: dict[str, Query] = {}

    def add(self, name: str, queries: Iterable[str]) -> None:
        """A list, any of whose queries is enough."""
        self._texts[name] = f"({' or '.join(map(self._expanded, queries))})"
        try:
            tree = parse(self._texts[name])
        except Refused:  # reported where the list's own queries are read
            return
        if all(isinstance(node, Word | Phrase | Near | AnyOf) for node in nodes(tree)):
            self._trees[name] = tree

    @property
    def names(self) -> Iterable[str]:
        """The available lists."""
        return self._texts.keys()

    def parse(self, query: str) -> Query:
        """The tree of a line with the words of every list that it names; raises `Refused`.

        A list is replaced by one word in the line while it is parsed, and that word by the list's
        tree afterwards. If it does not come out as a separate word, or if there is an error, the
        line is parsed with all the words in it, so that the fault has the right place among them.
        """
        named = LIST.findall(query)
        if not named or IN_PLACE in query or not self._trees.keys() >= set(named):
            return parse(self._expanded(query))
        words = {name: f"{IN_PLACE}{nth}" for nth, name in enumerate(self._trees)}
        try:
            parsed = parse(LIST.sub(lambda found: words[found[1]], query))
        except Refused:
            return parse(self._expanded(query))
        trees = {words[name]: self._trees[name] for name in named}
        tree = _put_in(parsed, trees)
        is_whole = len(_alone(parsed, trees)) == len(named)
        return tree if is_whole and not _is_faulty(tree) else parse(self._expanded(query))

    def _expanded(self, query: str) -> str:
        """The query with the words of every list that it names inserted."""
        return LIST.sub(lambda found: self._texts.get(found[1], found[0]), query)


def _put_in(tree: Query, trees: Mapping[str, Query]) -> Query:
    """The tree with a list's tree for each word that represents one."""
    match tree:
        case Word(text):
            return trees.get(text, tree)
        case AnyOf(parts) | AllOf(parts):
            return replace(tree, parts=tuple(_put_in(part, trees) for part in parts))
        case Near(left, right) | Without(left, right):
            return replace(tree, left=_put_in(left, trees), right=_put_in(right, trees))
        case Within(query):
            return replace(tree, query=_put_in(query, trees))
        case _:
            return tree


def _alone(tree: Query, words: Container[str]) -> list[Word]:
    """Which of some words are in a tree other than as a part of a phrase."""
    if isinstance(tree, Word):
        return [tree] if tree.text in words else []
    parts = () if isinstance(tree, Phrase | Together) else parts_of(tree)
    return [word for part in parts for word in _alone(part, words)]


def _is_faulty(tree: Query) -> bool:
    """Whether the parser would refuse a tree with its lists inserted."""
    return bool(out_of_bounds(tree)) or any(
        isinstance(node, Without) and node.left == node.right for node in nodes(tree)
    )
