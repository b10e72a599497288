"""Seals of tables: a digest of all rows, which reveals changed or lost rows."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256

from sqlite_utils import Database

from pipeline.store.checksums import as_bytes

ORDER: Mapping[str, str] = {
    "review": "id",
    "search": "1",
    "file": "id",
    "pair_verdict": "number",
    "list": "id",
    "list_record": "list, record",
    "decision_file": "id",
    "decision": "number",
    "study_report": "report",
    "study": "id",
    "study_record": "record",
    "study_link": "number",
    "withdrawal": "number",
    "withdrawn_decision": "decision, withdrawal",
    "withdrawn_removal": "record, criterion, withdrawal",
    "restated": "decision",
    "stand_in": "record",
    "sent_reason": "code, text",
    "notice": "report, service",
    "open_access": "report, service",
    "full_text_file": "path",
    "full_text_word": "sha256",
    "fill_answer": "record, service",
    "run": "id",
    "event": "number",
    "duplicate_link": "one, other",
    "doubt": "one, other",
    "cluster": "record",
    "relation": "record, of",
    "round_rules": "round",
    "supplement": "number",
    "suggestion_change": "number",
    "page_word": "number",
    "page_link": "number",
    "assessment": "record",
    "ranking": "run",
    "rank": "record",
    "stage_mark": "stage",
    "_sqlite_migrations": "id",
}
"""Every table that has a seal, and the order in which its rows are read.

Searches are read in the order of their first column, which stores before 0008 call `name`. `record`
is missing, and `decision` is included only for rows without a file: each file has a seal for its
own rows (pipeline/store/checksums.py), so that importing a file does not reread all others. The
decisions of the page are sealed with `page_word`.
"""

PAGE = "ajour screen"
"""The origin name of the actions on the screening page."""

ONLY: Mapping[str, str] = {"decision": f"WHERE file IS NULL AND origin_name != '{PAGE}'"}
"""The rows that a table's seal covers, if it does not cover all."""

CHAINED = "page_word"
"""The table whose seal continues the last one with each action and the decisions that it made.

So sealing takes the same time however many decisions there are; a person waits for each action.
"""

COMPUTED: Mapping[str, tuple[str, ...]] = {
    "duplicates": ("duplicate_link", "doubt", "cluster", "relation"),
    "criteria": ("assessment",),
    "ranking": ("ranking", "rank"),
    "marks": ("stage_mark",),
}
"""Tables that a stage computes from the others, by the stage's mark; they can be computed again.

The marks say from which input a stage made its tables: without its mark a stage is due again.
"""

COMPUTED_TABLES = frozenset(table for tables in COMPUTED.values() for table in tables)

NAMES: Mapping[str, str] = {
    "duplicates": "the links between duplicates",
    "criteria": "the assessments by the criteria",
    "ranking": "the ranking",
    "marks": "the stage marks",
}


def seal_tables(db: Database, *tables: str) -> None:
    """Store the digests of tables, in the transaction that wrote their rows."""
    for table in tables:
        put_seal(db, table, _digest(db, table))


def put_seal(db: Database, table: str, digest: str) -> None:
    """Store a digest that was computed in advance, in the transaction that writes the rows."""
    db.execute("INSERT OR REPLACE INTO table_seal VALUES (?, ?)", [table, digest])


@contextmanager
def sealed(db: Database, *tables: str) -> Iterator[None]:
    """Seals tables again after rows were written within the block.

    A table that was already damaged gets no new seal: that would hide the damage.
    """
    sound = [one for one in tables if whole(db, one)]
    yield
    seal_tables(db, *sound)


def whole(db: Database, table: str) -> bool:
    """Whether a table still has exactly the rows that were written to it."""
    with _one_moment(db):
        found = db.execute("SELECT digest FROM table_seal WHERE name = ?", [table]).fetchone()
        return found is not None and found[0] == _digest(db, table)


def damaged_tables(db: Database) -> list[str]:
    """The tables of imported or recorded data that differ from what was written."""
    return [one for one in ORDER if one not in COMPUTED_TABLES and not whole(db, one)]


