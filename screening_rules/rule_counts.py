"""How each rule of the criteria compares with people's decisions."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.records import RecordId
from screening_rules.assessment import Assessment, CriterionReading
from screening_rules.criteria import Criteria, Element, Standing

LEAST_CONTRADICTIONS = 2
"""Fewest contrary decisions, 1 upwards, that contradict a rule: a single one may be an error."""

CONTRADICTED = 0.1
"""Least share of the judged reports, 0 to 1, with contrary decisions that contradict a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsWord:
    """People's decision on a report: included or not, and the codes of the reasons, if any."""

    included: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """How often a rule decided, how many of those reports people judged, and how many differently.

    People decided differently if they included a report that the rule calls not met, or excluded it
    for the element's own reason although the rule says met. `rule` is "" for the element's own
    lines, without a rule. `reports` are those decided differently.
    """

    element: str
    rule: str
    verdict: Standing
    note: str
    decided: int
    judged: int
    otherwise: int
    reports: tuple[RecordId, ...]

    @property
    def name(self) -> str:
        """The rule's name or, without a rule, a substitute for it."""
        return self.rule or f"{self.element}, by its own lines"

    @property
    def contradicted(self) -> bool:
        """Whether people decide differently too often for this to be chance."""
        return (
            self.otherwise >= LEAST_CONTRADICTIONS and self.otherwise >= CONTRADICTED * self.judged
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomationError:
    """How an automatic element compares with people's decisions.

    Of the reports that the element marks as ineligible, people also decided on `judged`, and
    included `otherwise` of these.
    """

    element: str
    marked: int
    judged: int
    otherwise: int


def rule_counts(
    assessments: Iterable[Assessment], words: Mapping[RecordId, PersonsWord], criteria: Criteria
) -> list[RuleCount]:
    """Every rule in the order of the file, including those that decided nothing."""
    decided: Counter[tuple[str, str, Standing]] = Counter()
    judged: Counter[tuple[str, str, Standing]] = Counter()
    otherwise: dict[tuple[str, str, Standing], list[RecordId]] = {}
    by_name = {element.name: element for element in criteria.elements}
    for assessment in assessments:
        word = words.get(assessment.record)
        for reading in assessment.elements:
            key = (reading.element, reading.rule, reading.verdict)
            decided[key] += 1
            judged[key] += word is not None
            if word and _is_otherwise(by_name.get(reading.element), reading, word):
                otherwise.setdefault(key, []).append(assessment.record)
    return [
        RuleCount(
            element=key[0],
            rule=key[1],
            verdict=key[2],
            note=note,
            decided=decided[key],
            judged=judged[key],
            otherwise=len(otherwise.get(key, ())),
            reports=tuple(sorted(otherwise.get(key, ()))),
        )
        for key, note in _rules(criteria, decided)
    ]


def _rules(
    criteria: Criteria, decided: Mapping[tuple[str, str, Standing], int]
) -> Iterator[tuple[tuple[str, str, Standing], str]]:
    for element in criteria.elements:
        for rule in element.rules:
            yield (element.name, rule.name, rule.verdict), rule.note
        known = {rule.name for rule in element.rules}
        others = (key for key in decided if key[0] == element.name and key[1] not in known)
        for key in sorted(others):
            yield key, ""


def _is_otherwise(element: Element | None, reading: CriterionReading, word: PersonsWord) -> bool:
    reason = element.reason if element else None
    if reading.verdict == "not met":
        return word.included and reason is not None
    if reading.verdict == "met":
        return not word.included and reason is not None and reason.code in word.reasons
    return False


def automation_errors(
    assessments: Iterable[Assessment],
    words: Mapping[RecordId, PersonsWord],
    names: Sequence[str],
) -> list[AutomationError]:
    """The error of each element that review.toml names as automation, in that order."""
    marked: dict[str, list[RecordId]] = {name: [] for name in names}
    for assessment in assessments:
        for reading in assessment.elements:
            if reading.element in marked and reading.verdict == "not met":
                marked[reading.element].append(assessment.record)
    return [
        AutomationError(
            element=name,
            marked=len(records),
            judged=sum(record in words for record in records),
            otherwise=sum(record in words and words[record].included for record in records),
        )
        for name, records in marked.items()
    ]
