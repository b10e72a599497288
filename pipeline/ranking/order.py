"""The order in which records are to be read, with its reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from pipeline.ranking.calibration import calibrate
from pipeline.ranking.flags import Flag, flags_of
from pipeline.ranking.labels import Label
from pipeline.ranking.model import Model
from pipeline.ranking.reasons import Reasons, Word
from pipeline.ranking.refit import Machine
from pipeline.ranking.settings import DEFAULT, Settings
from pipeline.ranking.terms import text_of
from pipeline.ranking.texts import CHUNK
from pipeline.ranking.vocabulary import Vocabulary, drawn, learn, read_again, read_first, weigh
from pipeline.records import Record, RecordId

TOLD = 5_000
"""Records, from the first on, whose words are told: more than anybody is handed to read."""

UNTOLD: tuple[tuple[Word, ...], tuple[Word, ...]] = ((), ())
"""The words of a record that nobody asked for."""

Vector = NDArray[np.float64]
Flags = list[tuple[Flag, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A record's place. `position` is 1 for the record to be read first.

    `lifted` and `lowered` hold the terms that moved the score most, the strongest first.
    `raised` says that a flagged record stands in the middle rather than where its score is.
    """

    record: RecordId
    position: int
    score: float
    probability: float | None
    lifted: tuple[Word, ...]
    lowered: tuple[Word, ...]
    flags: tuple[Flag, ...]
    raised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Records in the order to be read, and the model that repeats it."""

    ranked: tuple[Ranked, ...]
    model: Model

    def expected(self) -> float | None:
        """How many of these records are expected to be included; None without probabilities."""
        found = [one.probability for one in self.ranked if one.probability is not None]
        return sum(found) if len(found) == len(self.ranked) else None


def rank(
    records: Sequence[Record],
    labelled: Sequence[tuple[Record, Label]],
    *,
    query: str = "",
    settings: Settings = DEFAULT,
    told: int = TOLD,
) -> Ranking:
    """Rank records by the decisions on others and, until five includes are known, by a question.

    The order in which records and decisions are handed over does not matter. Without decisions
    and question all scores are 0, and the order is that of the ids. The words are told of the
    first `told` records; those of any other are told by `rank_again` of that record alone.
    """
    known = sorted(labelled, key=lambda one: one[0].id)
    unread = sorted(records, key=lambda one: one.id)
    pool = [*(one for one, _ in known), Record(title=query), *unread]
    first = len(known) + 1
    places = drawn(len(pool), first)
    text = read_first(text_of(pool[place]) for place in places)
    vocabulary = learn(text)
    rows = weigh(text, vocabulary)
    # One thread: the order of sums, and so the last bit, must not depend on the machine's cores.
    with threadpool_limits(limits=1):
        model = _fitted(rows, [one for _, one in known], vocabulary, settings)
    if len(places) < len(pool):
        return Ranking(ranked=rank_again(model, unread, told=told), model=model)
    flags = flags_of(pool, text.tokens, vocabulary.common)[first:]
    ranked = _ranked(model, unread, (model.scores(rows)[first:], flags), told)
    return Ranking(ranked=ranked, model=model)


def rank_again(model: Model, records: Sequence[Record], *, told: int = TOLD) -> tuple[Ranked, ...]:
    """The order that a model gives; the same bits as when the model was made."""
    records = sorted(records, key=lambda one: one.id)
    return _ranked(model, records, _scored(model, records), told)


def _ranked(
    model: Model, records: Sequence[Record], scored: tuple[Vector, Flags], told: int
) -> tuple[Ranked, ...]:
    """Records, by their ids, in the order of their scores, with their flags and words."""
    scores, flags = scored
    order, raised = _ordered(scores, np.array([bool(one) for one in flags], dtype=bool))
    probabilities = model.probabilities(scores)
    reasons = _reasons(model, [records[place] for place in order[:told]])
    return tuple(
        Ranked(
            record=records[place].id,
            position=position,
            score=float(scores[place]),
            probability=None if probabilities is None else float(probabilities[place]),
            lifted=lifted,
            lowered=lowered,
            flags=flags[place],
            raised=bool(raised[place]),
        )
        for position, (place, (lifted, lowered)) in enumerate(
            zip(order, chain(reasons, repeat(UNTOLD)), strict=False), start=1
        )
    )


def _scored(model: Model, records: Sequence[Record]) -> tuple[Vector, Flags]:
    """Scores and flags, a chunk of records at a time: the rows of a million take 4 GB."""
    scores: list[Vector] = [np.zeros(0)]
    flags: Flags = []
    for begin in range(0, len(records), CHUNK):
        part = records[begin : begin + CHUNK]
        text, rows = read_again((text_of(one) for one in part), model.vocabulary)
        scores.append(model.scores(rows))
        flags += flags_of(part, text.tokens, model.vocabulary.common)
    return np.concatenate(scores), flags


def _reasons(
    model: Model, records: Sequence[Record]
) -> Iterator[tuple[tuple[Word, ...], tuple[Word, ...]]]:
    """What lifted and what lowered each record, a chunk of records at a time."""
    for begin in range(0, len(records), CHUNK):
        part = records[begin : begin + CHUNK]
        text, rows = read_again((text_of(one) for one in part), model.vocabulary)
        reasons = Reasons(model, text, rows)
        for place in range(len(part)):
            yield reasons.of(place)


def _fitted(
    rows: sparse.csr_array, labels: Sequence[Label], vocabulary: Vocabulary, settings: Settings
) -> Model:
    """The model of labels on the first rows, and of a question in the row behind them."""
    relevant = np.array([float(label.relevant) for label in labels])
    weights = np.array([label.weight for label in labels])
    machine = Machine(rows, settings)
    sigmoid = None
    known = list(range(len(labels)))
    if relevant.sum() < settings.question_until and np.diff(rows.indptr)[len(labels)]:
        known = [*known, len(labels)]
        relevant, weights = np.append(relevant, 1.0), np.append(weights, 1.0)
    if known:
        machine.fit(known, relevant, weights)
        sigmoid = calibrate(machine.tested, relevant, weights, settings)
    return Model(
        vocabulary=vocabulary,
        slopes=machine.slopes(),
        intercept=machine.intercept(),
        sigmoid=sigmoid,
        settings=settings,
    )


def _ordered(scores: Vector, flagged: NDArray[np.bool_]) -> tuple[list[int], NDArray[np.bool_]]:
    """Places by falling score, and which records were raised to the middle.

    A flagged record in the lower half is raised to the middle: where words are few or foreign,
    their silence says nothing against it. Ties keep the order of the ids.
    """
    if not len(scores):
        return [], flagged
    middle = float(np.median(scores))
    raised = flagged & (scores < middle)
    keys = np.where(raised, middle, scores)
    return np.lexsort((-scores, -keys)).tolist(), raised
