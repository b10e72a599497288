"""What each line of a strategy, and each source, contributed: counted sets of records."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pipeline.strategy.tree import AnyOf, LineReference, Query, nodes


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """The records found, and those of them that nothing else found.

    `alone` and `includes_alone` are None if there is nothing to compare with. `found` and
    `alone` count records, `includes` and `includes_alone` reports.
    """

    found: int
    alone: int | None
    includes: int
    includes_alone: int | None

    @property
    def per_include(self) -> float | None:
        """Records to be read for each include; None if there is no include."""
        return self.found / self.includes if self.includes else None


Key = TypeVar("Key", bound=Hashable)
"""The finder of records: a line by its number, a search by its name."""


def yields(
    found: Mapping[Key, frozenset[str]],
    peers: Mapping[Key, frozenset[Key]],
    included: Mapping[str, str],
) -> dict[Key, Yield]:
    """The yield of each key, whose records are compared with those of its peers.

    `included` gives the report of each record whose report is included. If nothing is known of the
    peers (lines that cannot be carried out), there is nothing to compare with.

    >>> found = {1: frozenset("abc"), 2: frozenset("bc")}
    >>> yields(found, {1: frozenset([2]), 2: frozenset([1])}, {"a": "r", "b": "s"})[1]
    Yield(found=3, alone=1, includes=2, includes_alone=1)
    """
    return {
        key: Yield(
            found=len(of_key["found"]),
            alone=len(of_key["alone"]) if "alone" in of_key else None,
            includes=len(of_key["includes"]),
            includes_alone=len(of_key["includes_alone"]) if "alone" in of_key else None,
        )
        for key, of_key in yield_members(found, peers, included).items()
    }


def yield_members(
    found: Mapping[Key, frozenset[str]],
    peers: Mapping[Key, frozenset[Key]],
    included: Mapping[str, str],
) -> dict[Key, dict[str, frozenset[str]]]:
    """The records and reports that `yields` counts, by the names of its counts.

    What nothing else found is left out if there is nothing to compare with.

    >>> found = {1: frozenset("ab"), 2: frozenset("b")}
    >>> yield_members(found, {1: frozenset([2])}, {"b": "r"})[1]["alone"]
    frozenset({'a'})
    """
    made = {}
    for key, records in found.items():
        others = peers.get(key, frozenset())
        known = frozenset[str]().union(*(found[other] for other in others if other in found))
        includes = frozenset(included[one] for one in records if one in included)
        elsewhere = {included[one] for one in known if one in included}
        made[key] = {"found": records, "includes": includes}
        if others and others <= found.keys():
            made[key] |= {"alone": records - known, "includes_alone": includes - elsewhere}
    return made


def peers_of(trees: Mapping[int, Query]) -> dict[int, frozenset[int]]:
    """The lines that `or` joins with each line, through or-lists of or-lists.

    >>> one_or_two = AnyOf((LineReference(1), LineReference(2)))
    >>> peers_of({1: LineReference(0), 2: LineReference(0), 3: one_or_two})[1]
    frozenset({2})
    """
    peers: dict[int, set[int]] = {number: set() for number in trees}
    for tree in trees.values():
        for part in nodes(tree):
            if isinstance(part, AnyOf):
                direct = {one.number for one in part.parts if isinstance(one, LineReference)}
                _add(peers, direct)
                _add(peers, {leaf for number in direct for leaf in _leaves(number, trees)})
    return {number: frozenset(others) for number, others in peers.items()}


def _add(peers: dict[int, set[int]], joined: Iterable[int]) -> None:
    together = set(joined)
    for number in together & peers.keys():
        peers[number] |= together - {number}


def _leaves(number: int, trees: Mapping[int, Query]) -> set[int]:
    """The lines at the end of or-lists of or-lists; the line itself if it is not an or-list."""
    leaves: set[int] = set()
    seen: set[int] = set()
    waiting = [number]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        tree = trees.get(one)
        parts = tree.parts if isinstance(tree, AnyOf) else ()
        below = [part.number for part in parts if isinstance(part, LineReference)]
        if parts and len(below) == len(parts):
            waiting += below
        else:
            leaves.add(one)
    return leaves
