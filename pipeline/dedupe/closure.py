"""Closure: links, doubts and people's verdicts become clusters in a fixed order."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from pipeline.decisions import PairVerdict
from pipeline.dedupe.compare import compare
from pipeline.dedupe.decide import vetoed
from pipeline.dedupe.evidence import PairEvidence, Policy
from pipeline.dedupe.links import Cluster, Doubt, Duplicates, Link
from pipeline.dedupe.prepare import COMPARED, Codes, Columns
from pipeline.dedupe.represent import standing_for
from pipeline.dedupe.rules import RULES, sure
from pipeline.records import RecordId

Pair = tuple[int, int]
"""Two rows, the lower first."""


class Groups:
    """Rows joined into groups; the lowest row names its group."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def of(self, row: int) -> int:
        """The lowest row of the group a row is in.

        >>> groups = Groups()
        >>> groups.join(3, 1)
        >>> groups.of(3), groups.of(2)
        (1, 2)
        """
        top = row
        while (above := self._above.get(top, top)) != top:
            top = above
        while (above := self._above.get(row, row)) != top:
            self._above[row] = top
            row = above
        return top

    def join(self, one: int, other: int) -> None:
        """Merge the groups of two rows."""
        low, high = sorted((self.of(one), self.of(other)))
        if low != high:
            self._above[high] = low

    def members(self, rows: Iterable[int]) -> dict[int, list[int]]:
        """The rows by their group, both in order."""
        groups: dict[int, list[int]] = {}
        for row in sorted(set(rows)):
            groups.setdefault(self.of(row), []).append(row)
        return groups

    def copy(self) -> "Groups":
        """A copy of the groups, for further joins."""
        other = Groups()
        other._above = dict(self._above)
        return other


def join(
    groups: Groups,
    pairs: Iterable[Pair],
    forbidden: Collection[Pair],
    held: Collection[int] = (),
) -> tuple[Groups, list[Pair]]:
    """Join pairs in the order given, except those that would bring a forbidden pair into one group.

    Held rows stay in their groups, so no two of these groups are joined. Returns the groups and the
    refused pairs.

    >>> groups, refused = join(Groups(), [(1, 2), (2, 3)], {(1, 3)})
    >>> groups.of(2), groups.of(3), refused
    (1, 3, [(2, 3)])
    """
    enemies: dict[int, set[int]] = {}
    for one, other in forbidden:
        first, second = groups.of(one), groups.of(other)
        enemies.setdefault(first, set()).add(second)
        enemies.setdefault(second, set()).add(first)
    fixed = {groups.of(row) for row in held}
    refused = []
    for one, other in pairs:
        first, second = groups.of(one), groups.of(other)
        if first == second:
            continue
        if second in enemies.get(first, ()) or {first, second} <= fixed:
            refused.append((one, other))
        else:
            groups.join(first, second)
            if first in fixed or second in fixed:
                fixed.add(groups.of(first))
            _inherit(enemies, groups.of(first), (first, second))
    return groups, refused


def _inherit(enemies: dict[int, set[int]], heir: int, joined: Pair) -> None:
    """Give the joined group the enemies of both groups."""
    both = enemies.pop(joined[0], set()) | enemies.pop(joined[1], set())
    for enemy in both:
        enemies[enemy] = (enemies[enemy] - set(joined)) | {heir}
    if both:
        enemies[heir] = both


CHUNK = 250_000
"""Pairs (10,000 to 1,000,000) compared at a time, to limit memory."""

LARGE = 30
"""Group size (10 to 100) from which rows with the same content are compared only once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Records whose reports stay unchanged, whatever the current rules find, and their links."""

    records: frozenset[RecordId] = frozenset()
    links: tuple[Link, ...] = ()


NOTHING_HELD = Held()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedLibrary:
    """All records, of which the first `settled` were already closed under the same policy.

    `checked` says that all links were found under this policy, so no veto contradicts any of them.
    """

    columns: Columns
    settled: int
    policy: Policy
    checked: bool = False
    held: Held = NOTHING_HELD


