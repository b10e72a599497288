"""Records: what one source lists as one title or abstract (PRISMA 2020, Box 1)."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import NewType

RecordId = NewType("RecordId", str)
"""Twelve consonants. Spreadsheets cannot mistake them for a number, a date or a formula."""

CONSONANTS = "bcdfghjkmnpqrstvwxyz"
"""Letters of a record id: no vowels, so no id is a word; no l, which looks like 1."""


def record_id(search: str, file_sha256: str, place: int) -> RecordId:
    """The id of the record at a place (1-based) in a file; `search` is the id of the file's search.

    File names have no effect: the file is identified by the SHA-256 of its bytes. 20 letters in 12
    places are 52 bits, so among a million records two have the same id once in 9,000 reviews;
    the store refuses such a pair.

    >>> record_id("medline", "ab" * 32, 1)
    'btkwqnrvzqvs'
    """
    number = int.from_bytes(sha256(f"{search}\n{file_sha256}\n{place}".encode()).digest()[:8])
    letters = []
    for _ in range(12):
        number, index = divmod(number, len(CONSONANTS))
        letters.append(CONSONANTS[index])
    return RecordId("".join(letters))


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A title or abstract as one source lists it. A value the source did not give is None or ().

    `authors` are "Family, Given" in the order given; a group is one name without a comma.
    `pages` are expanded ("123-129"), or the article number. `doi` is bare and lower-case.
    `ids` are pairs of database and accession number, sorted. `cited_works` are the names
    (`pipeline.text.cited_works`) of the works on its reference list. `raw` is the original entry in
    the file. `id`, `search` and, if the record does not give it, `source` are set when the store
    imports the record.
    """

    id: RecordId = RecordId("")
    search: str = ""
    source: str = ""
    place: int = 0
    line: int = 0
    title: str | None = None
    title_translated: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    date: str | None = None
    journal: str | None = None
    journal_abbreviation: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    pmid: str | None = None
    abstract: str | None = None
    copyright: str | None = None
    keywords: tuple[str, ...] = ()
    type: str | None = None
    language: str | None = None
    issn: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    cited_works: tuple[str, ...] = ()
    raw: str = field(default="", repr=False)
