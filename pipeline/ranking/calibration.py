"""Probabilities: what a score means, learned by cross-validation on the decisions."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from pipeline.ranking.refit import balanced
from pipeline.ranking.settings import Settings

Vector = NDArray[np.float64]
Places = NDArray[np.int64]

FOLDS = 5
"""Parts of the cross-validation; as many includes and as many excludes are needed at least."""


Tested = Callable[[Places, Places, Vector, Vector], Vector]
"""Scores of the rows at the second places by a model of those at the first, with their sides
(1 or -1) and costs."""


def calibrate(
    tested: Tested, relevant: Vector, weights: Vector, settings: Settings
) -> tuple[float, float] | None:
    """Steepness and offset of the sigmoid from score to probability (Platt 1999), or None.

    Each decision is scored by a model that has not seen it. The folds follow the order of the
    rows, includes and excludes apart.
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
        scores[outside] = tested(inside, outside, 2 * relevant[inside] - 1, cost)
    sigmoid = LogisticRegression(C=100.0, tol=1e-8).fit(scores[:, None], includes)
    return float(sigmoid.coef_[0, 0]), float(sigmoid.intercept_[0])
