"""Texts that are read together, with their words in one row: each query is tried once for all."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from functools import cached_property, reduce
from itertools import accumulate, chain
from operator import or_
from typing import Any

import numpy as np
from numpy.typing import NDArray

from screening_rules.field_codes import Look
from screening_rules.matches import NOTHING, Keys, Matches, firsts, keys_of
from screening_rules.texts import FIELDS, Text

Marks = NDArray[np.bool_]
"""A flag for each word."""


class TextBatch:
    """Some texts, with their words numbered consecutively from the first text to the last.

    It is made from spaCy's `numbers` of the words in lower case, the tests that each number
    `fulfilled` (as bits), and the `words` that fulfil each test.

    `of` is the text of each word, by its place in `texts`; `segments`, `sentences` and `fields` are
    those of each word, segments and sentences also numbered consecutively; `offsets` are the first
    words of the texts. `stretches` number the parts that are in one segment and one sentence.
    `tests` are the tests that any word fulfils, as bits. `known` caches results of searches.
    """

    def __init__(
        self,
        texts: Sequence[Text],
        numbers: "NDArray[np.uint64]",
        fulfilled: Mapping[int, int],
        words: Sequence[AbstractSet[int]],
    ) -> None:
        lengths = [len(text.starts) for text in texts]
        self.texts = texts
        self.offsets = np.array([0, *accumulate(lengths)], dtype=np.int64)
        self.of = np.arange(len(texts)).repeat(lengths)
        self.fields = _row(text.fields for text in texts)
        self.segments = _row(text.segments for text in texts) + _shifts(
            [one.segments for one in texts]
        )
        self.sentences = (joined(texts, "SENT_START") == 1).cumsum()
        self.known: dict[Any, Any] = {}
        self._words = words
        self._looks: dict[Look, Marks] = {}
        self._places: dict[int, Keys] = {}
        self._index(numbers, fulfilled)

    def _index(self, numbers: "NDArray[np.uint64]", fulfilled: Mapping[int, int]) -> None:
        """Find the places of each word that fulfils any test."""
        order = numbers.argsort(kind="stable")
        ordered = numbers[order]
        bounds = [0, *((ordered[1:] != ordered[:-1]).nonzero()[0] + 1).tolist(), len(ordered)]
        self._by_word = {
            number: order[first:after]
            for number, first, after in zip(
                ordered[bounds[:-1]].tolist() if len(ordered) else (),
                bounds,
                bounds[1:],
                strict=False,
            )
            if number in fulfilled
        }
        self.tests = reduce(or_, (fulfilled[number] for number in self._by_word), 0)

    def told(self, fields: "NDArray[np.int64]") -> "TextBatch":
        """A copy with other fields, once the moves of the texts are known."""
        told = copy(self)
        told.fields, told.known, told._looks = fields, {}, {}
        return told

    def places(self, number: int) -> Keys:
        """The words that fulfil a test, in order."""
        places = self._places.get(number)
        if places is None:
            found = [self._by_word[key] for key in self._by_word.keys() & self._words[number]]
            places = found[0] if len(found) == 1 else np.sort(np.concatenate([NO_PLACES, *found]))
            self._places[number] = places
        return places

    def looked(self, look: Look) -> Marks:
        """Which words are in some fields."""
        if look not in self._looks:
            asked = np.zeros(len(FIELDS), dtype=np.bool_)
            asked[list(look)] = True
            self._looks[look] = asked[self.fields]
        return self._looks[look]

    def matched(self, found: Matches) -> frozenset[int]:
        """The texts in which a query matches."""
        return found.bare.union(self.of[firsts(found.keys)].tolist())

    def only(self, found: Matches, texts: frozenset[int], *, bare: frozenset[int]) -> Matches:
        """The matches in some texts; `bare` are texts that match without words."""
        if not texts:
            return NOTHING
        kept = np.zeros(len(self.texts), dtype=np.bool_)
        kept[list(texts)] = True
        return Matches(found.keys[kept[self.of[firsts(found.keys)]]], bare)

    def heading(self, words: tuple[str, ...]) -> Keys:
        """The places of keywords that are exactly this heading, as keys."""
        return self._headings.get(words, NOTHING.keys)

    @cached_property
    def _headings(self) -> Mapping[tuple[str, ...], Keys]:
        places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
        for offset, text in zip(self.offsets.tolist(), self.texts, strict=False):
            for words, (first, last) in text.headings.items():
                places[words].append((offset + first, offset + last))
        return {words: _keys(found) for words, found in places.items()}

    def published(self, first: int, last: int | None) -> Iterator[int]:
        """The texts whose records were published from the first year to the last."""
        for nth, text in enumerate(self.texts):
            year = text.record.year
            if year is not None and year >= first and (last is None or year <= last):
                yield nth

    @cached_property
    def stretches(self) -> "NDArray[np.int64]":
        """For each word the number of its stretch, which is in one segment and one sentence."""
        changed = np.zeros(len(self.of), dtype=np.int64)
        changed[1:] = (self.segments[1:] != self.segments[:-1]) | (
            self.sentences[1:] != self.sentences[:-1]
        )
        return changed.cumsum()

    def comma_behind(self, word: int) -> bool:
        """Whether a comma separates a word from the next one in the same text."""
        nth = int(self.of[word])
        text, at = self.texts[nth], word - int(self.offsets[nth])
        return "," in text.content[text.ends[at] : text.starts[at + 1]]


NO_PLACES = np.empty(0, dtype=np.int64)
NO_NUMBERS = np.empty(0, dtype=np.uint64)


def _keys(places: Sequence[tuple[int, int]]) -> Keys:
    first, last = np.array(places, dtype=np.int64).T
    return keys_of(first, last)


def joined(texts: Sequence[Text], attribute: str) -> "NDArray[np.uint64]":
    """One of spaCy's attributes for each word, from the first text to the last."""
    return np.concatenate([NO_NUMBERS, *(text.doc.to_array(attribute) for text in texts)])


def _row(lists: Iterator[Sequence[int]] | Sequence[Sequence[int]]) -> "NDArray[np.int64]":
    return np.fromiter(chain.from_iterable(lists), np.int64)


def _shifts(lists: Sequence[Sequence[int]]) -> "NDArray[np.int64]":
    """For each word, what to add to numbers that restart in each text, so that they are unique."""
    ends = [numbers[-1] + 1 if numbers else 0 for numbers in lists]
    return np.array([0, *accumulate(ends)][:-1], dtype=np.int64).repeat([len(one) for one in lists])
