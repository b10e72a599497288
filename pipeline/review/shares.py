"""Shares out reports among reviewers, in proportion to their weights and with few moves."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from heapq import nlargest
from itertools import chain, product
from math import log

from pipeline.records import RecordId

Shares = dict[str, list[RecordId]]
"""The reports of each person, in the order in which the reports were given."""


def shared_out(
    wanted: Mapping[RecordId, int],
    people: Mapping[str, float],
    *,
    held: Mapping[str, Collection[RecordId]] | None = None,
    said: Mapping[RecordId, Collection[str]] | None = None,
    done: Mapping[str, int] | None = None,
) -> Shares:
    """Assigns each report to as many people as it needs, in proportion to their weights.

    `people` has the weight (above 0) of each person present. `held` are the reports that a person
    already has on a list; they stay there. `said` names who has judged a report; these people do
    not get it again. `done` says how much of the same work a person has already done, which counts
    towards their share. If fewer people are left than a report needs, each of them gets it.

    Everything else depends only on the names and ids, by rendezvous hashing (Thaler and Ravishankar
    1998): a person who joins gets reports from everybody, a person who leaves gives theirs to
    everybody, and hardly any other report moves. Remaining differences are evened out.

    >>> ids = [RecordId(name) for name in "bcdf"]
    >>> shared_out(dict.fromkeys(ids, 1), {"ann": 1, "bo": 1}, held={"bo": {ids[0], ids[1]}})
    {'ann': ['d', 'f'], 'bo': ['b', 'c']}
    >>> shared_out(dict.fromkeys(ids, 2), {"ann": 1, "bo": 1}, said={ids[0]: {"bo"}})
    {'ann': ['b', 'c', 'd', 'f'], 'bo': ['c', 'd', 'f']}
    """
    lists, words = {name: ids for name, ids in (held or {}).items() if ids}, said or {}
    weighted = tuple(people.items())
    owners: dict[RecordId, list[str]] = {}
    free: dict[str, set[RecordId]] = {name: set() for name in people}
    for report, lacking in wanted.items():
        ranked = _preferred(report, words.get(report, ()), weighted, lacking)
        mine = [name for name in ranked if report in lists.get(name, ())] if lists else ()
        ranked = sorted(ranked, key=lambda name: name not in mine) if mine else ranked
        owners[report] = chosen = [*ranked[:lacking]]
        for name in chosen:
            if name not in mine:
                free[name].add(report)
    loads = Counter({name: (done or {}).get(name, 0) for name in people})
    loads.update(chain.from_iterable(owners.values()))
    _even_out(owners, words, people, free, loads)
    shares: Shares = {name: [] for name in people}
    for report in wanted:
        for name in owners[report]:
            shares[name].append(report)
    return shares


def _preferred(
    report: RecordId, said: Collection[str], people: tuple[tuple[str, float], ...], lacking: int
) -> Sequence[str]:
    """The people who have not judged a report, in the order in which they would get it.

    If all of them get it, they stay in the order given.
    """
    if not said and len(people) > lacking:
        return _by_lot(report, people)
    open_to = [name for name, _ in people if name not in said]
    if len(open_to) <= lacking:
        return open_to
    return [name for name in _by_lot(report, people) if name not in said]


@lru_cache(maxsize=100_000)
def _by_lot(report: RecordId, people: tuple[tuple[str, float], ...]) -> tuple[str, ...]:
    """All names in the order in which they would get a report.

    The result is cached: a page asks repeatedly, and ten people on 20,000 reports need 200,000
    digests.
    """
    lots = []
    start = report.encode()
    for name, end, weight in _ends(people):  # `_lot`, with the names encoded once
        drawn = int.from_bytes(sha256(start + end).digest()[:7]) + 0.5
        lots.append((weight / log(drawn / 2**56), name))
    lots.sort()
    return tuple([name for _, name in lots])


@lru_cache(maxsize=64)
def _ends(people: tuple[tuple[str, float], ...]) -> tuple[tuple[str, bytes, float], ...]:
    return tuple((name, f"\n{name}".encode(), weight) for name, weight in people)


def _lot(report: RecordId, name: str, weight: float) -> float:
    """A number that is the highest one with a probability in proportion to the weight."""
    drawn = int.from_bytes(sha256(f"{report}\n{name}".encode()).digest()[:7]) + 0.5
    return -weight / log(drawn / 2**56)


def _even_out(
    owners: dict[RecordId, list[str]],
    said: Mapping[RecordId, Collection[str]],
    weights: Mapping[str, float],
    free: dict[str, set[RecordId]],
    loads: Counter[str],
) -> None:
    """Move free reports from the busiest to the least busy for their weight, while it helps."""
    while move := _next_move(owners, said, weights, free, loads):
        reports, giver, taker = move
        for report in reports:
            owners[report][owners[report].index(giver)] = taker
        free[giver].difference_update(reports)
        free[taker].update(reports)
        loads[giver] -= len(reports)
        loads[taker] += len(reports)


def _next_move(
    owners: Mapping[RecordId, Collection[str]],
    said: Mapping[RecordId, Collection[str]],
    weights: Mapping[str, float],
    free: Mapping[str, Collection[RecordId]],
    loads: Mapping[str, int],
) -> tuple[list[RecordId], str, str] | None:
    """The reports whose move makes two people even, with giver and taker; None if all are even."""
    for giver, taker in _uneven(weights, loads):
        movable = (
            report
            for report in free[giver]
            if taker not in owners[report] and taker not in said.get(report, ())
        )
        both = weights[giver] + weights[taker]
        gap = loads[giver] * weights[taker] - loads[taker] * weights[giver]
        best = nlargest(
            max(1, int(gap / both)), movable, key=lambda one: (_lot(one, taker, 1), one)
        )
        if best:
            return best, giver, taker
    return None


def _uneven(weights: Mapping[str, float], loads: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Pairs of people, giver and taker, between whom a report may move, the most uneven first."""
    by_load = sorted(weights, key=lambda name: (loads[name] / weights[name], name))
    for giver, taker in product(reversed(by_load), by_load):
        if loads[giver] / weights[giver] > (loads[taker] + 1) / weights[taker]:
            yield giver, taker
