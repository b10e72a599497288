"""Thousands of false answers of PubMed; each is unusable, or gives sound records."""

from pathlib import Path

import pytest

from tests.sources.test_false_answers import kept_or_refused, used
from tests.support.false_answers import BATCH, GOOD, noise


@pytest.mark.parametrize("seed", range(20))
def test_noise_in_the_answer_to_a_search(seed: int) -> None:
    for content in noise(str(GOOD).replace("'", '"').encode(), 1_000, seed=seed):
        used(content)


@pytest.mark.parametrize("seed", range(10))
def test_noise_in_a_batch(seed: int, tmp_path: Path) -> None:
    kept_or_refused(tmp_path, noise(BATCH.encode(), 200, seed=seed))