def damaged_results(db: Database, stages: Iterable[str] = COMPUTED) -> list[str]:
    """The stages, of these, whose results in the store differ from what they wrote."""
    return [stage for stage in stages if not all(whole(db, one) for one in COMPUTED[stage])]


def forget_results(db: Database, stages: Iterable[str]) -> None:
    """Empty the tables of stages and delete their marks, so that these stages are due again."""
    for stage in stages:
        for table in COMPUTED[stage]:
            db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
            seal_tables(db, table)
        with sealed(db, "stage_mark"):
            db.execute("DELETE FROM stage_mark WHERE stage = ?", [stage])


def made_tables(db: Database) -> set[str]:
    """The tables of ORDER that exist in a store; an older store lacks some."""
    return {one for one in ORDER if db[one].exists()}


@contextmanager
def _one_moment(db: Database) -> Iterator[None]:
    """Reads rows and seal at one moment: another process may write between the two."""
    if db.conn.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.conn.rollback()


def seals(db: Database, tables: Iterable[str]) -> dict[str, str]:
    """The seals of tables; a seal changes whenever rows are written."""
    wanted = set(tables)
    found = db.execute("SELECT name, digest FROM table_seal ORDER BY name")
    return {name: digest for name, digest in found if name in wanted}


def seal_on(db: Database, number: int) -> None:
    """Extend the seal of `CHAINED` by one more row, in the transaction that wrote the row."""
    query = "SELECT digest FROM table_seal WHERE name = ?"
    found = db.execute(query, [CHAINED]).fetchone()
    if found is not None:  # without a seal the table was damaged, and that must stay visible
        with as_bytes(db):
            digest = _linked(db, found[0], number)
        db.execute("UPDATE table_seal SET digest = ? WHERE name = ?", [digest, CHAINED])


def _linked(db: Database, before: str, number: int) -> str:
    """The seal after an action, computed from the one before it; text is read as bytes."""
    digest = sha256(before.encode())
    word = db.conn.execute(f"SELECT * FROM {CHAINED} WHERE number = ?", [number]).fetchone()  # noqa: S608
    digest.update(b"|".join(map(_cell, word)))
    first, last = word[7:9]
    made = "SELECT * FROM decision WHERE number BETWEEN ? AND ? ORDER BY number"
    for row in db.conn.execute(made, [first, last]):
        digest.update(b"|".join(map(_cell, row)))
    return digest.hexdigest()


def _chain(db: Database) -> str:
    """The seal of `CHAINED`, computed again from its first row.

    If decisions of the page belong to no action, their number is appended: nobody made them.
    """
    digest = ""
    with as_bytes(db):
        for (number,) in db.conn.execute(f"SELECT number FROM {CHAINED} ORDER BY number"):  # noqa: S608
            digest = _linked(db, digest, number)
        (strange,) = db.conn.execute(
            "SELECT (SELECT COUNT(*) FROM decision WHERE file IS NULL AND origin_name = ?) - "  # noqa: S608
            f"(SELECT COALESCE(SUM(last - first + 1), 0) FROM {CHAINED})",
            [PAGE],
        ).fetchone()
    return f"{digest} {strange}" if strange else digest


def _digest(db: Database, table: str) -> str:
    """SHA-256 of all rows as they are stored."""
    if table == CHAINED:
        return _chain(db)
    rows = f"{table} {ONLY.get(table, '')} ORDER BY {ORDER[table]}"
    return digest_of(db, f"SELECT * FROM {rows}")  # noqa: S608 - our own names


def digest_of(db: Database, query: str) -> str:
    """SHA-256 of all rows of a query as they are stored."""
    digest = sha256()
    with as_bytes(db):
        for row in db.conn.execute(query):
            # `_cell`, written out: a large library has a million cells.
            cells = [
                b"%d:%b" % (len(one), one) if type(one) is bytes else repr(one).encode()
                for one in row
            ]
            digest.update(b"|".join(cells) + b"\n")
    return digest.hexdigest()


def _cell(value: object) -> bytes:
    """A value preceded by its type and length, so that different rows never have the same bytes."""
    if isinstance(value, bytes):
        return b"%d:%b" % (len(value), value)
    return repr(value).encode()
