"""The binomial distribution and Student's t beside scipy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, t

from pipeline.ranking.binomial import binomial_at_most, t_quantile


@given(
    trials=st.integers(0, 800),
    part=st.floats(0, 1),
    chance=st.one_of(st.floats(0.0001, 0.9999), st.sampled_from([0.0, 1.0])),
)
def test_it_is_the_binomial_distribution(trials: int, part: float, chance: float):
    seen = round(part * trials)
    ours = binomial_at_most(seen, trials, chance).item()
    assert ours == pytest.approx(binom.cdf(seen, trials, chance), rel=1e-7, abs=1e-12)


def test_arguments_are_broadcast():
    seen, chance = np.array([0, 3, 40]), np.array([0.2, 0.9, 0.5])
    assert binomial_at_most(seen, 50, chance) == pytest.approx(binom.cdf(seen, 50, chance))


@pytest.mark.parametrize("share", [0.01, 0.05, 0.1, 0.2, 0.5])
@pytest.mark.parametrize("freedom", [4, 7, 19, 60])
def test_it_is_students_t(share: float, freedom: int):
    assert t_quantile(share, freedom) == pytest.approx(t.ppf(share, freedom), rel=1e-4, abs=1e-6)
