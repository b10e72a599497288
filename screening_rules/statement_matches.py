"""Queries compiled to functions that find matches in a text by word positions."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain, permutations
from operator import or_

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
from screening_rules.vocabulary import SeenTests, WordTests, can_stand

Places = list[tuple[int, int]]
"""First and last word of each match, in order."""

Look = frozenset[int]
"""The fields searched, by their number in FIELDS."""

Find = Callable[[Text, SeenTests, Look], Places | None]
"""Where a query matches, None if it does not; a match without words has no places."""

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
"""The fields searched for each of Ovid's field codes; a record does not distinguish the author's
keywords (kf) from the thesaurus's."""

OVID_FIELDS["tw"] = (*OVID_FIELDS["ti"], *OVID_FIELDS["ab"])
OVID_FIELDS["mp"] = OVID_FIELDS["af"] = (*OVID_FIELDS["tw"], "keywords")

UNKEPT_FIELDS = frozenset(OVID_CODES) - OVID_FIELDS.keys()
"""Codes of fields that records do not store separately; they find nothing."""

KEYWORDS = FIELDS.index("keywords")


def codes(fields: Iterable[str]) -> Look:
    """Fields of a text by their number; "abstract" includes all its sections.

    A section is also searched for in undivided text, since it may be there; the background includes
    the aim.
    """
    names: set[str] = set()
    for name in fields:
        names.add(name)
        if name == "abstract":
            names.update(OVID_FIELDS["ab"])
        elif name in OVID_FIELDS["ab"]:
            names.add("abstract")
        if name == "background":
            names.add("aim")
    return frozenset(FIELDS.index(name) for name in names)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled query.

    Every text that it matches meets each of the `tests` (by number, the rarest first) in the fields
    searched; there are none if no test is possible (a heading, years, fields of its own). `need`
    has them as bits.

    `weight` says how common the words of the first are. With `apart` matches may be in several
    sentences, so there is one test at most.
    """

    find: Find
    tests: tuple[int, ...] = ()
    weight: int = 0
    apart: bool = False
    need: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Put the tests together."""
        object.__setattr__(self, "need", reduce(or_, (1 << number for number in self.tests), 0))


def either(ready: Sequence[Compiled], tests: WordTests) -> tuple[int, ...]:
    """The one test that is met wherever any of some queries matches, if there is one."""
    if not all(one.tests for one in ready):
        return ()
    return (tests.either(one.tests[0] for one in ready),)


Needs = Sequence[tuple[int, Find]]
"""Queries, each with the tests that it needs as bits."""


def needs_of(ready: Iterable[Compiled]) -> Needs:
    """Some queries, ready for `able`."""
    return tuple((one.need, one.find) for one in ready)


def able(needs: Needs, seen: SeenTests, look: Look) -> list[Find]:
    """Those of some queries that can match a text at all; of many, mostly few can."""
    tests, sentences = seen.looked(look)
    return [find for need, find in needs if tests & need == need and can_stand(need, sentences)]


def compiled(query: Query, tests: WordTests) -> Compiled:  # noqa: C901 - a case a node
    """A query compiled for matching; its word tests get their numbers from `tests`."""
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
            return Compiled(_within(compiled(inner, tests), look))
        case Heading(words):
            return Compiled(_heading(words))
        case Years():
            return Compiled(_years(query))
        case _:
            raise TypeError(f"{query} cannot be matched")


def _in_a_row(words: Sequence[Word], gap: int) -> Query:
    """Words in this order, each with at most so many words before the next."""
    chain: Query = words[0]
    return reduce(lambda left, word: Near(left, word, gap, ordered=True), words[1:], chain)


def _within(ready: Compiled, look: Look) -> Find:
    def find(text: Text, seen: SeenTests, _: Look) -> Places | None:
        return ready.find(text, seen, look) if seen.can_hold(ready.need, look) else None

    return find


def _words(words: Sequence[str], tests: WordTests) -> Compiled:
    number = tests.number(words)

    def find(text: Text, seen: SeenTests, look: Look) -> Places | None:
        fields = text.fields
        return [(one, one) for one in seen.places(number) if fields[one] in look] or None

    return Compiled(_remembered(find, ("word", number)), (number,), tests.commonness(number))


