"""What would change a verdict: each fact of an element's rules removed, or assumed to be found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.records import Record
from screening_rules.assessment import CriterionReading
from screening_rules.criteria import Criteria, Element, Rule, Standing
from screening_rules.evidence import CriteriaEvidence, Finder, Found
from screening_rules.language import LANGUAGES, unread_language
from screening_rules.texts import Text, read_text
from screening_rules.verdicts import Evidence, assess, read_element


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A fact that, removed (`held`) or found, would give an element another verdict.

    `words` are those that match it now, none if nothing does.
    """

    fact: str
    held: bool
    words: tuple[str, ...]
    verdict: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementTrial:
    """The reading of one element of a record, the rule that decided, and what would change it.

    `negated` are the words that would count if they were not negated, each with the fact it
    belongs to. `language` names the language that the criteria have no words for, "" if they have
    words for it.
    """

    element: Element
    reading: CriterionReading
    rule: Rule | None
    changes: tuple[Change, ...]
    negated: tuple[tuple[str, str], ...] = ()
    language: str = ""


class _Supposed:
    """The evidence of a text, with one fact assumed to be different."""

    def __init__(self, evidence: Evidence, group: str) -> None:
        self._evidence, self._group = evidence, group

    @property
    def text(self) -> Text:
        return self._evidence.text

    def found(self, group: str) -> Found:
        return {} if group == self._group else self._evidence.found(group)

    def __contains__(self, group: str) -> bool:
        return (group in self._evidence) != (group == self._group)


def try_record(record: Record, criteria: Criteria) -> list[ElementTrial]:
    """Every element of a record in the order of the criteria, with what would change each."""
    evidence = next(Finder(criteria).evidence([read_text(record)]))
    assessment = next(assess([record], criteria))
    language = LANGUAGES.get(unread_language(record, criteria.languages), "")
    return [
        ElementTrial(
            element=element,
            reading=assessment.element(element.name),
            rule=_rule(element, assessment.element(element.name)),
            changes=() if language else tuple(_changes(element, evidence)),
            negated=() if language else tuple(_negated(element, evidence)),
            language=language,
        )
        for element in criteria.elements
    ]


def _rule(element: Element, reading: CriterionReading) -> Rule | None:
    return next((rule for rule in element.rules if rule.name == reading.rule), None)


def _changes(element: Element, evidence: Evidence) -> Iterator[Change]:
    now = read_element(element, evidence, "").verdict
    for group in facts_of(element):
        verdict = read_element(element, _Supposed(evidence, group), "").verdict
        if verdict != now:
            held = group in evidence
            yield Change(
                fact=group,
                held=held,
                words=_words(evidence.found(group), evidence.text) if held else (),
                verdict=verdict,
            )


def _negated(element: Element, evidence: CriteriaEvidence) -> Iterator[tuple[str, str]]:
    for group in facts_of(element):
        words = [evidence.text.span(*place)[3] for place in evidence.negated(group)]
        yield from ((each, group) for each in dict.fromkeys(words))


def facts_of(element: Element) -> Sequence[str]:
    """The facts that an element's verdict depends on, its own lines first, without repeats."""
    own = [one.name for one in (element.speaks_for, element.speaks_against) if one.statements]
    named = [name for rule in element.rules for name in rule.groups()]
    return list(dict.fromkeys([*own, *named]))


def _words(found: Found, text: Text) -> tuple[str, ...]:
    places = sorted({place for each in found.values() for place in each})
    return tuple(dict.fromkeys(text.span(first, last)[3] for first, last in places))
