"""When stopping rules would have stopped in finished reviews, and the recall reached by then."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import mean
from typing import Any

from pipeline.evaluation.finished_reviews import ReplayedReview
from pipeline.ranking.certificate import learned_odds
from pipeline.ranking.finished_reviews import CONFIDENCES, TARGETS, FinishedReplay
from pipeline.ranking.reading import by_rank
from pipeline.ranking.stopping_rule import RULES_OF_THUMB, missed_by

LOOKS = 100
"""Number of times that a rule is evaluated: after each hundredth of the records."""

GRID = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 8.0, 10.0, 14.0, 20.0, 30.0)
"""The odds that are tried; a review that allows even higher odds counts as allowing the last."""

NONE_HELD = 0.8
"""The odds recorded for a review in which even the test without odds stops too early."""


def stopping_figures(
    reviews: Sequence[ReplayedReview],
    finished: Sequence[FinishedReplay],
    *,
    target: float = 0.95,
    confidence: float = 0.95,
) -> dict[str, Any]:
    """The share of reviews in which each rule reached the target, and the mean share read.

    The odds of the certificate are learned from all finished reviews except the one it is tried on.
    """
    asked = (target, confidence)
    each = {one.name: _stopped(one, finished, asked) for one in reviews}
    rules = next(iter(each.values()))
    return {
        "reviews": len(each),
        "rules": {
            rule: {
                "reached": mean(stops[rule]["recall"] >= target - 1e-9 for stops in each.values()),
                "read": mean(stops[rule]["read"] for stops in each.values()),
            }
            for rule in rules
        },
        "each": each,
    }


def others(finished: Iterable[FinishedReplay], review: ReplayedReview) -> list[FinishedReplay]:
    """The finished reviews other than the one that a rule is tried on."""
    return [one for one in finished if one.mark != review.mark]


def table_rows(review: ReplayedReview) -> list[FinishedReplay]:
    """The odds that a replay allows, for every target and confidence."""
    return [
        FinishedReplay(
            review=review.name,
            mark=review.mark,
            records=len(review.found),
            included=review.included,
            seed=review.seed,
            target=target,
            odds=_allowed(review.found, target),
        )
        for target in TARGETS
    ]


def looks(size: int) -> list[int]:
    """The numbers of records read at which a rule is evaluated."""
    return sorted({size * part // LOOKS for part in range(1, LOOKS + 1)} - {0})


def _stopped(
    review: ReplayedReview, finished: Sequence[FinishedReplay], asked: tuple[float, float]
) -> dict[str, Mapping[str, float]]:
    """The share read and the recall at which each rule stops."""
    target, confidence = asked
    found = review.found
    known = others(finished, review)
    odds = learned_odds(known, len(found), target=target, confidence=confidence)
    stops = {
        "certificate": _tested(found, odds, asked),
        "test": _tested(found, 1.0, asked),
    }
    for rule in RULES_OF_THUMB:
        stops[f"row{rule.in_a_row}"] = _in_a_row(found, rule.in_a_row)
    return {
        rule: {"read": at / len(found), "recall": sum(found[:at]) / review.included}
        for rule, at in stops.items()
    }


def _tested(found: Sequence[bool], odds: float, asked: tuple[float, float]) -> int:
    """The number of records read when the test first says stop."""
    target, confidence = asked
    for at in looks(len(found)):
        if missed_by(by_rank(found[:at], len(found) - at), target, odds) < 1 - confidence:
            return at
    return len(found)


def _in_a_row(found: Sequence[bool], length: int) -> int:
    """The number of records read after so many excludes in a row; all if that never happens."""
    run = 0
    for read, hit in enumerate(found, start=1):
        run = 0 if hit else run + 1
        if run == length:
            return read
    return len(found)


def _allowed(found: Sequence[bool], target: float) -> tuple[float, ...]:
    """The largest odds for each confidence at which no look before the target says stop."""
    total = sum(found)
    early = [at for at in looks(len(found)) if sum(found[:at]) < target * total - 1e-9]
    readings = [by_rank(found[:at], len(found) - at) for at in early]
    allowed = [NONE_HELD] * len(CONFIDENCES)
    for odds in GRID:
        least = min((missed_by(one, target, odds) for one in readings), default=1.0)
        held = [least >= 1 - confidence for confidence in CONFIDENCES]
        allowed = [odds if holds else best for holds, best in zip(held, allowed, strict=True)]
        if not any(held):
            break
    return tuple(allowed)
