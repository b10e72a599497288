"""The hypergeometric distribution is that of scipy.stats."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from pipeline.ranking.hypergeometric import at_most


@st.composite
def urns(draw: st.DrawFn) -> tuple[int, int, int, int]:
    urn = draw(st.integers(1, 60_000))
    hits = draw(st.integers(0, urn))
    drawn = draw(st.integers(0, urn))
    return draw(st.integers(0, drawn)), urn, hits, drawn


@given(urns())
def test_it_is_that_of_scipy(case: tuple[int, int, int, int]) -> None:
    seen, urn, hits, drawn = case
    assert at_most(seen, urn, hits, drawn) == pytest.approx(
        hypergeom.cdf(seen, urn, hits, drawn), rel=1e-7, abs=1e-12
    )


def test_many_urns_are_asked_at_once() -> None:
    totals = np.arange(20, 500)
    expected = hypergeom.cdf(7, 400, totals, 100)
    assert np.allclose(at_most(7, 400, totals, 100), expected, equal_nan=True)
    assert np.isnan(expected[-1])


def test_an_urn_with_nothing_in_it_gives_nothing() -> None:
    assert at_most(0, 0, 0, 0) == 1.0
    assert at_most(-1, 10, 5, 5) == 0.0
