"""Tests on words, and the words of texts that fulfil them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from re import Pattern, escape
from re import compile as pattern
from typing import Any

from screening_rules.text_batch import TextBatch, joined
from screening_rules.texts import Text, vocabulary

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
"""Common words of most abstracts; a statement's other words are searched for first."""


class WordTests:
    """The word tests of some queries, numbered. A test is one or more words; any of them fulfils
    it.

    >>> tests = WordTests()
    >>> tests.number(["work*", "job"]), tests.number(["home"]), tests.number(["job", "work*"])
    (0, 1, 0)
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._words: list[tuple[str, ...]] = []
        self._index: Index | None = None
        self.compiled: dict[Any, Any] = {}  # compiled queries that use these tests, by query

    def number(self, words: Iterable[str]) -> int:
        """The number of a test; the same words get the same number."""
        test = tuple(sorted(set(words)))
        if test not in self._numbers:
            self._numbers[test] = len(self._words)
            self._words.append(test)
            self._index = None
        return self._numbers[test]

    def either(self, numbers: Iterable[int]) -> int:
        """The number of a test that is fulfilled by every word that fulfils one of these tests."""
        return self.number(word for number in numbers for word in self._words[number])

    def commonness(self, number: int) -> int:
        """The number of words of a test; those that occur in most texts count tenfold."""
        words = self._words[number]
        return len(words) + 9 * sum(word in COMMON for word in words)

    def batch(self, texts: Sequence[Text]) -> TextBatch:
        """A batch of texts, with the words in them that fulfil each test."""
        if self._index is None:
            self._index = Index(self._words)
        return self._index.batch(texts)


class Index:
    """The tests that words fulfil, for all words that have occurred in texts so far.

    A word with its signs is expanded only once, over the words that occur: spaCy's Matcher with
    REGEX would try each sign on each token. Words are then looked up by spaCy's number of their
    lower-case form.
    """

    def __init__(self, tests: Sequence[tuple[str, ...]]) -> None:
        self._asked: dict[str, list[int]] = {}
        for number, test in enumerate(tests):
            for word in test:
                self._asked.setdefault(word, []).append(number)
        self._known: set[int] = set()
        self._fulfilled: dict[int, int] = {}
        self._words: list[set[int]] = [set() for _ in tests]

    def batch(self, texts: Sequence[Text]) -> TextBatch:
        """The texts, ready to be searched."""
        numbers = joined(texts, "LOWER")
        self._learn(set(numbers.tolist()) - self._known)
        return TextBatch(texts, numbers, self._fulfilled, self._words)

    def _learn(self, new: AbstractSet[int]) -> None:
        """Find the tests that new words fulfil: words that were in no earlier text."""
        strings = vocabulary().strings
        self._known |= new
        words = Vocabulary(map(strings.__getitem__, new))
        for asked, numbers in self._asked.items():
            for key in map(strings.__getitem__, words.expand(asked)):
                tests = self._fulfilled.get(key, 0)
                for number in numbers:
                    tests |= 1 << number
                    self._words[number].add(key)
                self._fulfilled[key] = tests


class Vocabulary:
    """The words that occur in some texts, sorted, so that bisection finds the endings of a stem."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))

    def expand(self, test: str) -> list[str]:
        """The words that a word with signs matches, in order.

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
    """A word with its signs as a pattern for one word; it is run only over the vocabulary."""
    head, truncated, most = test.replace("$", "*").rpartition("*")
    counted = truncated and most.isdecimal() and not head.endswith("*")
    body = head if counted else test.replace("$", "*").replace("**", "*")
    signs = {"#": ".", "?": ".?", "*": ".*"}
    taken = "".join(signs.get(sign) or escape(sign) for sign in body)
    return pattern(f"{taken}.{{0,{most}}}" if counted else taken)
