"""The criteria of a review as data: elements, facts, rules and exclusion reasons."""

from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass
from functools import cached_property
from hashlib import sha256
from typing import Literal

from pipeline.decisions import Reason
from pipeline.languages import PROGRAM_LANGUAGE, REVIEW_LANGUAGE, Wording
from pipeline.strategy.tree import AnyOf, Near, Phrase, Query, Within, Word, parts_of

Standing = Literal["met", "not met", "unclear"]
"""The possible verdicts on an element."""

READING = "2"
"""Version of the way criteria are read; a new version renews every assessment."""

HASHED = "1"
"""Version of what the hash of all criteria covers: decisions store that hash, and they stay valid
when the program reads criteria in a new way."""

SINCE_0_2 = {"since": "0.2"}
"""Marks fields that version 0.1 did not have: a hash omits them while they have their old value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One line of the criteria: its name ("exposure.for.3"), its query and the query's tree.

    In the tree the referenced lines of the strategy are already inserted. `line` is its
    line in the file, 0 if it could not be found.
    """

    name: str
    query: str
    tree: Query
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Statements of which any one is enough, in the fields searched, unless a match is cancelled.

    `negation` says whether negated mentions are ignored, as in "no longitudinal data". (A title
    such as "to telework or not to telework" is nevertheless about telework.) A match does not count
    if a statement of `cancelled_by` matches in the same sentence. Without `brackets` a match in
    round brackets does not count; with `opening` a match counts only at the start of its field.
    """

    name: str
    statements: tuple[Statement, ...]
    set_aside: tuple[Statement, ...]
    look: tuple[str, ...]
    negation: bool = True
    cancelled_by: tuple[Statement, ...] = field(default=(), metadata=SINCE_0_2)
    brackets: bool = field(default=True, metadata=SINCE_0_2)
    opening: bool = field(default=False, metadata=SINCE_0_2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A verdict under conditions: all of `when`, one of `when_any`, none of `unless`.

    Dates are ISO 8601; a record whose date is too vague does not meet the condition. A
    rule without `title_alone` excludes no record that has only a title. `line` is its line in the
    file.
    """

    name: str
    verdict: Standing
    when: tuple[str, ...] = ()
    when_any: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    published_before: str = ""
    published_from: str = ""
    note: str = ""
    title_alone: bool = field(default=True, metadata=SINCE_0_2)
    line: int = field(default=0, compare=False, repr=False)

    def groups(self) -> tuple[str, ...]:
        """Names of every group whose evidence the rule needs."""
        return (*self.when, *self.when_any, *self.unless)


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of the question: PECOS and whatever else a review asks.

    `needed` elements must be met before a record is suggested for inclusion. `included` and
    `excluded` are the element's texts in a printed table of the criteria. No reading and no
    decision depends on them, so no hash includes them (they are left out of the printed value).
    """

    name: str
    label: Wording
    question: Wording
    speaks_for: Group
    speaks_against: Group
    rules: tuple[Rule, ...]
    reason: Reason | None
    needed: bool
    included: Wording | None = field(default=None, repr=False)
    excluded: Wording | None = field(default=None, repr=False)
    title_alone: bool = field(default=True, metadata=SINCE_0_2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """Words that negate a mention before or after it, and words that end their reach.

    `reach` is the most words between a cue and a later mention, 1 to 10, at which the cue still
    counts. After one of the `turned` words, a cue applies to them and not to the mention: "no
    difference between". `before` and `after` are statements that reach further; None means the
    program's own.
    """

    cues: tuple[str, ...]
    turned: tuple[str, ...]
    reach: int
    before: tuple[Statement, ...] | None = field(default=None, metadata=SINCE_0_2)
    after: tuple[Statement, ...] | None = field(default=None, metadata=SINCE_0_2)


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """All criteria of a review, in the order of the file.

    `languages` (ISO 639-1) are those that its statements have words for; none given means any.
    Without slots, so that the hashes, which take milliseconds, are computed once.
    """

    title: Wording
    elements: tuple[Element, ...]
    facts: tuple[Group, ...]
    negation: Negation
    languages: tuple[str, ...] = field(default=(), metadata=SINCE_0_2)

    def element(self, name: str) -> Element:
        """The element with that name; KeyError if there is none."""
        for element in self.elements:
            if element.name == name:
                return element
        raise KeyError(name)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All exclusion reasons, the first in priority first."""
        reasons = (element.reason for element in self.elements if element.reason)
        return tuple(sorted(reasons, key=lambda reason: reason.priority))

    def groups(self) -> Iterator[Group]:
        """Every group of statements: facts first, then each element's for and against."""
        yield from self.facts
        for element in self.elements:
            yield element.speaks_for
            yield element.speaks_against

    @cached_property
    def hashes(self) -> Mapping[str, str]:
        """A hash for each element, of all that can change its verdict and of nothing else."""
        return {
            element.name: _hash(self._bearing_on(element), READING) for element in self.elements
        }

    @cached_property
    def hash(self) -> str:
        """A hash of all criteria: with questions and reasons, without the texts of the table."""
        return _hash(self, HASHED)

    @cached_property
    def reading(self) -> str:
        """A hash of all criteria and of the way they are read: the basis of assessments."""
        return _hash(self, READING)

    @property
    def prose(self) -> tuple[tuple[str, Wording | None, Wording | None], ...]:
        """The text for each element in a printed table, instead of its question and its reason."""
        return tuple(
            (element.name, element.included, element.excluded) for element in self.elements
        )

    def _bearing_on(self, element: Element) -> object:
        named = {name for rule in element.rules for name in rule.groups()}
        asked = [group for group in self.groups() if group.name in named]
        own = (element.speaks_for, element.speaks_against)
        return self.negation, own, element.rules, asked, self.languages, element.title_alone


