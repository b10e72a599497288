"""Gives each number of the text the name of the list that it counts."""

from dataclasses import replace
from typing import Any, TypeVar

from exports.language.opened_numbers import Count
from exports.manuscript.sentences import TextValues
from pipeline.decisions import Stage
from pipeline.review.second_look import SecondLook
from pipeline.review.selection import StageSelection
from pipeline.studies.charted import Charted

Counted = TypeVar("Counted", StageSelection, SecondLook, Charted)


def opened_values(values: TextValues) -> TextValues:
    """The values, with the list named for each number of records, reports and studies."""
    return replace(
        values,
        flow={box: Count(n, box) for box, n in values.flow.items()},
        searches=tuple(
            replace(one, imported=Count(one.imported, f"searches/{one.name}/imported"))
            for one in values.searches
        ),
        screening=_stage(values.screening, Stage.SCREENING),
        eligibility=_stage(values.eligibility, Stage.ELIGIBILITY),
        second_look=_counted(values.second_look, "text/second_look"),
        charted=_counted(values.charted, "text/charted"),
        taken_up=Count(values.taken_up, "text/taken_up"),
        pending=Count(values.pending, "text/pending"),
        overlapping=Count(values.overlapping, "text/overlapping"),
    )


def _counted(found: Counted, name: str) -> Counted:
    """Each number that has members, as a count with the list `name`/field."""
    numbers: dict[str, Any] = {
        one: Count(getattr(found, one), f"{name}/{one}")
        for one in found.members
        if one in found.__dataclass_fields__
    }
    return replace(found, **numbers)


def _stage(found: StageSelection, stage: Stage) -> StageSelection:
    agreements = [
        replace(
            one,
            n=Count(one.n, f"text/{stage}/agreements/{place}/n"),
            agreed=Count(one.agreed, f"text/{stage}/agreements/{place}/agreed"),
        )
        for place, one in enumerate(found.agreements, 1)
    ]
    return replace(_counted(found, f"text/{stage}"), agreements=tuple(agreements))
