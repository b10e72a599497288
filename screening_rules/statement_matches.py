"""Queries compiled to functions that find their places in a text by counting words."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import permutations

from pipeline.strategy.notation import OVID_CODES
from pipeline.strategy.tree import (
    AllOf,
    AnyOf,
    Heading,
    Near,
    Phrase,
    Query,
    Together,
    Within,
    Without,
    Word,
    Years,
)
from screening_rules.texts import FIELDS, Text
from screening_rules.vocabulary import Seen, WordTests

Places = list[tuple[int, int]]
"""First and last word of each match, in order."""

Look = frozenset[int]
"""The fields looked at, by their number in FIELDS."""

Find = Callable[[Text, Seen, Look], Places | None]
"""Where a query matches, None where it does not; a match without words has no places."""

OVID_FIELDS: dict[str, tuple[str, ...]] = {
    "ti": ("title", "title_translated"),
    "ot": ("title_translated",),
    "ab": ("abstract", "aim", "background", "methods", "results", "conclusions"),
    "kf": ("keywords",),
    "kw": ("keywords",),
    "kp": ("keywords",),
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

UNKEPT_FIELDS = frozenset(OVID_CODES) - OVID_FIELDS.keys()
"""Codes of fields for what a record here does not keep apart; they find nothing."""

KEYWORDS = FIELDS.index("keywords")


def codes(fields: Iterable[str]) -> Look:
    """Fields of a text by their number; "abstract" takes all its sections with it.

    A section is looked for in what is not divided too, since it may stand there; the background has
    the aim with it.
    """
    names: set[str] = set()
    for field in fields:
        names.add(field)
        if field == "abstract":
            names.update(OVID_FIELDS["ab"])
        elif field in OVID_FIELDS["ab"]:
            names.add("abstract")
        if field == "background":
            names.add("aim")
    return frozenset(FIELDS.index(name) for name in names)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A query made ready. In every text that it matches, one test of `needs` is fulfilled; None
    where that can not be said (a heading, a range of years).
    """

    find: Find
    needs: frozenset[int] | None


def compiled(query: Query, tests: WordTests) -> Compiled:  # noqa: C901 - a case a node
    """A query made ready to be matched; its word tests get their numbers from `tests`."""
    match query:
        case Word(text):
            return _words([text], tests)
        case Phrase(words):
            return _phrase([tests.number([word.text]) for word in words], tests)
        case Together(words, gap):
            return _any([_in_a_row(order, gap) for order in permutations(words)], tests)
        case Near():
            return _near(query, tests)
        case AnyOf(parts):
            return _any_once(query, parts, tests)
        case AllOf(parts):
            return _all([compiled(part, tests) for part in parts])
        case Without(left, right):
            return _without(compiled(left, tests), compiled(right, tests))
        case Within(inner, fields):
            look = codes(name for code in fields for name in OVID_FIELDS.get(code, ()))
            ready = compiled(inner, tests)
            return Compiled(lambda text, seen, _: ready.find(text, seen, look), ready.needs)
        case Heading(words):
            return Compiled(_heading(words), None)
        case Years():
            return Compiled(_years(query), None)
        case _:
            raise TypeError(f"{query} can not be matched")


def _in_a_row(words: Sequence[Word], gap: int) -> Query:
    """Words in this order, each with at most so many words before the next."""
    chain: Query = words[0]
    return reduce(lambda left, word: Near(left, word, gap, ordered=True), words[1:], chain)


def _words(words: Sequence[str], tests: WordTests) -> Compiled:
    number = tests.number(words)

    def find(text: Text, seen: Seen, look: Look) -> Places | None:
        if number not in seen:
            return None
        fields = text.fields
        return [(one, one) for one in seen[number] if fields[one] in look] or None

    return Compiled(find, frozenset([number]))


def _phrase(numbers: Sequence[int], tests: WordTests) -> Compiled:
    last = len(numbers) - 1

    def find(text: Text, seen: Seen, look: Look) -> Places | None:
        for number in numbers:
            if number not in seen:
                return None
        starts = seen[numbers[0]]
        for offset, number in enumerate(numbers):
            standing = seen[number]
            starts = [one for one in starts if one + offset in standing]
        segments, fields = text.segments, text.fields
        return [
            (one, one + last)
            for one in starts
            if segments[one] == segments[one + last]
            and fields[one] in look
            and fields[one + last] in look
        ] or None

    return Compiled(find, frozenset([min(reversed(numbers), key=tests.commonness)]))


def _any_once(query: Query, parts: Sequence[Query], tests: WordTests) -> Compiled:
    """Lists of words stand in many statements: each is compiled, and looked for, once."""
    if query not in tests.compiled:
        tests.compiled[query] = _any(parts, tests)
    ready: Compiled = tests.compiled[query]
    return ready


