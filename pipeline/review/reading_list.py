"""Which waiting reports a list has, in reading order, and its random checks."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import ceil

from pipeline.records import RecordId

SHARE = 0.05
"""Share of the pool, 0 to 1, that is drawn unless review.toml says otherwise."""


def draw_random(
    ids: Iterable[RecordId], *, share: float = SHARE, seed: str = ""
) -> tuple[RecordId, ...]:
    """A random share of the records, rounded up, in random order; the same for the same ids.

    Each record's random number is a hash of the seed and its id, so the draw does not depend on the
    order of the ids, and a growing pool keeps most of its draw.

    >>> draw_random([RecordId("bcd"), RecordId("fgh"), RecordId("jkm")], share=0.4, seed="1")
    ('bcd', 'jkm')
    """
    lots = sorted((sha256(f"{seed}\n{one}".encode()).digest(), one) for one in set(ids))
    return tuple(one for _, one in lots[: ceil(share * len(lots))])


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """How random checks are drawn: as many as `share` (0 to 0.5) of the list, none of `barred`.

    `of` is the number of reports that they are a share of, if not that of the list: a list read in
    small parts has all its checks in the first part.
    """

    share: float
    seed: str
    barred: Collection[RecordId] = ()
    of: int | None = None


def reading_list(
    waiting: Iterable[RecordId], positions: Mapping[RecordId, int], *, top: int | None, draw: Draw
) -> list[tuple[RecordId, bool]]:
    """The first `top` reports by rank (all if None), then random checks; True marks a check.

    Checks are drawn from what the list leaves out. Reports without a position come last, in the
    order of their ids.
    """
    last = len(positions) + 1
    ordered = sorted(waiting, key=lambda report: (positions.get(report, last), report))
    first = ordered if top is None else ordered[:top]
    pool = [report for report in ordered[len(first) :] if report not in draw.barred]
    wanted = round(draw.share * (len(first) if draw.of is None else draw.of))
    drawn = draw_random(pool, share=1.0, seed=draw.seed)[:wanted]
    return [(report, False) for report in first] + [(report, True) for report in drawn]
