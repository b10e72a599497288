"""Refitting one matrix many times: each decision adds a row to a Gram matrix that is kept."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.ranking.separator import separate
from pipeline.ranking.settings import Settings

Vector = NDArray[np.float64]


class Machine:
    """Decisions on rows of a matrix, and the linear model that they make.

    The rows have length 1, so that a row's product with itself is 1 whatever terms were left
    out of the matrix because no other row has them.
    """

    def __init__(self, rows: sparse.csr_array, settings: Settings) -> None:
        self.rows = rows
        self.settings = settings
        self.refits = 0
        self._known: list[int] = []
        self._gram = np.zeros((0, 0))
        self._dual = np.zeros(0)

    def fit(self, known: Sequence[int], relevant: Vector, weights: Vector) -> Vector:
        """Scores of all rows, from the decisions on the rows `known`.

        `relevant` is 1.0 or 0.0 and `weights` above 0, both in the order of `known`. The rows
        that were known at the last call must come first and in the same order; where they do
        not, the Gram matrix is made anew.
        """
        self._grow(list(known))
        sides = 2 * relevant - 1
        cost = balanced(relevant, weights, self.settings)
        start = np.zeros(len(known))
        start[: len(self._dual)] = self._dual
        self._dual = separate(self.gram(), sides, cost, start)
        self.refits += 1
        return np.asarray(self.rows @ self.slopes() + self.intercept())

    def gram(self) -> Vector:
        """Products of the rows of the last fit, 1 added for the intercept."""
        return self._gram[: len(self._known), : len(self._known)]

    def intercept(self) -> float:
        """What every row's score has in common."""
        return float(self._dual.sum())

    def slopes(self) -> Vector:
        """What each term adds to the score of a row, per unit of its weight there."""
        return np.asarray(self.rows[self._known].T @ self._dual)

    def _grow(self, known: list[int]) -> None:
        """Bring the Gram matrix up to the rows now known."""
        if self._known != known[: len(self._known)]:
            self._known, self._dual = [], np.zeros(0)
        old, new = len(self._known), len(known)
        if new > len(self._gram):
            larger = np.zeros((2 * new, 2 * new))
            larger[:old, :old] = self._gram[:old, :old]
            self._gram = larger
        if new > old:
            self._fill(known, old)
        self._known = known

    def _fill(self, known: list[int], old: int) -> None:
        """Products of the new rows with all known ones; 1 is added for the intercept."""
        new = len(known)
        block = (self.rows[known[old:]] @ self.rows[known].T).toarray() + 1
        self._gram[old:new, :new] = block
        self._gram[:new, old:new] = block.T
        places = np.arange(old, new)
        filled = np.diff(self.rows.indptr)[known[old:]] > 0
        self._gram[places, places] = np.where(filled, 2.0, 1.0)


def balanced(relevant: Vector, weights: Vector, settings: Settings) -> Vector:
    """The cost of each decision: includes together weigh `ratio` times all excludes.

    The costs sum to the settings' cost times the sum of the weights.
    """
    includes, excludes = weights @ relevant, weights @ (1 - relevant)
    if not includes or not excludes:
        return np.asarray(settings.cost * weights)
    balance = np.where(relevant > 0, settings.ratio * excludes / includes, 1.0) * weights
    return np.asarray(settings.cost * weights.sum() * balance / balance.sum())
