"""Many random problems: the solver ends at scikit-learn's machine, whatever the weights."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sklearn.svm import LinearSVC

from pipeline.ranking.svm import separate


@given(
    seed=st.integers(0, 2**32 - 1),
    records=st.integers(2, 120),
    terms=st.integers(1, 60),
    spread=st.sampled_from([1.0, 10.0, 1000.0]),
    cost=st.sampled_from([1e-3, 0.11, 1.0]),
)
def test_it_is_linear_svc(seed: int, records: int, terms: int, spread: float, cost: float):
    random = np.random.default_rng(seed)
    rows = np.abs(random.normal(size=(records, terms)))
    rows /= np.linalg.norm(rows, axis=1)[:, None]
    sides = np.where(random.random(records) < 0.2, 1.0, -1.0)
    sides[:2] = [1.0, -1.0]
    costs = cost * spread ** random.random(records)
    theirs = LinearSVC(C=1, tol=1e-10, max_iter=5_000_000, dual=True)
    theirs.fit(rows, sides, sample_weight=costs)
    gram = rows @ rows.T + 1
    scores = gram @ separate(gram, sides, costs)
    assert np.allclose(scores, theirs.decision_function(rows), atol=1e-4)
