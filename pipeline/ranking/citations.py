"""Cited works as a second block of terms beside a record's words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.ranking.terms import key_of
from pipeline.ranking.vocabulary import Lexicon
from pipeline.records import RecordId

WEIGHT = 0.2
"""Share of a row's squared length, 0 to 1, that is given to the cited works."""

LINKED = 0.25
"""Least share of the known includes, 0 to 1, that cite another or are cited by one: in reviews
with a smaller share, citations mislead."""

FEWEST = 5
"""Fewest known includes from which that share is judged."""

NO_WORKS = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CitingRecord:
    """The works that a record cites, without itself, and its own work, as keys of their names.

    `work` is -1 if no name of it is known.
    """

    work: int
    cites: NDArray[np.int32]

    def works(self) -> NDArray[np.int32]:
        """The cited works and its own: a record counts as citing itself, to be near its citers."""
        own = [self.work] if self.work >= 0 else []
        return np.append(self.cites, np.array(own, dtype=np.int32))


UNKNOWN = CitingRecord(work=-1, cites=NO_WORKS)
"""A record with unknown citations."""


def citing_records(
    names: Mapping[RecordId, Sequence[str]], cited: Iterable[tuple[RecordId, Iterable[str]]]
) -> dict[RecordId, CitingRecord]:
    """Records by the works they cite, from the names of their own and of the cited works.

    A work with several names, such as a DOI and a PubMed number, counts as one work if it is among
    the records. Empty if nothing is cited.
    """
    found: dict[RecordId, NDArray[np.int32]] = {}
    for record, works in cited:
        keys = np.array([key_of(work) for work in works], dtype=np.int32)
        found[record] = np.concatenate([found[record], keys]) if record in found else keys
    if not found:
        return {}
    own = {record: key_of(ids[0]) if ids else -1 for record, ids in names.items()}
    alias = {key_of(name): own[record] for record, ids in names.items() for name in ids}
    known = np.array(sorted(alias), dtype=np.int32)
    meant = np.array([alias[key] for key in known.tolist()], dtype=np.int32)
    made = {}
    for record, work in own.items():
        cites = _meant(found.get(record, NO_WORKS), known, meant)
        made[record] = CitingRecord(work=work, cites=cites[cites != work])
    return made


def _meant(
    keys: NDArray[np.int32], known: NDArray[np.int32], meant: NDArray[np.int32]
) -> NDArray[np.int32]:
    """The keys of works, ascending and unique; a record's further names become its own key."""
    if not len(known) or not len(keys):
        return np.unique(keys)
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.unique(np.where(known[at] == keys, meant[at], keys))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkVocabulary:
    """The weight of each work that two or more records cite, and their share of a row."""

    lexicon: Lexicon
    share: float = WEIGHT

    def rows(self, records: Sequence[CitingRecord]) -> sparse.csr_array:
        """Rows of length 1, before works that only one record cites are left out."""
        return _rows([one.works() for one in records], self.lexicon)

    def beside(self, rows: sparse.csr_array, records: Sequence[CitingRecord]) -> sparse.csr_array:
        """Rows of words with the cited works beside them; rows without any keep their length."""
        cited = self.rows(records)
        has: NDArray[np.bool_] = np.diff(cited.indptr) > 0
        words = sparse.diags_array(np.where(has, np.sqrt(1 - self.share), 1.0)) @ rows
        return sparse.csr_array(sparse.hstack([words, cited * np.sqrt(self.share)], format="csr"))


def learn_works(records: Sequence[CitingRecord]) -> WorkVocabulary:
    """The works that two or more records cite, weighted by idf as terms are."""
    every = [one.works() for one in records]
    keys, spread = np.unique(np.concatenate([NO_WORKS, *every]), return_counts=True)
    kept, total = spread > 1, len(records)
    idf = np.log((1 + total) / (1 + spread[kept])) + 1
    rare = float(np.log((1 + total) / 2) + 1)
    return WorkVocabulary(lexicon=Lexicon(keys=keys[kept], idf=idf, rare=rare))


def telling(includes: Sequence[CitingRecord]) -> bool:
    """Whether the known includes show that citations help to find further ones."""
    if len(includes) < FEWEST:
        return False
    works = np.array([one.work for one in includes if one.work >= 0], dtype=np.int32)
    cited = np.concatenate([one.cites for one in includes])
    linked = sum(bool(np.isin(one.cites, works).any()) or one.work in cited for one in includes)
    return linked >= LINKED * len(includes)


def _rows(every: Sequence[NDArray[np.int32]], lexicon: Lexicon) -> sparse.csr_array:
    """Rows over the lexicon's columns; a row that cites none of its works is all zeros."""
    shape = (len(every), len(lexicon.keys))
    keys = np.concatenate([NO_WORKS, *every])
    if not len(lexicon.keys) or not len(keys):
        return sparse.csr_array(shape)
    at = np.minimum(np.searchsorted(lexicon.keys, keys), len(lexicon.keys) - 1)
    known = lexicon.keys[at] == keys
    weights = np.where(known, lexicon.idf[at], lexicon.rare)
    places = np.repeat(np.arange(len(every)), [len(one) for one in every])
    # The length includes works that no other record cites; they are left out only afterwards.
    weights /= np.sqrt(np.bincount(places, weights**2))[places]
    rows = sparse.csr_array((weights[known], (places[known], at[known])), shape)
    rows.sort_indices()
    return rows
