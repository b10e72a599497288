"""The stopping rule that was learned from finished reviews."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import Refused
from pipeline.ranking.certificate import (
    CEILING,
    MODEST,
    SMALL,
    certificate,
    evidence,
    learned_odds,
)
from pipeline.ranking.finished_reviews import (
    CONFIDENCES,
    FinishedReplay,
    parsed,
    reviews,
    shipped,
    written,
)
from pipeline.ranking.reading import Pool, Sample, by_rank
from pipeline.ranking.stopping_rule import missed_by, missed_more, stopping_by

READING = [True] * 40 + [False, True] * 10 + [False] * 240


def finished(*odds: float) -> list[FinishedReplay]:
    """A finished review for each of the odds that it allows."""
    return [
        FinishedReplay(
            review=f"review {number}",
            mark=f"{number}",
            records=1000,
            included=50,
            seed="1",
            target=0.95,
            odds=(one,) * len(CONFIDENCES),
        )
        for number, one in enumerate(odds)
    ]


def odds_of(*allowed: float, total: int = 1000) -> float:
    return learned_odds(finished(*allowed), total, target=0.95, confidence=0.95)


def test_eight_reviews_that_all_held_give_modest_odds():
    assert odds_of(*[30.0] * 8) == MODEST
    assert odds_of(*[30.0] * 40) == CEILING


def test_reviews_that_held_little_lower_the_odds():
    assert 1 <= odds_of(1.0, 1.2, 3, 2, 1.5, 4, 1.0, 2) < MODEST


def test_few_reviews_and_small_ones_fall_back_on_the_proof():
    assert odds_of(*[30.0] * 4) == 1
    assert odds_of(*[30.0] * 8, total=SMALL - 1) == 1
    assert learned_odds(shipped(), 1000, target=0.995, confidence=0.95) == 1


def test_a_target_between_those_of_the_table_takes_the_stricter():
    rows = [*finished(*[30.0] * 8)]
    assert learned_odds(rows, 1000, target=0.93, confidence=0.94) == MODEST


def test_odds_of_one_are_the_test_itself():
    reading = by_rank(READING, 100)
    found = certificate(reading, [], target=0.95)
    assert found.odds == 1
    assert found.p == stopping_by(reading, target=0.95).p


@given(
    hits=st.lists(st.booleans(), min_size=1, max_size=60),
    unread=st.integers(1, 60),
    left=st.integers(1, 20),
)
def test_larger_odds_never_make_it_likelier_that_more_is_left(
    hits: list[bool], unread: int, left: int
):
    array = np.array(hits, dtype=np.int64)
    p = [missed_more(array, unread, left, odds) for odds in (1.5, 2.0, 4.0)]
    assert p == sorted(p, reverse=True)


def test_it_says_after_how_many_more_it_would_stop():
    rows = finished(*[30.0] * 8)
    now = certificate(by_rank(READING, 700), rows)
    assert not now.reached
    assert now.further
    later = by_rank([*READING, *[False] * now.further], 700 - now.further)
    before = by_rank([*READING, *[False] * (now.further - 1)], 701 - now.further)
    assert certificate(later, rows).further == 0
    assert certificate(before, rows).further == 1


def test_what_was_passed_over_keeps_it_from_saying_stop():
    whole = by_rank(READING, 700)
    skipped = replace(whole, pools=(Pool(start=0, unread=695),), passed_over=5)
    found = certificate(skipped, finished(*[30.0] * 8))
    assert found.further is None
    assert not found.reached


def test_random_checks_may_reach_the_target_by_themselves():
    reading = by_rank(READING, 700)
    checks = Sample(pool=900, drawn=800, relevant=0, found=0)
    without = certificate(reading, finished(*[30.0] * 8))
    assert certificate(reading, finished(*[30.0] * 8), sample=checks).p < without.p


def test_the_evidence_of_a_review_is_not_learned_from_it():
    allowed = [30.0] * 7 + [1.5]
    assert evidence(finished(*allowed), target=0.95, confidence=0.95) == (7, 8)


def test_the_table_that_is_shipped_is_of_eight_reviews_with_five_seeds():
    assert reviews(shipped()) == 8
    held, replays = evidence(shipped(), target=0.95, confidence=0.95)
    assert replays == 40
    assert held >= 0.95 * replays


def test_a_table_is_read_as_it_was_written_and_faults_are_named_by_line():
    text = written(finished(2.0, 3.0))
    assert parsed("own.csv", text) == finished(2.0, 3.0)
    with pytest.raises(Refused, match="line 2"):
        parsed("own.csv", text.replace("2.0", "much"))
    with pytest.raises(Refused, match="not a table of finished reviews"):
        parsed("own.csv", "title,abstract\n")


def test_a_reading_without_order_says_nothing():
    none = replace(by_rank(READING, 700), hits=(), pools=())
    assert missed_by(none, 0.95) == 1
    assert certificate(none, finished(*[30.0] * 8)).further is None
