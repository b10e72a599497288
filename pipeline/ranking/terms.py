"""Words: records to words, and words to rows of weighted terms (tf-idf)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.records import Record

TOO_COMMON = 0.95
"""Share of the records, 0 to 1, above which a term tells nothing and is left out (ASReview 2.2)."""

PAIR = np.uint64(1 << 32)
"""A pair of words is known by (first + 1) times this, plus second; a word by itself is below it."""

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_WORD = re.compile(r"\w\w+")


def words_of(text: str) -> list[str]:
    """The words of a text, in order and in lower case, markup left out.

    A word is a run of two or more letters and digits, as in scikit-learn.

    >>> words_of("<p>H<sub>2</sub>O &amp; working from home: a 2-year trial</p>")
    ['working', 'from', 'home', 'year', 'trial']
    """
    if "<" in text or "&" in text:
        text = _MARKUP.sub(" ", unescape(text))
    return _WORD.findall(text.lower())


def text_of(record: Record) -> str:
    """All that the ranking reads of a record: titles, abstract and keywords.

    >>> text_of(Record(title="Home office", keywords=("telework", "sick leave")))
    'Home office telework sick leave'
    """
    parts = (record.title, record.title_translated, record.abstract, *record.keywords)
    return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Texts as numbers of words. `starts` has one more entry than there are texts."""

    numbers: NDArray[np.int32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        """How many texts."""
        return len(self.starts) - 1

    def grams(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Words and pairs of neighbours as keys, text by text, and where each text starts."""
        here = self.numbers.astype(np.uint64)
        inner = np.ones(max(len(here) - 1, 0), dtype=bool)
        ends = self.starts[1:-1]
        inner[ends[(ends > 0) & (ends < len(here))] - 1] = False
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))
        pairs = ((here[:-1] + np.uint64(1)) * PAIR + here[1:])[inner]
        keys = np.concatenate([here, pairs])
        of = np.concatenate([rows, rows[:-1][inner]])
        order = np.argsort(of, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(of, minlength=len(self)))])
        return keys[order], starts


def read(texts: Iterable[str], words: dict[str, int]) -> Tokens:
    """Texts as numbers of words; words not yet known are added to `words`."""
    numbers: list[NDArray[np.int32]] = []
    lengths = [0]
    for text in texts:
        found = [words.setdefault(word, len(words)) for word in words_of(text)]
        numbers.append(np.array(found, dtype=np.int32))
        lengths.append(len(found))
    joined = np.concatenate(numbers) if numbers else np.zeros(0, dtype=np.int32)
    return Tokens(numbers=joined, starts=np.cumsum(lengths, dtype=np.int64))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The terms that two or more records share, and what each weighs.

    `keys` are ascending; `idf` is 0 for a term that nearly all records have. A term that is not
    here occurs in one record at most: it can match no other, but it counts in the length of its
    record, with weight `rare`.
    """

    words: tuple[str, ...]
    keys: NDArray[np.uint64]
    idf: NDArray[np.float64]
    rare: float

    def term(self, column: int) -> str:
        """The word or pair of words of a column."""
        first, second = divmod(int(self.keys[column]), int(PAIR))
        return f"{self.words[first - 1]} {self.words[second]}" if first else self.words[second]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How often each term (columns, by ascending key) stands in each text (rows)."""

    keys: NDArray[np.uint64]
    rows: sparse.csr_array


def count(tokens: Tokens) -> Counts:
    """The words and pairs of neighbouring words of each text, counted."""
    grams, starts = tokens.grams()
    keys, columns = np.unique(grams, return_inverse=True)
    data = (np.ones(len(grams)), columns.astype(np.int32), starts)
    rows = sparse.csr_array(data, (len(tokens), len(keys)))
    rows.sum_duplicates()
    return Counts(keys=keys, rows=rows)


def learn(counts: Counts, words: Iterable[str]) -> Vocabulary:
    """The vocabulary of texts: idf = ln((1 + n) / (1 + df)) + 1, as in scikit-learn."""
    total = counts.rows.shape[0]
    spread = np.bincount(counts.rows.indices, minlength=len(counts.keys))
    kept = spread >= 2
    idf = np.log((1 + total) / (1 + spread[kept])) + 1
    idf[spread[kept] > TOO_COMMON * total] = 0.0
    rare = float(np.log((1 + total) / 2) + 1)
    return Vocabulary(words=tuple(words), keys=counts.keys[kept], idf=idf, rare=rare)


def weigh(counts: Counts, vocabulary: Vocabulary) -> sparse.csr_array:
    """Rows of tf-idf, tf = 1 + ln(count), over the vocabulary's columns.

    A row has length 1 before the terms that are not in the vocabulary are taken out; a text
    without words is a row of zeros. The same text gives the same bits in whatever company.
    """
    columns, known = _places(counts.keys, vocabulary.keys)
    idf = np.where(known, vocabulary.idf[columns] if len(vocabulary.idf) else 0.0, vocabulary.rare)
    rows = counts.rows
    values = (1 + np.log(rows.data)) * idf[rows.indices]
    squares = sparse.csr_array((values * values, rows.indices, rows.indptr), rows.shape)
    length = np.sqrt(squares @ np.ones(rows.shape[1]))
    of = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    kept = known[rows.indices] & (values > 0)
    starts = np.concatenate([[0], np.cumsum(np.bincount(of[kept], minlength=rows.shape[0]))])
    data = (values[kept] / length[of[kept]], columns[rows.indices[kept]].astype(np.int32), starts)
    return sparse.csr_array(data, (rows.shape[0], len(vocabulary.keys)))


def _places(
    wanted: NDArray[np.uint64], among: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each key stands among ascending keys, and whether it does."""
    if not len(among):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    places = np.minimum(np.searchsorted(among, wanted), len(among) - 1)
    return places, among[places] == wanted
