"""Whether citation searching is worthwhile in a review, by citations between included reports."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from random import Random

DRAWS = 200
"""Number of random halves drawn; the mean changes by less than 0.02 from 100 on."""

LEAST = 6
"""Minimum number of reports for halves to be informative."""

PAYS = 0.5
"""Minimum share of the other half at which the search is called worthwhile; in ten reviews the mean
was .64, from .01 to 1.0.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationWorth:
    """How many reports are known, how many are linked to another, and how much halves would find.

    `found` is the mean share of one half that cites the other or is cited by it, `low` and `high`
    the smallest and the largest share of all draws; None if there are too few reports.
    """

    known: int
    linked: int
    found: float | None
    low: float | None
    high: float | None

    @property
    def pays(self) -> bool | None:
        """Whether citation searching is worthwhile; None if unknown."""
        return None if self.found is None else self.found >= PAYS


def citation_worth(cites: Mapping[str, AbstractSet[str]]) -> CitationWorth:
    """The estimate in advance, from which reports of the review cite each other.

    >>> chain = {str(at): {str(at - 1)} for at in range(8)}
    >>> worth = citation_worth(chain)
    >>> worth.known, worth.linked, 0.5 < worth.found < 1
    (8, 8, True)
    >>> citation_worth({str(at): set() for at in range(8)}).found
    0.0
    """
    names = sorted(cites)
    near = {one: {other for other in names if _linked(cites, one, other)} for one in names}
    shares: list[float] = []
    if len(names) >= LEAST:
        chance = Random(len(names))  # noqa: S311  # nosec B311 - no secret
        for _ in range(DRAWS):
            seeds = set(chance.sample(names, len(names) // 2))
            others = [one for one in names if one not in seeds]
            shares.append(sum(bool(near[one] & seeds) for one in others) / len(others))
    return CitationWorth(
        known=len(names),
        linked=sum(bool(near[one]) for one in names),
        found=sum(shares) / len(shares) if shares else None,
        low=min(shares, default=None),
        high=max(shares, default=None),
    )


def _linked(cites: Mapping[str, AbstractSet[str]], one: str, other: str) -> bool:
    return one != other and (other in cites[one] or one in cites[other])
