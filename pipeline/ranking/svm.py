"""A linear support vector machine with squared hinge, solved exactly on the Gram matrix."""

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve

Vector = NDArray[np.float64]

ROUNDS = 100
"""Most Newton steps; five to ten are usual, and each lowers the loss."""


def separate(gram: Vector, sides: Vector, cost: Vector, start: Vector | None = None) -> Vector:
    """The dual weights b of the records that minimise the weighted squared hinge.

    Minimises |w|^2 / 2 + sum cost_i max(0, 1 - sides_i f_i)^2 with w = sum b_i x_i and
    f = gram b, as scikit-learn's LinearSVC with sample weights does; `gram` holds the products
    x_i x_j, with 1 added where there is an intercept (which is then shrunk like a weight, as
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
