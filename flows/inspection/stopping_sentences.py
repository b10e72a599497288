"""Puts the results of the stopping rules into sentences."""

from flows.inspection.status import Standing
from pipeline.decisions import Stage
from pipeline.ranking.stopping_rule import RULES_OF_THUMB


def sentence_on_stopping(found: Standing) -> str:
    """The state of a stopping rule, in one sentence."""
    test, unread = found.stopping, found.progress.unread
    conflicts = found.conflicts[Stage.SCREENING]
    if not test.read:
        return "No report has been screened yet, so the number of relevant reports left is unknown."
    if not test.unread:
        every = "The only report was" if test.read == 1 else f"All {test.read:,} reports were"
        return f"{every} screened."
    read = "1 report was" if test.read == 1 else f"{test.read:,} reports were"
    parts = [f"{read} screened and {test.found:,} {_is(test.found)} to be read in full"]
    parts += [f"{unread:,} {_is(unread)} unread"] if unread else []
    parts += [f"{conflicts:,} {_is(conflicts)} in conflict"] if conflicts else []
    said = "; ".join(parts)
    if test.reached:
        p = "p < 0.001" if test.p < SMALL_P else f"p = {test.p:.3f}"
        return (
            f"{said}; at least {test.target:.0%} of the relevant reports have been found ({p}, "
            "Callaghan and Müller-Hansen 2020)."
        )
    return (
        f"{said}. The statistical test has not shown that {test.target:.0%} of the relevant "
        f"reports have been found (p = {test.p:.2f})."
    )


SMALL_P = 0.0005
"""A smaller probability would be printed as 0.000."""


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def thumb_notes(found: Standing) -> list[str]:
    """Rules of thumb that would say stop now, with how reliable they are."""
    return [
        f"The last {rule.in_a_row} reports were irrelevant. A rule of thumb says to stop now, "
        f"but in only {rule.reached} of {rule.reviews} finished reviews had this rule found "
        f"95 % of the relevant reports."
        for rule in RULES_OF_THUMB
        if found.progress.unread and found.stopping.in_a_row >= rule.in_a_row
    ]


def certificate_notes(found: Standing) -> list[str]:
    """What the rule learned from finished reviews says, and its evidence."""
    certificate, test = found.certificate, found.stopping
    if not test.read or not found.progress.unread:
        return []
    if certificate.odds == 1:
        return [
            (
                f"The learned stopping rule is the same as the statistical test here. The "
                f"rule{_until(found)}"
            )
        ]
    reviews = f"{certificate.reviews:,} finished reviews"
    told = (
        f"The stopping rule learned from {reviews} (odds {certificate.odds:g}, p = "
        f"{certificate.p:.3f}){_until(found)} In {certificate.held:,} of "
        f"{certificate.replays:,} replays of finished reviews, {certificate.target:.0%} of "
        f"the relevant reports had been found when the rule was met."
    )
    return [told]


def order_notes(found: Standing) -> list[str]:
    """Whether the reports were read in ranking order, which the rules assume."""
    test = found.stopping
    notes: list[str] = []
    if not found.progress.unread:
        return notes
    if test.apart and test.apart == test.read:
        notes.append(
            f"{_none_of(test.read)} read from a list in the order of the ranking, so the "
            "stopping rules and the interval of remaining relevant reports are not valid."
        )
    elif test.apart:
        notes.append(
            f"{test.apart:,} of {test.read:,} screened reports {_were(test.apart)} not read in the "
            "order of the ranking. The stopping rules and the interval of remaining relevant "
            "reports use only the other reports."
        )
    if test.passed_over:
        notes.append(
            f"{test.passed_over:,} undecided {_reports(test.passed_over)} ranked above reports "
            "that were read. The stopping rules and the interval of remaining relevant reports "
            "assume that every undecided report may be relevant."
        )
    return notes


def rule_notes(found: Standing) -> list[str]:
    """Which rule may leave reports unread, if review.toml allows one."""
    names = {"test": "the statistical test", "certificate": "the learned rule"}
    rule = found.leaves_unread
    return [f"review.toml allows {names[rule]} to exclude unread reports."] if rule else []


def _until(found: Standing) -> str:
    """The end of a sentence on when the rule will be met, if no more relevant reports are found."""
    further = found.certificate.further
    if further == 0:
        return " is met now."
    if further is None:
        return " cannot be met until the reports that were passed over are decided."
    return (
        f" would be met after about {_rounded(further):,} more reports if none of them is relevant."
    )


def _rounded(count: int) -> int:
    """A count to two digits, rounded up.

    >>> _rounded(7), _rounded(287), _rounded(1301)
    (7, 290, 1400)
    """
    step = int(10 ** max(len(str(count)) - 2, 0))
    return -(-count // step) * step


def _none_of(count: int) -> str:
    return (
        "The 1 screened report was not"
        if count == 1
        else f"None of the {count:,} screened reports was"
    )


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _reports(count: int) -> str:
    return "report is" if count == 1 else "reports are"
