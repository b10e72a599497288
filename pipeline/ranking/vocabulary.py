"""What each term weighs (tf-idf), and texts as rows of weighted terms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.ranking.terms import PAIR, Counts, Tokens, count_phrases, count_words, read, spell

TOO_COMMON = 0.95
"""Share of the records, 0 to 1, above which a term tells nothing and is left out (ASReview 2.2).
Of trigrams too: the common ones carry much, and without those above 0.3 the loss is larger."""

LETTERS = 0.25
"""Share of a row's squared length, 0 to 1, that is given to trigrams; the rest is for words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The terms that two or more records share, and what each weighs.

    `keys` are ascending; `idf` is 0 for a term that too many records have. A term that is not
    here occurs in one record at most: it can match no other, but it counts in the length of its
    record, with weight `rare`.
    """

    keys: NDArray[np.uint64]
    idf: NDArray[np.float64]
    rare: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words by number, and the lexicons of phrases (words and pairs) and of trigrams.

    The columns of a row are those of the phrases, then those of the trigrams.
    """

    words: tuple[str, ...]
    phrases: Lexicon
    trigrams: Lexicon

    @property
    def width(self) -> int:
        """How many columns a row has."""
        return len(self.phrases.keys) + len(self.trigrams.keys)

    def term(self, column: int) -> str:
        """The word or pair of words of a column of the phrases."""
        first, second = divmod(int(self.phrases.keys[column]), int(PAIR))
        return f"{self.words[first - 1]} {self.words[second]}" if first else self.words[second]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Texts as counts: of words by number, of phrases, and of trigrams.

    `names` are the words by number; `spelling` has a row for each, over the same trigrams.
    """

    names: tuple[str, ...]
    words: sparse.csr_array
    spelling: sparse.csr_array
    phrases: Counts
    trigrams: Counts


def count(tokens: Tokens, words: Sequence[str]) -> Counted:
    """Everything that is counted in texts; `words` are all words by number."""
    spelled = spell(words)
    by_word = count_words(tokens, len(words))
    letters = sparse.csr_array(by_word @ spelled.rows)
    letters.sort_indices()
    return Counted(
        names=tuple(words),
        words=by_word,
        spelling=spelled.rows,
        phrases=count_phrases(tokens),
        trigrams=Counts(keys=spelled.keys, rows=letters),
    )


def learn(counted: Counted, words: Iterable[str]) -> Vocabulary:
    """The vocabulary of texts."""
    return Vocabulary(
        words=tuple(words),
        phrases=_lexicon(counted.phrases),
        trigrams=_lexicon(counted.trigrams),
    )


def weigh(counted: Counted, vocabulary: Vocabulary) -> sparse.csr_array:
    """Rows of length 1 over the vocabulary's columns, before rare terms are taken out.

    The same text gives the same bits in whatever company. A text without words is all zeros.
    """
    phrases = _weighed(counted.phrases, vocabulary.phrases) * np.sqrt(1 - LETTERS)
    trigrams = _weighed(counted.trigrams, vocabulary.trigrams) * np.sqrt(LETTERS)
    return sparse.csr_array(sparse.hstack([phrases, trigrams], format="csr"))


def read_again(
    texts: Iterable[str], vocabulary: Vocabulary
) -> tuple[Tokens, Counted, sparse.csr_array]:
    """Texts read with a vocabulary that was learned before."""
    words = {word: number for number, word in enumerate(vocabulary.words)}
    tokens = read(texts, words)
    counted = count(tokens, list(words))
    return tokens, counted, weigh(counted, vocabulary)


def learned(texts: Iterable[str]) -> tuple[Vocabulary, sparse.csr_array]:
    """The vocabulary of texts, and the texts as rows over it."""
    words: dict[str, int] = {}
    tokens = read(texts, words)
    counted = count(tokens, list(words))
    vocabulary = learn(counted, words)
    return vocabulary, weigh(counted, vocabulary)


def _lexicon(counts: Counts) -> Lexicon:
    """Idf = ln((1 + n) / (1 + df)) + 1, as in scikit-learn."""
    total = counts.rows.shape[0]
    spread = np.bincount(counts.rows.indices, minlength=len(counts.keys))
    kept = spread >= 2
    idf = np.log((1 + total) / (1 + spread[kept])) + 1
    idf[spread[kept] > TOO_COMMON * total] = 0.0
    return Lexicon(keys=counts.keys[kept], idf=idf, rare=float(np.log((1 + total) / 2) + 1))


def _weighed(counts: Counts, lexicon: Lexicon) -> sparse.csr_array:
    """Rows of (1 + ln count) * idf over the lexicon's columns, of length 1 with rare terms."""
    columns, known = _places(counts.keys, lexicon.keys)
    idf = np.full(len(counts.keys), lexicon.rare)
    idf[known] = lexicon.idf[columns[known]]
    rows = counts.rows
    values = (1 + np.log(rows.data)) * idf[rows.indices]
    squares = sparse.csr_array((values * values, rows.indices, rows.indptr), rows.shape)
    length = np.sqrt(squares @ np.ones(rows.shape[1]))
    of = np.repeat(np.arange(rows.shape[0], dtype=np.int32), np.diff(rows.indptr))
    kept = known[rows.indices] & (values > 0)
    starts = np.concatenate([[0], np.cumsum(np.bincount(of[kept], minlength=rows.shape[0]))])
    data = (values[kept] / length[of[kept]], columns[rows.indices[kept]].astype(np.int32), starts)
    return sparse.csr_array(data, (rows.shape[0], len(lexicon.keys)))


def _places(
    wanted: NDArray[np.uint64], among: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each key stands among ascending keys, and whether it does."""
    if not len(among):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    places = np.minimum(np.searchsorted(among, wanted), len(among) - 1)
    return places, among[places] == wanted
