"""The terms that moved a record's score, told in words that a reader knows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.ranking.model import Model
from pipeline.ranking.texts import Text

SHOWN = 5
"""How many terms that lifted a record, and how many that lowered it, are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A term of a record, a word or a pair of words, and what it added to the record's score."""

    term: str
    added: float


class Reasons:
    """What each term of each text added to its score.

    What a trigram added is shared out to the words that it stands in, so that all the words and
    pairs of a text together, with the intercept, make up its score.
    """

    def __init__(self, model: Model, text: Text, rows: sparse.csr_array) -> None:
        self._vocabulary = model.vocabulary
        self._slopes = model.slopes
        self._text = text
        self._rows = rows
        self._width = len(model.vocabulary.phrases.keys)
        trigrams = model.vocabulary.trigrams.keys
        self._letters = _Letters(text, trigrams) if len(trigrams) else None

    def of(self, place: int) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
        """The terms that lifted the text at a place most, and those that lowered it most."""
        columns, values = _row(self._rows, place)
        added = values * self._slopes[columns]
        own = columns < self._width
        told = {
            self._vocabulary.term(column): value
            for column, value in zip(columns[own].tolist(), added[own].tolist(), strict=True)
        }
        shared = (columns[~own] - self._width, added[~own])
        for number, value in self._letters.shared(place, *shared) if self._letters else ():
            word = self._text.words[number]
            told[word] = told.get(word, 0.0) + value
        order = sorted(told.items(), key=lambda one: (-one[1], one[0]))
        lifted = tuple(Word(term=one, added=value) for one, value in order[:SHOWN] if value > 0)
        last = order[: -SHOWN - 1 : -1]
        return lifted, tuple(Word(term=one, added=value) for one, value in last if value < 0)


class _Letters:
    """The trigrams of texts, shared out to the words that they stand in."""

    def __init__(self, text: Text, trigrams: NDArray[np.uint64]) -> None:
        self._words, self._letters = text.by_word(), text.by_letters().rows
        self._spelled = text.spelled()
        self._at = np.searchsorted(self._spelled.keys, trigrams)

    def shared(
        self, place: int, columns: NDArray[np.int32], added: NDArray[np.float64]
    ) -> list[tuple[int, float]]:
        """What the trigrams added to the text at a place, by the number of the word."""
        each = np.zeros(len(self._spelled.keys))
        each[self._at[columns]] = added
        letters, times = _row(self._letters, place)
        each[letters] /= times
        numbers, times = _row(self._words, place)
        shares = (self._spelled.rows[numbers] @ each) * times
        return list(zip(numbers.tolist(), shares.tolist(), strict=True))


def _row(rows: sparse.csr_array, place: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Columns and values of one row."""
    span = slice(rows.indptr[place], rows.indptr[place + 1])
    return rows.indices[span], rows.data[span]
