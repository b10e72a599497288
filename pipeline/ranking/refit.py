"""Refitting one matrix many times: each decision adds a row to a Gram matrix that is kept."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.ranking.large_svm import ROUGH, Products, separate_many
from pipeline.ranking.settings import Settings
from pipeline.ranking.svm import separate

Vector = NDArray[np.float64]
Places = NDArray[np.int64]

MANY = 2_500
"""Rows up to which the Gram matrix is made and factored. Its factors cost the cube of the rows:
with 3,000 a ranking takes twice as long as with products made when asked for, with 5,000 six
times."""

SPREAD = 0.01
"""Least mean squared distance of rows from their mean, 0 to 1: in a pool of copies it is 0."""

HELD = 5_000
"""Rows up to which the dense columns are held for all, not made for each product: 100 MB."""

DENSE = 0.05
"""Share of the rows, 0 to 1, from which a column is multiplied as dense: products of common
terms are most of the work, and dense ones are ten times cheaper each."""


class Machine:
    """Decisions on rows of a matrix, and the linear model that they make.

    The rows have length 1, so that a row's product with itself is 1 whatever terms were left
    out of the matrix because no other row has them. The mean of all rows is taken from each, so
    that what all records share decides nothing; the rows themselves stay sparse.
    """

    def __init__(self, rows: sparse.csr_array, settings: Settings) -> None:
        self.rows = rows
        self.settings = settings
        self.refits = 0
        total = max(rows.shape[0], 1)
        self._mean = np.asarray(rows.T @ np.ones(rows.shape[0])) / total
        self._shift = np.asarray(rows @ self._mean)
        self._scale = 1 / max(1 - float(self._mean @ self._mean), SPREAD)
        self._filled = np.diff(rows.indptr) > 0
        common = np.bincount(rows.indices, minlength=rows.shape[1]) > DENSE * total
        self._common, self._seldom = np.flatnonzero(common), np.flatnonzero(~common)
        self._held = self._split(rows) if rows.shape[0] <= HELD else None
        self._known: list[int] = []
        self._gram = np.zeros((0, 0))
        self._made = 0  # rows of the Gram matrix that are filled
        self._dual = np.zeros(0)

    def fit(self, known: Sequence[int], relevant: Vector, weights: Vector) -> Vector:
        """Scores of all rows, from the decisions on the rows `known`.

        `relevant` is 1.0 or 0.0 and `weights` above 0, both in the order of `known`. The rows
        that were known at the last call must come first and in the same order; where they do
        not, the Gram matrix is made anew.
        """
        self._follow(list(known))
        sides = 2 * relevant - 1
        cost = balanced(relevant, weights, self.settings)
        start = np.zeros(len(known))
        start[: len(self._dual)] = self._dual
        if self._many():
            self._dual = separate_many(self.products(), sides, cost, start)
        else:
            self._dual = separate(self.gram(), sides, cost, start)
        self.refits += 1
        return np.asarray(self.rows @ self.slopes() + self.intercept())

    def tested(self, inside: Places, outside: Places, sides: Vector, cost: Vector) -> Vector:
        """Scores of some rows of the last fit by a model of others of them, found from its."""
        if not self._many():
            gram = self.gram()
            dual = separate(gram[np.ix_(inside, inside)], sides, cost)
            return np.asarray(gram[np.ix_(outside, inside)] @ dual)
        own = self.products().part(inside)
        dual = separate_many(own, sides, cost, self._dual[inside], ROUGH)
        return own.scored(self.rows[self._known][outside], dual)

    def gram(self) -> Vector:
        """Products of the rows of the last fit, 1 added for the intercept."""
        self._grow()
        return self._gram[: len(self._known), : len(self._known)]

    def products(self) -> Products:
        """The same, made when they are asked for."""
        rows = self.rows[self._known]
        terms = np.asarray(rows.power(2).sum(axis=1))
        own = self._scale * (self._filled[self._known] - terms)
        return Products(rows=rows, own=own, mean=self._mean, scale=self._scale)

    def intercept(self) -> float:
        """The score of a row without terms."""
        return float(self._dual.sum() - self._mean @ self.slopes())

    def slopes(self) -> Vector:
        """What each term adds to the score of a row, per unit of its weight there."""
        across = self.rows[self._known].T @ self._dual
        return np.asarray(self._scale * (across - self._dual.sum() * self._mean))

    def _many(self) -> bool:
        """Whether the rows of the last fit are too many for their Gram matrix."""
        return len(self._known) > MANY

    def _follow(self, known: list[int]) -> None:
        """Take in which rows are known now; what was made of others is forgotten."""
        if self._known != known[: len(self._known)]:
            self._dual, self._made = np.zeros(0), 0
        self._known = known

    def _grow(self) -> None:
        """Bring the Gram matrix up to the rows now known."""
        old, new = self._made, len(self._known)
        if new > len(self._gram):
            larger = np.zeros((2 * new, 2 * new))
            larger[:old, :old] = self._gram[:old, :old]
            self._gram = larger
        if new > old:
            self._fill(self._known, old)
        self._made = new

    def _fill(self, known: list[int], old: int) -> None:
        """Products of the new rows, less the mean, with all known ones, less the mean."""
        new = len(known)
        block = self._products(known[old:], known)
        places = np.arange(new - old)
        block[places, old + places] = self._filled[known[old:]]
        shift = self._shift[known]
        block += self._mean @ self._mean - shift[old:, None] - shift[None, :]
        self._gram[old:new, :new] = block * self._scale + 1
        self._gram[:new, old:new] = self._gram[old:new, :new].T

    def _products(self, some: list[int], others: list[int]) -> Vector:
        """Products of two sets of rows."""
        one, other = self._parts(some), self._parts(others)
        return np.asarray((one[0] @ other[0].T).toarray() + one[1] @ other[1].T)

    def _parts(self, places: list[int]) -> tuple[sparse.csr_array, Vector]:
        """Some rows, split in two."""
        if self._held is None:
            return self._split(self.rows[places])
        return self._held[0][places], self._held[1][places]

    def _split(self, rows: sparse.csr_array) -> tuple[sparse.csr_array, Vector]:
        """The rows' seldom terms, sparse, and their common ones, dense."""
        return rows[:, self._seldom], rows[:, self._common].toarray()


def balanced(relevant: Vector, weights: Vector, settings: Settings) -> Vector:
    """The cost of each decision: includes together weigh `ratio` times all excludes.

    The costs sum to the settings' cost times the sum of the weights.
    """
    includes, excludes = weights @ relevant, weights @ (1 - relevant)
    if not includes or not excludes:
        return np.asarray(settings.cost * weights)
    balance = np.where(relevant > 0, settings.ratio * excludes / includes, 1.0) * weights
    return np.asarray(settings.cost * weights.sum() * balance / balance.sum())
