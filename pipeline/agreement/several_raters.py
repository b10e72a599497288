"""Agreement of any number of reviewers who did not all judge the same items: AC1 and alpha."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from pipeline.agreement.kappa import NORMAL_95
from pipeline.decisions import Decision, Stage, Verdict, standing
from pipeline.records import RecordId

Judged = Mapping[Hashable, int]
"""The number of reviewers who gave an item each rating."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralAgreement:
    """The agreement over `items` that two reviewers or more have judged.

    `ac1` is Gwet's, `low` to `high` its 95 % interval, None with fewer than two items; `alpha` is
    Krippendorff's. None if undefined: if no item was judged by two reviewers, or, for alpha, if
    only one word was used.
    """

    items: int
    ac1: float | None = None
    low: float | None = None
    high: float | None = None
    alpha: float | None = None


def several_agreement(
    judged: Iterable[Iterable[Hashable]], words: Iterable[Hashable]
) -> SeveralAgreement:
    """The agreement over the ratings of each item; `words` are all possible ratings.

    AC1: Gwet KL. Computing inter-rater reliability and its variance in the presence of high
    agreement. Br J Math Stat Psychol 2008;61:29-48, with items not judged by everyone as in his
    Handbook of Inter-Rater Reliability (4th ed., 2014, chapter 2 and formula 5.3.3 for the
    variance). Alpha, for nominal data: Krippendorff K. Computing Krippendorff's alpha-reliability.
    University of Pennsylvania, 2011. Unlike kappa, AC1 stays high if nearly all items are excluded.

    >>> both = [("in", "in")] * 118 + [("in", "out")] * 5 + [("out", "in")] * 2
    >>> found = several_agreement(both, ["in", "out"])
    >>> found.items, round(found.ac1, 3), round(found.alpha, 3)
    (125, 0.941, -0.025)
    """
    items = [Counter(words_given) for words_given in judged]
    shared = [item for item in items if item.total() > 1]
    if not shared:
        return SeveralAgreement(items=0)
    ac1, error = _ac1([item for item in items if item], len(set(words)))
    bounds = (
        {}
        if error is None
        else {
            "low": max(-1.0, ac1 - NORMAL_95 * error),
            "high": min(1.0, ac1 + NORMAL_95 * error),
        }
    )
    return SeveralAgreement(items=len(shared), ac1=ac1, **bounds, alpha=_alpha(shared))


def _ac1(items: list[Counter[Hashable]], words: int) -> tuple[float, float | None]:
    """AC1 and its standard error; items judged once still count in how often a rating is used."""
    n = len(items)
    used = sorted({word for item in items for word in item}, key=repr)
    given = {word: sum(item[word] / item.total() for item in items) / n for word in used}
    chance = sum(share * (1 - share) for share in given.values()) / max(words - 1, 1)
    agreed = [_agreed(item) for item in items]
    shared = [each for each in agreed if each is not None]
    ac1 = (sum(shared) / len(shared) - chance) / (1 - chance)
    if n < 2:
        return ac1, None
    square = 0.0
    for item, each in zip(items, agreed, strict=True):
        own = 0.0 if each is None else n / len(shared) * (each - chance) / (1 - chance)
        by_chance = sum(item[word] / item.total() * (1 - given[word]) for word in used)
        by_chance /= max(words - 1, 1)
        square += (own - 2 * (1 - ac1) * (by_chance - chance) / (1 - chance) - ac1) ** 2
    return ac1, sqrt(square / (n * (n - 1)))


def _agreed(item: Counter[Hashable]) -> float | None:
    """The share of an item's pairs of reviewers who gave it the same rating."""
    total = item.total()
    if total < 2:
        return None
    return sum(count * (count - 1) for count in item.values()) / (total * (total - 1))


def _alpha(shared: list[Counter[Hashable]]) -> float | None:
    """1 minus observed over expected disagreement, over all ratings given in pairs."""
    given: Counter[Hashable] = Counter()
    for item in shared:
        given.update(item)
    n = given.total()
    expected = n * n - sum(count * count for count in given.values())
    if not expected:
        return None
    observed = sum(
        (item.total() ** 2 - sum(count * count for count in item.values())) / (item.total() - 1)
        for item in shared
    )
    return 1 - (n - 1) * observed / expected


def screened_by_several(decisions: Iterable[Decision], stage: Stage) -> SeveralAgreement:
    """The agreement of all reviewers at a stage; "maybe" is an include, consensus is ignored."""
    given: dict[RecordId, list[Hashable]] = {}
    for one in standing(each for each in decisions if each.stage is stage and not each.resolves):
        word = Verdict.INCLUDE if one.verdict is Verdict.MAYBE else one.verdict
        given.setdefault(one.record, []).append(word)
    return several_agreement(
        (given[record] for record in sorted(given)), (Verdict.INCLUDE, Verdict.EXCLUDE)
    )
