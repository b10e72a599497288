"""Queries compiled to word tests, and their places in a text found by counting words."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from re import Pattern, escape
from re import compile as pattern

from pipeline.strategy import (
    AllOf,
    AnyOf,
    Heading,
    Near,
    Phrase,
    Query,
    Within,
    Without,
    Word,
    Years,
    parts_of,
)
from screening_rules.texts import FIELDS, Text

Places = list[tuple[int, int]]
"""First and last word of each match, in order."""

OVID_FIELDS: dict[str, tuple[str, ...]] = {
    "ti": ("title", "title_translated"),
    "ot": ("title_translated",),
    "ab": ("abstract", "background", "methods", "results", "conclusions"),
    "kf": ("keywords",),
    "kw": ("keywords",),
    "hw": ("keywords",),
    "sh": ("keywords",),
    "pt": ("type",),
    "la": ("language",),
    "jn": ("journal",),
    "jw": ("journal",),
}
"""Where each of Ovid's field codes looks in a record; a record does not tell the author's keywords
(kf) from the thesaurus's."""

OVID_FIELDS["tw"] = (*OVID_FIELDS["ti"], *OVID_FIELDS["ab"])
OVID_FIELDS["mp"] = OVID_FIELDS["af"] = (*OVID_FIELDS["tw"], "keywords")


def codes(fields: Iterable[str]) -> frozenset[int]:
    """Fields of a text by their number; "abstract" takes all its sections with it."""
    names = {name for field in fields for name in _spread(field)}
    return frozenset(FIELDS.index(name) for name in names)


def _spread(field: str) -> tuple[str, ...]:
    """A section is looked for in an abstract that is not divided too, since it may stand there."""
    if field == "abstract":
        return OVID_FIELDS["ab"]
    return (field, "abstract") if field in OVID_FIELDS["ab"] else (field,)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query with the word tests in it, and those of which one must be seen for it to match.

    `needs` is empty where no word is needed (a range of years, a heading).
    """

    query: Query
    needs: tuple[str, ...]
    look: frozenset[int]


def compiled(query: Query, look: Iterable[str]) -> Compiled:
    """A query made ready to be matched in the fields looked at by default."""
    return Compiled(query, tuple(sorted(_needs(query))), codes(look))


def _needs(query: Query) -> set[str]:
    """Words of which at least one stands in every text that matches; none if that can't be said."""
    match query:
        case Word(text):
            return {text}
        case AnyOf(parts):
            each = [_needs(part) for part in parts]
            return set().union(*each) if all(each) else set()
        case Phrase() | Near() | AllOf():
            each = [needs for part in parts_of(query) if (needs := _needs(part))]
            return min(each, key=lambda one: (len(one), -_length(one), sorted(one)), default=set())
        case Without(left, _):
            return _needs(left)
        case Within(inner, _):
            return _needs(inner)
        case _:
            return set()


def _length(words: Collection[str]) -> int:
    """Letters of the shortest word: the longer, the rarer."""
    return min(len(word) for word in words)


def words_of(query: Query) -> Iterator[str]:
    """Every word test in a query."""
    if isinstance(query, Word):
        yield query.text
    for part in parts_of(query):
        yield from words_of(part)


