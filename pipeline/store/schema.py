"""The tables, one migration after the other. A migration that was released is never changed."""

from sqlite_utils import Database, Migrations

from pipeline.store.checksums import Sealed, seal
from pipeline.store.first_tables import FIRST
from pipeline.store.identity import derived_id, random_id

MIGRATIONS = Migrations("ajour")


@MIGRATIONS(name="0001_first")
def first(db: Database) -> None:
    """Every table of the first version."""
    for statement in FIRST.split(";"):
        if statement.strip():
            db.execute(statement)


@MIGRATIONS(name="0002_lists_of_updates")
def lists_of_updates(db: Database) -> None:
    """Whether a person asked for a list, or an update wrote it unasked."""
    db.execute("ALTER TABLE list ADD COLUMN asked_for INTEGER NOT NULL DEFAULT 1")


@MIGRATIONS(name="0003_files_of_pair_verdicts")
def files_of_pair_verdicts(db: Database) -> None:
    """Of which file a word on a pair is, and what was noted beside it.

    Earlier stores kept the name of the file alone, and two people may send sheets of one name.
    """
    db.execute("ALTER TABLE pair_verdict ADD COLUMN file INTEGER REFERENCES decision_file (id)")
    db.execute("ALTER TABLE pair_verdict ADD COLUMN note TEXT")
    db.execute(FILE_BY_NAME_AND_TIME)


@MIGRATIONS(name="0004_seals")
def seals(db: Database) -> None:
    """A digest of what each file brought; of earlier files that of what is there now."""
    tables: tuple[Sealed, ...] = ("file", "decision_file")
    for table in tables:
        db.execute(f"ALTER TABLE {table} ADD COLUMN seal TEXT")
        for (number,) in db.execute(f"SELECT id FROM {table}").fetchall():  # noqa: S608
            seal(db, table, number)


@MIGRATIONS(name="0005_review_id")
def review_id(db: Database) -> None:
    """An id by which a review's store is told from another's, and whether it was made up.

    That of an earlier store follows from its first file, so that all its copies get the same.
    """
    db.execute("CREATE TABLE review (id TEXT PRIMARY KEY, random INTEGER NOT NULL) STRICT")
    query = "SELECT search, sha256, taken_in FROM file ORDER BY id LIMIT 1"
    first_file = db.execute(query).fetchone()
    found = derived_id(*first_file) if first_file else random_id()
    db.execute("INSERT INTO review VALUES (?, ?)", [found, first_file is None])


@MIGRATIONS(name="0006_seals_of_tables")
def seals_of_tables(db: Database) -> None:
    """A digest of each table; taken when all migrations are done, of the rows that are there."""
    db.execute("CREATE TABLE table_seal (name TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT")


@MIGRATIONS(name="0008_ids_of_searches")
def ids_of_searches(db: Database) -> None:
    """A search's id beside its name, which may change; that of an earlier search is its name.

    Records' ids are made from it, and files and records refer to it, so that none of them change.
    """
    db.execute("ALTER TABLE search RENAME COLUMN name TO id")
    db.execute("ALTER TABLE search ADD COLUMN name TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE search SET name = id")
    db.execute("CREATE UNIQUE INDEX search_name ON search (name)")


FILE_BY_NAME_AND_TIME = """
UPDATE pair_verdict SET file = (
    SELECT MIN(id) FROM decision_file
    WHERE kind = 'pairs' AND name = origin_file
    AND julianday(taken_in) - julianday(at) BETWEEN -0.5 / 86400 AND 60.5 / 86400
    HAVING COUNT(DISTINCT sha256) = 1
)
"""
"""A word was written in one transaction with its file, whose time is the same or a moment later.

Where two files of one name came within a minute, as by one command, it is left open of which a
word is.
"""
