"""The codes and wordings of reasons on the lists that were written."""

from collections.abc import Iterable

from sqlite_utils import Database

from pipeline.store.table_checksums import sealed


def put_sent_reasons(db: Database, reasons: Iterable[tuple[str, str]]) -> None:
    """Store the codes and wordings of reasons on a list, in the caller's transaction."""
    known = set(sent_reasons(db))
    new = [one for one in dict.fromkeys(reasons) if one not in known]
    if new:
        with sealed(db, "sent_reason"):
            db.conn.executemany("INSERT INTO sent_reason VALUES (?, ?)", new)


def sent_reasons(db: Database) -> list[tuple[str, str]]:
    """Every code and wording that was ever on a list, sorted."""
    rows = db.execute("SELECT code, text FROM sent_reason ORDER BY code, text")
    return [(code, text) for code, text in rows]
