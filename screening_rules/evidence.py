"""Finds the statements of the criteria in texts, without false and negated matches."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from screening_rules.assessment import Kind, Span
from screening_rules.criteria import Criteria, Group
from screening_rules.field_codes import Look, codes
from screening_rules.matches import Keys, Matches, firsts, lasts
from screening_rules.moves import Moves
from screening_rules.negation import Negations, NegationsOfTexts
from screening_rules.statement_matches import (
    Compiled,
    Needs,
    compiled,
    either,
    found_by_any,
    needs_of,
)
from screening_rules.text_batch import Marks, TextBatch
from screening_rules.texts import Text, in_brackets, in_long_numbers
from screening_rules.vocabulary import WordTests


@dataclass(frozen=True, slots=True)
class ReadyGroup:
    """A group with its statements compiled.

    A text with any match meets the test `need`; `need` is 0 if there is no such test.
    """

    group: Group
    look: Look
    statements: tuple[tuple[str, Compiled], ...]
    need: int
    set_aside: Needs
    cancelled_by: Needs


Places = list[tuple[int, int]]
"""First and last word of each match, in order."""

Found = dict[str, Places]
"""Matching statements of a group, by name, with the places of the words they match."""


class CriteriaEvidence:
    """The matches in one text.

    A group is searched for on first use, in all the texts that are read together.
    """

    def __init__(self, batch: "BatchEvidence", nth: int) -> None:
        self._batch, self._nth = batch, nth

    @property
    def text(self) -> Text:
        """The text."""
        return self._batch.texts.texts[self._nth]

    def found(self, group: str) -> Found:
        """The matching statements of a group, with the places that count; empty if none match."""
        return self._batch.found(group).get(self._nth) or {}

    def negated(self, group: str) -> Places:
        """The mentions of a group that would count if they were not negated, in order."""
        counted, mentioned = self.found(group), self._batch.mentioned(group).get(self._nth) or {}
        return sorted(
            place
            for line, places in mentioned.items()
            for place in set(places).difference(counted.get(line, ()))
        )

    def __contains__(self, group: str) -> bool:
        """Whether any statement of a group matches."""
        return self._nth in self._batch.found(group)


class BatchEvidence:
    """The matches in some texts."""

    def __init__(self, finder: "Finder", texts: TextBatch) -> None:
        self.texts = texts
        self._finder = finder
        self._found: dict[str, Mapping[int, Found]] = {}

    def found(self, name: str) -> Mapping[int, Found]:
        """The matching statements of a group in each text that has any."""
        if name not in self._found:
            group = self._finder.groups[name]
            self._found[name] = self._counted(group, negation=group.group.negation)
        return self._found[name]

    def mentioned(self, name: str) -> Mapping[int, Found]:
        """The same, including mentions that are negated."""
        return self._counted(self._finder.groups[name], negation=False)

    def _counted(self, group: ReadyGroup, *, negation: bool) -> Mapping[int, Found]:
        """The matches that count: in one sentence, and not false, cancelled or negated.

        A match without words always counts.
        """
        texts, found = self.texts, defaultdict[int, Found](dict)
        held = [(name, one) for name, one in _held(group, texts) if one.keys.size or one.bare]
        for name, one in held:
            for nth in one.bare - texts.matched(Matches(one.keys)) if one.bare else ():
                found[nth][name] = []
        if not held:
            return found
        keys = np.concatenate([one.keys for _, one in held])
        lines = np.arange(len(held)).repeat([len(one.keys) for _, one in held])
        counts = self._standing(keys, group)
        keys, lines = keys[counts], lines[counts]
        if negation and keys.size:
            kept = ~self._negations.taken_back(keys)
            keys, lines = keys[kept], lines[kept]
        of = texts.of[firsts(keys)]
        shift = texts.offsets[of]
        places = zip((firsts(keys) - shift).tolist(), (lasts(keys) - shift).tolist(), strict=True)
        for nth, line, place in zip(of.tolist(), lines.tolist(), places, strict=True):
            found[nth].setdefault(held[line][0], []).append(place)
        return found

    def _standing(self, keys: Keys, group: ReadyGroup) -> Marks:
        """Which matches are in one sentence, and neither false nor cancelled."""
        texts, sentences = self.texts, self.texts.sentences
        first, last = firsts(keys), lasts(keys)
        counts: Marks = sentences[first] == sentences[last]
        without = self._numbers if group.group.brackets else self._numbers | self._bracketed
        counts &= ~(without[first] | without[last])
        if group.group.opening:
            counts &= (first == 0) | (texts.segments[first - 1] != texts.segments[first])
        if group.cancelled_by and counts.any():
            cancelling = firsts(found_by_any(group.cancelled_by, texts, group.look).keys)
            counts &= ~np.isin(sentences[first], sentences[cancelling])
        if group.set_aside and counts.any():
            aside = found_by_any(group.set_aside, texts, group.look).keys
            begun = firsts(aside).searchsorted(last, "right")
            ended = np.sort(lasts(aside)).searchsorted(first, "left")
            counts &= begun == ended
        return counts

    @cached_property
    def _negations(self) -> NegationsOfTexts:
        return self._finder.negations.of(self.texts)

    @cached_property
    def _numbers(self) -> Marks:
        """The words that are part of a long number."""
        return self._marked(in_long_numbers)

    @cached_property
    def _bracketed(self) -> Marks:
        return self._marked(in_brackets)

    def _marked(self, words_in: Callable[[Text], Iterable[int]]) -> Marks:
        marks = np.zeros(len(self.texts.of), dtype=np.bool_)
        for offset, text in zip(self.texts.offsets.tolist(), self.texts.texts, strict=False):
            for word in words_in(text):
                marks[offset + word] = True
        return marks


def _held(group: ReadyGroup, texts: TextBatch) -> Iterator[tuple[str, Matches]]:
    """The statements of a group whose words occur in the texts, and where they match."""
    tests = texts.tests
    if tests & group.need == group.need:
        for name, ready in group.statements:
            if tests & ready.need == ready.need:
                yield name, ready.find(texts, group.look)


class Finder:
    """The statements of some criteria, compiled once and matched against many texts."""

    def __init__(self, criteria: Criteria) -> None:
        self._tests = WordTests()
        self.negations = Negations(criteria.negation, self._tests)
        self.groups = {group.name: _ready(group, self._tests) for group in criteria.groups()}
        looks = {ready.look for ready in self.groups.values()}
        self._moves = Moves(self._tests, looks)

    def evidence(self, texts: Sequence[Text]) -> Iterator[CriteriaEvidence]:
        """The matches in each of the texts, in order.

        Each statement is tried once for all of these texts; how texts are divided among calls has
        no effect.
        """
        if texts:
            batch = BatchEvidence(self, self._moves.told(self._tests.batch(texts)))
            yield from (CriteriaEvidence(batch, nth) for nth in range(len(texts)))


def _ready(group: Group, tests: WordTests) -> ReadyGroup:
    statements = tuple((one.name, compiled(one.tree, tests)) for one in group.statements)
    needed = either([ready for _, ready in statements], tests) if statements else ()
    return ReadyGroup(
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
