"""Word tests, and the words of some texts that fulfil them."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache, reduce
from itertools import chain
from operator import or_
from re import Pattern, escape
from re import compile as pattern
from typing import Any

from screening_rules.texts import Text, WordRun, vocabulary

COMMON = frozenset(
    [
        *(
            "a",
            "an",
            "and",
            "are",
            "as",
            "at",
            "be",
            "by",
            "for",
            "from",
            "had",
            "has",
            "have",
            "in",
        ),
        *("into", "is", "not", "of", "on", "or", "our", "study", "than", "that", "the", "their"),
        *("this", "to", "was", "we", "were", "which", "who", "with", "data", "work", "worked"),
        *("working", "employees", "workers", "home"),
    ]
)
"""Vocabulary that most abstracts have: what else a statement asks for is looked for first."""


class WordTests:
    """The word tests of some queries, numbered. A test is one or more words, any of which will do.

    >>> tests = WordTests()
    >>> tests.number(["work*", "job"]), tests.number(["home"]), tests.number(["job", "work*"])
    (0, 1, 0)
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._words: list[tuple[str, ...]] = []
        self._index: Index | None = None
        self.compiled: dict[Any, Any] = {}  # what was made ready with these tests, by its query

    def number(self, words: Iterable[str]) -> int:
        """The number of a test; the same words get the same number."""
        test = tuple(sorted(set(words)))
        if test not in self._numbers:
            self._numbers[test] = len(self._words)
            self._words.append(test)
            self._index = None
        return self._numbers[test]

    def either(self, numbers: Iterable[int]) -> int:
        """The number of the test that a word fulfils which fulfils one of these."""
        return self.number(word for number in numbers for word in self._words[number])

    def commonness(self, number: int) -> int:
        """How many words fulfil a test, those counted tenfold that most texts have."""
        words = self._words[number]
        return len(words) + 9 * sum(word in COMMON for word in words)

    def index(self, texts: Iterable[Text]) -> "Index":
        """Which words fulfil which test, of those in these texts and in all that came before."""
        if self._index is None:
            self._index = Index(self._words)
        self._index.learn(texts)
        return self._index


class Index:
    """The tests that the words of texts fulfil, as far as words have occurred.

    A word with its signs is expanded over the words that occur, once for each: spaCy's Matcher with
    REGEX would try each sign on each token. The words are then looked up by spaCy's number of each
    in lower case.
    """

    def __init__(self, tests: Sequence[tuple[str, ...]]) -> None:
        self._asked: dict[str, list[int]] = {}
        for number, test in enumerate(tests):
            for word in test:
                self._asked.setdefault(word, []).append(number)
        self._known: set[int] = set()
        self.fulfilled: dict[int, int] = {}
        self.words: list[set[int]] = [set() for _ in tests]

    def learn(self, texts: Iterable[Text]) -> None:
        """Find out which tests the words of some texts fulfil that were in none before."""
        strings = vocabulary().strings
        new = {word for text in texts for word in text.doc.to_array("LOWER").tolist()}
        new -= self._known
        self._known |= new
        words = Vocabulary(map(strings.__getitem__, new))
        for asked, numbers in self._asked.items():
            for key in map(strings.__getitem__, words.expand(asked)):
                tests = self.fulfilled.get(key, 0)
                for number in numbers:
                    tests |= 1 << number
                    self.words[number].add(key)
                self.fulfilled[key] = tests

    def seen(self, text: Text) -> "SeenTests":
        """The tests that a text fulfils, and where."""
        keys, fulfilled = text.doc.to_array("LOWER").tolist(), self.fulfilled
        by_word: dict[int, list[int]] = {}
        tests = []
        for run in text.runs:
            held = 0
            for place in range(run.first, run.after):
                key = keys[place]
                if key in fulfilled:
                    held |= fulfilled[key]
                    if key in by_word:
                        by_word[key].append(place)
                    else:
                        by_word[key] = [place]
            tests.append(held)
        return SeenTests(_Hits(by_word, self.words, tests), text.runs)


@dataclass(slots=True)
class _Hits:
    """The words of a text that fulfil a test, by word, and the tests that each run fulfils.

    Sets of tests are the bits of a number.
    """

    by_word: Mapping[int, list[int]]
    words: Sequence[AbstractSet[int]]
    tests: list[int]
    places: dict[int, list[int]] = field(default_factory=dict)


class SeenTests:
    """The tests that a text fulfils, and where, in the fields that its runs are of.

    What is looked for in the text is kept in `known`. `whole` is the same where a match may run
    over sentences, for those who look for what stands in one.
    """

    __slots__ = ("_hits", "_looks", "_runs", "known", "whole")

    def __init__(
        self, hits: _Hits, runs: Sequence[WordRun], whole: "SeenTests | None" = None
    ) -> None:
        self._hits, self._runs = hits, runs
        self._looks: dict[frozenset[int], tuple[int, Sequence[int]]] = {}
        self.known: dict[Any, Any] = {}
        self.whole = whole or self

    def in_sentences(self, runs: Sequence[WordRun]) -> "SeenTests":
        """The same for those who look for what stands in one sentence, by the fields of runs."""
        return SeenTests(self._hits, runs, SeenTests(self._hits, runs))

    def places(self, number: int) -> list[int]:
        """The numbers of the words that fulfil a test, in order."""
        hits = self._hits
        places = hits.places.get(number)
        if places is None:
            by_word = hits.by_word
            found = [by_word[key] for key in by_word.keys() & hits.words[number]]
            places = found[0] if len(found) == 1 else sorted(chain.from_iterable(found))
            hits.places[number] = places
        return places

    def looked(self, look: frozenset[int]) -> tuple[int, Sequence[int]]:
        """The tests that words in some fields fulfil, as bits: all, and those of each sentence.

        Where matches may run over sentences, all the words count as one.
        """
        if look not in self._looks:
            sentences: dict[int, int] = {}
            for run, tests in zip(self._runs, self._hits.tests, strict=True):
                if tests and run.field in look:
                    sentence = 0 if self.whole is self else run.sentence
                    sentences[sentence] = sentences.get(sentence, 0) | tests
            self._looks[look] = reduce(or_, sentences.values(), 0), list(sentences.values())
        return self._looks[look]

    def can_hold(self, need: int, look: frozenset[int]) -> bool:
        """Whether words in some fields fulfil all of some tests; words of one sentence, if that is
        what is looked for.
        """
        tests, sentences = self.looked(look)
        return tests & need == need and can_stand(need, sentences)


def can_stand(need: int, sentences: Iterable[int]) -> bool:
    """Whether one sentence fulfils all of some tests."""
    if not need & (need - 1):  # a test alone is fulfilled in one sentence if it is at all
        return True
    for tests in sentences:  # noqa: SIM110 - any() takes twice as long
        if tests & need == need:
            return True
    return False


class Vocabulary:
    """The words that occur in some texts, sorted, so that a stem finds its endings by halving."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))

    def expand(self, test: str) -> list[str]:
        """The words that one word with its signs takes, in order.

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
    """A word with its signs as a pattern over one word; run over the vocabulary only."""
    head, truncated, most = test.replace("$", "*").rpartition("*")
    counted = truncated and most.isdecimal() and not head.endswith("*")
    body = head if counted else test.replace("$", "*").replace("**", "*")
    signs = {"#": ".", "?": ".?", "*": ".*"}
    taken = "".join(signs.get(sign) or escape(sign) for sign in body)
    return pattern(f"{taken}.{{0,{most}}}" if counted else taken)
