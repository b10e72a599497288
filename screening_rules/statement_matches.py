"""Compiles queries to functions that find matches in many texts at once, by word positions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain, permutations
from operator import or_

import numpy as np

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
from screening_rules.field_codes import KEYWORDS, OVID_FIELDS, Look, codes
from screening_rules.language_names import with_all_names
from screening_rules.matches import NOTHING, Keys, Matches, distinct, firsts, keys_of, lasts, united
from screening_rules.text_batch import Marks, TextBatch
from screening_rules.vocabulary import WordTests

LANGUAGE = ("la",)
"""The field of the language of a record, as the only field of a query."""

Find = Callable[[TextBatch, Look], Matches]
"""Where a query matches in some texts, in the fields searched."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled query.

    Every text that it matches meets each of the `tests` (by number, the rarest first). There are
    none if no test is possible (a heading, years, fields of its own). `need` has the tests as bits.

    `weight` says how common the words of the first test are.
    """

    find: Find
    tests: tuple[int, ...] = ()
    weight: int = 0
    need: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Combine the tests into `need`."""
        object.__setattr__(self, "need", reduce(or_, (1 << number for number in self.tests), 0))


def either(ready: Sequence[Compiled], tests: WordTests) -> tuple[int, ...]:
    """One test that every text meets in which any of some queries matches, if there is one."""
    if not all(one.tests for one in ready):
        return ()
    return (tests.either(one.tests[0] for one in ready),)


Needs = Sequence[tuple[int, Find]]
"""Queries, each with the tests that it needs as bits."""


def needs_of(ready: Iterable[Compiled]) -> Needs:
    """Some queries, ready for `found_by_any`."""
    return tuple((one.need, one.find) for one in ready)


def found_by_any(needs: Needs, batch: TextBatch, look: Look) -> Matches:
    """Where any of some queries matches; tries only those whose words occur in the texts."""
    tests = batch.tests
    return united([find(batch, look) for need, find in needs if tests & need == need])


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
            asked = with_all_names(inner) if fields == LANGUAGE else inner
            ready = compiled(asked, tests)
            return Compiled(_within(ready, look), ready.tests, ready.weight)
        case Heading(words):
            return Compiled(_heading(words))
        case Years():
            return Compiled(_years(query))
        case _:
            raise TypeError(f"{query} cannot be matched")


def _in_a_row(words: Sequence[Word], gap: int) -> Query:
    """Words in this order, with at most `gap` words between one and the next."""
    chain: Query = words[0]
    return reduce(lambda left, word: Near(left, word, gap, ordered=True), words[1:], chain)


def _within(ready: Compiled, look: Look) -> Find:
    def find(batch: TextBatch, _: Look) -> Matches:
        return ready.find(batch, look)

    return find


def _words(words: Sequence[str], tests: WordTests) -> Compiled:
    number = tests.number(words)

    def find(batch: TextBatch, look: Look) -> Matches:
        places = batch.places(number)
        if not places.size:
            return NOTHING
        places = places[batch.looked(look)[places]]
        return Matches(keys_of(places, places))

    return Compiled(_remembered(find, ("word", number)), (number,), tests.commonness(number))


def _phrase(numbers: Sequence[int], tests: WordTests) -> Compiled:
    last = len(numbers) - 1
    offsets = sorted(enumerate(numbers), key=lambda one: tests.commonness(one[1]))
    ends = sorted({numbers[0], numbers[-1]}, key=tests.commonness)

    def find(batch: TextBatch, look: Look) -> Matches:
        starts = batch.places(offsets[0][1]) - offsets[0][0]
        for offset, number in offsets[1:]:
            if not starts.size:
                return NOTHING
            starts = starts[_among(starts + offset, batch.places(number))]
        looked = batch.looked(look)
        starts = starts[(starts >= 0) & (starts + last < len(looked))]
        after = starts + last
        segments = batch.segments
        whole = (segments[starts] == segments[after]) & looked[starts] & looked[after]
        return Matches(keys_of(starts[whole], after[whole]))

    return Compiled(find, tuple(ends), tests.commonness(ends[0]))


def _among(places: Keys, others: Keys) -> Marks:
    """For each place, whether it is among the others; both are in order."""
    if not others.size:
        return np.zeros(len(places), dtype=np.bool_)
    among: Marks = others.take(others.searchsorted(places), mode="clip") == places
    return among


