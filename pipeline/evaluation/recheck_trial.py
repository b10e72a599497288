"""Measures how many errors put into finished reviews a recheck of few excludes finds."""

from collections.abc import Iterable, Sequence
from math import ceil
from pathlib import Path
from random import Random

from pipeline.evaluation.labelled_decisions import LabelledReview, read_labelled
from pipeline.ranking.labels import Label
from pipeline.ranking.recheck import suspects

SLIPS = 0.1
"""Share of the includes, 0 to 1, that are made excludes: one screener misses 13 % of what is
relevant (Gartlehner 2020)."""

LOOKS = (0.05, 0.1)
"""Shares of the excludes, 0 to 1, that are checked again."""

Found = dict[float, tuple[int, int]]
"""Errors found and errors injected, by the share of excludes read again."""


def recheck_trial(paths: Iterable[Path], *, draws: int, seed: int = 0) -> dict[str, object]:
    """The share of injected errors found on second reading, over all reviews and for each.

    The same files, draws and seed give the same figures.
    """
    each = {path.stem: _of_review(read_labelled(path), draws, seed) for path in paths}
    return {
        "reviews": len(each),
        "draws": draws,
        "slips": sum(found[LOOKS[0]][1] for found in each.values()),
        **_shares(list(each.values())),
        "each": {
            name: {"slips": found[LOOKS[0]][1], **_shares([found])} for name, found in each.items()
        },
    }


def _shares(found: Sequence[Found]) -> dict[str, float]:
    """The share found, by the share read again; the errors of all reviews count alike."""
    return {
        f"found_{look:.0%}": round(
            sum(one[look][0] for one in found) / max(sum(one[look][1] for one in found), 1), 4
        )
        for look in LOOKS
    }


def _of_review(review: LabelledReview, draws: int, seed: int) -> Found:
    found = dict.fromkeys(LOOKS, (0, 0))
    for draw in range(draws):
        slips = _slips(review, seed + draw)
        decided = [
            (record, Label(relevant=included and place not in slips))
            for place, (record, included) in enumerate(
                zip(review.records, review.included, strict=True)
            )
        ]
        again = suspects(decided).excludes
        missed = {review.records[place].id for place in slips}
        for look in LOOKS:
            read = set(again[: ceil(look * len(again))])
            hits, total = found[look]
            found[look] = (hits + len(read & missed), total + len(missed))
    return found


def _slips(review: LabelledReview, seed: int) -> set[int]:
    """The rows of the includes that are made excludes: a tenth, but at least one."""
    included = [place for place, one in enumerate(review.included) if one]
    wanted = max(1, round(SLIPS * len(included)))
    return set(Random(seed).sample(included, wanted))  # noqa: S311 - a draw, no secret  # nosec B311
