"""Measures criteria against decisions, and counts matched lines among includes and excludes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from pipeline.records import RecordId
from screening_rules.assessment import Assessment
from screening_rules.cases import VERDICTS, Cases
from screening_rules.criteria import Criteria
from screening_rules.evidence import Finder
from screening_rules.texts import read_text
from screening_rules.verdicts import BATCH, assess


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFired:
    """How many includes and excludes a line of the criteria matched."""

    line: str
    query: str
    includes: int
    excludes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementCounts:
    """How many includes and excludes got each verdict on an element."""

    element: str
    includes: Mapping[str, int]
    excludes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictMeasure:
    """How a verdict on an element agrees with a person's.

    `labelled` counts the records to which the person gave it, `given` those to which the criteria
    did, `right` those to which both did.
    """

    element: str
    verdict: str
    labelled: int
    given: int
    right: int

    @property
    def sensitivity(self) -> float | None:
        """The share of records with this label that the criteria judge alike, 0 to 1, or None."""
        return self.right / self.labelled if self.labelled else None

    @property
    def precision(self) -> float | None:
        """The share of records with this verdict that the person labels alike, 0 to 1, or None."""
        return self.right / self.given if self.given else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongVerdict:
    """An element that the criteria judge differently than a person, and the rule behind it."""

    record: RecordId
    element: str
    labelled: str
    given: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The criteria compared with labels. `share` is that of excludes suggested for exclusion, 0 to
    1.

    `agreed` has, by element, how many verdicts were as labelled and how many were labelled.
    `measures` has the same by verdict, in the order of the criteria; `wrong` has the verdicts that
    differ.
    """

    records: int
    includes: int
    excludes: int
    includes_thrown_out: tuple[Assessment, ...]
    includes_suggested: int
    excludes_suggested: int
    elements: tuple[ElementCounts, ...]
    lines: tuple[LineFired, ...]
    agreed: Mapping[str, tuple[int, int]]
    assessments: tuple[Assessment, ...]
    measures: tuple[VerdictMeasure, ...] = ()
    wrong: tuple[WrongVerdict, ...] = ()

    @property
    def share(self) -> float:
        """Share of the excludes that the criteria suggest to exclude; 0.0 if there are none."""
        return self.excludes_suggested / self.excludes if self.excludes else 0.0

    @property
    def never_fired(self) -> tuple[LineFired, ...]:
        """Lines that matched no record."""
        return tuple(line for line in self.lines if not line.includes + line.excludes)


def calibrate(cases: Cases, criteria: Criteria) -> Calibration:
    """The criteria measured on labelled cases."""
    assessments = {one.record: one for one in assess(cases.records, criteria)}
    keep = [assessments[one] for one, included in cases.included.items() if included]
    drop = [assessments[one] for one, included in cases.included.items() if not included]
    return Calibration(
        records=len(cases.records),
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
        lines=_lines(cases, criteria),
        agreed=_agreed(cases, assessments),
        assessments=tuple(assessments.values()),
        measures=tuple(_measures(cases, assessments, criteria)),
        wrong=tuple(_wrong(cases, assessments, criteria)),
    )


def _measures(
    cases: Cases, assessments: Mapping[RecordId, Assessment], criteria: Criteria
) -> Iterator[VerdictMeasure]:
    for element in criteria.elements:
        name = element.name
        pairs = [
            (verdicts[name], assessments[record].element(name).verdict)
            for record, verdicts in cases.elements.items()
            if name in verdicts
        ]
        for verdict in VERDICTS if pairs else ():
            yield VerdictMeasure(
                element=name,
                verdict=verdict,
                labelled=sum(labelled == verdict for labelled, _ in pairs),
                given=sum(given == verdict for _, given in pairs),
                right=sum(labelled == given == verdict for labelled, given in pairs),
            )


def _wrong(
    cases: Cases, assessments: Mapping[RecordId, Assessment], criteria: Criteria
) -> Iterator[WrongVerdict]:
    for record, verdicts in cases.elements.items():
        for element in criteria.elements:
            reading = assessments[record].element(element.name)
            labelled = verdicts.get(element.name)
            if labelled and labelled != reading.verdict:
                yield WrongVerdict(
                    record=record,
                    element=element.name,
                    labelled=labelled,
                    given=reading.verdict,
                    rule=reading.rule,
                )


def _agreed(cases: Cases, assessments: Mapping[RecordId, Assessment]) -> dict[str, tuple[int, int]]:
    agreed: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    for record, verdicts in cases.elements.items():
        for element, verdict in verdicts.items():
            labelled[element] += 1
            agreed[element] += assessments[record].element(element).verdict == verdict
    return {element: (agreed[element], labelled[element]) for element in labelled}


def _lines(cases: Cases, criteria: Criteria) -> tuple[LineFired, ...]:
    """Every statement of the file, in its order, with the records it matched."""
    finder = Finder(criteria)
    groups = [group.name for group in criteria.groups()]
    fired: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    waiting = iter([one for one in cases.records if one.id in cases.included])
    while batch := [read_text(record) for record in islice(waiting, BATCH)]:
        for text, evidence in zip(batch, finder.evidence(batch), strict=True):
            held = fired[cases.included[text.record.id]]
            held.update(name for group in groups for name in evidence.found(group))
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


def as_figures(found: Calibration) -> dict[str, object]:
    """The measurement as plain values for JSON.

    These are counts, except for the lists thrown_out, measures, wrong, lines, never_fired and
    suggestions.
    """
    return {
        "records": found.records,
        "includes": found.includes,
        "excludes": found.excludes,
        "includes_thrown_out": len(found.includes_thrown_out),
        "includes_suggested": found.includes_suggested,
        "excludes_suggested": found.excludes_suggested,
        "share": round(found.share, 4),
        "thrown_out": [
            {"record": one.record, "reason": one.reason, "lines": sorted(_against(one))}
            for one in found.includes_thrown_out
        ],
        "elements": {
            one.element: {"includes": dict(one.includes), "excludes": dict(one.excludes)}
            for one in found.elements
        },
        "agreed": {
            name: {"agreed": agreed, "labelled": labelled}
            for name, (agreed, labelled) in found.agreed.items()
        },
        **_agreement(found),
        "lines": [
            {
                "line": one.line,
                "query": one.query,
                "includes": one.includes,
                "excludes": one.excludes,
            }
            for one in found.lines
        ],
        "never_fired": [one.line for one in found.never_fired],
        "suggestions": [
            {"record": one.record, "suggestion": one.suggestion, "reason": one.reason}
            for one in found.assessments
        ],
    }


def _agreement(found: Calibration) -> dict[str, object]:
    """Sensitivity and precision of each element, and the verdicts that differ."""
    return {
        "measures": [
            {
                "element": one.element,
                "verdict": one.verdict,
                "labelled": one.labelled,
                "given": one.given,
                "right": one.right,
                "sensitivity": _rounded(one.sensitivity),
                "precision": _rounded(one.precision),
            }
            for one in found.measures
        ],
        "wrong": [
            {
                "record": one.record,
                "element": one.element,
                "labelled": one.labelled,
                "given": one.given,
                "rule": one.rule or None,
            }
            for one in found.wrong
        ],
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _against(assessment: Assessment) -> set[str]:
    """The lines that count as evidence against the elements that are not met."""
    return {
        span.line
        for reading in assessment.elements
        if reading.verdict == "not met"
        for span in reading.spans
        if span.kind == "against"
    }
