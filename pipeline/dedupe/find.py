"""Find duplicates: prepare, block, compare, decide, cluster."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from pipeline.decisions import PairVerdict
from pipeline.dedupe.block import block, blocking_keys
from pipeline.dedupe.closure import Held, LinkedLibrary, closed
from pipeline.dedupe.compare import compare
from pipeline.dedupe.decide import SAME, Seen, against, because, decide
from pipeline.dedupe.doubts import DOUBTS
from pipeline.dedupe.evidence import APART, PairEvidence, Policy
from pipeline.dedupe.links import Doubt, Duplicates, Link, PairAnswer, Relation
from pipeline.dedupe.prepare import Codes, Columns, prepare, rows_of, together
from pipeline.dedupe.relations import relations
from pipeline.dedupe.rules import RULES
from pipeline.records import Record

CHUNK = 20_000
"""Pairs (5,000 to 1,000,000) compared at a time: limits memory, and at most 10 MB are passed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """A part of the comparison: rows of `one` against those of `other`.

    It has the columns of these rows only, so another process can do it.
    """

    columns: Columns
    one: Codes
    other: Codes
    policy: Policy


Found = Link | Doubt | Relation

MapParts = Callable[[Callable[[Pairs], list[Found]], Iterable[Pairs]], Iterable[list[Found]]]
"""Does the work on each part and returns the results in the parts' order, as `map` does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A library deduplicated before: its comparison keys, and what the rules found.

    Valid only in the run that made it, since its codes differ from run to run.
    """

    columns: Columns
    keys: Codes
    policy: Policy
    links: tuple[Link, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    withheld: tuple[Link, ...] = ()
    relations: tuple[Relation, ...] = ()


_EMPTY = prepare([])
_NOTHING_KNOWN = Known(columns=_EMPTY, keys=blocking_keys(_EMPTY), policy=APART)


def find_duplicates(
    records: Iterable[Record],
    *,
    known: Known | None = None,
    verdicts: Sequence[PairVerdict] = (),
    policy: Policy = APART,
    map_parts: MapParts = map,
) -> Duplicates:
    """Finds which records of the whole library describe the same report, with reasons.

    Ids must be unique. With `known`, only new records are compared, with old ones and with each
    other, and earlier results are reused. The result covers old and new records as if all had come
    at once. The order of records has no effect. A record that is already in `known` is skipped.
    With `map_parts` the pairs are compared in parts, which other processes can do.
    """
    library, gathered = _compared(records, known or _NOTHING_KNOWN, policy, map_parts)
    return closed(library, gathered, verdicts)


def find_beside(
    held: Held,
    records: Iterable[Record],
    *,
    verdicts: Sequence[PairVerdict] = (),
    policy: Policy = APART,
    map_parts: MapParts = map,
) -> Duplicates:
    """Like `find_duplicates`, but held records are neither joined nor separated.

    Other records may join the report of a held record.
    """
    library, gathered = _compared(records, _NOTHING_KNOWN, policy, map_parts)
    return closed(replace(library, held=held), gathered, verdicts)


def _compared(
    records: Iterable[Record], known: Known, policy: Policy, map_parts: MapParts
) -> tuple[LinkedLibrary, Duplicates]:
    """The library and everything found between its records, before closure."""
    there = set(known.columns.ids)
    new = prepare(record for record in records if record.id not in there)
    columns = together(known.columns, new)
    one, other = block(columns, np.concatenate([known.keys, blocking_keys(new)]), len(there))
    parts = _parts(columns, (one, other), policy)
    found = [said for part in map_parts(compare_pairs, parts) for said in part]
    gathered = Duplicates(
        links=(*known.links, *known.withheld, *(one for one in found if isinstance(one, Link))),
        doubts=(*known.doubts, *(one for one in found if isinstance(one, Doubt))),
        withheld=known.withheld,
        relations=(*known.relations, *(one for one in found if isinstance(one, Relation))),
        compared=len(one),
    )
    checked = known.policy == policy or not there
    settled = len(there) if checked else 0
    library = LinkedLibrary(columns=columns, settled=settled, policy=policy, checked=checked)
    return library, gathered


def remember(records: Iterable[Record], found: Duplicates, *, policy: Policy = APART) -> Known:
    """A library with the results under a policy, to compare new records with.

    >>> from pipeline.records import RecordId
    >>> library = [Record(id=RecordId("b"), title="Loneliness of those who work at home")]
    >>> known = remember(library, find_duplicates(library))
    >>> again = Record(id=RecordId("c"), title="Loneliness of those who work at home")
    >>> [one.members for one in find_duplicates([again], known=known).clusters]
    [('b', 'c')]
    """
    columns = prepare(records)
    return Known(
        columns=columns,
        keys=blocking_keys(columns),
        policy=policy,
        links=tuple(link for link in found.links if link.decided_by == "software"),
        doubts=found.doubts,
        withheld=found.withheld,
        relations=found.relations,
    )


def answer(one: Record, other: Record, *, policy: Policy = APART) -> PairAnswer:
    """The result of the rules for two records, whether or not blocking would compare them.

    >>> from dataclasses import replace
    >>> record = Record(title="Sleep of men who work at night", authors=("Berg, A.",), year=2019)
    >>> answer(record, replace(record, title="Sleep of women who work at night")).against
    'other-words (men and women)'
    """
    columns = prepare([one, other])
    rows = np.array([0]), np.array([1])
    found = compare(columns, *rows)
    said = decide(columns, rows, found, policy)
    vetoes, verdict = int(said.vetoes[0]), _VERDICTS[int(said.verdict[0])]
    seen = Seen(columns=columns, found=found, one=0, other=1, row=0)
    rule = {
        "same": list(RULES)[int(said.rule[0])],
        "ask": list(DOUBTS)[int(said.doubt[0])],
        "different": "",
    }[verdict]
    return PairAnswer(
        verdict=verdict,
        rule=rule,
        because=because(seen),
        against=against(seen, vetoes),
    )


_VERDICTS: tuple[Literal["different", "ask", "same"], ...] = ("different", "ask", "same")
"""The verdicts of the rules, in the order of NOTHING, ASK and SAME."""


def _parts(columns: Columns, pairs: tuple[Codes, Codes], policy: Policy) -> Iterator[Pairs]:
    """The candidate pairs in parts of `CHUNK`, each with the rows that it needs."""
    for start in range(0, len(pairs[0]), CHUNK):
        one, other = (side[start : start + CHUNK] for side in pairs)
        rows, places = np.unique(np.concatenate([one, other]), return_inverse=True)
        yield Pairs(
            columns=rows_of(columns, rows),
            one=places[: len(one)],
            other=places[len(one) :],
            policy=policy,
        )


def compare_pairs(part: Pairs) -> list[Found]:
    """The links, doubts and relations among the pairs of a part, in their order."""
    return list(_found(part))


def _found(part: Pairs) -> Iterator[Found]:
    columns, one, other = part.columns, part.one, part.other
    agreements = compare(columns, one, other)
    decisions = decide(columns, (one, other), agreements, part.policy)
    for row in np.flatnonzero(decisions.verdict).tolist():
        seen = Seen(
            columns=columns, found=agreements, one=int(one[row]), other=int(other[row]), row=row
        )
        if decisions.verdict[row] == SAME:
            yield _link(seen, int(decisions.rule[row]))
        else:
            yield _doubt(seen, int(decisions.vetoes[row]), int(decisions.doubt[row]))
    yield from relations(
        PairEvidence(columns=columns, one=one, other=other, found=agreements, policy=part.policy)
    )


def _link(seen: Seen, rule: int) -> Link:
    low, high = sorted((seen.columns.ids[seen.one], seen.columns.ids[seen.other]))
    score = round(float(seen.found.title[seen.row]), 1)
    return Link(one=low, other=high, rule=list(RULES)[rule], because=because(seen), score=score)


def _doubt(seen: Seen, vetoes: int, doubt: int) -> Doubt:
    """The doubt about a pair; its score is the mean of the ratios of titles and names."""
    low, high = sorted((seen.columns.ids[seen.one], seen.columns.ids[seen.other]))
    names = float(seen.found.names[seen.row])
    score = (float(seen.found.title[seen.row]) + (names if names >= 0 else 50.0)) / 2
    name = list(DOUBTS)[doubt]
    return Doubt(
        one=low,
        other=high,
        rule=name,
        because=because(seen),
        against=against(seen, vetoes),
        score=round(score, 1),
    )
