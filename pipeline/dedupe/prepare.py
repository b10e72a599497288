"""Prepare: records become columns of comparison keys, computed once a record."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.records import Record, RecordId
from pipeline.text.journals import journal_key
from pipeline.text.kinds import kinds
from pipeline.text.letters import given
from pipeline.text.names import name_keys
from pipeline.text.places import issue_key, page_keys, supplement_page, volume_key
from pipeline.text.titles import generic, numbers, parts, preprint, title_keys

Words = NDArray[np.object_]
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Comparison keys of records, one row a record.

    Columns of words hold "" and columns of codes hold 0 where a record says nothing. A code is
    the hash of a word: equal codes mean equal words within one run of the program.
    """

    ids: list[RecordId]
    title: Words
    other_title: Words
    names: Words
    families: Words
    first: Words
    leading: Words
    journal: Words
    volume: Words
    issue: Words
    page: Words
    last_page: Words
    doi: Words
    pmid: Words
    numbers: Words
    parts: Words
    longest: Words
    authors: Codes
    year: Codes
    kinds: Codes
    groups: Codes
    generic: Codes
    preprint: Codes
    words: Codes
    supplement: Codes
    abstract: Codes
    merit: Codes

    def __len__(self) -> int:
        """How many records."""
        return len(self.ids)


ABSTRACT = 200
"""Letters (100 to 1,000) of an abstract that tell whether two are the same."""

WORDS = tuple(one.name for one in fields(Columns))[1:17]
CODES = tuple(one.name for one in fields(Columns))[17:]


def prepare(records: Iterable[Record]) -> Columns:
    """The comparison keys of records, in the order given; the records themselves are not kept."""
    ids: list[RecordId] = []
    words: list[list[str]] = [[] for _ in WORDS]
    codes: list[array[int]] = [array("q") for _ in CODES]
    known: dict[str, str] = {}
    for record in records:
        ids.append(record.id)
        row_words, row_codes = _row(record)
        for column, word in zip(words, row_words, strict=True):
            column.append(known.setdefault(word, word) if len(word) < 12 else word)
        for numbers_column, code in zip(codes, row_codes, strict=True):
            numbers_column.append(code)
    columns: dict[str, Any] = {
        name: objects(column) for name, column in zip(WORDS, words, strict=True)
    }
    columns |= {
        name: np.frombuffer(column, dtype=np.int64) if column else np.empty(0, np.int64)
        for name, column in zip(CODES, codes, strict=True)
    }
    return Columns(ids=ids, **columns)


def _row(record: Record) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """One record's words and codes, in the order of `WORDS` and `CODES`."""
    title = title_keys(record.title, record.title_translated)
    names = name_keys(record.authors)
    page, last_page = page_keys(record.pages)
    doi = given(record.doi)
    journal = journal_key(record.journal or record.journal_abbreviation)
    return (
        title.whole,
        title.other,
        names.all,
        names.families,
        names.first,
        " ".join(names.families.split()[:2]),
        journal,
        volume_key(record.volume, record.year),
        issue_key(record.issue, record.volume),
        page,
        last_page,
        doi,
        given(record.pmid),
        " ".join(numbers(title.whole)),
        ", ".join(parts(title.whole)),
        max(title.whole.split(), key=lambda word: (len(word), word), default=""),
    ), (
        names.count,
        record.year or 0,
        kinds(record.title),
        names.groups_only,
        generic(title.whole, journal),
        preprint(record.journal, doi),
        title.whole.count(" ") + 1,
        supplement_page(page),
        hash(record.abstract[:ABSTRACT]) if record.abstract else 0,
        merit(record),
    )


def objects(values: list[str]) -> Words:
    """A list of words as a column."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def together(one: Columns, other: Columns) -> Columns:
    """The rows of both, the first ones first."""
    joined = {
        name: np.concatenate([getattr(one, name), getattr(other, name)])
        for name in (*WORDS, *CODES)
    }
    return Columns(ids=one.ids + other.ids, **joined)


def rows_of(columns: Columns, rows: Codes) -> Columns:
    """Some of the rows, in the order given."""
    taken = {name: getattr(columns, name)[rows] for name in (*WORDS, *CODES)}
    return Columns(ids=[columns.ids[row] for row in rows.tolist()], **taken)


def hashed(column: Words) -> Codes:
    """One code a word; 0 for ""."""
    return np.fromiter(
        (hash(word) if word else 0 for word in column), dtype=np.int64, count=len(column)
    )


COMPARED = tuple(name for name in (*WORDS, *CODES) if name != "merit")
"""Columns that rules and vetoes look at."""


def merit(record: Record) -> int:
    """How well a record can stand for its report; the greater the better.

    First whether it is of the published report, not of a preprint; then abstract, DOI, volume
    and pages (so in print rather than ahead of it), PMID; then how many fields say something.
    """
    marks = (
        not preprint(record.journal, record.doi),
        bool(record.abstract),
        bool(record.doi),
        bool(given(record.volume)) and bool(given(record.pages)),
        bool(record.pmid),
    )
    filled = sum(map(bool, _FIELDS(record)))
    return sum(mark << (8 - at) for at, mark in enumerate(marks)) * 4 + min(filled, 15)


_FIELDS = attrgetter(
    "title", "authors", "year", "journal", "volume", "issue", "pages", "keywords", "type",
    "language", "issn", "urls", "ids", "date", "title_translated",
)  # fmt: skip
