"""Probabilities: what a score means, learned by cross-validation on the decisions."""

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from pipeline.ranking.machine import balanced
from pipeline.ranking.separator import separate
from pipeline.ranking.settings import Settings

Vector = NDArray[np.float64]

FOLDS = 5
"""Parts of the cross-validation; as many includes and as many excludes are needed at least."""


def calibrate(
    gram: Vector, relevant: Vector, weights: Vector, settings: Settings
) -> tuple[float, float] | None:
    """Steepness and offset of the sigmoid from score to probability (Platt 1999), or None.

    Each decision is scored by a model that has not seen it. `gram` holds the products of the
    decided rows, 1 added for the intercept; the folds follow the order of the rows, includes
    and excludes apart.
    """
    includes = relevant > 0
    if min(includes.sum(), (~includes).sum()) < FOLDS:
        return None
    fold = np.zeros(len(relevant), dtype=int)
    for side in (includes, ~includes):
        fold[side] = np.arange(side.sum()) % FOLDS
    scores = np.zeros(len(relevant))
    for number in range(FOLDS):
        inside, outside = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        cost = balanced(relevant[inside], weights[inside], settings)
        dual = separate(gram[np.ix_(inside, inside)], 2 * relevant[inside] - 1, cost)
        scores[outside] = gram[np.ix_(outside, inside)] @ dual
    sigmoid = LogisticRegression(C=100.0, tol=1e-8).fit(scores[:, None], includes)
    return float(sigmoid.coef_[0, 0]), float(sigmoid.intercept_[0])
