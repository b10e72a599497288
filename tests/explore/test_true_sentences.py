"""Two hundred random reviews: no number and no sentence that is written is untrue."""

import pytest

from tests.support.true_sentences.histories import Found, every_kind, found_in, told
from tests.support.true_sentences.known import KNOWN, RARE


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What is untrue in two hundred reviews, by kind."""
    return found_in(tmp_path_factory.mktemp("reviews"), range(200))


@pytest.mark.parametrize("kind", every_kind((*KNOWN, *RARE)))
def test_nothing_that_is_written_of_two_hundred_reviews_is_untrue(kind: str, found: Found) -> None:
    assert not found[kind], told(found, kind)
