"""Measures of deduplication against labelled clusters, after closure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.records import RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """How found clusters agree with the true ones.

    `lost`: reports merged away; `missed`: redundant records left in.
    """

    records: int
    redundant: int
    lost: int
    missed: int
    sensitivity: float
    specificity: float
    pairs_tp: int
    pairs_fp: int
    pairs_fn: int


def measure(true: Mapping[RecordId, str], found: Mapping[RecordId, str]) -> Measures:
    """The measures of found clusters, both given as the cluster of each record.

    >>> one = {RecordId(record): cluster for record, cluster in ("aX", "bX", "cY")}
    >>> measure(one, {record: "Z" for record in one}).lost
    1
    """
    both = Counter((true[record], found[record]) for record in true)
    by_true, by_found = Counter(true.values()), Counter(found[record] for record in true)
    missed = len(both) - len(by_true)
    lost = len(both) - len(by_found)
    redundant = len(true) - len(by_true)
    together = _pairs(both.values())
    return Measures(
        records=len(true),
        redundant=redundant,
        lost=lost,
        missed=missed,
        sensitivity=1 - missed / redundant if redundant else 1.0,
        specificity=1 - lost / len(by_true) if by_true else 1.0,
        pairs_tp=together,
        pairs_fp=_pairs(by_found.values()) - together,
        pairs_fn=_pairs(by_true.values()) - together,
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)
