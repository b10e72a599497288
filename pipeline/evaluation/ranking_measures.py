"""How early a ranking finds what it should: the measures, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Of a ranking of N records with P includes, prior records left out.

    `recall10`, `recall20`: share of the includes within the first floor(x N) records.
    `wss95`, `wss100`: (N - r) / N - (1 - x), r the rank at which ceil(x P) are found.
    `loss`: area between the perfect recall curve and this one, over P (N - P).
    `ap`: mean of i / rank of the i-th include.
    """

    records: int
    included: int
    loss: float
    wss95: float
    wss100: float
    recall10: float
    recall20: float
    ap: float


def measure(found: Sequence[bool]) -> Measures:
    """The measures of records in the order they were read. At least one must be included.

    >>> measure([True, False, True, False, False, False, False, False, False, False]).loss
    0.0625
    """
    total = len(found)
    ranks = [rank for rank, hit in enumerate(found, start=1) if hit]
    hits = len(ranks)
    area = sum(total - rank + 1 for rank in ranks)
    best = hits * (total - (hits - 1) / 2)

    def recall(share: float) -> float:
        return sum(rank <= floor(share * total) for rank in ranks) / hits

    def saved(target: float) -> float:
        return (total - ranks[ceil(target * hits) - 1]) / total - (1 - target)

    return Measures(
        records=total,
        included=hits,
        loss=(best - area) / (hits * (total - hits)) if total > hits else 0.0,
        wss95=saved(0.95),
        wss100=saved(1.0),
        recall10=recall(0.1),
        recall20=recall(0.2),
        ap=sum(place / rank for place, rank in enumerate(ranks, start=1)) / hits,
    )
