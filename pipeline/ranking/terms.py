"""Words: records to words, and words to counted terms, which are words, pairs and trigrams."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.records import Record

PAIR = np.uint64(1 << 32)
"""A pair of words is known by (first + 1) times this, plus second; a word by itself is below it."""

LETTER_BITS = 21
"""Bits of a letter in a trigram's key: the largest code point of Unicode has 21."""

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
class Counts:
    """How often each term (columns, by ascending key) stands in each text (rows)."""

    keys: NDArray[np.uint64]
    rows: sparse.csr_array


def count_phrases(tokens: Tokens) -> Counts:
    """The words and pairs of neighbouring words of each text, counted."""
    here = tokens.numbers.astype(np.uint64)
    inner = np.ones(max(len(here) - 1, 0), dtype=bool)
    ends = tokens.starts[1:-1]
    inner[ends[(ends > 0) & (ends < len(here))] - 1] = False
    of = np.repeat(np.arange(len(tokens), dtype=np.int32), np.diff(tokens.starts))
    pairs = ((here[:-1] + np.uint64(1)) * PAIR + here[1:])[inner]
    keys, columns = np.unique(np.concatenate([here, pairs]), return_inverse=True)
    places = (np.concatenate([of, of[:-1][inner]]), columns.astype(np.int32))
    rows = sparse.coo_array((np.ones(len(columns)), places), (len(tokens), len(keys))).tocsr()
    rows.sum_duplicates()
    return Counts(keys=keys, rows=rows)


def count_words(tokens: Tokens, size: int) -> sparse.csr_array:
    """How often each word number below `size` (columns) stands in each text (rows)."""
    data = (np.ones(len(tokens.numbers)), tokens.numbers, tokens.starts)
    rows = sparse.csr_array(data, (len(tokens), size), copy=True)
    rows.sum_duplicates()
    return rows


def spell(words: Sequence[str]) -> Counts:
    """The trigrams of each word (rows), counted; a blank stands before and after a word.

    >>> spelled = spell(["home"])
    >>> [trigram(int(key)) for key in spelled.keys]
    [' ho', 'hom', 'me ', 'ome']
    """
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    text = " " + "  ".join(words) + " "
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    of = np.repeat(np.arange(len(words), dtype=np.int32), lengths)
    # Words stand in the text with a blank on both sides; a trigram begins at each word's letters
    # but for the first, which is the middle of the word's first trigram.
    begins = np.arange(len(of)) + 2 * of
    bits = np.uint64(LETTER_BITS)
    grams = (codes[begins] << bits << bits) | (codes[begins + 1] << bits) | codes[begins + 2]
    keys, columns = np.unique(grams, return_inverse=True)
    data = (np.ones(len(grams)), (of, columns.astype(np.int32)))
    rows = sparse.coo_array(data, (len(words), len(keys))).tocsr()
    rows.sum_duplicates()
    return Counts(keys=keys, rows=rows)


def trigram(key: int) -> str:
    """The letters of a trigram's key."""
    mask = (1 << LETTER_BITS) - 1
    return "".join(chr(key >> LETTER_BITS * place & mask) for place in (2, 1, 0))
