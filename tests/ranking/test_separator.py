"""The machine on the Gram matrix is the machine that scikit-learn finds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from sklearn.svm import LinearSVC

from pipeline.ranking.settings import Settings
from pipeline.ranking.svm import Machine, balanced, separate, separate_many


def points(seed: int, records: int, terms: int) -> np.ndarray:
    rows = np.abs(np.random.default_rng(seed).normal(size=(records, terms)))
    return rows / np.linalg.norm(rows, axis=1)[:, None]


@given(
    seed=st.integers(0, 10_000),
    records=st.integers(2, 40),
    cost=st.sampled_from([0.01, 0.11, 1.0, 30.0]),
)
def test_it_is_linear_svc(seed: int, records: int, cost: float):
    rows = points(seed, records, 12)
    sides = np.where(np.arange(records) % 3 == 0, 1.0, -1.0)
    costs = cost * np.linspace(0.5, 2, records)
    theirs = LinearSVC(C=1, tol=1e-10, max_iter=1_000_000, dual=True)
    theirs.fit(rows, sides, sample_weight=costs)
    gram = rows @ rows.T + 1
    ours = gram @ separate(gram, sides, costs)
    assert np.allclose(ours, theirs.decision_function(rows), atol=1e-5)


def test_where_it_starts_does_not_matter():
    rows = points(1, 30, 8)
    gram, sides, cost = rows @ rows.T + 1, np.where(np.arange(30) < 7, 1.0, -1.0), np.full(30, 5.0)
    far = np.random.default_rng(2).normal(size=30) * 100
    assert np.allclose(separate(gram, sides, cost), separate(gram, sides, cost, far), atol=1e-9)


def test_a_machine_that_grows_is_the_machine_made_at_once():
    rows = sparse.csr_array(points(3, 60, 30) * (np.random.default_rng(4).random((60, 30)) < 0.4))
    lengths = np.sqrt(rows.power(2).sum(axis=1))
    rows = sparse.csr_array(rows / lengths[:, None])
    relevant = (np.arange(60) % 4 == 0).astype(float)
    growing = Machine(rows, Settings())
    for size in (2, 5, 6, 20, 60):
        grown = growing.fit(range(size), relevant[:size], np.ones(size))
    at_once = Machine(rows, Settings()).fit(range(60), relevant, np.ones(60))
    assert np.allclose(grown, at_once, atol=1e-9)
    other = growing.fit(range(59, -1, -1), relevant[::-1], np.ones(60))
    assert np.allclose(other, at_once, atol=1e-9)
    assert growing.refits == 6


def test_the_machine_is_linear_svc_on_rows_less_their_mean():
    dense = points(5, 50, 20)
    relevant = (np.arange(50) % 5 == 0).astype(float)
    settings = Settings()
    scores = Machine(sparse.csr_array(dense), settings).fit(range(40), relevant[:40], np.ones(40))
    middle = dense.mean(axis=0)
    less = (dense - middle) / np.sqrt(1 - middle @ middle)
    cost = balanced(relevant[:40], np.ones(40), settings)
    theirs = LinearSVC(C=1, tol=1e-10, max_iter=1_000_000, dual=True)
    theirs.fit(less[:40], 2 * relevant[:40] - 1, sample_weight=cost)
    assert np.allclose(scores, theirs.decision_function(less), atol=1e-5)


@pytest.mark.parametrize("relevant", [[1.0, 1.0], [0.0, 0.0]], ids=["includes", "excludes"])
def test_decisions_of_one_kind_cost_what_they_weigh(relevant: list[float]):
    costs = balanced(np.array(relevant), np.array([1.0, 2.0]), Settings(cost=0.5))
    assert costs.tolist() == [0.5, 1.0]


def test_all_includes_weigh_ratio_times_all_excludes():
    costs = balanced(np.array([1.0, 0, 0, 0]), np.ones(4), Settings(cost=0.5, ratio=9.0))
    assert costs[0] == pytest.approx(9 * costs[1:].sum())
    assert costs.sum() == pytest.approx(0.5 * 4)


def half_told(seed: int, records: int, terms: int) -> sparse.csr_array:
    """Rows of which a part of the length stands in terms that no other row has."""
    random = np.random.default_rng(seed)
    rows = points(seed, records, terms) * (random.random((records, terms)) < 0.4)
    lengths = np.maximum(np.linalg.norm(rows, axis=1), 1e-9) / random.uniform(0.5, 1, records)
    return sparse.csr_array(rows / lengths[:, None])


@given(
    seed=st.integers(0, 10_000),
    records=st.integers(2, 60),
    includes=st.integers(0, 60),
    cost=st.sampled_from([0.01, 0.11, 1.0, 30.0]),
    precision=st.sampled_from([1e-9, 1e-4]),
)
def test_many_decisions_make_the_machine_that_few_would(
    seed: int, records: int, includes: int, cost: float, precision: float
):
    machine = Machine(half_told(seed, records, 15), Settings(cost=cost))
    relevant = (np.arange(records) < includes).astype(float)
    weights = np.random.default_rng(seed).uniform(0.5, 1, records)
    machine.fit(range(records), relevant, weights)
    sides, costs = 2 * relevant - 1, balanced(relevant, weights, machine.settings)
    products = machine.products()
    far = np.random.default_rng(seed).normal(size=records)
    found = separate_many(products, sides, costs, far, precision)
    scores = machine.gram() @ separate(machine.gram(), sides, costs)
    assert np.allclose(products.scores(np.eye(records)[0]), machine.gram()[0], atol=1e-12)
    assert np.allclose(products.scores(found), scores, atol=1e3 * precision)


def test_decisions_that_become_many_on_the_way_change_no_score(monkeypatch: pytest.MonkeyPatch):
    rows = half_told(3, 60, 30)
    relevant = (np.arange(60) % 4 == 0).astype(float)
    few = Machine(rows, Settings()).fit(range(60), relevant, np.ones(60))
    monkeypatch.setattr("pipeline.ranking.svm.MANY", 20)
    growing = Machine(rows, Settings())
    for size in (2, 20, 21, 60):
        grown = growing.fit(range(size), relevant[:size], np.ones(size))
    assert np.allclose(grown, few, atol=1e-6)
    back = growing.fit(range(5), relevant[:5], np.ones(5))
    fresh = Machine(rows, Settings()).fit(range(5), relevant[:5], np.ones(5))
    assert np.allclose(back, fresh, atol=1e-9)
