"""The weight of each term (tf-idf), and texts as rows of weighted terms."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.preprocessing import normalize

from pipeline.ranking.terms import CountedTexts, Counts, counted

TOO_COMMON = 0.95
"""Share of the records, 0 to 1, above which a term says nothing and is left out (ASReview 2.2).
Trigrams too: the common ones say much, and leaving out those above 0.3 increases the loss."""

LETTERS = 0.25
"""Share of a row's squared length, 0 to 1, that is given to trigrams; the rest is for words."""

LETTERS_UP_TO = 20_000
"""Texts up to which trigrams are counted: they triple the memory and the time of a refit, and
help most if there are few texts."""

TERMS_PER_TEXTS = 50_000
"""A term must be in one of so many texts, and in two at least, to be kept: this limits the memory
for the vocabulary of a million texts."""

LEARNED_FROM = 100_000
"""Texts from which a vocabulary is learned; of more, so many are drawn. A term that is in two of
these is in twenty of a million, and their distinct pairs of words fit in memory."""

COMMON_WORDS = 20
"""Number of most common words that represent the language: mostly articles and the like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The terms that two or more records share, and the weight of each.

    `keys` are ascending; `idf` is 0 for a term that too many records have. A term that is missing
    here occurs in one record at most: it can match no other, but it counts in the length of its
    record, with weight `rare`.
    """

    keys: NDArray[np.int32]
    idf: NDArray[np.float64]
    rare: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TermVocabulary:
    """The lexicons of phrases (words and pairs) and of trigrams.

    The columns of a row are those of the phrases, then those of the trigrams. `common` are the
    commonest words.
    """

    common: tuple[str, ...]
    phrases: Lexicon
    trigrams: Lexicon

    @property
    def width(self) -> int:
        """The number of columns of a row."""
        return len(self.phrases.keys) + len(self.trigrams.keys)


def drawn(total: int, first: int) -> list[int]:
    """Indices of the texts to learn a vocabulary from: the first ones, and others drawn at random.

    At least as many are drawn as are first, so terms that all texts share are seen.

    >>> drawn(4, 2)
    [0, 1, 2, 3]
    """
    wanted = max(LEARNED_FROM, 2 * first) - first
    if total - first <= wanted:
        return list(range(total))
    others = np.random.default_rng(0).choice(total - first, size=wanted, replace=False)
    return [*range(first), *(np.sort(others) + first).tolist()]


def learned(texts: Sequence[str]) -> tuple[TermVocabulary, sparse.csr_array]:
    """The vocabulary of texts, and the texts as rows over it."""
    chunks = counted_first(texts, len(texts))
    vocabulary = learn(chunks, len(texts))
    return vocabulary, weigh(chunks, vocabulary)


def counted_first(texts: Iterable[str], total: int) -> list[CountedTexts]:
    """The texts, `total` in number, counted to learn a vocabulary from."""
    return list(counted(texts, trigrams=total <= LETTERS_UP_TO))


def counted_again(
    texts: Iterable[str], vocabulary: TermVocabulary
) -> Iterator[tuple[CountedTexts, sparse.csr_array]]:
    """Texts, a chunk at a time, and their rows over a vocabulary learned earlier."""
    for chunk in counted(texts, trigrams=bool(len(vocabulary.trigrams.keys))):
        yield chunk, weigh([chunk], vocabulary)


def learn(chunks: Sequence[CountedTexts], total: int) -> TermVocabulary:
    """The vocabulary of so many texts."""
    times: Counter[str] = Counter()
    for chunk in chunks:
        times.update(dict(zip(chunk.words, chunk.by_word.sum(axis=0).tolist(), strict=True)))
    return TermVocabulary(
        common=tuple(word for word, _ in times.most_common(COMMON_WORDS)),
        phrases=_lexicon([_spread(chunk.phrases) for chunk in chunks], total),
        trigrams=_lexicon([_spread(chunk.trigrams) for chunk in chunks], total),
    )


def _spread(counts: Counts) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The keys, and the number of texts in which each occurs."""
    return counts.keys, np.bincount(counts.rows.indices, minlength=len(counts.keys))


def _lexicon(spreads: Sequence[tuple[NDArray[np.int32], NDArray[np.int64]]], total: int) -> Lexicon:
    """Idf = ln((1 + n) / (1 + df)) + 1, as in scikit-learn."""
    all_keys = np.concatenate([np.zeros(0, dtype=np.int32), *(keys for keys, _ in spreads)])
    keys, places = np.unique(all_keys, return_inverse=True)
    times = np.concatenate([np.zeros(0), *(times for _, times in spreads)])
    spread = np.bincount(places, weights=times, minlength=len(keys))
    kept = spread >= max(2, total / TERMS_PER_TEXTS)
    idf = np.log((1 + total) / (1 + spread[kept])) + 1
    idf[spread[kept] > TOO_COMMON * total] = 0.0
    return Lexicon(keys=keys[kept], idf=idf, rare=float(np.log((1 + total) / 2) + 1))


def weigh(chunks: Sequence[CountedTexts], vocabulary: TermVocabulary) -> sparse.csr_array:
    """Rows of length 1 over the vocabulary's columns, before rare terms are removed.

    A text gives the same bits whatever other texts there are. A text without words is all zeros.
    """
    none = sparse.csr_array((0, vocabulary.width))
    rows = [_rows(chunk, vocabulary) for chunk in chunks]
    return sparse.csr_array(sparse.vstack([none, *rows], format="csr"))


def _rows(chunk: CountedTexts, vocabulary: TermVocabulary) -> sparse.csr_array:
    """The rows of one chunk."""
    phrases = _weighed(chunk.phrases, vocabulary.phrases)
    if not len(vocabulary.trigrams.keys):
        return phrases
    trigrams = _weighed(chunk.trigrams, vocabulary.trigrams)
    blocks = [phrases * np.sqrt(1 - LETTERS), trigrams * np.sqrt(LETTERS)]
    return sparse.csr_array(sparse.hstack(blocks, format="csr"))


def _weighed(counts: Counts, lexicon: Lexicon) -> sparse.csr_array:
    """Rows of (1 + ln count) * idf over the lexicon's columns, of length 1 with rare terms."""
    shape = (counts.rows.shape[0], len(lexicon.keys))
    known = np.isin(counts.keys, lexicon.keys)
    if not known.any():
        return sparse.csr_array(shape)
    columns = np.searchsorted(lexicon.keys, counts.keys[known]).astype(np.int32)
    idf = np.full(len(counts.keys), lexicon.rare)
    idf[known] = lexicon.idf[columns]
    rows = counts.rows.astype(np.float64)
    rows.data = (1 + np.log(rows.data)) * idf[rows.indices]
    # The length includes terms that no other record has; they are left out only afterwards.
    rows = normalize(rows, copy=False)[:, known]
    rows = sparse.csr_array((rows.data, columns[rows.indices], rows.indptr), shape)
    rows.eliminate_zeros()
    return rows
