"""A review's status, in sentences."""

from collections.abc import Iterator, Mapping

from exports.open_points import counted_points
from flows.inspection.status import Standing
from flows.inspection.stopping_sentences import (
    certificate_notes,
    order_notes,
    rule_notes,
    sentence_on_stopping,
    thumb_notes,
)
from flows.reporting.latest_run import disagreements, settle_command
from flows.reporting.waiting import list_out
from flows.screening.rule_counts import automation_sentence
from pipeline.agreement.misses import MissRate
from pipeline.agreement.several_raters import SeveralAgreement
from pipeline.decisions import CONSENSUS
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.text.amounts import amount

BARS = " ▁▂▃▄▅▆▇█"


NO_FILES = (
    "no export file has been imported yet. Put each export file into the folder of its search "
    "under searches/, and import the files with: ajour update"
)


def sentences(found: Standing) -> list[str]:
    """Who needs to act, how people agree, and how far the reading has come; one sentence per line.

    Commands in the sentences name no review; the caller says which review is meant.
    """
    lines = [] if found.files else [f"{NO_FILES[0].upper()}{NO_FILES[1:]}"]
    for stage, left in found.left.items():
        if any(left.values()):
            lines.append(f"Reports left at {stage}: {_each(left)}.")
        if found.out[stage]:
            lists = ", ".join(list_out(one, whose=True) for one in found.out[stage])
            lines.append(f"Lists not yet returned at {stage}: {lists}.")
    if found.away:
        verb = "is away and gets" if len(found.away) == 1 else "are away and get"
        lines.append(f"{', '.join(found.away)} {verb} no work.")
    lines += [
        f"To resolve {disagreements(count)} at {stage}{_by(found.settlers[stage])}: "
        f"{settle_command(None, stage)}"
        for stage, count in found.conflicts.items()
        if count
    ]
    lines += found.retrieval
    if found.pairs:
        many = amount(found.pairs, "possible duplicate")
        lines.append(f"To decide on {many}: ajour duplicates")
    for name, one in found.agreements.items():
        kappa = (
            "" if one.kappa is None else f", kappa {one.kappa:.2f} ({one.low:.2f}–{one.high:.2f})"
        )
        share = f"{one.share:.0%} of {amount(one.n, 'report')}"
        lines.append(f"Agreement of {_pair_and_place(name)}: {share}{kappa}.")
    lines += [_misses(one) for one in found.misses]
    for stage, several in found.several.items():
        lines.append(_agreement_of_all(stage, several))
    if found.older_criteria:
        lines.append(f"Number of decisions made with older criteria: {found.older_criteria:,}.")
    lines += [automation_sentence(one) for one in found.automation]
    points = counted_points(found.open_points, PROGRAM_LANGUAGE, found.language)
    return [*lines, *found.notes, *points, *_reading(found)]


def _pair_and_place(name: str) -> str:
    """The two reviewers of an agreement, and what they decided on.

    >>> _pair_and_place("pilot, screening, Exposure (reason E): ann and bo")
    'ann and bo at screening in the pilot on Exposure (reason E)'
    >>> _pair_and_place("screening: ann and bo")
    'ann and bo at screening'
    """
    place, _, pair = name.rpartition(": ")
    stage, _, reason = place.removeprefix("pilot, ").partition(", ")
    pilot = " in the pilot" if place.startswith("pilot, ") else ""
    return f"{pair} at {stage}{pilot}" + (f" on {reason}" if reason else "")


def _by(settlers: Mapping[str, int]) -> str:
    """How many disagreements each person is to settle, if a third person settles them."""
    if {*settlers} <= {CONSENSUS}:
        return ""
    return f" ({_each(settlers)})"


def _each(counts: Mapping[str, int]) -> str:
    """The number of reports of each person, as the letter writes it.

    >>> _each({"Kari Nordmann": 5000, "Ola Hansen": 0})
    'Kari Nordmann 5,000, Ola Hansen 0'
    """
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


def _misses(found: MissRate) -> str:
    """The share that a screener misses, estimated from what others have checked again."""
    told = (
        f"Relevant reports among the exclusions by {found.reviewer} that were checked again: "
        f"{found.found:,}"
    )
    if found.rate is None or found.low is None or found.high is None:
        return (
            f"{told}. None of these exclusions was drawn at random, so ajour cannot "
            f"estimate a rate."
        )
    were = "was" if found.missed == 1 else "were"
    return (
        f"{told}. Among the exclusions that were drawn at random, {found.missed:,} of "
        f"{found.drawn:,} {were} relevant. {found.reviewer} misses an estimated {found.rate:.0%} "
        f"of the relevant reports ({found.low:.0%} to {found.high:.0%})."
    )


def _agreement_of_all(stage: str, found: SeveralAgreement) -> str:
    """AC1 and alpha of all reviewers; AC1 stays meaningful when nearly all reports are excluded."""
    reports = amount(found.items, "report")
    told = f"Agreement of all reviewers at {stage} on {reports} with two or more decisions"
    ac1 = f"AC1 {found.ac1:.2f}"
    if found.low is not None and found.high is not None:
        ac1 += f" ({found.low:.2f}–{found.high:.2f})"
    return f"{told}: {ac1}" + ("." if found.alpha is None else f", alpha {found.alpha:.2f}.")


def _reading(found: Standing) -> list[str]:
    """The stopping sentence, what is expected to be left, and the curve as one line."""
    lines = [sentence_on_stopping(found), *certificate_notes(found), *rule_notes(found)]
    lines += [*order_notes(found), *thumb_notes(found)]
    progress = found.progress
    if progress.unread and progress.read:
        expected = "" if progress.left is None else f"about {progress.left:,.0f}, "
        lines.append(
            f"Relevant reports left: {expected}between {progress.left_low:,} and "
            f"{progress.left_high:,} ({progress.confidence:.0%} interval)."
        )
    if found.ranking_due:
        lines.append(
            "The number of relevant reports left is estimated when ajour ranks the unread reports "
            "again. To rank these reports: ajour update"
        )
    if progress.read:
        lines.append(f"Relevant reports found as screening proceeds: {_spark(found)}")
    return lines


def _spark(found: Standing) -> str:
    """The curve of reports found by reports read, in 40 characters."""
    points = [one.found for one in found.progress.curve]
    top = max(points) or 1
    places = [points[round(step * (len(points) - 1) / 39)] for step in range(40)]
    return "".join(BARS[round(one / top * (len(BARS) - 1))] for one in places)


def reading_so_far(found: Standing) -> str:
    """The four most important numbers, and whether reading may stop."""
    total: dict[str, int] = found.numbers["total"]  # type: ignore[assignment]
    names = ("identified", "screened", "assessed", "included")
    told = ", ".join(f"{total[name]:,} {name}" for name in names)
    return f"{told}. {sentence_on_stopping(found)}"


def waiting(found: Standing) -> str:
    """Who needs to act, in one sentence."""
    if not found.files:
        return NO_FILES
    return "; ".join(_waiting(found)) or "nothing is waiting."


def _waiting(found: Standing) -> Iterator[str]:
    for stage, left in found.left.items():
        if any(left.values()):
            each = _each({name: count for name, count in left.items() if count})
            yield f"reports left at {stage} ({each})"
    for stage, count in found.conflicts.items():
        if count:
            yield f"{disagreements(count)} at {stage}"
    if found.pairs:
        yield amount(found.pairs, "possible duplicate")
