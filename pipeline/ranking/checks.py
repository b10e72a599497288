"""Random checks: records drawn blindly from the rest of the pool."""

from collections.abc import Iterable
from hashlib import sha256
from math import ceil

from pipeline.records import RecordId

SHARE = 0.05
"""Share of the pool, 0 to 1, that is drawn unless review.toml says otherwise."""


def draw_random(
    ids: Iterable[RecordId], *, share: float = SHARE, seed: str = ""
) -> tuple[RecordId, ...]:
    """A random share of the records, rounded up, in random order; the same ids give the same.

    Each record's lot is a hash of the seed and its id, so that chance does not depend on the
    order of the ids, and a pool that grows keeps most of its draw.

    >>> draw_random([RecordId("bcd"), RecordId("fgh"), RecordId("jkm")], share=0.4, seed="1")
    ('bcd', 'jkm')
    """
    lots = sorted((sha256(f"{seed}\n{one}".encode()).digest(), one) for one in set(ids))
    return tuple(one for _, one in lots[: ceil(share * len(lots))])
