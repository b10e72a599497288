"""Decisions worth a second look: excludes that look like includes, and the reverse."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from pipeline.ranking.labels import Label
from pipeline.ranking.settings import DEFAULT, FOLDS, Settings
from pipeline.ranking.svm import Machine, balanced
from pipeline.ranking.terms import text_of
from pipeline.ranking.vocabulary import learned
from pipeline.records import Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspects:
    """Decided records by how much they look like the other side, the likeliest error first."""

    excludes: tuple[RecordId, ...] = ()
    includes: tuple[RecordId, ...] = ()


def suspects(decided: Sequence[tuple[Record, Label]], *, settings: Settings = DEFAULT) -> Suspects:
    """The decided records in the order in which they are worth a second look.

    Each is scored by a model that has not seen the decision on it (five folds, includes and
    excludes separately, in random order with a fixed seed). Empty if fewer than two includes or two
    excludes are known.
    """
    known = sorted(decided, key=lambda one: one[0].id)
    relevant = np.array([float(label.relevant) for _, label in known])
    if min(relevant.sum(), (1 - relevant).sum()) < 2:
        return Suspects()
    _, rows = learned([text_of(record) for record, _ in known])
    machine = Machine(rows, settings)
    weights = np.array([label.weight for _, label in known])
    with threadpool_limits(limits=1):
        machine.fit(range(len(known)), relevant, weights)
        scores = _unseen_scores(machine, relevant, weights)
    ids = [record.id for record, _ in known]
    order = np.argsort(-scores, kind="stable").tolist()
    return Suspects(
        excludes=tuple(ids[place] for place in order if not relevant[place]),
        includes=tuple(ids[place] for place in reversed(order) if relevant[place]),
    )


def _unseen_scores(
    machine: Machine, relevant: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The score of each row of the last fit by a model of the other folds."""
    fold = np.zeros(len(relevant), dtype=int)
    lot = np.random.default_rng(0)
    for side in (relevant > 0, relevant <= 0):
        places = lot.permutation(np.flatnonzero(side))
        fold[places] = np.arange(len(places)) % min(FOLDS, len(places))
    scores = np.zeros(len(relevant))
    for number in range(fold.max() + 1):
        inside, outside = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        cost = balanced(relevant[inside], weights[inside], machine.settings)
        scores[outside] = machine.tested(inside, outside, 2 * relevant[inside] - 1, cost)
    return scores
