"""The result of the criteria for a record, with the words behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.records import RecordId
from screening_rules.criteria import Standing

Suggestion = Literal["include", "exclude", "unclear"]
Kind = Literal["for", "against"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words of a record and the line of the criteria they match.

    `start` and `end` count characters of the field; the keywords are one text joined by "; ".
    """

    field: str
    start: int
    end: int
    words: str
    line: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionReading:
    """The verdict on one element. `rule` names the rule that gave it, "" if none did."""

    element: str
    verdict: Standing
    spans: tuple[Span, ...]
    hash: str
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """All elements of one record, in the order of the criteria, and the resulting suggestion.

    `reason` is the code of the first reason by priority, None unless the suggestion is exclude.
    """

    record: RecordId
    elements: tuple[CriterionReading, ...]
    suggestion: Suggestion
    reason: str | None
    criteria_hash: str

    def element(self, name: str) -> CriterionReading:
        """The reading of an element; KeyError if it was not read."""
        for reading in self.elements:
            if reading.element == name:
                return reading
        raise KeyError(name)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every span of every element, without repeats."""
        return tuple(dict.fromkeys(span for one in self.elements for span in one.spans))


def as_json(assessment: Assessment) -> dict[str, Any]:
    """The assessment as plain values that json can write."""
    return _values(assessment) | {
        "elements": [
            _values(one) | {"spans": [_values(span) for span in one.spans]}
            for one in assessment.elements
        ]
    }


def _values(one: Span | CriterionReading | Assessment) -> dict[str, Any]:
    """The fields of a value. asdict copies all nested values, and was ten times as slow."""
    return {name: getattr(one, name) for name in one.__slots__}


def from_json(values: Mapping[str, Any]) -> Assessment:
    """The assessment that `as_json` wrote."""
    readings = (
        CriterionReading(**{**one, "spans": tuple(Span(**span) for span in one["spans"])})
        for one in values["elements"]
    )
    return Assessment(**{**values, "elements": tuple(readings)})


def highlights(assessment: Assessment) -> dict[str, tuple[tuple[int, int, Kind], ...]]:
    """The stretches to mark in each field, in order, without overlaps.

    Words that are evidence both for and against are marked as against: a person must look at those.
    """
    fields = dict.fromkeys(span.field for span in assessment.spans)
    return {name: _merged(one for one in assessment.spans if one.field == name) for name in fields}


def _merged(spans: Iterable[Span]) -> tuple[tuple[int, int, Kind], ...]:
    kinds: dict[int, Kind] = {}
    for span in sorted(spans, key=lambda one: one.kind == "against"):
        kinds |= dict.fromkeys(range(span.start, span.end), span.kind)
    stretches: list[tuple[int, int, Kind]] = []
    for place in sorted(kinds):
        if stretches and stretches[-1][1] == place and stretches[-1][2] == kinds[place]:
            stretches[-1] = (stretches[-1][0], place + 1, kinds[place])
        else:
            stretches.append((place, place + 1, kinds[place]))
    return tuple(stretches)
