"""What decisions teach the ranking: each report's decisions become one label with a weight."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.decisions import Decision, Stage, Verdict, standing
from pipeline.records import RecordId

FULL_TEXT_WEIGHT = 2.0
"""Weight of an include at full text, 0 or more; at screening it is 1."""

MAYBE_WEIGHT = 0.5
"""Weight of a maybe, and of a report on which reviewers disagree; it counts as an include."""

READ_IN_VAIN_WEIGHT = 0.5
"""Weight of an include at screening that full text excluded; it still counts as an include."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Whether a report is worth finding, and how much that says (1: one plain decision)."""

    relevant: bool
    weight: float = 1.0


def training_labels(
    decisions_by_report: Mapping[RecordId, Sequence[Decision]],
) -> dict[RecordId, Label]:
    """What the standing decisions on each report teach; reports without any are left out.

    Full text outweighs screening. Two reviewers who agree count as one decision, since both read
    the same words; two who disagree make a weak include, until somebody resolves it.
    """
    labels: dict[RecordId, Label] = {}
    for report, decisions in sorted(decisions_by_report.items()):
        if label := _label(standing(decisions)):
            labels[report] = label
    return labels


def _label(decisions: Sequence[Decision]) -> Label | None:
    """One report's label, or None where nobody has said include, exclude or maybe."""
    screening = _verdicts(decisions, Stage.SCREENING)
    full_text = _verdicts(decisions, Stage.ELIGIBILITY)
    if full_text == {Verdict.INCLUDE}:
        return Label(relevant=True, weight=FULL_TEXT_WEIGHT)
    if full_text == {Verdict.EXCLUDE}:
        return Label(relevant=True, weight=READ_IN_VAIN_WEIGHT)
    if full_text:
        return Label(relevant=True)
    if not screening:
        return None
    if screening == {Verdict.EXCLUDE}:
        return Label(relevant=False)
    return Label(relevant=True, weight=1.0 if screening == {Verdict.INCLUDE} else MAYBE_WEIGHT)


def _verdicts(decisions: Iterable[Decision], stage: Stage) -> set[Verdict]:
    """What was said at a stage; where somebody resolved it, only the last of their words."""
    said = sorted((one for one in decisions if one.stage is stage), key=lambda one: one.number)
    last = [one for one in said if one.resolves][-1:]
    telling = {Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.MAYBE}
    return {one.verdict for one in last or said} & telling
