"""How far the reading has come, and when it may stop."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from pipeline.ranking.progress import left_at_most, left_by_sample, progress
from pipeline.ranking.reading import Sample
from pipeline.ranking.stopping_rule import RULES_OF_THUMB, missed, stopping
from pipeline.records import RecordId
from pipeline.review.reading_list import draw_random

READINGS = st.lists(st.booleans(), min_size=1, max_size=60)


def published(reading: list[bool], unread: int, target: float) -> float:
    """The test as Callaghan and Müller-Hansen 2020 write it, from every point of the past."""
    smallest, found = 1.0, sum(reading)
    for start in range(len(reading)):
        before = sum(reading[:start])
        least = int(np.floor(found / target - before + 1e-9)) + 1
        urn = len(reading) - start + unread
        drawn = len(reading) - start
        p = hypergeom.cdf(found - before, urn, least, drawn) if least <= urn else 0.0
        smallest = min(smallest, p)
    return smallest


@given(reading=READINGS, unread=st.integers(1, 80), target=st.sampled_from([0.8, 0.9, 0.95, 1.0]))
def test_the_test_is_the_published_one(reading: list[bool], unread: int, target: float):
    if any(reading):
        ours = stopping(reading, unread, target=target).p
        assert ours == pytest.approx(published(reading, unread, target), abs=1e-9)


def test_reading_on_in_vain_reaches_the_target_in_the_end():
    reading = [True] * 20
    far = stopping([*reading, *[False] * 10], 1000)
    near = stopping([*reading, *[False] * 1000], 10)
    assert not far.reached
    assert near.reached
    assert (near.read, near.found, near.unread, near.in_a_row) == (1020, 20, 10, 1000)


def test_nothing_found_never_reaches_the_target_while_something_is_unread():
    assert stopping([False] * 500, 1).p == 1
    assert stopping([], 10).p == 1
    assert stopping([False] * 500, 0).reached


def test_rules_of_thumb_come_with_what_they_are_worth():
    assert [(rule.in_a_row, rule.reached, rule.reviews) for rule in RULES_OF_THUMB] == [
        (50, 15, 33),
        (100, 24, 33),
    ]


@given(reading=READINGS, unread=st.integers(0, 60))
def test_the_upper_bound_is_the_most_that_the_test_does_not_refuse(
    reading: list[bool], unread: int
):
    bound = left_at_most(reading, unread, 0.05)
    assert 0 <= bound <= unread
    if any(reading) and bound < unread:
        found = sum(reading)
        refused = (found + 0.0) / (found + bound + 0.5)
        assert missed(np.array(reading, dtype=np.int64), unread, refused) < 0.05


@given(reading=READINGS, chances=st.lists(st.floats(0, 1), max_size=30))
def test_what_is_left_lies_between_its_bounds(reading: list[bool], chances: list[float]):
    now = progress(reading, chances)
    assert now.left_low <= now.left <= now.left_high
    assert 0 <= now.recall_low <= (now.recall or 0) <= now.recall_high <= 1 or not now.found
    assert len(now.curve) == len(reading) + len(chances) + 1
    assert all(point.low <= point.high for point in now.curve)
    assert all(
        one.low <= two.low and one.high <= two.high
        for one, two in zip(now.curve, now.curve[1:], strict=False)
    )


def test_without_probabilities_only_the_bounds_are_told():
    now = progress([True, False, False], [None, None])
    assert now.left is None
    assert now.recall is None
    assert now.left_high == 2
    assert now.curve[-1].found == 1


def test_random_checks_bound_what_is_left_from_both_sides():
    reading = [True] * 10 + [False] * 40
    sample = Sample(pool=1000, drawn=100, relevant=5, found=5)
    now = progress(reading, [None] * 900, sample=sample)
    assert 0 < now.left_low <= 45 <= now.left_high < 900
    assert progress(reading, [None] * 900).left_low == 0


def test_a_sample_of_the_whole_pool_leaves_nothing_open():
    assert left_by_sample(Sample(pool=50, drawn=50, relevant=3, found=3), 0.05) == (0, 0)


def test_a_sample_that_can_not_be_is_no_bound_at_all():
    assert left_by_sample(Sample(pool=10, drawn=10, relevant=3, found=10), 0.05) == (0, 0)


def test_the_bounds_of_a_sample_hold_in_95_of_100_draws():
    random = np.random.default_rng(0)
    held = 0
    for _ in range(400):
        pool = np.arange(300) < 24
        drawn = random.permutation(pool)[:40]
        known = int(drawn.sum())
        low, high = left_by_sample(Sample(pool=300, drawn=40, relevant=known, found=known), 0.05)
        held += low <= 24 - known <= high
    assert held >= 0.95 * 400


def test_nothing_read_and_nothing_left_is_full_recall():
    empty = progress([], [])
    assert (empty.recall, empty.recall_low, empty.recall_high) == (None, 1, 1)


IDS = [RecordId(f"{number:04d}") for number in range(200)]


def test_random_checks_depend_on_the_ids_and_the_seed_alone():
    drawn = draw_random(IDS, seed="round 1")
    assert drawn == draw_random(IDS[::-1], seed="round 1")
    assert drawn != draw_random(IDS, seed="round 2")
    assert len(drawn) == 10


def test_a_share_is_rounded_up_and_an_empty_pool_gives_nothing():
    assert len(draw_random(IDS[:1])) == 1
    assert draw_random([]) == ()
    assert len(draw_random(IDS, share=1.0)) == 200
    assert draw_random(IDS, share=0.0) == ()


def test_every_record_is_drawn_about_as_often():
    times = dict.fromkeys(IDS, 0)
    for seed in range(300):
        for one in draw_random(IDS, seed=str(seed)):
            times[one] += 1
    assert 3 <= min(times.values()) <= max(times.values()) <= 33
