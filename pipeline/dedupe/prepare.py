"""Prepare: turns records into columns of comparison keys, computed once per record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.dedupe.documents import document_of, foreign, loose_pages, trial_numbers
from pipeline.dedupe.merit import merit
from pipeline.records import Record, RecordId
from pipeline.text.doi_keys import doi_keys
from pipeline.text.journals import journal_key
from pipeline.text.letters import given
from pipeline.text.names import name_keys
from pipeline.text.places import marked_issue, page_keys, supplement_page, volume_key
from pipeline.text.titles import generic, numbers, parts, preprint, title_keys

Words = NDArray[np.object_]
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Comparison keys of records, one row per record.

    Columns of words have "" and columns of codes have 0 if a record gives no value. A code is the
    hash of a word: equal codes mean equal words within one run of the program. `trials` are numbers
    of registrations that a record describes or names. `loose` is 1 if pages begin at 1, and 2 in a
    series of reports, since such pages identify nothing; `document` is a code of
    pipeline.text.documents; `foreign` says that the title is a translation or in another language.
    """

    ids: list[RecordId]
    title: Words
    other_title: Words
    names: Words
    people: Words
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
    trials: Words
    version: Words
    authors: Codes
    year: Codes
    kinds: Codes
    groups: Codes
    generic: Codes
    preprint: Codes
    words: Codes
    main: Codes
    supplement: Codes
    abstract: Codes
    document: Codes
    loose: Codes
    foreign: Codes
    retracted: Codes
    merit: Codes

    def __len__(self) -> int:
        """The number of records."""
        return len(self.ids)


ABSTRACT = 200
"""Letters (100 to 1,000) of an abstract that show whether two are the same."""

_NAMES = tuple(one.name for one in fields(Columns))
WORDS = _NAMES[1 : _NAMES.index("authors")]
CODES = _NAMES[_NAMES.index("authors") :]

_REPEATED = frozenset(
    ["first", "journal", "volume", "issue", "page", "last_page", "numbers", "longest"]
)
"""Columns in which many records have the same word, which is then stored once."""

_WIDTH = dict.fromkeys(("authors", "year", "words", "merit"), np.int32) | dict.fromkeys(
    (
        "kinds", "groups", "generic", "preprint", "supplement", "document", "loose", "foreign",
        "retracted",
    ),
    np.int16,
)  # fmt: skip
"""Integer types of columns that are not hashes: a million records have up to a million codes."""

_BATCH = 2_000
"""Records (500 to 20,000) whose keys are written into columns at a time."""


def prepare(records: Iterable[Record]) -> Columns:
    """The comparison keys of records, in the order given; the records themselves are not kept."""
    ids: list[RecordId] = []
    words: dict[str, list[str]] = {name: [] for name in WORDS}
    codes: dict[str, list[Codes]] = {name: [] for name in CODES}
    known: dict[str, str] = {}
    for batch in _batches(records):
        ids += [record.id for record in batch]
        keys = _keys(batch)
        for name, column in words.items():
            found = keys[name]
            column.extend(map(known.setdefault, found, found) if name in _REPEATED else found)
        for name, parts_of_column in codes.items():
            parts_of_column.append(np.array(keys[name], dtype=_WIDTH.get(name, np.int64)))
    # Each list is freed once its column is made, so that the keys are never all in memory twice.
    columns: dict[str, Any] = {name: objects(words.pop(name)) for name in WORDS}
    columns |= {
        name: np.concatenate(column) if column else np.empty(0, np.int64)
        for name, column in codes.items()
    }
    return Columns(ids=ids, **columns)


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    rest = iter(records)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _keys(batch: list[Record]) -> dict[str, list[Any]]:
    """The words and codes of some records, by column."""
    keys = _title_keys(batch) | _place_keys(batch)
    return keys | _document_keys(batch, keys)


def _title_keys(batch: list[Record]) -> dict[str, list[Any]]:
    """The title of a record, and its authors."""
    titles = [title_keys(record.title, record.title_translated) for record in batch]
    names = [name_keys(record.authors) for record in batch]
    split = [title.whole.split() for title in titles]
    return {
        "titles": titles,
        "title": [title.whole for title in titles],
        "other_title": [title.other for title in titles],
        "main": [hash(title.main) if title.main else 0 for title in titles],
        "numbers": [
            " ".join(numbers(title.whole, every))
            for title, every in zip(titles, split, strict=True)
        ],
        "parts": [
            ", ".join(parts(title.whole, every)) for title, every in zip(titles, split, strict=True)
        ],
        "longest": [longest(every) for every in split],
        "words": [len(every) for every in split],
        "foreign": [
            title.translated or foreign(record.language)
            for title, record in zip(titles, batch, strict=True)
        ],
        "names": [name.all for name in names],
        "people": [name.people for name in names],
        "first": [name.first for name in names],
        "leading": [name.families for name in names],
        "authors": [name.count for name in names],
        "groups": [name.groups_only for name in names],
    }


def _place_keys(batch: list[Record]) -> dict[str, list[Any]]:
    """Where a record's report was published, and the numbers that identify it."""
    pages = [page_keys(record.pages) for record in batch]
    dois = [doi_keys(record.doi) for record in batch]
    return {
        "journal": [journal_key(record.journal or record.journal_abbreviation) for record in batch],
        "volume": [volume_key(record.volume, record.year) for record in batch],
        "issue": [marked_issue(record.issue, record.volume) for record in batch],
        "page": [first for first, _ in pages],
        "last_page": [last for _, last in pages],
        "supplement": [supplement_page(first) for first, _ in pages],
        "doi": [doi for doi, _ in dois],
        "version": [version for _, version in dois],
        "pmid": [given(record.pmid) if record.pmid else "" for record in batch],
        "year": [record.year or 0 for record in batch],
        "abstract": [
            hash(record.abstract[:ABSTRACT]) if record.abstract else 0 for record in batch
        ],
    }


def _document_keys(batch: list[Record], keys: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What a record describes, judged from its title, type and place together."""
    placed = [
        bool(volume and page) for volume, page in zip(keys["volume"], keys["page"], strict=True)
    ]
    documents = [
        document_of(record, placed=here) for record, here in zip(batch, placed, strict=True)
    ]
    of = [document for document, _, _ in documents]
    early = [preprint(record.journal, doi) for record, doi in zip(batch, keys["doi"], strict=True)]
    return {
        "document": of,
        "kinds": [
            by_type | title.kinds
            for (_, by_type, _), title in zip(documents, keys["titles"], strict=True)
        ],
        "retracted": [
            marked or title.retracted
            for (_, _, marked), title in zip(documents, keys["titles"], strict=True)
        ],
        "trials": [
            trial_numbers(record, document) for record, document in zip(batch, of, strict=True)
        ],
        "loose": list(map(loose_pages, keys["page"], of, keys["journal"])),
        "generic": list(map(generic, keys["title"], keys["journal"])),
        "preprint": early,
        "merit": list(map(merit, batch, early)),
    }


def longest(split: list[str]) -> str:
    """The longest of a title's words; if there are several, the first in alphabetical order."""
    if not split:
        return ""
    most = max(map(len, split))
    return min([word for word in split if len(word) == most])


def objects(values: list[str]) -> Words:
    """A list of words as a column."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def together(one: Columns, other: Columns) -> Columns:
    """The rows of both tables, the first table's first."""
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
    """One code per word; 0 for ""."""
    return np.fromiter(
        (hash(word) if word else 0 for word in column), dtype=np.int64, count=len(column)
    )


COMPARED = tuple(name for name in (*WORDS, *CODES) if name != "merit")
"""Columns that rules and vetoes use."""
