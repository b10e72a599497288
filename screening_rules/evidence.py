"""What the statements of the criteria find in a text, after what is set aside or negated."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from screening_rules.assessment import Kind, Span
from screening_rules.criteria import Criteria, Group, Statement
from screening_rules.matching import Compiled, Index, Places, compiled, places, words_of
from screening_rules.negation import negated
from screening_rules.texts import FIELDS, KEYWORDS_JOINED_BY, SECTIONS, Text


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement ready to be matched."""

    statement: Statement
    query: Compiled


@dataclass(frozen=True, slots=True)
class _ReadyGroup:
    group: Group
    statements: tuple[_Ready, ...]
    set_aside: tuple[_Ready, ...]


Found = dict[str, Places]
"""Statements of a group that hold, by name, with the places of the words that make them hold."""

Evidence = dict[str, Found]
"""What holds in a text, by group; groups in which nothing holds are not in it."""


Seen = Mapping[str, list[int]]
"""Per word test, the numbers of the words that fulfil it."""


class Finder:
    """The statements of some criteria, compiled once and matched against many texts."""

    def __init__(self, criteria: Criteria) -> None:
        self._negation = criteria.negation
        self._groups = [_ready(group) for group in criteria.groups()]
        self._by_need: dict[str, list[_ReadyGroup]] = {}
        self._always: list[_ReadyGroup] = []
        for group in self._groups:
            needs = [one.query.needs for one in group.statements]
            if not all(needs):
                self._always.append(group)
                continue
            for word in {word for need in needs for word in need}:
                self._by_need.setdefault(word, []).append(group)

    @property
    def tests(self) -> set[str]:
        """Every word test in the criteria."""
        return {
            word
            for group in self._groups
            for one in (*group.statements, *group.set_aside)
            for word in words_of(one.query.query)
        }

    def evidence(self, texts: Sequence[Text]) -> Iterator[Evidence]:
        """What holds in each of the texts, in order.

        Truncation is expanded over the words that occur in these texts; how texts are divided
        among calls changes nothing.
        """
        index = Index(self.tests, texts)
        for text in texts:
            seen = index.seen(text)
            yield {
                group.group.name: found
                for group in self._asked(seen)
                if (found := self._found(group, text, seen))
            }

    def _asked(self, seen: Iterable[str]) -> list[_ReadyGroup]:
        """The groups that could hold, given the words seen; in the order of the criteria."""
        names = {id(group) for group in self._always}
        for word in seen:
            names.update(id(group) for group in self._by_need.get(word, ()))
        return [group for group in self._groups if id(group) in names]

    def _found(self, group: _ReadyGroup, text: Text, seen: Seen) -> Found:
        held: Found = {}
        for one in group.statements:
            if one.query.needs and not any(word in seen for word in one.query.needs):
                continue
            at = places(one.query.query, text, seen, one.query.look)
            if at is not None:
                held[one.statement.name] = at
        return self._standing(held, group, text, seen) if held else held

    def _standing(self, held: Found, group: _ReadyGroup, text: Text, seen: Seen) -> Found:
        """The matches that count: not set aside, not negated. One without words always counts."""
        aside = [
            place
            for one in group.set_aside
            for place in places(one.query.query, text, seen, one.query.look) or ()
        ]
        counted: Found = {}
        for name, at in held.items():
            left = [
                (first, last)
                for first, last in at
                if not any(first <= end and start <= last for start, end in aside)
                and not (group.group.negation and negated(text, first, self._negation))
            ]
            if left or not at:
                counted[name] = left
        return counted


def _ready(group: Group) -> _ReadyGroup:
    return _ReadyGroup(
        group,
        tuple(_Ready(one, compiled(one.tree, group.look)) for one in group.statements),
        tuple(_Ready(one, compiled(one.tree, group.look)) for one in group.set_aside),
    )


def spans(found: Found, text: Text, kind: Kind) -> list[Span]:
    """The places as stretches of the record's fields, in the order of the text."""
    at = sorted((first, last, name) for name, each in found.items() for first, last in each)
    return [_span(text, first, last, (name, kind)) for first, last, name in at]


def _span(text: Text, first: int, last: int, line_and_kind: tuple[str, Kind]) -> Span:
    field = FIELDS[text.fields[first]]
    field = "abstract" if field in SECTIONS else field
    content = (
        KEYWORDS_JOINED_BY.join(text.record.keywords)
        if field == "keywords"
        else str(getattr(text.record, field))
    )
    start, end = text.starts[first], text.ends[last]
    line, kind = line_and_kind
    return Span(field=field, start=start, end=end, words=content[start:end], line=line, kind=kind)
