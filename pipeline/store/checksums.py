"""Seals: digests of what files brought, which reveal rows that were changed or lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Literal

from sqlite_utils import Database

Sealed = Literal["file", "decision_file"]

RECORDS = """
SELECT id, place, search, source, line, title, title_translated, authors, year, date, journal,
    journal_abbreviation, volume, issue, pages, doi, pmid, abstract, copyright, keywords, type,
    language, issn, urls, ids, notes, raw
FROM record WHERE file = ? ORDER BY place
"""
CITED_WORKS = """
SELECT id, cited_works FROM record WHERE file = ? AND cited_works != '[]' ORDER BY place
"""
"""No rows if no record cites anything, so that seals older than this column stay valid."""

DECISIONS = """
SELECT number, record, stage, verdict, reason, other_reasons, note, reviewer, at, origin_sheet,
    origin_row, resolves, location, criteria_hash
FROM decision WHERE file = ? ORDER BY number
"""
PAIR_VERDICTS = """
SELECT number, one, other, same, reviewer, at, note, origin_sheet, origin_row
FROM pair_verdict WHERE file = ? ORDER BY number
"""
ROWS: dict[Sealed, tuple[str, ...]] = {
    "file": (RECORDS,),
    "decision_file": (DECISIONS, PAIR_VERDICTS),
}
"""What a seal covers: columns that are written once and never changed."""


def seal(db: Database, table: Sealed, number: int) -> None:
    """Store the digest of what a file brought, in the transaction that imports it."""
    db.execute(
        f"UPDATE {table} SET seal = ? WHERE id = ?",  # noqa: S608 - our own names
        [_digest(db, table, number), number],
    )


def broken_seals(db: Database) -> Iterator[str]:
    """The files whose records, decisions or pair verdicts differ from what was imported."""
    kinds: tuple[tuple[Sealed, str], ...] = (("file", "records"), ("decision_file", "decisions"))
    for table, what in kinds:
        sealed = db.execute(
            f"SELECT id, name, seal FROM {table} WHERE seal IS NOT NULL ORDER BY id"  # noqa: S608
        ).fetchall()
        for number, name, known in sealed:
            if _digest(db, table, number) != known:
                yield f"{name}: the {what} of this file in the database have changed since import"


def _digest(db: Database, table: Sealed, number: int) -> str:
    """SHA-256 of the bytes as they are stored; text that is no longer UTF-8 is read too."""
    digest = sha256()
    queries = ROWS[table]
    # Migration 0004 seals stores that do not have the column yet.
    if table == "file" and "cited_works" in db.table("record").columns_dict:
        queries = (*queries, CITED_WORKS)
    with as_bytes(db):
        for query in queries:
            for row in db.conn.execute(query, [number]):
                digest.update(repr(row).encode())
    return digest.hexdigest()


@contextmanager
def as_bytes(db: Database) -> Iterator[None]:
    """Reads text as the stored bytes, even if they are no longer UTF-8."""
    before = db.conn.text_factory
    db.conn.text_factory = bytes
    try:
        yield
    finally:
        db.conn.text_factory = before
