"""Sharing work out: which reviewers each report goes to, in proportion, and with few moves."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from heapq import nlargest
from itertools import product
from math import log

from pipeline.records import RecordId

Shares = dict[str, list[RecordId]]
"""For each person the reports that are theirs, in the order in which the reports were given."""


def shared_out(
    wanted: Mapping[RecordId, int],
    people: Mapping[str, float],
    *,
    held: Mapping[str, Collection[RecordId]] | None = None,
    said: Mapping[RecordId, Collection[str]] | None = None,
    done: Mapping[str, int] | None = None,
) -> Shares:
    """Each report to as many people as it wants, in proportion to their weights.

    `people` has the weight (above 0) of each who is there. `held` are the reports that somebody has
    on a list: they stay there. `said` names who has judged a report: they do not get it again.
    `done` says how much of the same work somebody has behind them, which counts as theirs. Where
    fewer people are left than a report wants each of them gets it.

    All else depends on the names and ids alone, by rendezvous hashing (Thaler and Ravishankar
    1998): who joins gets reports from everybody, who leaves gives theirs to everybody, and hardly
    any other report moves. What is uneven after that is evened out report by report.

    >>> ids = [RecordId(name) for name in "bcdf"]
    >>> shared_out(dict.fromkeys(ids, 1), {"ann": 1, "bo": 1}, held={"bo": {ids[0], ids[1]}})
    {'ann': ['d', 'f'], 'bo': ['b', 'c']}
    >>> shared_out(dict.fromkeys(ids, 2), {"ann": 1, "bo": 1}, said={ids[0]: {"bo"}})
    {'ann': ['b', 'c', 'd', 'f'], 'bo': ['c', 'd', 'f']}
    """
    lists, words = held or {}, said or {}
    owners: dict[RecordId, list[str]] = {}
    fixed: set[tuple[RecordId, str]] = set()
    for report, lacking in wanted.items():
        known = words.get(report, ())
        free = [name for name in people if name not in known]
        mine = [name for name in free if report in lists.get(name, ())]
        ranked = _preferred(report, free, people, lacking)
        owners[report] = sorted(ranked, key=lambda name: name not in mine)[:lacking]
        fixed |= {(report, name) for name in owners[report] if name in mine}
    able = {
        report: [one for one in people if one not in words.get(report, ())] for report in owners
    }
    loads = Counter({name: (done or {}).get(name, 0) for name in people})
    loads.update(name for names in owners.values() for name in names)
    _even_out(owners, able, people, fixed, loads)
    return {name: [one for one in wanted if name in owners[one]] for name in people}


def _preferred(
    report: RecordId, names: Sequence[str], weights: Mapping[str, float], lacking: int
) -> list[str]:
    """The names in the order in which a report would go to them; as given where all get it."""
    if len(names) <= lacking:
        return list(names)
    return sorted(names, key=lambda name: (-_lot(report, name, weights[name]), name))


def _lot(report: RecordId, name: str, weight: float) -> float:
    """A number that is highest with a chance in proportion to the weight."""
    drawn = int.from_bytes(sha256(f"{report}\n{name}".encode()).digest()[:7]) + 0.5
    return -weight / log(drawn / 2**56)


def _even_out(
    owners: dict[RecordId, list[str]],
    able: Mapping[RecordId, Collection[str]],
    weights: Mapping[str, float],
    fixed: set[tuple[RecordId, str]],
    loads: Counter[str],
) -> None:
    """Move free reports from who has most to who has least for their weight, while that helps."""
    while move := _next_move(owners, able, weights, fixed, loads):
        reports, giver, taker = move
        for report in reports:
            owners[report][owners[report].index(giver)] = taker
        loads[giver] -= len(reports)
        loads[taker] += len(reports)


def _next_move(
    owners: Mapping[RecordId, Collection[str]],
    able: Mapping[RecordId, Collection[str]],
    weights: Mapping[str, float],
    fixed: set[tuple[RecordId, str]],
    loads: Mapping[str, int],
) -> tuple[list[RecordId], str, str] | None:
    """As many reports as make two people even, with giver and taker; None where all is even."""
    for giver, taker in _uneven(weights, loads):
        movable = (
            report
            for report, names in owners.items()
            if giver in names
            and taker not in names
            and taker in able[report]
            and (report, giver) not in fixed
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
    """Givers and takers between whom a report may move, those furthest apart first."""
    by_load = sorted(weights, key=lambda name: (loads[name] / weights[name], name))
    for giver, taker in product(reversed(by_load), by_load):
        if loads[giver] / weights[giver] > (loads[taker] + 1) / weights[taker]:
            yield giver, taker
