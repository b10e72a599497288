"""The progress of title and abstract screening: reports by person and week."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from pipeline.decisions import Decision, Stage
from pipeline.records import RecordId
from pipeline.review.library import Library

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningWeeks:
    """Reports screened by each person, by the week of the person's first decision on them.

    `weeks` are Mondays from the first week to the last, those without work too; `persons` has for
    each name, sorted, its reports in each of the weeks. `screened` are the reports with a valid
    decision by anyone, `waiting` those that still need a decision.
    """

    weeks: tuple[date, ...]
    persons: Mapping[str, tuple[int, ...]]
    screened: int
    waiting: int


def screening_weeks(
    library: Library, decisions: Iterable[Decision], zone: tzinfo
) -> ScreeningWeeks:
    """The weeks of screening, in a time zone; none if nobody has screened.

    A report counts once for each person with a valid decision on it, in the week of the person's
    first decision on it: undoing or changing a decision later moves no work.
    """
    first: dict[tuple[str, RecordId], str] = {}
    for said in decisions:
        if said.stage is Stage.SCREENING and said.record in library.records:
            key = said.reviewer, library.report_of(said.record)
            first[key] = min(first.get(key, said.when), said.when)
    standing = [
        (one.reviewer, one.record) for one in library.own_words() if one.stage is Stage.SCREENING
    ]
    counted = Counter((who, _monday(first[who, report], zone)) for who, report in standing)
    weeks = _from_to(sorted(week for _, week in counted))
    names = sorted({who for who, _ in counted})
    return ScreeningWeeks(
        weeks=weeks,
        persons={who: tuple(counted[who, week] for week in weeks) for who in names},
        screened=len({report for _, report in standing}),
        waiting=len(library.awaiting(Stage.SCREENING)),
    )


def _monday(when: str, zone: tzinfo) -> date:
    day = datetime.fromisoformat(when).astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def _from_to(found: list[date]) -> tuple[date, ...]:
    """Every Monday from the first to the last."""
    if not found:
        return ()
    return tuple(found[0] + WEEK * at for at in range((found[-1] - found[0]).days // 7 + 1))
