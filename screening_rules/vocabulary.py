"""Word tests, and the words of some texts that fulfil them."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from re import Pattern, escape
from re import compile as pattern

from screening_rules.texts import Text

Seen = Mapping[int, list[int]]
"""Per test that a text fulfils, the numbers of the words that do so, in order."""


class WordTests:
    """The word tests of some queries, numbered. A test is one or more words, any of which will do.

    >>> tests = WordTests()
    >>> tests.number(["work*", "job"]), tests.number(["home"]), tests.number(["job", "work*"])
    (0, 1, 0)
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}

    def number(self, words: Iterable[str]) -> int:
        """The number of a test; the same words get the same number."""
        return self._numbers.setdefault(tuple(sorted(set(words))), len(self._numbers))

    def index(self, texts: Sequence[Text]) -> "Index":
        """Which tests each word of some texts fulfils."""
        vocabulary = Vocabulary(word for text in texts for word in set(text.words))
        fulfils: dict[str, list[int]] = {}
        for words, number in self._numbers.items():
            for word in {found for test in words for found in vocabulary.expand(test)}:
                fulfils.setdefault(word, []).append(number)
        return Index(fulfils)


class Index:
    """The numbers of the tests that each word fulfils."""

    def __init__(self, fulfils: Mapping[str, list[int]]) -> None:
        self._fulfils = fulfils

    def seen(self, text: Text) -> Seen:
        """The tests that a text fulfils, and where."""
        seen: dict[int, list[int]] = {}
        fulfils = self._fulfils
        words = text.words
        for place in [place for place, word in enumerate(words) if word in fulfils]:
            for number in fulfils[words[place]]:
                if number in seen:
                    seen[number].append(place)
                else:
                    seen[number] = [place]
        return seen


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
    head, truncated, most = test.replace("$", "*").partition("*")
    body = "".join({"#": ".", "?": ".?"}.get(sign, escape(sign)) for sign in head)
    tail = f".{{0,{most}}}" if most else ".*"
    return pattern(body + tail if truncated else body)
