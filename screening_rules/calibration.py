"""How the criteria agree with decisions: what fired among includes and among excludes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.records import Record, RecordId
from screening_rules.assessment import Assessment
from screening_rules.criteria import Criteria, Standing
from screening_rules.evidence import Finder
from screening_rules.texts import Reader
from screening_rules.verdicts import assess


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFired:
    """How many includes and excludes a line of the criteria held for."""

    line: str
    query: str
    includes: int
    excludes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementCounts:
    """How many includes and excludes each verdict on an element was given to."""

    element: str
    includes: Mapping[Standing, int]
    excludes: Mapping[Standing, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The criteria against labels. `share` is that of excludes suggested for exclusion, 0 to 1."""

    records: int
    includes: int
    excludes: int
    includes_thrown_out: tuple[Assessment, ...]
    includes_suggested: int
    excludes_suggested: int
    elements: tuple[ElementCounts, ...]
    lines: tuple[LineFired, ...]

    @property
    def share(self) -> float:
        """Share of the excludes that the criteria suggest to exclude; 0.0 where there are none."""
        return self.excludes_suggested / self.excludes if self.excludes else 0.0

    @property
    def never_fired(self) -> tuple[LineFired, ...]:
        """Lines that held for no record."""
        return tuple(line for line in self.lines if not line.includes + line.excludes)


def calibrate(
    records: Iterable[Record], included: Mapping[RecordId, bool], criteria: Criteria
) -> Calibration:
    """The criteria measured on records with a label each; records without one are left out."""
    labelled = [record for record in records if record.id in included]
    assessments = list(assess(labelled, criteria))
    keep = [one for one in assessments if included[one.record]]
    drop = [one for one in assessments if not included[one.record]]
    return Calibration(
        records=len(labelled),
        includes=len(keep),
        excludes=len(drop),
        includes_thrown_out=tuple(one for one in keep if one.suggestion == "exclude"),
        includes_suggested=sum(one.suggestion == "include" for one in keep),
        excludes_suggested=sum(one.suggestion == "exclude" for one in drop),
        elements=tuple(
            ElementCounts(
                element=element.name,
                includes=Counter(one.element(element.name).verdict for one in keep),
                excludes=Counter(one.element(element.name).verdict for one in drop),
            )
            for element in criteria.elements
        ),
        lines=_lines(labelled, included, criteria),
    )


def _lines(
    records: list[Record], included: Mapping[RecordId, bool], criteria: Criteria
) -> tuple[LineFired, ...]:
    """Every statement of the file, in its order, with the records it held for."""
    reader = Reader()
    fired: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    texts = [reader.text(record) for record in records]
    for text, evidence in zip(texts, Finder(criteria).evidence(texts), strict=True):
        fired[included[text.record.id]].update(
            name for found in evidence.values() for name in found
        )
    return tuple(
        LineFired(
            line=one.name,
            query=one.query,
            includes=fired[True][one.name],
            excludes=fired[False][one.name],
        )
        for group in criteria.groups()
        for one in group.statements
    )