def _hash(value: object, version: str) -> str:
    """SHA-256 of frozen dataclasses; places in the file are left out of the printed values."""
    return sha256(f"{version}\n{_printed(value)}".encode()).hexdigest()


def _printed(value: object) -> str:
    """The value as it is hashed: texts as version 0.1 printed them, so no hash changes."""
    if isinstance(value, Wording):
        return f"Worded({_texts(value)})"
    if isinstance(value, Reason):
        texts = _texts(value.text)
        return f"Reason(code={value.code!r}, {texts}, priority={value.priority!r})"
    if isinstance(value, tuple):
        ending = "," if len(value) == 1 else ""
        return f"({', '.join(map(_printed, value))}{ending})"
    if is_dataclass(value):
        shown = [
            field.name
            for field in fields(value)
            if field.repr and not ("since" in field.metadata and _is_default(value, field))
        ]
        told = ", ".join(f"{name}={_printed(getattr(value, name))}" for name in shown)
        return f"{type(value).__name__}({told})"
    return repr(value)


def _is_default(value: object, asked: "Field[object]") -> bool:
    return bool(getattr(value, asked.name) == asked.default)


def _texts(text: Wording) -> str:
    languages = dict.fromkeys((REVIEW_LANGUAGE, PROGRAM_LANGUAGE, *dict(text.texts)))
    return ", ".join(f"{language}={text[language]!r}" for language in languages)


def criteria_query(criteria: Criteria) -> str:
    """The words to rank by before any decision: those of the questions (English) and of the
    evidence for.

    Truncation is removed; the words are in the order of the file, without repeats in an element.
    """
    words: list[str] = []
    for element in criteria.elements:
        own = [
            sign.strip(".,;:()?\"'") for sign in element.question[PROGRAM_LANGUAGE].lower().split()
        ]
        for statement in element.speaks_for.statements:
            own += [word.rstrip("*$?#0123456789") for word in _words(statement.tree)]
        words += dict.fromkeys(word for word in own if len(word) > 2)
    return " ".join(words)


def _words(tree: Query) -> Iterator[str]:
    match tree:
        case Word(text):
            yield text
        case Phrase() | Near() | AnyOf() | Within():
            for part in parts_of(tree):
                yield from _words(part)
        case _:
            return
