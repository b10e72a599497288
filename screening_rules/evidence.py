"""What the statements of the criteria find in a text, after what is set aside or negated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screening_rules.assessment import Kind, Span
from screening_rules.criteria import Criteria, Group
from screening_rules.statement_matches import Compiled, Look, Places, codes, compiled
from screening_rules.texts import Text
from screening_rules.vocabulary import Seen, WordTests


@dataclass(frozen=True, slots=True)
class _ReadyGroup:
    """A group with its statements ready to be matched."""

    group: Group
    look: Look
    statements: tuple[tuple[str, Compiled], ...]
    set_aside: tuple[Compiled, ...]


Found = dict[str, Places]
"""Statements of a group that hold, by name, with the places of the words that make them hold."""


class CriteriaEvidence:
    """What holds in one text. A group is looked for when it is first asked for: rules that were
    not reached cost nothing.
    """

    def __init__(self, finder: "Finder", text: Text, seen: Seen) -> None:
        self._finder, self._text, self._seen = finder, text, seen
        self._known: dict[str, Found] = {}

    def found(self, group: str) -> Found:
        """The statements of a group that hold; empty where none does."""
        if group not in self._known:
            self._known[group] = self._finder.found(group, self._text, self._seen)
        return self._known[group]

    def __contains__(self, group: str) -> bool:
        """Whether any statement of a group holds."""
        return bool(self.found(group))


class Finder:
    """The statements of some criteria, compiled once and matched against many texts."""

    def __init__(self, criteria: Criteria) -> None:
        self._tests = WordTests()
        self._reach = criteria.negation.reach
        self._cues = self._tests.number(criteria.negation.cues)
        self._turned = self._tests.number(criteria.negation.turned)
        self._groups = {group.name: _ready(group, self._tests) for group in criteria.groups()}

    def evidence(self, texts: Sequence[Text]) -> Iterator[CriteriaEvidence]:
        """What holds in each of the texts, in order.

        Truncation is expanded over the words that occur in these texts; how texts are divided
        among calls changes nothing.
        """
        index = self._tests.index(texts)
        for text in texts:
            yield CriteriaEvidence(self, text, index.seen(text))

    def found(self, name: str, text: Text, seen: Seen) -> Found:
        """The statements of a group that hold in a text, with the places that count."""
        group = self._groups[name]
        held: Found = {}
        nothing = seen.keys().isdisjoint
        for name, ready in group.statements:
            if ready.needs is not None and nothing(ready.needs):
                continue
            at = ready.find(text, seen, group.look)
            if at is not None:
                held[name] = at
        return self._standing(held, group, text, seen) if held else held

    def _standing(self, held: Found, group: _ReadyGroup, text: Text, seen: Seen) -> Found:
        """The matches that count: not set aside, not negated. One without words always counts."""
        aside = [
            place for ready in group.set_aside for place in ready.find(text, seen, group.look) or ()
        ]
        counted: Found = {}
        for name, at in held.items():
            left = [
                (first, last)
                for first, last in at
                if not any(first <= end and start <= last for start, end in aside)
                and not (group.group.negation and self._negated(text, seen, first))
            ]
            if left or not at:
                counted[name] = left
        return counted

    def _negated(self, text: Text, seen: Seen, first: int) -> bool:
        """Whether a cue in the same sentence, within reach before a word, takes it back."""
        cues, turned = seen.get(self._cues, ()), seen.get(self._turned, ())
        within = (text.segments[first], text.sentences[first])
        for place in range(first - 1, max(-1, first - 1 - self._reach), -1):
            if (text.segments[place], text.sentences[place]) != within or place in turned:
                return False
            if place in cues:
                return True
        return False


def _ready(group: Group, tests: WordTests) -> _ReadyGroup:
    return _ReadyGroup(
        group,
        codes(group.look),
        tuple((one.name, compiled(one.tree, tests)) for one in group.statements),
        tuple(compiled(one.tree, tests) for one in group.set_aside),
    )


def spans(found: Found, text: Text, kind: Kind) -> list[Span]:
    """The places as stretches of the record's fields, in the order of the text."""
    at = sorted((first, last, name) for name, each in found.items() for first, last in each)
    return [_span(text, first, last, (name, kind)) for first, last, name in at]


def _span(text: Text, first: int, last: int, line_and_kind: tuple[str, Kind]) -> Span:
    field, start, end, words = text.span(first, last)
    line, kind = line_and_kind
    return Span(field=field, start=start, end=end, words=words, line=line, kind=kind)
