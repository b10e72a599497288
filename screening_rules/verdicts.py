"""Derives a verdict on each element, and a suggestion for each record, from evidence."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from pipeline.collector import paused_collector
from pipeline.records import Record, RecordId
from screening_rules.assessment import Assessment, CriterionReading, Kind, Span, Suggestion
from screening_rules.criteria import Criteria, Element, Rule, Standing
from screening_rules.evidence import CriteriaEvidence, Finder, Found, spans
from screening_rules.language import unread_language
from screening_rules.texts import Text, read_text


class Evidence(Protocol):
    """The matches in a text, or those under an assumption."""

    @property
    def text(self) -> Text:
        """The text that was read."""

    def found(self, group: str) -> Found:
        """The matching statements of a group."""

    def __contains__(self, group: str) -> bool:
        """Whether any statement matches."""


BATCH = 1_000
"""Records read at a time, 1 upwards: enough to share the vocabulary, few enough for memory."""

NAMES = (
    "jan january januar|feb february februar|mar march mars|apr april|may mai|jun june juni|"
    "jul july juli|aug august|sep sept september|oct okt october oktober|nov november|"
    "dec des december desember"
)
"""Names of the months, English and Norwegian, from January on."""

MONTHS = {
    name: number for number, names in enumerate(NAMES.split("|"), start=1) for name in names.split()
}


def assess(
    records: Iterable[Record],
    criteria: Criteria,
    *,
    known: Mapping[RecordId, Assessment] | None = None,
) -> Iterator[Assessment]:
    """The results of the criteria for each record, in order.

    Each record is read independently: neither the other records nor how they are divided matter.
    Readings in `known` whose hash is that of the element now are reused.
    """
    finder = Finder(criteria)
    now = _Now(criteria=criteria, hash=criteria.reading, hashes=criteria.hashes)
    waiting = iter(records)
    known = known or {}
    while batch := list(islice(waiting, BATCH)):
        stale = [one for one in batch if not _is_current(known.get(one.id), now.hash)]
        with paused_collector():
            texts = [read_text(record) for record in stale]
            fresh = {
                id(text.record): _assessment(text, evidence, now, known.get(text.record.id))
                for text, evidence in zip(texts, finder.evidence(texts), strict=True)
            }
        for record in batch:
            yield fresh[id(record)] if id(record) in fresh else known[record.id]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Now:
    """The current criteria, with their hashes, which are slow to compute."""

    criteria: Criteria
    hash: str
    hashes: Mapping[str, str]


def _is_current(assessment: Assessment | None, criteria_hash: str) -> bool:
    return assessment is not None and assessment.criteria_hash == criteria_hash


def _assessment(
    text: Text, evidence: CriteriaEvidence, now: _Now, earlier: Assessment | None
) -> Assessment:
    kept = {one.element: one for one in earlier.elements} if earlier else {}
    unread = unread_language(text.record, now.criteria.languages)
    readings = tuple(
        kept[element.name]
        if element.name in kept and kept[element.name].hash == now.hashes[element.name]
        else _in_language(read_element(element, evidence, now.hashes[element.name]), unread)
        for element in now.criteria.elements
    )
    suggestion, reason = suggested(readings, now.criteria)
    return Assessment(
        record=text.record.id,
        elements=readings,
        suggestion=suggestion,
        reason=reason,
        criteria_hash=now.hash,
    )


def read_element(element: Element, evidence: Evidence, hash_: str) -> CriterionReading:
    """The verdict of the first rule that applies; without one, the balance of for and against.

    A record with only a title is not excluded by a rule that needs more.
    """
    text, alone = evidence.text, not evidence.text.record.abstract
    speaks_against = spans(evidence.found(element.speaks_against.name), text, "against")
    own = [*spans(evidence.found(element.speaks_for.name), text, "for"), *speaks_against]
    for rule in element.rules:
        if _applies(rule, text, evidence):
            shown = _shown(rule, text, evidence)
            if alone and rule.verdict == "not met" and not rule.title_alone and _in_text(shown):
                continue
            return _made(element, rule.verdict, [*shown, *own], (hash_, rule.name))
    verdict: Standing = "unclear"
    speaks_for = element.speaks_for.name in evidence
    if speaks_for != (element.speaks_against.name in evidence):
        verdict = "met" if speaks_for else "not met"
    if alone and verdict == "not met" and not element.title_alone and _in_text(speaks_against):
        verdict = "unclear"
    return _made(element, verdict, own, (hash_, ""))


IN_TEXT = {"title", "title_translated", "abstract", "keywords"}
"""The fields with words of a language; text in the others need not be read."""


def _in_text(found: Iterable[Span]) -> bool:
    """Whether words of the text, and nothing else, led to a verdict."""
    fields = {span.field for span in found}
    return bool(fields) and fields <= IN_TEXT


def _in_language(reading: CriterionReading, unread: str) -> CriterionReading:
    """The reading, unclear if it depends on a text in a language without words."""
    is_silent = not reading.spans and not reading.rule
    if unread and (is_silent or _in_text(reading.spans)):
        return replace(reading, verdict="unclear", spans=(), rule=f"{LANGUAGE_RULE}{unread}")
    return reading


LANGUAGE_RULE = "language:"
"""Prefix, before the code of a language, that replaces the rule's name if an element is unclear
because the criteria have no words in that language."""


def _shown(rule: Rule, text: Text, evidence: Evidence) -> list[Span]:
    """The words that made a rule apply.

    A rule that leaves the element unclear shows none, since its words are evidence for neither
    side.
    """
    if rule.verdict == "unclear":
        return []
    kind: Kind = "against" if rule.verdict == "not met" else "for"
    asked = (*rule.when, *rule.when_any)
    return [one for name in asked for one in spans(evidence.found(name), text, kind)]


def _made(
    element: Element, verdict: Standing, found: list[Span], hash_and_rule: tuple[str, str]
) -> CriterionReading:
    hash_, rule = hash_and_rule
    ordered = sorted(
        dict.fromkeys(found), key=lambda one: (one.field != "title", one.field, one.start, one.end)
    )
    return CriterionReading(
        element=element.name, verdict=verdict, spans=tuple(ordered), hash=hash_, rule=rule
    )


def _applies(rule: Rule, text: Text, evidence: Evidence) -> bool:
    for name in rule.when:  # loops, since all() and any() take twice as long
        if name not in evidence:
            return False
    for name in rule.unless:
        if name in evidence:
            return False
    return (
        (not rule.when_any or any(name in evidence for name in rule.when_any))
        and (not rule.published_before or published(text.record, before=rule.published_before))
        and (not rule.published_from or published(text.record, since=rule.published_from))
    )


def suggested(
    readings: Iterable[CriterionReading], criteria: Criteria
) -> tuple[Suggestion, str | None]:
    """The suggestion, and at exclude the first reason by priority.

    Exclude if an element with a reason is not met; include if every needed element is met;
    otherwise unclear.
    """
    verdicts = {one.element: one.verdict for one in readings}
    failed = [
        element.reason
        for element in criteria.elements
        if element.reason and verdicts[element.name] == "not met"
    ]
    if failed:
        return "exclude", min(failed, key=lambda one: one.priority).code
    needed = [element.name for element in criteria.elements if element.needed]
    if needed and all(verdicts[name] == "met" for name in needed):
        return "include", None
    return "unclear", None


def published(record: Record, *, before: str = "", since: str = "") -> bool:
    """Whether the record's date is certainly before, or certainly on or after, a day.

    A record with only a year decides nothing in the year of the day itself, unless the
    day is the first of January.

    >>> published(Record(year=2021), before="2021-06-01")
    False
    >>> published(Record(year=2021), since="2021-01-01")
    True
    """
    span = _span(record)
    if span is None:
        return False
    first, last = span
    return last < before if before else first >= since


def _span(record: Record) -> tuple[str, str] | None:
    """First and last day, ISO, on which the record can have been published."""
    if record.year is None:
        return None
    year, text = str(record.year), (record.date or "").lower()
    whole = re.search(rf"{year}[-/](\d\d?)(?:[-/](\d\d?))?", text)
    if whole and 1 <= int(whole[1]) <= 12:
        month, day = int(whole[1]), int(whole[2] or 0)
    else:
        named = [MONTHS[word] for word in re.findall(r"[a-z]+", text) if word in MONTHS]
        month, day = (named[0] if year in text and len(named) == 1 else 0), 0
    if not month:
        return f"{year}-01-01", f"{year}-12-31"
    if not 1 <= day <= 31:
        return f"{year}-{month:02}-01", f"{year}-{month:02}-31"
    return f"{year}-{month:02}-{day:02}", f"{year}-{month:02}-{day:02}"