def _phrase(numbers: Sequence[int], tests: WordTests) -> Compiled:
    last = len(numbers) - 1
    ends = sorted({numbers[0], numbers[-1]}, key=tests.commonness)

    def find(text: Text, seen: SeenTests, look: Look) -> Places | None:
        starts = seen.places(numbers[0])
        for offset, number in enumerate(numbers[1:], start=1):
            standing = seen.places(number)
            starts = [one for one in starts if one + offset in standing]
        segments, fields = text.segments, text.fields
        return [
            (one, one + last)
            for one in starts
            if segments[one] == segments[one + last]
            and fields[one] in look
            and fields[one + last] in look
        ] or None

    return Compiled(find, tuple(ends), tests.commonness(ends[0]))


def _any_once(query: Query, parts: Sequence[Query], tests: WordTests) -> Compiled:
    """Lists of words occur in many statements: each is compiled, and searched for, once."""
    if query not in tests.compiled:
        tests.compiled[query] = _any(parts, tests)
    ready: Compiled = tests.compiled[query]
    return ready


def _any(parts: Sequence[Query], tests: WordTests) -> Compiled:
    """Words are joined to one test; of the other parts only possible matches are tried."""
    words = [part.text for part in parts if isinstance(part, Word)]
    ready = [compiled(part, tests) for part in parts if not isinstance(part, Word)]
    ready += [_words(words, tests)] if words else []
    if len(ready) == 1:
        return ready[0]

    needs = needs_of(ready)

    def find(text: Text, seen: SeenTests, look: Look) -> Places | None:
        found = []
        for part in able(needs, seen, look):
            at = part(text, seen, look)
            if at is not None:
                found.append(at)
        if len(found) < 2:
            return found[0] if found else None
        return sorted({place for at in found for place in at})

    return Compiled(
        _remembered(find, ("any", len(tests.compiled))),
        either(ready, tests),
        sum(one.weight for one in ready),
        any(one.apart for one in ready),
    )


def _remembered(find: Find, key: tuple[str, int]) -> Find:
    """The same, for several users of one text: the result is kept with the text."""

    def again(text: Text, seen: SeenTests, look: Look) -> Places | None:
        asked, known = (key, look), seen.known
        if asked not in known:
            known[asked] = find(text, seen, look)
        found: Places | None = known[asked]
        return found

    return again


def _all(ready: Sequence[Compiled]) -> Compiled:
    rarest = min((one for one in ready if one.tests), key=lambda one: one.weight, default=None)

    def find(text: Text, seen: SeenTests, look: Look) -> Places | None:
        whole = seen.whole
        if not all(whole.can_hold(one.need, look) for one in ready):
            return None
        found: set[tuple[int, int]] = set()
        for one in ready:
            at = one.find(text, whole, look)
            if at is None:
                return None
            found.update(at)
        return sorted(found)

    tests, weight = (rarest.tests[:1], rarest.weight) if rarest else ((), 0)
    return Compiled(find, tests, weight, apart=True)


def _without(left: Compiled, right: Compiled) -> Compiled:
    def find(text: Text, seen: SeenTests, look: Look) -> Places | None:
        found = left.find(text, seen.whole, look)
        return None if found is None or right.find(text, seen.whole, look) is not None else found

    return Compiled(find, left.tests[:1], left.weight, apart=True)


def _near(query: Near, tests: WordTests) -> Compiled:
    left, right = compiled(query.left, tests), compiled(query.right, tests)
    gap, ordered, right_first = query.gap, query.ordered, right.weight < left.weight
    first, second = (right, left) if right_first else (left, right)

    def find(text: Text, seen: SeenTests, look: Look) -> Places | None:
        found_first = first.find(text, seen, look)
        found_second = found_first and second.find(text, seen, look)
        if not found_first or not found_second:
            return None
        ones, others = (found_second, found_first) if right_first else (found_first, found_second)
        found = _followed(ones, others, gap, text.segments)
        if not ordered:
            found |= _followed(others, ones, gap, text.segments)
        return sorted(found) or None

    # A match that may be in several sentences says nothing about the sentence that it is near.
    needed = chain.from_iterable(one.tests for one in (first, second) if not one.apart)
    return Compiled(find, tuple(dict.fromkeys(needed)), first.weight)


def _followed(
    firsts: Places, seconds: Places, gap: int, segments: Sequence[int]
) -> set[tuple[int, int]]:
    """Each of the first with each of the second at most `gap` words after it; both in order."""
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
    def find(text: Text, _: SeenTests, look: Look) -> Places | None:
        found = text.headings.get(words) if KEYWORDS in look else None
        return None if found is None else [found]

    return find


def _years(years: Years) -> Find:
    def find(text: Text, _: SeenTests, __: Look) -> Places | None:
        year = text.record.year
        if year is None or year < years.first or (years.last is not None and year > years.last):
            return None
        return []

    return find
