"""How the screening of titles and abstracts went on: reports by person and week."""

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
    """Reports that each person has screened, by the week of the person's first word on them.

    `weeks` are Mondays from the first week to the last, those without work too; `persons` gives
    for each name, sorted, its reports in each of the weeks. `screened` are the reports on which
    anybody's word stands, `waiting` those that a decision is still due on.
    """

    weeks: tuple[date, ...]
    persons: Mapping[str, tuple[int, ...]]
    screened: int
    waiting: int


def screening_weeks(
    library: Library, decisions: Iterable[Decision], zone: tzinfo
) -> ScreeningWeeks:
    """The weeks of the screening, as weeks are in a time zone; none where nobody has screened.

    A report counts for a person whose word on it stands, once, in the week in which the person
    first said something of it: a word that is taken back or changed later moves no work.
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