def closed(
    library: LinkedLibrary, found: Duplicates, verdicts: Sequence[PairVerdict]
) -> Duplicates:
    """The clusters that follow from links and verdicts, and the questions that remain.

    First come the software's links, strongest first, unless a veto or a verdict "different" keeps
    any two members apart. Then the verdicts "same", in the order of import, join whole groups: even
    against the rules, but not against a verdict "different". Of two verdicts on one pair the later
    counts. A verdict on records that are not in the library waits.
    """
    columns = library.columns
    rows = {record: row for row, record in enumerate(columns.ids)}
    standing = _standing(verdicts, rows)
    apart = {pair for pair, said in standing.items() if not said.same}
    links = {_pair(rows, link): link for link in found.links}
    order = sorted(links.keys() - apart, key=lambda pair: _strength(links[pair]))
    unsettled = {_pair(rows, link) for link in found.withheld}
    forbidden = _vetoed(library, _open_groups(library, order, unsettled)) | apart
    old = {
        _pair(rows, link): link
        for link in library.held.links
        if link.one in rows and link.other in rows
    }
    start, _ = join(Groups(), sorted(old.keys() - apart), apart)
    held = [row for record, row in rows.items() if record in library.held.records]
    software, withheld = join(start.copy(), order, forbidden, held)
    same = [pair for pair, said in standing.items() if said.same]
    every, refused = join(software.copy(), same, apart)
    loose = apart | set(withheld)
    links |= {pair: link for pair, link in old.items() if pair not in apart | links.keys()}
    kept = [link for pair, link in links.items() if pair not in loose]
    by_hand = set(same) - set(refused) - (links.keys() - loose)
    kept += [_by_hand(standing[pair]) for pair in by_hand]
    return Duplicates(
        clusters=_clusters(columns, software, every, {*order, *same, *old}),
        links=tuple(sorted(kept, key=_ids)),
        band=_band(found.doubts, rows, every, apart),
        doubts=tuple(sorted(found.doubts, key=_ids)),
        withheld=tuple(sorted((links[pair] for pair in withheld), key=_ids)),
        relations=tuple(sorted(found.relations, key=lambda one: (one.record, one.of))),
        unheeded=tuple(standing[pair] for pair in refused),
        compared=found.compared,
    )


def _ids(pair: Link | Doubt) -> tuple[RecordId, RecordId]:
    return pair.one, pair.other


def _pair(rows: Mapping[RecordId, int], ids: Link | Doubt | PairVerdict) -> Pair:
    """The rows of two records, the lower first."""
    low, high = sorted((rows[ids.one], rows[ids.other]))
    return low, high


def _standing(
    verdicts: Sequence[PairVerdict], rows: Mapping[RecordId, int]
) -> dict[Pair, PairVerdict]:
    """The standing verdict on each pair of records in the library, in order of import."""
    latest: dict[Pair, PairVerdict] = {}
    for said in sorted(verdicts, key=lambda one: (one.number, one.when)):
        if said.one in rows and said.other in rows and said.one != said.other:
            latest.pop(_pair(rows, said), None)
            latest[_pair(rows, said)] = said
    return latest


def _strength(link: Link) -> tuple[int, float, RecordId, RecordId]:
    """Links by rule, then by title, then by ids; the order of input has no effect."""
    return list(RULES).index(link.rule), -link.score, link.one, link.other


def _by_hand(said: PairVerdict) -> Link:
    low, high = sorted((said.one, said.other))
    words = f"{said.reviewer} says that they are one report"
    return Link(one=low, other=high, rule="person", because=words, score=100.0, decided_by="people")


