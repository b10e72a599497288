"""Training labels: each report's decisions become one label with a weight."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.decisions import Decision, Stage, Verdict, standing
from pipeline.ranking.settings import DEFAULT, FOLDS
from pipeline.records import RecordId

MAYBE_WEIGHT = 0.5
"""Weight of a maybe, and of a report on which reviewers disagree; it counts as an include."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Whether a report is worth finding, and how much its label weighs (1: one plain decision)."""

    relevant: bool
    weight: float = 1.0


def calibrated(labels: Iterable[Label]) -> bool | None:
    """Whether a model of these labels gives probabilities; None if a question may decide it.

    A question counts as one include.
    """
    relevant = [one.relevant for one in labels]
    includes = sum(relevant)
    excludes = len(relevant) - includes
    if includes + 1 < FOLDS or excludes < FOLDS:
        return False
    return True if includes >= max(FOLDS, DEFAULT.question_until) else None


def training_labels(
    decisions_by_report: Mapping[RecordId, Sequence[Decision]],
) -> dict[RecordId, Label]:
    """The labels from the standing decisions on each report; reports without any are left out.

    A verdict at full text replaces the one at screening, so a report that proved irrelevant there
    is an exclude: measured, see docs/ranking.md. Two reviewers who agree count as one decision,
    since both read the same words; two who disagree make a weak include, until the conflict is
    resolved.
    """
    labels: dict[RecordId, Label] = {}
    for report, decisions in sorted(decisions_by_report.items()):
        if label := _label(standing(decisions)):
            labels[report] = label
    return labels


def _label(decisions: Sequence[Decision]) -> Label | None:
    """One report's label, or None if nobody has said include, exclude or maybe."""
    screening = _verdicts(decisions, Stage.SCREENING)
    full_text = _verdicts(decisions, Stage.ELIGIBILITY)
    said = full_text or screening
    if not said:
        return None
    if said == {Verdict.EXCLUDE}:
        return Label(relevant=False)
    return Label(relevant=True, weight=1.0 if said == {Verdict.INCLUDE} else MAYBE_WEIGHT)


def _verdicts(decisions: Iterable[Decision], stage: Stage) -> set[Verdict]:
    """The verdicts at a stage; if somebody resolved a conflict, only the last resolution."""
    said = sorted((one for one in decisions if one.stage is stage), key=lambda one: one.number)
    last = [one for one in said if one.resolves][-1:]
    telling = {Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.MAYBE}
    return {one.verdict for one in last or said} & telling
