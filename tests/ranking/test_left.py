"""How many relevant reports are expected among the unread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.finished_reviews import ReplayedReview
from pipeline.evaluation.left_trial import left_figures, near
from pipeline.ranking.left import expected_left, probabilities
from pipeline.ranking.reading import Sample, by_rank


@given(hits=st.lists(st.booleans(), max_size=200), unread=st.integers(0, 500))
def test_no_more_is_expected_than_is_unread(hits: list[bool], unread: int):
    expected = expected_left(by_rank(hits, unread))
    assert expected is None or 0 <= expected <= unread


def test_less_is_expected_the_longer_one_reads_in_vain():
    found = [True] * 30
    sizes = (10, 40, 100, 400)
    left = [expected_left(by_rank([*found, *[False] * size], 800 - size)) for size in sizes]
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0


def test_nothing_is_expected_from_a_few_reports():
    assert expected_left(by_rank([True] * 9, 100)) is None


@given(
    expected=st.floats(0, 50),
    unread=st.integers(1, 400),
    share=st.floats(0, 1),
)
def test_probabilities_fall_with_the_place_and_add_up(expected: float, unread: int, share: float):
    chances = probabilities(expected, unread, share)
    assert len(chances) == unread
    assert all(0 <= one <= 1 for one in chances)
    assert list(chances) == sorted(chances, reverse=True)
    assert chances.sum() == pytest.approx(min(expected, unread * 0.999), abs=0.01 + unread / 1000)


def test_a_few_that_are_left_need_not_be_met_to_a_factor_of_two():
    assert near(3.0, 0)
    assert not near(3.1, 0)
    assert near(12, 6)
    assert not near(12.5, 6)


READING = by_rank([*[True] * 20, *[False] * 60, *[True] * 5, *[False] * 15], 900)


def sample(drawn: int, relevant: int) -> Sample:
    return Sample(pool=900 + drawn, drawn=drawn, relevant=relevant, found=relevant)


def test_random_checks_pull_what_is_expected_towards_what_they_find():
    alone = expected_left(READING)
    few, many = (expected_left(READING, sample(90, found)) for found in (0, 20))
    assert alone is not None
    assert few is not None
    assert many is not None
    assert few < alone < many
    assert many < 900 * 20 / 90


def test_a_single_random_check_says_next_to_nothing():
    alone = expected_left(READING)
    assert alone is not None
    assert expected_left(READING, sample(1, 0)) == pytest.approx(alone, abs=1)


def test_checks_say_nothing_where_all_that_is_unread_came_later():
    outside = Sample(pool=100, drawn=20, relevant=1, found=1, outside=900)
    assert expected_left(READING, outside) == expected_left(READING)


def test_checks_show_what_a_ranking_finds_late():
    # Includes that the ranking finds late: the reading alone promises too few.
    found = [True] * 30 + [False] * 170 + [place % 8 == 0 for place in range(800)]
    review = ReplayedReview(name="late", mark="m", seed="1", found=tuple(found))
    plain, checked = (left_figures([review], [], checks=share) for share in (0.0, 0.1))
    assert checked["within_factor_two"] > plain["within_factor_two"]