def _any_once(query: Query, parts: Sequence[Query], tests: WordTests) -> Compiled:
    """Compiles each list of words only once, since lists occur in many statements."""
    if query not in tests.compiled:
        tests.compiled[query] = _any(parts, tests)
    ready: Compiled = tests.compiled[query]
    return ready


def _any(parts: Sequence[Query], tests: WordTests) -> Compiled:
    """Joins words to one test; of the other parts, only possible matches are tried."""
    words = [part.text for part in parts if isinstance(part, Word)]
    ready = [compiled(part, tests) for part in parts if not isinstance(part, Word)]
    ready += [_words(words, tests)] if words else []
    if len(ready) == 1:
        return ready[0]

    needs = needs_of(ready)

    def find(batch: TextBatch, look: Look) -> Matches:
        return found_by_any(needs, batch, look)

    return Compiled(
        _remembered(find, ("any", len(tests.compiled))),
        either(ready, tests),
        sum(one.weight for one in ready),
    )


def _remembered(find: Find, key: tuple[str, int]) -> Find:
    """The same function with its result kept in the batch, for several users of the same texts."""

    def again(batch: TextBatch, look: Look) -> Matches:
        asked, known = (key, look), batch.known
        if asked not in known:
            known[asked] = find(batch, look)
        found: Matches = known[asked]
        return found

    return again


def _all(ready: Sequence[Compiled]) -> Compiled:
    rarest = min((one for one in ready if one.tests), key=lambda one: one.weight, default=None)
    needs = reduce(or_, (one.need for one in ready), 0)

    def find(batch: TextBatch, look: Look) -> Matches:
        if batch.tests & needs != needs:
            return NOTHING
        each = [one.find(batch, look) for one in ready]
        texts = frozenset.intersection(*map(batch.matched, each))
        return batch.only(united(each), texts, bare=texts)

    tests, weight = (rarest.tests[:1], rarest.weight) if rarest else ((), 0)
    return Compiled(find, tests, weight)


def _without(left: Compiled, right: Compiled) -> Compiled:
    def find(batch: TextBatch, look: Look) -> Matches:
        found = left.find(batch, look)
        texts = batch.matched(found) - batch.matched(right.find(batch, look))
        return batch.only(found, texts, bare=found.bare & texts)

    return Compiled(find, left.tests[:1], left.weight)


def _near(query: Near, tests: WordTests) -> Compiled:
    left, right = compiled(query.left, tests), compiled(query.right, tests)
    gap, ordered, right_first = query.gap, query.ordered, right.weight < left.weight
    first, second = (right, left) if right_first else (left, right)

    def find(batch: TextBatch, look: Look) -> Matches:
        found_first = first.find(batch, look).keys
        found_second = second.find(batch, look).keys if found_first.size else found_first
        if not found_second.size:
            return NOTHING
        ones, others = (found_second, found_first) if right_first else (found_first, found_second)
        found = _followed(ones, others, gap, batch.segments)
        if ordered:
            return Matches(distinct([found]))
        return Matches(distinct([found, _followed(others, ones, gap, batch.segments)]))

    needed = chain.from_iterable(one.tests for one in (first, second))
    return Compiled(find, tuple(dict.fromkeys(needed)), first.weight)


def _followed(ones: Keys, others: Keys, gap: int, segments: Keys) -> Keys:
    """Each of the first with each of the second that follows at most `gap` words later."""
    starts, ends = firsts(others), lasts(ones)
    begin = starts.searchsorted(ends, "right")
    counts = starts.searchsorted(ends + (1 + gap), "right") - begin
    some = counts.nonzero()[0]
    if not some.size:
        return NOTHING.keys
    counts = counts[some]
    left = some.repeat(counts)
    right = np.arange(len(left)) + (begin[some] - (counts.cumsum() - counts)).repeat(counts)
    start = firsts(ones)[left]
    near = segments[start] == segments[starts[right]]
    return keys_of(start[near], lasts(others)[right[near]])


def _heading(words: tuple[str, ...]) -> Find:
    def find(batch: TextBatch, look: Look) -> Matches:
        return Matches(batch.heading(words)) if KEYWORDS in look else NOTHING

    return find


def _years(years: Years) -> Find:
    def find(batch: TextBatch, _: Look) -> Matches:
        return Matches(NOTHING.keys, frozenset(batch.published(years.first, years.last)))

    return find
