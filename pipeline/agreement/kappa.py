"""Percent agreement and Cohen's kappa, with intervals."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from pipeline.decisions import Decision, Stage, Verdict, standing
from pipeline.records import RecordId

NORMAL_95 = 1.959963984540054
"""The 97.5th percentile of the normal distribution, which gives 95 % intervals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two reviewers agree over the `n` items that both have judged.

    `share` is the share of items on which they agree (0 to 1), `share_low` to `share_high` its 95 %
    Wilson interval. `kappa` is Cohen's, `low` to `high` its 95 % interval from `error`, the
    standard error of Fleiss, Cohen and Everitt (1969). None if undefined: if no item was judged by
    both, or if both used a single word throughout.
    """

    n: int
    agreed: int
    share: float | None = None
    share_low: float | None = None
    share_high: float | None = None
    kappa: float | None = None
    low: float | None = None
    high: float | None = None
    error: float | None = None


def agreement(pairs: Iterable[tuple[Hashable, Hashable]]) -> Agreement:
    """The agreement over pairs of ratings: the first and the second reviewer's rating of each item.

    Cohen J. A coefficient of agreement for nominal scales. Educ Psychol Meas 1960;20:37-46. The
    standard error is that of formula 13 in Fleiss JL, Cohen J, Everitt BS. Large sample standard
    errors of kappa and weighted kappa. Psychol Bull 1969;72:323-7; the interval is kappa plus and
    minus 1.96 times it, and no wider than from -1 to 1. With few items, or hardly any
    disagreement, it is too narrow: read it together with n.

    >>> both = [("in", "in")] * 20 + [("in", "out")] * 5 + [("out", "in")] * 10
    >>> found = agreement(both + [("out", "out")] * 15)
    >>> found.n, found.share, round(found.kappa, 4)
    (50, 0.7, 0.4)
    """
    table = Counter(pairs)
    n = table.total()
    agreed = sum(count for (one, other), count in table.items() if one == other)
    if not n:
        return Agreement(n=0, agreed=0)
    share = agreed / n
    share_low, share_high = wilson(agreed, n)
    shares = {"share": share, "share_low": share_low, "share_high": share_high}
    rows, columns = _margins(table, n)
    by_chance = sum(rows[word] * columns[word] for word in rows)
    if by_chance == 1.0:
        return Agreement(n=n, agreed=agreed, **shares)
    kappa = (share - by_chance) / (1 - by_chance)
    error = _error(table, n, kappa)
    low, high = max(-1.0, kappa - NORMAL_95 * error), min(1.0, kappa + NORMAL_95 * error)
    return Agreement(n=n, agreed=agreed, **shares, kappa=kappa, low=low, high=high, error=error)


def _margins(
    table: Counter[tuple[Hashable, Hashable]], n: int
) -> tuple[dict[Hashable, float], dict[Hashable, float]]:
    """The share of each rating for the first and the second reviewer, including shares of 0."""
    words = dict.fromkeys(word for pair in table for word in pair)
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    for (one, other), count in table.items():
        first[one] += count
        second[other] += count
    return {word: first[word] / n for word in words}, {word: second[word] / n for word in words}


def _error(table: Counter[tuple[Hashable, Hashable]], n: int, kappa: float) -> float:
    """The standard error of kappa (Fleiss, Cohen and Everitt 1969, formula 13)."""
    rows, columns = _margins(table, n)
    by_chance = sum(rows[word] * columns[word] for word in rows)
    beside = 1 - kappa
    agreeing = sum(
        count / n * (1 - (rows[one] + columns[one]) * beside) ** 2
        for (one, other), count in table.items()
        if one == other
    )
    disagreeing = beside**2 * sum(
        count / n * (columns[one] + rows[other]) ** 2
        for (one, other), count in table.items()
        if one != other
    )
    variance = agreeing + disagreeing - (kappa - by_chance * beside) ** 2
    return sqrt(max(variance, 0.0) / n) / (1 - by_chance)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927), which is also valid near 0 and 1.

    >>> [round(edge, 4) for edge in wilson(20, 20)]
    [0.8389, 1.0]
    """
    share = hits / n
    square = NORMAL_95**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = NORMAL_95 / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def agreement_by(
    judged: Iterable[tuple[str, Hashable, Hashable]],
) -> dict[str, Agreement]:
    """The agreement on each criterion, by name; `judged` has criterion, first and second rating."""
    by_criterion: dict[str, list[tuple[Hashable, Hashable]]] = {}
    for criterion, one, other in judged:
        by_criterion.setdefault(criterion, []).append((one, other))
    return {criterion: agreement(by_criterion[criterion]) for criterion in sorted(by_criterion)}


