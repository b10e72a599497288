"""A linear support vector machine, refitted many times, and the meaning of its scores.

`separate` solves it on the matrix of products of few decided rows, `separate_many` on the rows
of many; `Machine` keeps what one refit shares with the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import solve
from sklearn.linear_model import LogisticRegression

from pipeline.ranking.settings import FOLDS, Settings

Vector = NDArray[np.float64]
Places = NDArray[np.int64]

ROUNDS = 100
"""Most Newton steps, and most steps of conjugate gradients in one; five to ten are usual, and each
lowers the loss."""

FINE = 1e-9
"""Length of the gradient, as a share of that at zero weights, at which the fit is finished: its
scores then have seven correct digits or more."""

ROUGH = 1e-4
"""The same for cross-validation, whose scores only yield the two numbers of a sigmoid."""

STEP = 0.01
"""Share of the gradient that a Newton step may leave: the next step would undo more precision."""

MANY = 2_500
"""Rows up to which the Gram matrix is made and factored. Factoring costs the cube of the rows:
with 3,000 a ranking takes twice as long as with products made on demand, with 5,000 six times."""

SPREAD = 0.01
"""Least mean squared distance of rows from their mean, 0 to 1: in a pool of copies it is 0."""

HELD = 5_000
"""Rows up to which the dense columns are kept for all, not made for each product: 100 MB."""

DENSE = 0.05
"""Share of the rows, 0 to 1, from which a column is multiplied as dense: products of common
terms are most of the work, and dense ones are ten times cheaper each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Products:
    """Decided rows, less the mean of all rows, and their products with one another plus 1.

    `own` is the part of a row's product with itself that comes from terms outside `rows`: those
    that no other row has. `scale` is the factor of all products of terms.
    """

    rows: sparse.csr_array
    own: Vector
    mean: Vector
    scale: float

    def part(self, places: NDArray[np.int64]) -> "Products":
        """Some of the rows."""
        return replace(self, rows=self.rows[places], own=self.own[places])

    def scores(self, weights: Vector) -> Vector:
        """The matrix of products, multiplied by the weights of the rows."""
        return self.scored(self.rows, weights) + self.own * weights

    def scored(self, others: sparse.csr_array, weights: Vector) -> Vector:
        """The products of other rows with these rows, multiplied by the weights of these rows."""
        total = float(weights.sum())
        slopes = self.rows.T @ weights - total * self.mean
        return np.asarray(self.scale * (others @ slopes - self.mean @ slopes) + total)


class Machine:
    """Decisions on rows of a matrix, and the linear model fitted to them.

    The rows have length 1, so a row's product with itself is 1 whatever terms were left out of the
    matrix because no other row has them. The mean of all rows is subtracted from each, so what all
    records share decides nothing; the rows themselves stay sparse.
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
        known at the last call must come first and in the same order; otherwise the Gram matrix is
        computed again.
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
        """Scores of some rows of the last fit by a model of the others, started from it."""
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
        """The same, computed on demand."""
        rows = self.rows[self._known]
        terms = np.asarray(rows.power(2).sum(axis=1))
        own = self._scale * (self._filled[self._known] - terms)
        return Products(rows=rows, own=own, mean=self._mean, scale=self._scale)

    def intercept(self) -> float:
        """The score of a row without terms."""
        return float(self._dual.sum() - self._mean @ self.slopes())

    def slopes(self) -> Vector:
        """The contribution of each term to the score of a row, per unit of its weight there."""
        across = self.rows[self._known].T @ self._dual
        return np.asarray(self._scale * (across - self._dual.sum() * self._mean))

    def _many(self) -> bool:
        """Whether the rows of the last fit are too many for their Gram matrix."""
        return len(self._known) > MANY

    def _follow(self, known: list[int]) -> None:
        """Note which rows are known now; results for other rows are dropped."""
        if self._known != known[: len(self._known)]:
            self._dual, self._made = np.zeros(0), 0
        self._known = known

    def _grow(self) -> None:
        """Extend the Gram matrix to the rows now known."""
        old, new = self._made, len(self._known)
        if new > len(self._gram):
            larger = np.zeros((2 * new, 2 * new))
            larger[:old, :old] = self._gram[:old, :old]
            self._gram = larger
        if new > old:
            self._fill(self._known, old)
        self._made = new

    def _fill(self, known: list[int], old: int) -> None:
        """Products of the new rows with all known ones, the mean subtracted from both."""
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
        """The rows' rare terms, sparse, and their common ones, dense."""
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