def _any(parts: Sequence[Query], tests: WordTests) -> Compiled:
    """Words are joined to one test; of the other parts those are tried whose needs are seen."""
    words = [part.text for part in parts if isinstance(part, Word)]
    ready = [compiled(part, tests) for part in parts if not isinstance(part, Word)]
    ready += [_words(words, tests)] if words else []
    if len(ready) == 1:
        return ready[0]
    asked: dict[int, list[int]] = {}
    for place, one in enumerate(ready):
        for number in one.needs or ():
            asked.setdefault(number, []).append(place)
    always = [place for place, one in enumerate(ready) if one.needs is None]
    finds = [one.find for one in ready]
    numbers = asked.keys()

    def find(text: Text, seen: Seen, look: Look) -> Places | None:
        tried = {place for number in numbers & seen.keys() for place in asked[number]}
        found = []
        for place in tried.union(always) if always else tried:
            at = finds[place](text, seen, look)
            if at is not None:
                found.append(at)
        if len(found) < 2:
            return found[0] if found else None
        return sorted({place for at in found for place in at})

    return Compiled(_remembered(find), None if always else frozenset(numbers))


def _remembered(find: Find) -> Find:
    """The same, for several askers of one text: what a text came to is kept until the next."""
    last: Seen | None = None
    known: dict[Look, Places | None] = {}

    def again(text: Text, seen: Seen, look: Look) -> Places | None:
        nonlocal last, known
        if seen is not last:
            last, known = seen, {}
        if look not in known:
            known[look] = find(text, seen, look)
        return known[look]

    return again


def _all(ready: Sequence[Compiled]) -> Compiled:
    needs = [one.needs for one in ready if one.needs is not None]

    def find(text: Text, seen: Seen, look: Look) -> Places | None:
        for need in needs:
            if seen.keys().isdisjoint(need):
                return None
        whole: set[tuple[int, int]] = set()
        for one in ready:
            at = one.find(text, seen, look)
            if at is None:
                return None
            whole.update(at)
        return sorted(whole)

    return Compiled(find, min(needs, key=len, default=None))


def _without(left: Compiled, right: Compiled) -> Compiled:
    def find(text: Text, seen: Seen, look: Look) -> Places | None:
        found = left.find(text, seen, look)
        return None if found is None or right.find(text, seen, look) is not None else found

    return Compiled(find, left.needs)


def _rarer(one: Compiled, other: Compiled, tests: WordTests) -> bool:
    """Whether the words that one needs are likely to be in fewer texts than those of another."""
    if one.needs is None or other.needs is None:
        return one.needs is not None
    return sum(map(tests.commonness, one.needs)) < sum(map(tests.commonness, other.needs))


def _near(query: Near, tests: WordTests) -> Compiled:
    left, right = compiled(query.left, tests), compiled(query.right, tests)
    gap, ordered, right_first = query.gap, query.ordered, _rarer(right, left, tests)
    first, second = (right, left) if right_first else (left, right)

    def find(text: Text, seen: Seen, look: Look) -> Places | None:
        if second.needs is not None and seen.keys().isdisjoint(second.needs):
            return None
        found_first = first.find(text, seen, look)
        found_second = found_first and second.find(text, seen, look)
        if not found_first or not found_second:
            return None
        ones, others = (found_second, found_first) if right_first else (found_first, found_second)
        found = _followed(ones, others, gap, text.segments)
        if not ordered:
            found |= _followed(others, ones, gap, text.segments)
        return sorted(found) or None

    return Compiled(find, first.needs)


def _followed(
    firsts: Places, seconds: Places, gap: int, segments: Sequence[int]
) -> set[tuple[int, int]]:
    """Each of the first with each of the second at most `gap` words behind it; both in order."""
    found = set()
    for start, end in firsts:
        at = bisect_right(seconds, (end, NO_WORD))
        while at < len(seconds) and seconds[at][0] <= end + 1 + gap:
            if segments[start] == segments[seconds[at][0]]:
                found.add((start, seconds[at][1]))
            at += 1
    return found


NO_WORD = 1 << 40
"""More than the number of any word."""


def _heading(words: tuple[str, ...]) -> Find:
    def find(text: Text, _: Seen, look: Look) -> Places | None:
        found = text.headings.get(words) if KEYWORDS in look else None
        return None if found is None else [found]

    return find


def _years(years: Years) -> Find:
    def find(text: Text, _: Seen, __: Look) -> Places | None:
        year = text.record.year
        if year is None or year < years.first or (years.last is not None and year > years.last):
            return None
        return []

    return find
