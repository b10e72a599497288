"""What records cite, as a second block of terms beside their words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.preprocessing import normalize

WEIGHT = 0.2
"""Share of a row's squared length, 0 to 1, that is given to what the record cites."""

LINKED = 0.25
"""Least share of the known includes, 0 to 1, that cite another or are cited by one: in reviews
whose includes do so less, what they cite misleads."""

FEWEST = 5
"""Fewest known includes from which that is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingRecord:
    """The works that a record cites, and the record's own name among works; "" where unknown."""

    work: str
    cites: frozenset[str]


class Citations:
    """The works that records cite, weighed by idf; a row has length 1, or 0 where none is known.

    A record counts as citing itself, so that it is near those that cite it.
    """

    def __init__(self, records: Sequence[CitingRecord]) -> None:
        self._records = records
        columns: dict[str, int] = {}
        places, starts = list[int](), [0]
        for record in records:
            works = sorted(record.cites | {record.work} - {""})
            places += [columns.setdefault(work, len(columns)) for work in works]
            starts.append(len(places))
        shape = (len(records), len(columns))
        rows = sparse.csr_array((np.ones(len(places)), places, starts), shape)
        spread = np.bincount(rows.indices, minlength=len(columns))
        rows.data = (np.log((1 + len(records)) / (1 + spread)) + 1)[rows.indices]
        # The length counts the works that no other record cites; only then are they left out.
        self.rows = sparse.csr_array(normalize(rows)[:, spread > 1])

    def weight(self, includes: Sequence[int]) -> float:
        """What the known includes say that citations are worth: WEIGHT, or nothing."""
        if len(includes) < FEWEST:
            return 0.0
        known = [self._records[place] for place in includes]
        works = {one.work for one in known} - {""}
        cited = {work for one in known for work in one.cites - {one.work}}
        linked = sum(bool(one.cites & works - {one.work}) or one.work in cited for one in known)
        return WEIGHT if linked >= LINKED * len(known) else 0.0

    def beside(self, rows: sparse.csr_array, weight: float) -> sparse.csr_array:
        """Rows of words with the citations beside them; records without any keep their words."""
        if not weight:
            return rows
        missing = sparse.csr_array((rows.shape[0] - self.rows.shape[0], self.rows.shape[1]))
        cited = sparse.vstack([self.rows, missing], format="csr")
        has: NDArray[np.bool_] = np.diff(cited.indptr) > 0
        words = sparse.diags_array(np.where(has, np.sqrt(1 - weight), 1.0)) @ rows
        return sparse.csr_array(sparse.hstack([words, cited * np.sqrt(weight)], format="csr"))
