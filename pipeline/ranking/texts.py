"""Texts read into numbers, and what is counted in them, each thing once."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from scipy import sparse

from pipeline.ranking.terms import Counts, Tokens, count_phrases, count_words, spell

CHUNK = 4_000
"""Texts that are counted at a time, so that memory does not grow with what is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Texts as numbers of words, and all words by number.

    What was counted once is remembered in `counts`, and how the words are spelled, once asked,
    in `spelling`, which the parts of a text share.
    """

    tokens: Tokens
    words: tuple[str, ...]
    counts: dict[str, Counts] = field(default_factory=dict, compare=False, repr=False)
    spelling: dict[str, Counts] = field(default_factory=dict, compare=False, repr=False)

    def parts(self) -> Iterator["Text"]:
        """The texts, a chunk at a time; what fits in one is itself."""
        if len(self.tokens) <= CHUNK:
            yield self
            return
        starts = self.tokens.starts
        for begin in range(0, len(self.tokens), CHUNK):
            own = starts[begin : begin + CHUNK + 1]
            part = Tokens(numbers=self.tokens.numbers[own[0] : own[-1]], starts=own - own[0])
            yield Text(tokens=part, words=self.words, spelling=self.spelling)

    def spelled(self) -> Counts:
        """The trigrams of each word."""
        if "letters" not in self.spelling:
            self.spelling["letters"] = spell(self.words)
        return self.spelling["letters"]

    def by_word(self) -> sparse.csr_array:
        """How often each word stands in each text."""
        return count_words(self.tokens, len(self.words))

    def by_phrases(self) -> Counts:
        """How often each word and each pair stands in each text."""
        if "phrases" not in self.counts:
            self.counts["phrases"] = count_phrases(self.tokens)
        return self.counts["phrases"]

    def by_letters(self) -> Counts:
        """How often each trigram stands in each text."""
        if "letters" not in self.counts:
            letters = sparse.csr_array(self.by_word() @ self.spelled().rows)
            letters.sort_indices()
            self.counts["letters"] = Counts(keys=self.spelled().keys, rows=letters)
        return self.counts["letters"]
