"""Find duplicates: prepare, block, compare, decide, cluster."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.decisions import PairVerdict
from pipeline.dedupe.block import block
from pipeline.dedupe.closure import closed
from pipeline.dedupe.compare import compare
from pipeline.dedupe.decide import SAME, decide
from pipeline.dedupe.doubts import DOUBTS
from pipeline.dedupe.links import Doubt, Duplicates, Link
from pipeline.dedupe.phrases import Seen, against, because
from pipeline.dedupe.prepare import Codes, Columns, prepare, together
from pipeline.dedupe.rules import RULES
from pipeline.dedupe.vetoes import Policy
from pipeline.records import Record

CHUNK = 250_000
"""Pairs (10,000 to 1,000,000) compared at a time, so that memory is bounded: 100 MB or so."""

APART = Policy()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A library that was deduplicated before: its columns, and what the rules found in it."""

    columns: Columns
    links: tuple[Link, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def find_duplicates(
    records: Iterable[Record],
    *,
    known: Known | None = None,
    verdicts: Sequence[PairVerdict] = (),
    policy: Policy = APART,
) -> Duplicates:
    """Which records are of one report, in the whole library, with reasons.

    Ids must differ. With `known` only new against old and new against new are compared; what was
    found before is taken over, and all is returned: clusters, links and band of old and new, as
    if all had come at once. The order of records means nothing. A record of `known` that comes
    again is left out.
    """
    old = len(known.columns) if known else 0
    there = set(known.columns.ids) if known else set()
    new = prepare(record for record in records if record.id not in there)
    columns = together(known.columns, new) if known else new
    one, other = block(columns, old)
    found = list(_found(columns, (one, other), policy))
    links = [*(known.links if known else ()), *(a for a in found if isinstance(a, Link))]
    doubts = [*(known.doubts if known else ()), *(a for a in found if isinstance(a, Doubt))]
    gathered = Duplicates(links=tuple(links), doubts=tuple(doubts), compared=len(one))
    return closed(columns, gathered, verdicts, policy)


def remember(records: Iterable[Record], found: Duplicates) -> Known:
    """A library with what was found in it, to compare new records with; in any later run too.

    >>> from pipeline.records import Record, RecordId
    >>> library = [Record(id=RecordId("b"), title="Loneliness of those who work at home")]
    >>> known = remember(library, find_duplicates(library))
    >>> again = Record(id=RecordId("c"), title="Loneliness of those who work at home")
    >>> [one.members for one in find_duplicates([again], known=known).clusters]
    [('b', 'c')]
    """
    links = [link for link in found.links if link.decided_by == "software"]
    links += found.withheld
    return Known(columns=prepare(records), links=tuple(links), doubts=found.doubts)


def _found(columns: Columns, pairs: tuple[Codes, Codes], policy: Policy) -> Iterator[Link | Doubt]:
    """The links and doubts among the candidate pairs."""
    for start in range(0, len(pairs[0]), CHUNK):
        one, other = (side[start : start + CHUNK] for side in pairs)
        agreements = compare(columns, one, other)
        decisions = decide(columns, (one, other), agreements, policy)
        for row in np.flatnonzero(decisions.verdict).tolist():
            seen = Seen(
                columns=columns, found=agreements, one=int(one[row]), other=int(other[row]), row=row
            )
            if decisions.verdict[row] == SAME:
                yield _link(seen, int(decisions.rule[row]))
            else:
                yield _doubt(seen, int(decisions.vetoes[row]), int(decisions.doubt[row]))


def _link(seen: Seen, rule: int) -> Link:
    low, high = sorted((seen.columns.ids[seen.one], seen.columns.ids[seen.other]))
    score = round(float(seen.found.title[seen.row]), 1)
    return Link(one=low, other=high, rule=list(RULES)[rule], because=because(seen), score=score)


def _doubt(seen: Seen, vetoes: int, doubt: int) -> Doubt:
    """A doubt's score is the mean of the ratios of titles and names."""
    low, high = sorted((seen.columns.ids[seen.one], seen.columns.ids[seen.other]))
    names = float(seen.found.names[seen.row])
    score = (float(seen.found.title[seen.row]) + (names if names >= 0 else 50.0)) / 2
    name = list(DOUBTS)[doubt]
    return Doubt(
        one=low,
        other=high,
        rule=name,
        because=because(seen),
        against=against(seen, vetoes, name),
        score=round(score, 1),
    )
