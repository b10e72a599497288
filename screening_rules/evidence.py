"""What the statements of the criteria find in a text, without false and negated matches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from screening_rules.assessment import Kind, Span
from screening_rules.criteria import Criteria, Group
from screening_rules.moves import Moves
from screening_rules.negation import Negations, NegationsOfText
from screening_rules.statement_matches import (
    Compiled,
    Look,
    Needs,
    Places,
    able,
    codes,
    compiled,
    either,
    needs_of,
)
from screening_rules.texts import Text, in_brackets, in_long_numbers
from screening_rules.vocabulary import SeenTests, WordTests, can_stand


@dataclass(frozen=True, slots=True)
class _ReadyGroup:
    """A group with its statements compiled.

    A text in which one matches meets the test `need`, which is 0 if there is no such test.
    """

    group: Group
    look: Look
    statements: tuple[tuple[str, Compiled], ...]
    need: int
    set_aside: Needs
    cancelled_by: Needs


Found = dict[str, Places]
"""Matching statements of a group, by name, with the places of the words they match."""


NOTHING: tuple[Places, set[int]] = ([], set())
"""What is removed if nothing is."""


class CriteriaEvidence:
    """The matches in one text.

    A group is searched for on first use, so rules that are not reached cost nothing.
    """

    def __init__(self, finder: "Finder", text: Text, seen: SeenTests) -> None:
        self._finder, self._text, self._seen = finder, text, seen
        self._known: dict[str, Found] = {}
        self._held: dict[str, bool] = {}
        self._away: dict[str, tuple[Places, set[int]]] = {}
        self._negations: NegationsOfText | None = None
        self._numbers: frozenset[int] | None = None

    @property
    def text(self) -> Text:
        """The text, with its sentences in their sections."""
        return self._text

    @property
    def numbers(self) -> frozenset[int]:
        """The words that are part of a long number."""
        if self._numbers is None:
            self._numbers = in_long_numbers(self._text)
        return self._numbers

    def found(self, group: str) -> Found:
        """The matching statements of a group; empty if none match."""
        if group not in self._known:
            self._known[group] = self._finder.found(group, self)
        return self._known[group]

    def held(self, group: _ReadyGroup) -> Iterator[tuple[str, Places]]:
        """The statements of a group that match, by name, and where.

        Only those whose needed words are in one sentence are tried; mostly none are.
        """
        text, seen, look = self._text, self._seen, group.look
        tests, sentences = seen.looked(look)
        if tests & group.need != group.need:
            return
        for name, ready in group.statements:
            need = ready.need
            if tests & need == need and can_stand(need, sentences):
                at = ready.find(text, seen, look)
                if at is not None:
                    yield name, at

    def places(self, needs: Needs, look: Look) -> Places:
        """Where any of some statements matches, even across sentences."""
        text, seen = self._text, self._seen.whole
        return [place for find in able(needs, seen, look) for place in find(text, seen, look) or ()]

    def taken_away(self, group: _ReadyGroup) -> tuple[Places, set[int]]:
        """The false matches of a group, and the sentences in which it is cancelled."""
        name, sentences = group.group.name, self._text.sentences
        if not group.set_aside and not group.cancelled_by:
            return NOTHING
        if name not in self._away:
            cancelling = self.places(group.cancelled_by, group.look)
            self._away[name] = (
                self.places(group.set_aside, group.look),
                {sentences[first] for first, _ in cancelling},
            )
        return self._away[name]

    def negated(self, group: str) -> Places:
        """The mentions of a group that would count if they were not negated, in order."""
        return self._finder.negated(group, self)

    def taken_back(self, first: int, last: int) -> bool:
        """Whether a mention is negated."""
        if self._negations is None:
            self._negations = self._finder.negations.of(self._text, self._seen.whole)
        return self._negations.taken_back(first, last)

    def __contains__(self, group: str) -> bool:
        """Whether any statement of a group matches; the search stops at the first."""
        if group not in self._held:
            known = self._known.get(group)
            held = self._finder.holds(group, self) if known is None else bool(known)
            self._held[group] = held
        return self._held[group]


class Finder:
    """The statements of some criteria, compiled once and matched against many texts."""

    def __init__(self, criteria: Criteria) -> None:
        self._tests = WordTests()
        self.negations = Negations(criteria.negation, self._tests)
        self._groups = {group.name: _ready(group, self._tests) for group in criteria.groups()}
        looks = {ready.look for ready in self._groups.values()}
        self._moves = Moves(self._tests, looks)

    def evidence(self, texts: Sequence[Text]) -> Iterator[CriteriaEvidence]:
        """The matches in each of the texts, in order.

        Truncation is expanded over the words that occur in these texts; how texts are divided
        among calls has no effect.
        """
        index = self._tests.index(texts)
        for text in texts:
            seen = index.seen(text)
            told = self._moves.told(text, seen.in_sentences(text.runs))
            yield CriteriaEvidence(self, told, seen.in_sentences(told.runs))

    def holds(self, name: str, evidence: CriteriaEvidence) -> bool:
        """Whether a statement of a group matches in a text."""
        group = self._groups[name]
        return any(_standing({one: at}, group, evidence) for one, at in evidence.held(group))

    def found(self, name: str, evidence: CriteriaEvidence) -> Found:
        """The matching statements of a group in a text, with the places that count."""
        group = self._groups[name]
        held = dict(evidence.held(group))
        return _standing(held, group, evidence) if held else held

    def negated(self, name: str, evidence: CriteriaEvidence) -> Places:
        """The mentions of a group in a text that only negation keeps from counting, in order."""
        group = self._groups[name]
        held = dict(evidence.held(group))
        all_the_same = replace(group, group=replace(group.group, negation=False))
        counted = _standing(held, group, evidence)
        return sorted(
            place
            for line, places in _standing(held, all_the_same, evidence).items()
            for place in set(places).difference(counted.get(line, ()))
        )


def _standing(held: Found, group: _ReadyGroup, evidence: CriteriaEvidence) -> Found:
    """The matches that count: in one sentence, and not false, cancelled or negated.

    A match without words always counts.
    """
    aside, cancelled = evidence.taken_away(group)
    sentences, text = evidence.text.sentences, evidence.text
    no_words = evidence.numbers
    if not group.group.brackets:
        no_words |= in_brackets(text)
    counted: Found = {}
    for name, at in held.items():
        left = [
            (first, last)
            for first, last in at
            if sentences[first] == sentences[last]
            and sentences[first] not in cancelled
            and first not in no_words
            and last not in no_words
            and not (group.group.opening and _follows(text, first))
            and not any(first <= end and start <= last for start, end in aside)
            and not (group.group.negation and evidence.taken_back(first, last))
        ]
        if left or not at:
            counted[name] = left
    return counted


def _follows(text: Text, word: int) -> bool:
    """Whether any word precedes a word in its field."""
    return word > 0 and text.segments[word - 1] == text.segments[word]


def _ready(group: Group, tests: WordTests) -> _ReadyGroup:
    statements = tuple((one.name, compiled(one.tree, tests)) for one in group.statements)
    needed = either([ready for _, ready in statements], tests) if statements else ()
    return _ReadyGroup(
        group,
        codes(group.look),
        statements,
        1 << needed[0] if needed else 0,
        needs_of(compiled(one.tree, tests) for one in group.set_aside),
        needs_of(compiled(one.tree, tests) for one in group.cancelled_by),
    )


def spans(found: Found, text: Text, kind: Kind) -> list[Span]:
    """The places as stretches of the record's fields, in text order."""
    at = sorted((first, last, name) for name, each in found.items() for first, last in each)
    return [_span(text, first, last, (name, kind)) for first, last, name in at]


def _span(text: Text, first: int, last: int, line_and_kind: tuple[str, Kind]) -> Span:
    field, start, end, words = text.span(first, last)
    line, kind = line_and_kind
    return Span(field=field, start=start, end=end, words=words, line=line, kind=kind)
