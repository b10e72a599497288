"""Word tests, and the words of some texts that fulfil them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from re import Pattern, escape
from re import compile as pattern
from typing import Any

from screening_rules.texts import Text, tokenizer_and_flag

Seen = Mapping[int, list[int]]
"""Per test that a text fulfils, the numbers of the words that do so, in order."""


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
"""Words that most abstracts have: what else a statement asks for is looked for first."""


class WordTests:
    """The word tests of some queries, numbered. A test is one or more words, any of which will do.

    >>> tests = WordTests()
    >>> tests.number(["work*", "job"]), tests.number(["home"]), tests.number(["job", "work*"])
    (0, 1, 0)
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._words: list[tuple[str, ...]] = []
        self.compiled: dict[Any, Any] = {}  # what was made ready with these tests, by its query

    def number(self, words: Iterable[str]) -> int:
        """The number of a test; the same words get the same number."""
        test = tuple(sorted(set(words)))
        if test not in self._numbers:
            self._numbers[test] = len(self._words)
            self._words.append(test)
        return self._numbers[test]

    def commonness(self, number: int) -> int:
        """How many words fulfil a test, those counted tenfold that most texts have."""
        words = self._words[number]
        return len(words) + 9 * sum(word in COMMON for word in words)

    def index(self, texts: Sequence[Text]) -> "Index":
        """Which words of some texts fulfil which test.

        A word with its signs is expanded over the words that occur: spaCy's Matcher with REGEX
        would try each sign on each token.
        """
        lower = {number for text in texts for number in text.doc.to_array("LOWER").tolist()}
        vocabulary = Vocabulary(
            filter(str.isalnum, map(tokenizer_and_flag()[0].vocab.strings.__getitem__, lower))
        )
        expanded = {
            number: {found for word in words for found in vocabulary.expand(word)}
            for words, number in self._numbers.items()
        }
        return Index(expanded)


class Index:
    """The tests that the words of some texts fulfil: a PhraseMatcher finds the words."""

    def __init__(self, expanded: Mapping[int, Iterable[str]]) -> None:
        from spacy.matcher import PhraseMatcher
        from spacy.tokens import Doc

        vocab = tokenizer_and_flag()[0].vocab
        tests: defaultdict[str, list[int]] = defaultdict(list)
        for number, words in expanded.items():
            for word in words:
                tests[word].append(number)
        # A key a word, not a key a test: most words are asked for by several tests.
        self._matcher = PhraseMatcher(vocab, attr="LOWER")
        for word in tests:
            self._matcher.add(word, [Doc(vocab, words=[word])])
        self._tests = {vocab.strings[word]: numbers for word, numbers in tests.items()}

    def seen(self, text: Text) -> Seen:
        """The tests that a text fulfils, and where."""
        words, by_word = text.numbers, defaultdict[int, list[int]](list)
        for key, token, _ in self._matcher(text.doc):
            by_word[key].append(words[token])
        places: dict[int, list[int]] = {}
        joined: set[int] = set()
        for key, own in by_word.items():
            for number in self._tests[key]:
                if number in places:
                    places[number] = places[number] + own
                    joined.add(number)
                else:
                    places[number] = own
        for number in joined:
            places[number].sort()
        return places


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
