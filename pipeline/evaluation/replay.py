"""Replays a labelled review in the order that the ranking would have given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.errors import Fault, Refused
from pipeline.evaluation.labelled_decisions import LabelledReview
from pipeline.ranking.citations import UNKNOWN, CitingRecord, learn_works, telling
from pipeline.ranking.settings import Settings
from pipeline.ranking.svm import Machine
from pipeline.ranking.terms import text_of
from pipeline.ranking.vocabulary import learned
from pipeline.text.amounts import amount

Tell = Callable[[int, int], None]
"""Called with the number of includes found and the number there are."""

STEP = 0.02
"""Share of the newer records after which the active update is refitted."""

YEARS_MISSING = 0.05
"""Share of records without a year up to which these get the median year."""

SIDE_INCLUDES = 3
"""Fewest includes on each side of the split by year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """Whether each record was included, in reading order, without priors."""

    found: tuple[bool, ...]
    refits: int


def quiet(found: int, wanted: int) -> None:
    """Report progress to nobody."""


def matrix(labelled: LabelledReview, question: str = "") -> sparse.csr_array:
    """A row per record, and a last row for the question."""
    _, rows = learned([*map(text_of, labelled.records), question])
    return rows


def replay_active(
    labelled: LabelledReview,
    priors: Sequence[int],
    settings: Settings,
    tell: Tell = quiet,
    citations: Sequence[CitingRecord] = (),
) -> Replayed:
    """Reads on from the priors, refitting on a growing schedule, until all includes are found."""
    if len({labelled.included[place] for place in priors}) < 2:
        raise Refused(
            "The known records must contain at least one included and one excluded record."
        )
    reader = _Reader(matrix(labelled), labelled, list(priors), settings)
    reader.citations = [*citations, UNKNOWN] if citations else []  # the question cites none
    return reader.read_all(tell, lambda read: _batch(read, settings))


def replay_cold(
    labelled: LabelledReview, question: str, settings: Settings, tell: Tell = quiet
) -> Replayed:
    """Reads on from a question alone, until all includes are found."""
    reader = _Reader(matrix(labelled, question), labelled, [], settings)
    return reader.read_all(tell, lambda read: _batch(read, settings))


def replay_update(
    labelled: LabelledReview, settings: Settings, tell: Tell = quiet
) -> tuple[Replayed, Replayed]:
    """Ranks the newer half by the decisions on the older: once, and with refits while reading."""
    older, newer = split_by_year(labelled)
    rows = matrix(labelled)
    step = max(1, round(STEP * len(newer)))
    static = _Reader(rows, labelled, older, settings).read_all(quiet, lambda _: len(newer))
    active = _Reader(rows, labelled, older, settings).read_all(tell, lambda _: step)
    return static, active


def split_by_year(labelled: LabelledReview) -> tuple[list[int], list[int]]:
    """Rows of the older and the newer records, split where the older are nearest one half.

    If two years are equally near, the earlier is used.
    """
    years = [record.year for record in labelled.records]
    given = [year for year in years if year is not None]
    if len(years) - len(given) > YEARS_MISSING * len(years):
        raise Refused(
            f"The mode update divides the records by year, but {len(years) - len(given):,} of "
            f"{amount(len(years), 'record')} have no year."
        )
    middle = median(given)
    all_years = [middle if year is None else year for year in years]
    half = len(years) / 2
    cut = min(sorted(set(all_years)), key=lambda cut: abs(sum(y < cut for y in all_years) - half))
    older = [place for place, year in enumerate(all_years) if year < cut]
    newer = [place for place, year in enumerate(all_years) if year >= cut]
    faults = [
        Fault(side, amount(sum(labelled.included[place] for place in places), "included record"))
        for side, places in ((f"before {cut}", older), (f"from {cut}", newer))
        if sum(labelled.included[place] for place in places) < SIDE_INCLUDES
    ]
    if faults:
        sentence = (
            f"The mode update divides the records at a year. At least {SIDE_INCLUDES} included "
            f"records must be from before that year, and as many from that year on."
        )
        raise Refused(sentence, faults)
    return older, newer


def _batch(read: int, settings: Settings) -> int:
    """The number of records to read before the next refit."""
    return 1 if read < settings.single else max(1, int(settings.growth * read))


class _Reader:
    """Reads records in the order of the scores and learns from the labels."""

    def __init__(
        self, rows: sparse.csr_array, labelled: LabelledReview, known: list[int], settings: Settings
    ) -> None:
        self.labels = np.array([*labelled.included, True], dtype=np.float64)
        self.question = len(labelled.records)
        self.known = known
        self.rows = rows
        self.machine = Machine(rows, settings)
        self.settings = settings
        self.citations: list[CitingRecord] = []
        self.beside = False

    def read_all(self, tell: Tell, batch: Callable[[int], int]) -> Replayed:
        """Read everything in order; once all includes are found, the rest keeps its order."""
        unread = np.ones(self.question, dtype=bool)
        unread[self.known] = False
        wanted = int(self.labels[:-1][unread].sum())
        order: list[int] = []
        found = 0
        while unread.any():
            scores = np.where(unread, self.scores()[:-1], -np.inf)
            left = int(unread.sum())
            size = left if found == wanted else min(batch(len(self.known)), left)
            chosen = np.argsort(-scores, kind="stable")[:size]
            unread[chosen] = False
            order += chosen.tolist()
            self.known = [*self.known, *chosen.tolist()]
            found = int(self.labels[order].sum())
            tell(found, wanted)
        hits = tuple(bool(self.labels[place]) for place in order)
        return Replayed(found=hits, refits=self.machine.refits)

    def scores(self) -> NDArray[np.float64]:
        """A score for every row, from what is known so far."""
        known = self.known
        if self.citations:
            self._weigh()
        if self.labels[known].sum() < self.settings.question_until and self._asked():
            known = [*known, self.question]
        relevant = self.labels[known]
        return self.machine.fit(known, relevant, np.ones(len(known)))

    def _weigh(self) -> None:
        """Use citations as well as words if the known includes show that this helps."""
        beside = telling([self.citations[place] for place in self.known if self.labels[place]])
        if beside != self.beside:
            refits = self.machine.refits
            works = learn_works(self.citations)
            rows = works.beside(self.rows, self.citations) if beside else self.rows
            self.machine = Machine(rows, self.settings)
            self.machine.refits, self.beside = refits, beside

    def _asked(self) -> bool:
        """Whether a question was given."""
        return bool(np.diff(self.machine.rows.indptr)[-1])