def separate(gram: Vector, sides: Vector, cost: Vector, start: Vector | None = None) -> Vector:
    """The dual weights b of the records that minimise the weighted squared hinge.

    Minimises |w|^2 / 2 + sum cost_i max(0, 1 - sides_i f_i)^2 with w = sum b_i x_i and
    f = gram b, as scikit-learn's LinearSVC with sample weights does; `gram` has the products
    x_i x_j, with 1 added if there is an intercept (which is then shrunk like a weight, as
    there). Newton's method on the set of records inside the margin: Chapelle 2007, "Training a
    support vector machine in the primal". `start` are weights of an earlier fit.
    """
    weights = np.zeros(len(sides)) if start is None else start
    scores = gram @ weights
    inside = sides * scores < 1
    for _ in range(ROUNDS):
        step = _newton(gram, sides, cost, inside) - weights
        moved = gram @ step
        length = step_length(weights, step, (scores, moved), (sides, cost))
        weights, scores = weights + length * step, scores + length * moved
        before, inside = inside, sides * scores < 1
        if length == 1 and np.array_equal(before, inside):
            break
    return weights


def _newton(gram: Vector, sides: Vector, cost: Vector, inside: NDArray[np.bool_]) -> Vector:
    """The best weights if exactly the records inside the margin stay there."""
    full = np.zeros(len(sides))
    chosen = np.flatnonzero(inside)
    if len(chosen):
        system = gram[np.ix_(chosen, chosen)]
        system[np.diag_indices(len(chosen))] += 0.5 / cost[chosen]
        full[chosen] = solve(system, sides[chosen], assume_a="pos", check_finite=False)
    return full


def step_length(
    weights: Vector,
    step: Vector,
    along: tuple[Vector, Vector],
    data: tuple[Vector, Vector],
) -> float:
    """How much of a Newton step to take: all, or halved until the loss falls."""
    scores, moved = along
    sides, cost = data

    def loss(length: float) -> float:
        at = scores + length * moved
        miss = np.maximum(0.0, 1 - sides * at)
        return float((weights + length * step) @ at / 2 + cost @ (miss * miss))

    now, length = loss(0.0), 1.0
    while length > 1e-6 and loss(length) > now + 1e-12 * abs(now):
        length /= 2
    return length


def separate_many(
    products: Products, sides: Vector, cost: Vector, start: Vector, precision: float = FINE
) -> Vector:
    """The result of `separate` for the matrix of the same products, to a precision.

    Newton's method with steps by conjugate gradients: Lin, Weng and Keerthi 2008, "Trust region
    Newton method for large-scale logistic regression", here with a line search. A vector
    of weights represents the weighted sum of the rows, and has the length of that sum.
    """
    weights, scores = start, products.scores(start)
    at_zero = 2 * cost * sides
    enough = precision**2 * float(at_zero @ products.scores(at_zero))
    for _ in range(ROUNDS):
        curve = 2 * cost * (sides * scores < 1)
        downhill = curve * (sides - scores) - weights
        steep = products.scores(downhill)
        if downhill @ steep <= enough:
            break
        step, moved = _newton_by_rows(products, curve, downhill, steep)
        length = step_length(weights, step, (scores, moved), (sides, cost))
        weights, scores = weights + length * step, scores + length * moved
    return weights


def _newton_by_rows(
    products: Products, curve: Vector, left: Vector, steep: Vector
) -> tuple[Vector, Vector]:
    """The step q with q + curve K q = left, and K q; K are the products, and `steep` K left."""
    step, moved = np.zeros(len(left)), np.zeros(len(left))
    along, rise = left, steep
    size = float(left @ steep)
    enough = STEP**2 * size
    for _ in range(ROUNDS):
        made = along + curve * rise
        length = size / float(made @ rise)
        step, moved = step + length * along, moved + length * rise
        left = left - length * made
        steep = products.scores(left)
        before, size = size, float(left @ steep)
        if size <= enough:
            break
        along, rise = left + size / before * along, steep + size / before * rise
    return step, moved


def calibrate(machine: Machine, relevant: Vector, weights: Vector) -> tuple[float, float] | None:
    """Steepness and offset of the sigmoid from score to probability (Platt 1999), or None.

    `relevant` and `weights` are those of the machine's last fit. Each decision is scored by a
    model that has not seen it. The folds follow the order of the rows, includes and excludes
    separately.
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
        cost = balanced(relevant[inside], weights[inside], machine.settings)
        scores[outside] = machine.tested(inside, outside, 2 * relevant[inside] - 1, cost)
    sigmoid = LogisticRegression(C=100.0, tol=1e-8).fit(scores[:, None], includes)
    return float(sigmoid.coef_[0, 0]), float(sigmoid.intercept_[0])