def both_decided(
    decisions: Iterable[Decision], stage: Stage, *, maybe_apart: bool = False
) -> dict[tuple[str, str], list[tuple[Verdict, Verdict]]]:
    """The verdicts of each pair of reviewers, in order of name, on the records both decided.

    Standing decisions count; consensus does not, since it is not a single reviewer's view. "maybe"
    counts as include, as everywhere else, unless `maybe_apart`. Pairs without a common record are
    left out.
    """
    judged = both_judged(decisions, stage, maybe_apart=maybe_apart)
    return {names: list(of_records.values()) for names, of_records in judged.items()}


def both_judged(
    decisions: Iterable[Decision], stage: Stage, *, maybe_apart: bool = False
) -> dict[tuple[str, str], dict[RecordId, tuple[Verdict, Verdict]]]:
    """The same verdicts as `both_decided`, of each pair by the record that both decided."""

    def word(one: Decision) -> Verdict:
        is_read = one.verdict is Verdict.MAYBE and not maybe_apart
        return Verdict.INCLUDE if is_read else one.verdict

    return {
        names: {one.record: (word(one), word(other)) for one, other in shared}
        for names, shared in _shared(decisions, stage).items()
    }


def both_reasoned(
    decisions: Iterable[Decision], stage: Stage
) -> dict[tuple[str, str], list[tuple[str, bool, bool]]]:
    """Which reasons each pair of reviewers gave, for each record that both decided.

    Has one entry for each reason that either of them ever gave: whether the first named it and
    whether the second did, as the reason or as a further one.

    Has the same form as the pairs that `agreement_by` takes; in a pilot it shows on which criterion
    two people differ. Records with an exclusion without a reason are left out: it names no
    criterion.
    """
    made = {}
    for names, shared in _shared(decisions, stage).items():
        said = [(one, other) for one, other in shared if _says_why(one) and _says_why(other)]
        pairs = [(_named(one), _named(other)) for one, other in said]
        reasons = sorted({reason for one, other in pairs for reason in one | other})
        made[names] = [
            (reason, reason in one, reason in other) for reason in reasons for one, other in pairs
        ]
    return made


def _named(decision: Decision) -> set[str]:
    return {*decision.other_reasons} | ({decision.reason} if decision.reason else set())


def _says_why(decision: Decision) -> bool:
    return decision.verdict is not Verdict.EXCLUDE or bool(_named(decision))


def _shared(
    decisions: Iterable[Decision], stage: Stage
) -> dict[tuple[str, str], list[tuple[Decision, Decision]]]:
    """Each pair of reviewers, in order of name, with their standing decisions on shared records."""
    said: dict[RecordId, dict[str, Decision]] = {}
    for one in standing(each for each in decisions if each.stage is stage and not each.resolves):
        said.setdefault(one.record, {})[one.reviewer] = one
    pairs: dict[tuple[str, str], list[tuple[Decision, Decision]]] = {}
    for own in said.values():
        for names in combinations(sorted(own), 2):
            pairs.setdefault((names[0], names[1]), []).append((own[names[0]], own[names[1]]))
    return dict(sorted(pairs.items()))
