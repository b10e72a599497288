"""Splits texts into words, and counts words, pairs of neighbours, and trigrams."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer
from sklearn.utils import murmurhash3_32

from pipeline.records import Record

CHUNK = 4_000
"""Texts counted at a time: a vectorizer's working memory grows with their number."""

COLUMNS = 2**31 - 1
"""Columns that terms are hashed to, the most that scikit-learn allows. No term then needs a number,
and of a million terms about 230 pairs share a column."""

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_WORD = re.compile(r"\w\w+")


def words_of(text: str) -> list[str]:
    """The words of a text, in order and in lower case, without markup.

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


def phrases_of(words: Sequence[str]) -> list[str]:
    """The words and the pairs of neighbouring words.

    >>> phrases_of(["sick", "leave"])
    ['sick', 'leave', 'sick leave']
    """
    return [*words, *map(" ".join, pairwise(words))]


def key_of(term: str) -> int:
    """The column that HashingVectorizer assigns to a term."""
    return int(abs(murmurhash3_32(term, seed=0)) % COLUMNS)


# Counts of 32 bits are exact and take a third less memory.
_HASHED = {"n_features": COLUMNS, "alternate_sign": False, "norm": None, "dtype": np.float32}
# The texts are split only once: these two get lists of words.
_PHRASES = HashingVectorizer(analyzer=phrases_of, **_HASHED)
_WORDS = CountVectorizer(analyzer=list, dtype=np.float32)
_TRIGRAMS = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 3), lowercase=False, **_HASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How often each term (columns, by ascending key) occurs in each text (rows)."""

    keys: NDArray[np.int32]
    rows: sparse.csr_array


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedTexts:
    """Some texts: how often each of the `words`, each phrase and each trigram occurs in them.

    `spelled` are the trigrams of each word. Trigrams have no columns unless they were requested.
    """

    words: tuple[str, ...]
    by_word: sparse.csr_array
    phrases: Counts
    spelled: Counts
    trigrams: Counts

    def __len__(self) -> int:
        """The number of texts."""
        return int(self.by_word.shape[0])

    def times(self, words: Collection[str]) -> NDArray[np.float64]:
        """How often any of some words occurs in each text."""
        chosen = [place for place, word in enumerate(self.words) if word in words]
        return np.asarray(self.by_word[:, chosen].sum(axis=1))


def counted(texts: Iterable[str], *, trigrams: bool) -> Iterator[CountedTexts]:
    """The texts counted, a chunk at a time, with trigrams or without."""
    waiting = iter(texts)
    while chunk := [words_of(text) for text in islice(waiting, CHUNK)]:
        # CountVectorizer refuses texts without any word, so a text of the word "" is added; that
        # word sorts first, and both are removed again.
        by_word = sparse.csr_array(_WORDS.fit_transform([*chunk, [""]]))[:-1, 1:]
        words = tuple(_WORDS.get_feature_names_out()[1:].tolist())
        # Spelling each word once takes a tenth of the time of spelling every text.
        spelled = _spelled(words, trigrams=trigrams)
        rows = sparse.csr_array(by_word @ spelled.rows)
        rows.sort_indices()  # so other texts do not change the last bit of sums
        yield CountedTexts(
            words=words,
            by_word=by_word,
            phrases=_narrow(_PHRASES.transform(chunk)),
            spelled=spelled,
            trigrams=Counts(keys=spelled.keys, rows=rows),
        )


def _spelled(words: Sequence[str], *, trigrams: bool) -> Counts:
    if trigrams and words:
        return _narrow(_TRIGRAMS.transform(words))
    return Counts(keys=np.zeros(0, dtype=np.int32), rows=sparse.csr_array((len(words), 0)))


def _narrow(hashed: sparse.csr_array) -> Counts:
    """Hashed counts without the empty columns, which are nearly all of them."""
    keys, columns = np.unique(hashed.indices, return_inverse=True)
    places = (hashed.data, columns.astype(np.int32), hashed.indptr)
    return Counts(
        keys=keys.astype(np.int32),
        rows=sparse.csr_array(places, (hashed.shape[0], len(keys))),
    )
