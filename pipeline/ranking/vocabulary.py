"""What each term weighs (tf-idf), and texts as rows of weighted terms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.ranking.terms import PAIR, Counts, read
from pipeline.ranking.texts import Text

TOO_COMMON = 0.95
"""Share of the records, 0 to 1, above which a term tells nothing and is left out (ASReview 2.2).
Of trigrams too: the common ones carry much, and without those above 0.3 the loss is larger."""

LETTERS = 0.25
"""Share of a row's squared length, 0 to 1, that is given to trigrams; the rest is for words."""

LETTERS_UP_TO = 20_000
"""Texts up to which trigrams are counted: they triple the memory and the time of a refit, and
help most where there are few texts."""

TERMS_PER_TEXTS = 50_000
"""A term must stand in one of so many texts, and in two at least, to be kept: in a million texts
the vocabulary stays within memory."""

PENDING = 4_000_000
"""Keys that wait to be merged: 50 MB."""

LEARNED_FROM = 100_000
"""Texts from which a vocabulary is learned; of more, so many are drawn. What so many hold twice
a million holds twenty times, and their distinct pairs of words stay within 200 MB."""

COMMON_WORDS = 20
"""How many of the commonest words stand for the language: mostly articles and the like."""


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

    The columns of a row are those of the phrases, then those of the trigrams. `common` are the
    numbers of the commonest words.
    """

    words: tuple[str, ...]
    common: tuple[int, ...]
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


def drawn(total: int, first: int) -> list[int]:
    """Places of the texts to learn a vocabulary from: the first ones, and others by lot.

    Those by lot are as many as the first at least, so that what all texts share is seen.

    >>> drawn(4, 2)
    [0, 1, 2, 3]
    """
    wanted = max(LEARNED_FROM, 2 * first) - first
    if total - first <= wanted:
        return list(range(total))
    others = np.random.default_rng(0).choice(total - first, size=wanted, replace=False)
    return [*range(first), *(np.sort(others) + first).tolist()]


def learned(texts: Iterable[str]) -> tuple[Vocabulary, sparse.csr_array]:
    """The vocabulary of texts, and the texts as rows over it."""
    text = read_first(texts)
    vocabulary = learn(text)
    return vocabulary, weigh(text, vocabulary)


def read_first(texts: Iterable[str]) -> Text:
    """Texts read to learn a vocabulary from."""
    return _text(texts, {})


def read_again(texts: Iterable[str], vocabulary: Vocabulary) -> tuple[Text, sparse.csr_array]:
    """Texts read with a vocabulary that was learned before."""
    text = _text(texts, {word: number for number, word in enumerate(vocabulary.words)})
    return text, weigh(text, vocabulary)


def weigh(text: Text, vocabulary: Vocabulary) -> sparse.csr_array:
    """Rows of length 1 over the vocabulary's columns, before rare terms are taken out.

    The same text gives the same bits in whatever company. A text without words is all zeros.
    """
    rows = [_rows(part, vocabulary) for part in text.parts()]
    if not rows:
        return sparse.csr_array((0, vocabulary.width))
    return sparse.csr_array(sparse.vstack(rows, format="csr"))


def _text(texts: Iterable[str], words: dict[str, int]) -> Text:
    """Texts read; words not yet known are added to `words`."""
    tokens = read(texts, words)
    return Text(tokens=tokens, words=tuple(words))


def _rows(part: Text, vocabulary: Vocabulary) -> sparse.csr_array:
    """The rows of one chunk."""
    phrases = _weighed(part.by_phrases(), vocabulary.phrases)
    if not len(vocabulary.trigrams.keys):
        return phrases
    trigrams = _weighed(part.by_letters(), vocabulary.trigrams)
    blocks = [phrases * np.sqrt(1 - LETTERS), trigrams * np.sqrt(LETTERS)]
    return sparse.csr_array(sparse.hstack(blocks, format="csr"))


def learn(text: Text) -> Vocabulary:
    """The vocabulary of texts."""
    total = len(text.tokens)
    letters = (part.by_letters() for part in text.parts()) if total <= LETTERS_UP_TO else ()
    times = np.bincount(text.tokens.numbers, minlength=len(text.words))
    return Vocabulary(
        words=text.words,
        common=tuple(np.argsort(-times, kind="stable")[:COMMON_WORDS].tolist()),
        phrases=_lexicon((part.by_phrases() for part in text.parts()), total),
        trigrams=_lexicon(letters, total),
    )


def _lexicon(parts: Iterable[Counts], total: int) -> Lexicon:
    """Idf = ln((1 + n) / (1 + df)) + 1, as in scikit-learn."""
    keys, spread = _spread(parts)
    kept = spread >= max(2, total / TERMS_PER_TEXTS)
    idf = np.log((1 + total) / (1 + spread[kept])) + 1
    idf[spread[kept] > TOO_COMMON * total] = 0.0
    return Lexicon(keys=keys[kept], idf=idf, rare=float(np.log((1 + total) / 2) + 1))


def _spread(parts: Iterable[Counts]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The distinct keys of all parts, ascending, and in how many texts each stands."""
    keys, spread = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.int64)]
    for counts in parts:
        texts = np.bincount(counts.rows.indices, minlength=len(counts.keys))
        keys.append(counts.keys[texts > 0])
        spread.append(texts[texts > 0])
        if sum(len(one) for one in keys[1:]) > max(PENDING, len(keys[0])):
            merged = _merged(keys, spread)
            keys, spread = [merged[0]], [merged[1]]
    return _merged(keys, spread)


def _merged(
    keys: Sequence[NDArray[np.uint64]], spread: Sequence[NDArray[np.int64]]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Distinct keys, ascending, and the sum of what stands beside each."""
    joined = np.concatenate(keys)
    order = np.argsort(joined, kind="stable")
    joined, counts = joined[order], np.concatenate(spread)[order]
    first = np.flatnonzero(np.concatenate([[True], joined[1:] != joined[:-1]])[: len(joined)])
    return joined[first], np.add.reduceat(counts, first) if len(first) else counts


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
