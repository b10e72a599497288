"""Products of many decided rows, made when they are asked for: their matrix is never held."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.ranking.svm import step_length

Vector = NDArray[np.float64]

FINE = 1e-9
"""Length of the gradient, as a share of that at no weights at all, at which the machine is found:
its scores are then right to seven digits or more."""

ROUGH = 1e-4
"""The same for cross-validation, whose scores only become the two numbers of a sigmoid."""

STEP = 0.01
"""Share of the gradient that a Newton step may leave over: less would be undone by the next."""

ROUNDS = 100
"""Most Newton steps, and most steps of conjugate gradients in one; five to ten are usual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Products:
    """Decided rows, less the mean of all rows, and their products with one another plus 1.

    `own` is what a row's product with itself has beyond that of its terms in `rows`: those that
    no other row has. `scale` is what all products of terms are multiplied by.
    """

    rows: sparse.csr_array
    own: Vector
    mean: Vector
    scale: float

    def part(self, places: NDArray[np.int64]) -> "Products":
        """Some of the rows."""
        return replace(self, rows=self.rows[places], own=self.own[places])

    def scores(self, weights: Vector) -> Vector:
        """The matrix of products times the weights of the rows."""
        return self.scored(self.rows, weights) + self.own * weights

    def scored(self, others: sparse.csr_array, weights: Vector) -> Vector:
        """The products of other rows with these, times the weights of these."""
        total = float(weights.sum())
        slopes = self.rows.T @ weights - total * self.mean
        return np.asarray(self.scale * (others @ slopes - self.mean @ slopes) + total)


def separate_many(
    products: Products, sides: Vector, cost: Vector, start: Vector, precision: float = FINE
) -> Vector:
    """What `separate` finds for the matrix of the same products, to a precision.

    Newton's method with steps by conjugate gradients: Lin, Weng and Keerthi 2008, "Trust region
    Newton method for large-scale logistic regression", here with a search along the step. A vector
    of weights stands for the sum of the rows that it weighs, and is as long as that sum.
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
        step, moved = _newton(products, curve, downhill, steep)
        length = step_length(weights, step, (scores, moved), (sides, cost))
        weights, scores = weights + length * step, scores + length * moved
    return weights


def _newton(
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
