"""The records that a criterion would decide automatically, if the review allows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from pipeline.decisions import Reason
from pipeline.errors import Fault, Refused
from pipeline.records import RecordId
from pipeline.text.likeness import guess
from screening_rules.assessment import Assessment, Span
from screening_rules.criteria import Criteria


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A record that a criterion marks as ineligible, why, and the words behind it."""

    record: RecordId
    criterion: str
    reason: Reason
    spans: tuple[Span, ...]


def automation(
    assessments: Iterable[Assessment], criteria: Criteria, names: Sequence[str]
) -> list[Removal]:
    """The records that the named criteria mark as ineligible, in order, without repeats.

    Of several criteria the one whose reason comes first in priority is given. Raises `Refused`
    if a name is not a criterion, or is one without a reason.

    """
    by_name = {element.name: element for element in criteria.elements}
    faults = [
        Fault(
            "automation",
            f"{name!r} is not a criterion with a reason; expected one of: {_able(criteria)}"
            f"{guess(name, _able(criteria).split(', '))}",
        )
        for name in names
        if name not in by_name or by_name[name].reason is None
    ]
    if faults:
        raise Refused("review.toml: the section [automation] has errors.", faults)
    deciding = [(by_name[name].reason, name) for name in names]
    ordered = sorted((one.priority, name, one) for one, name in deciding if one is not None)
    removals = []
    for assessment in assessments:
        for _, name, reason in ordered:
            reading = assessment.element(name)
            if reading.verdict == "not met":
                spans = tuple(span for span in reading.spans if span.kind == "against")
                removals.append(
                    Removal(record=assessment.record, criterion=name, reason=reason, spans=spans)
                )
                break
    return removals


def _able(criteria: Criteria) -> str:
    return ", ".join(element.name for element in criteria.elements if element.reason)


def pilot(records: Iterable[RecordId], size: int, *, seed: int) -> list[RecordId]:
    """A random sample for all screeners to read, in random order; all if there are fewer.

    The same records, in whatever order, and the same seed give the same sample.

    >>> pilot([RecordId(name) for name in "abcdef"], 3, seed=1) == pilot(
    ...     [RecordId(name) for name in "fedcba"], 3, seed=1
    ... )
    True
    """
    every = sorted(set(records))
    return Random(seed).sample(every, min(size, len(every)))  # noqa: S311 - a sample, no secret  # nosec B311
