"""Who decided at a stage and how, counted only from the decisions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pipeline.agreement.kappa import Agreement, agreement, both_judged
from pipeline.decisions import Decision, Stage, Verdict
from pipeline.records import RecordId
from pipeline.review.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSelection:
    """How a stage was done. `people` are those with a valid decision on any report.

    Of the reports that are decided, `alone` were read by one person and `together` by more. Settled
    disagreements are counted by method: `by_consensus`, `by_third_person` (who had not read the
    report before) or `by_reader` (who had). `agreements` has one for each pair of people who both
    judged any report.

    `members` has the reports behind these numbers by name, those of the first pair as
    "agreements/1/n" and "agreements/1/agreed".
    """

    people: int = 0
    alone: int = 0
    together: int = 0
    by_consensus: int = 0
    by_third_person: int = 0
    by_reader: int = 0
    agreements: tuple[Agreement, ...] = ()
    members: Mapping[str, tuple[RecordId, ...]] = field(default_factory=dict, compare=False)

    @property
    def settled(self) -> int:
        """Disagreements that were settled in any way."""
        return self.by_consensus + self.by_third_person + self.by_reader


Judged = Mapping[RecordId, tuple[Verdict, Verdict]]
"""The verdicts of two people on each report that both judged."""

NOBODY = StageSelection()
"""A stage without decisions."""


def selection(
    library: Library, decisions: Iterable[Decision], stage: Stage, *, consensus: str
) -> StageSelection:
    """How a stage was done, from every decision not withdrawn, even if later changed.

    `consensus` is the name under which people agree together.
    """
    said = _own_words(library, decisions, stage)
    own = {report: {one.reviewer for one in words} for report, words in said.items()}
    decided = [one for one in own if library.verdict(one, stage) is not None]
    settlers = {one: who for one in library.members if (who := _settler(library, one, stage))}
    others = {one: who for one, who in settlers.items() if who != consensus}
    readers = [one for one, who in others.items() if who in own.get(one, set())]
    members = {
        "alone": [one for one in decided if len(own[one]) == 1],
        "together": [one for one in decided if len(own[one]) > 1],
        "by_consensus": [one for one in settlers if one not in others],
        "by_third_person": [one for one in others if one not in readers],
        "by_reader": readers,
    }
    judged = _judged(said, stage)
    return StageSelection(
        people=len({name for names in own.values() for name in names}),
        **{name: len(reports) for name, reports in members.items()},
        agreements=tuple(agreement(pairs.values()) for pairs in judged),
        members={
            name: tuple(sorted(reports))
            for name, reports in (*members.items(), ("settled", settlers), *_agreed(judged))
        },
    )


def unscreened(library: Library, records: Iterable[RecordId]) -> tuple[RecordId, ...]:
    """The reports among these assessed in full text without a decision on title and abstract."""
    reports = {library.report_of(one) for one in records}
    return tuple(sorted(one for one in reports if not library.decisions_on(one, Stage.SCREENING)))


def _own_words(
    library: Library, decisions: Iterable[Decision], stage: Stage
) -> dict[RecordId, list[Decision]]:
    """People's own decisions on each report; those that settle a disagreement do not count."""
    said: dict[RecordId, list[Decision]] = {}
    for one in decisions:
        if (
            one.stage is stage
            and not one.resolves
            and library.standing_for(one.record) in library.records
        ):
            said.setdefault(library.report_of(one.record), []).append(one)
    return said


def _settler(library: Library, report: RecordId, stage: Stage) -> str:
    """Who settled the disagreement on a report; "" if there was none, or it is unsettled."""
    found = library.outcome(report, stage)
    return next((one.reviewer for one in reversed(found.by) if one.resolves), "") if found else ""


def _judged(said: Mapping[RecordId, Iterable[Decision]], stage: Stage) -> tuple[Judged, ...]:
    """The verdicts of each pair on the reports that both judged, whichever record they saw."""
    of_reports = [replace(one, record=report) for report, words in said.items() for one in words]
    return tuple(both_judged(of_reports, stage).values())


def _agreed(judged: Iterable[Judged]) -> Iterator[tuple[str, list[RecordId]]]:
    """The reports that each pair judged, and those of them on which they agree."""
    for place, pairs in enumerate(judged, 1):
        yield f"agreements/{place}/n", list(pairs)
        same = [report for report, (one, other) in pairs.items() if one == other]
        yield f"agreements/{place}/agreed", same