class Vocabulary:
    """The words that occur in some texts, sorted, so that a stem finds its endings by halving."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))

    def expand(self, test: str) -> list[str]:
        """The words that a word test takes, in order.

        >>> Vocabulary(["work", "worker", "working", "woman", "women"]).expand("work*2")
        ['work', 'worker']
        >>> Vocabulary(["woman", "women", "womn"]).expand("wom#n")
        ['woman', 'women']
        """
        stem = test[: _first_sign(test)]
        at = bisect_left(self._words, stem)
        if stem == test:
            return [test] if at < len(self._words) and self._words[at] == test else []
        takes = word_pattern(test)
        found = []
        while at < len(self._words) and self._words[at].startswith(stem):
            if takes.fullmatch(self._words[at]):
                found.append(self._words[at])
            at += 1
        return found


def _first_sign(test: str) -> int:
    return next((place for place, sign in enumerate(test) if sign in "*$#?"), len(test))


@cache
def word_pattern(test: str) -> Pattern[str]:
    """A word test as a pattern over one word; run over the vocabulary only."""
    head, _, most = test.replace("$", "*").partition("*")
    body = "".join({"#": ".", "?": ".?"}.get(sign, escape(sign)) for sign in head)
    tail = "" if "*" not in test and "$" not in test else f".{{0,{most}}}" if most else ".*"
    return pattern(body + tail)


class Index:
    """Which word tests each word of some texts fulfils."""

    def __init__(self, tests: Iterable[str], texts: Sequence[Text]) -> None:
        vocabulary = Vocabulary(word for text in texts for word in set(text.words))
        self._tests: dict[str, list[str]] = defaultdict(list)
        for test in sorted(set(tests)):
            for word in vocabulary.expand(test):
                self._tests[word].append(test)

    def seen(self, text: Text) -> Mapping[str, list[int]]:
        """Per word test that the text fulfils, the numbers of the words that do so."""
        seen: dict[str, list[int]] = {}
        tests = self._tests
        for number, word in enumerate(text.words):
            if word in tests:
                for test in tests[word]:
                    seen.setdefault(test, []).append(number)
        return seen


def places(
    query: Query, text: Text, seen: Mapping[str, list[int]], look: frozenset[int]
) -> Places | None:
    """Where a query matches, None where it does not; a match without words has no places."""
    match query:
        case Word(test):
            fields = text.fields
            return [(one, one) for one in seen.get(test, ()) if fields[one] in look] or None
        case Phrase(words):
            return _phrase(words, text, seen, look)
        case Near():
            return _near(query, text, seen, look)
        case AnyOf(parts):
            each = (places(part, text, seen, look) for part in parts)
            return _union(found for found in each if found is not None)
        case AllOf(parts):
            whole: list[Places] = []
            for part in parts:
                if (found := places(part, text, seen, look)) is None:
                    return None
                whole.append(found)
            return _union(whole)
        case Without(left, right):
            found = places(left, text, seen, look)
            return None if found is None or places(right, text, seen, look) is not None else found
        case Within(inner, fields):
            names = [name for code in fields for name in OVID_FIELDS[code]]
            return places(inner, text, seen, frozenset(map(FIELDS.index, names)))
        case _:
            return _without_words(query, text, look)


def _without_words(query: Query, text: Text, look: frozenset[int]) -> Places | None:
    """A heading of the thesaurus, or a range of years."""
    if isinstance(query, Heading) and FIELDS.index("keywords") in look:
        found = text.headings.get(query.words)
        return None if found is None else [found]
    if isinstance(query, Years) and text.record.year is not None:
        until = text.record.year if query.last is None else query.last
        return [] if query.first <= text.record.year <= until else None
    return None


def _union(each: Iterable[Places]) -> Places | None:
    found = list(each)
    return sorted({place for places in found for place in places}) if found else None


def _phrase(
    words: Sequence[Word], text: Text, seen: Mapping[str, list[int]], look: frozenset[int]
) -> Places | None:
    starts = [one for one in seen.get(words[0].text, ()) if text.fields[one] in look]
    last = len(words) - 1
    for offset, word in enumerate(words[1:], start=1):
        if not starts:
            return None
        standing = set(seen.get(word.text, ()))
        starts = [one for one in starts if one + offset in standing]
    segments, fields = text.segments, text.fields
    whole = [
        (one, one + last)
        for one in starts
        if segments[one] == segments[one + last] and fields[one + last] in look
    ]
    return whole or None


def _near(
    query: Near, text: Text, seen: Mapping[str, list[int]], look: frozenset[int]
) -> Places | None:
    left = places(query.left, text, seen, look)
    right = left and places(query.right, text, seen, look)
    if not left or not right:
        return None
    found = set()
    for one in left:
        for other in right:
            first, second = (one, other) if query.ordered or one < other else (other, one)
            between = second[0] - first[1] - 1
            if 0 <= between <= query.gap and text.segments[one[0]] == text.segments[other[0]]:
                found.add((first[0], second[1]))
    return sorted(found) or None