def _open_groups(
    library: LinkedLibrary, links: Sequence[Pair], unsettled: Iterable[Pair]
) -> list[list[int]]:
    """The groups that result if all links are joined, without those that are settled.

    A group of settled rows with no withheld link has no veto in it; nor has a group in which every
    pair is linked.
    """
    loose = join(Groups(), links, set())[0]
    contested = {loose.of(row) for row, _ in unsettled}
    groups = loose.members(row for pair in links for row in pair)
    linked = Counter(loose.of(row) for row, _ in links) if library.checked else Counter()
    return [
        rows
        for group, rows in groups.items()
        if (rows[-1] >= library.settled or group in contested)
        and linked[group] < len(rows) * (len(rows) - 1) // 2
    ]


def _vetoed(library: LinkedLibrary, groups: Sequence[Sequence[int]]) -> set[Pair]:
    """The pairs within groups that must stay apart."""
    columns = library.columns
    alike: dict[int, list[int]] = {}
    pairs = [_pairs_of(_distinct(columns, group, alike)) for group in groups]
    if not pairs:
        return set()
    one, other = (np.concatenate(side) for side in zip(*pairs, strict=True))
    found: set[Pair] = set()
    for start in range(0, len(one), CHUNK):
        ones, others = one[start : start + CHUNK], other[start : start + CHUNK]
        agreements = compare(columns, ones, others)
        seen = PairEvidence(
            columns=columns, one=ones, other=others, found=agreements, policy=library.policy
        )
        for at in np.flatnonzero((vetoed(seen) != 0) & ~sure(seen)).tolist():
            first, second = alike[int(ones[at])], alike[int(others[at])]
            found.update((min(pair), max(pair)) for pair in product(first, second))
    return found


def _distinct(columns: Columns, group: Sequence[int], alike: dict[int, list[int]]) -> list[int]:
    """The first of the rows with the same content in every column; groups can have hundreds."""
    if len(group) < LARGE:
        alike.update((row, [row]) for row in group)
        return list(group)
    firsts: dict[tuple[object, ...], int] = {}
    for row in group:
        first = firsts.setdefault(tuple(getattr(columns, name)[row] for name in COMPARED), row)
        alike.setdefault(first, []).append(row)
    return list(firsts.values())


def _pairs_of(rows: Sequence[int]) -> tuple[Codes, Codes]:
    """All pairs of rows."""
    one, other = np.triu_indices(len(rows), 1)
    every = np.array(rows, dtype=np.int64)
    return every[one], every[other]


def _clusters(
    columns: Columns, software: Groups, every: Groups, linked: Iterable[Pair]
) -> tuple[Cluster, ...]:
    """The groups of two records or more, in the order of their ids."""
    found = []
    for rows in every.members(row for pair in linked for row in pair).values():
        if len(rows) > 1:
            components = software.members(rows)
            found.append(_cluster(columns, rows, list(components.values())))
    return tuple(sorted(found, key=lambda one: one.members))


def _cluster(columns: Columns, rows: list[int], components: list[list[int]]) -> Cluster:
    """One cluster; each component that people joined to the report's adds one to theirs."""
    report = standing_for(columns, rows)
    by_people = {standing_for(columns, part) for part in components if report not in part}
    by_software = set(rows) - by_people - {report}
    ids = columns.ids
    return Cluster(
        report=ids[report],
        members=tuple(sorted(ids[row] for row in rows)),
        software=tuple(sorted(ids[row] for row in by_software)),
        people=tuple(sorted(ids[row] for row in by_people)),
        components=tuple(sorted(tuple(sorted(ids[row] for row in part)) for part in components)),
    )


def _band(
    doubts: Iterable[Doubt], rows: Mapping[RecordId, int], groups: Groups, apart: set[Pair]
) -> tuple[Doubt, ...]:
    """One question for each pair of reports, the best one, unless it is answered; best first."""
    answered = {tuple(sorted((groups.of(one), groups.of(other)))) for one, other in apart}
    asked: dict[tuple[int, ...], Doubt] = {}
    for doubt in sorted(doubts, key=lambda one: (-one.score, one.one, one.other)):
        between = tuple(sorted((groups.of(rows[doubt.one]), groups.of(rows[doubt.other]))))
        if between[0] != between[1] and between not in answered:
            asked.setdefault(between, doubt)
    return tuple(asked.values())
