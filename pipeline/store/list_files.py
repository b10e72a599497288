"""The file that a list was written to, and its place among the lists."""

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.store.connection import Database
from pipeline.store.table_checksums import sealed

PUT_LIST = (
    "INSERT INTO list (id, stage, reviewer, at, asked_for, file, sent, sha256, number) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT COALESCE(MAX(number), 0) + 1 FROM list)) "
    "ON CONFLICT (id) DO UPDATE SET asked_for = MAX(asked_for, excluded.asked_for), "
    "file = excluded.file, sent = excluded.sent, sha256 = excluded.sha256, "
    "number = CASE WHEN EXISTS (SELECT 1 FROM list AS later WHERE later.number > list.number "
    "AND (later.file = excluded.file OR later.reviewer = list.reviewer)) "
    "THEN excluded.number ELSE list.number END "
    "WHERE excluded.asked_for OR NOT asked_for"
)
"""Inserts a list. A list that is written again, as after an interrupted run, keeps its place unless
another list of its file or reviewer came later."""


class ListFile(NamedTuple):
    """The file that a list was written to, and when; with its SHA-256 if an update wrote it."""

    name: str
    sent: str = ""
    sha256: str = ""


NO_FILE = ListFile("")

REMOVED = "removed "
"""Put before the SHA-256 of a list whose file an update removed because nobody had changed it.

The SHA-256 is kept, so that an interrupted update still removes the file.
"""


def put_removed(db: Database, names: Iterable[str]) -> None:
    """Note that the prepared lists with these files are about to be removed untouched."""
    with sealed(db, "list"):
        db.conn.executemany(
            "UPDATE list SET sha256 = ? || sha256 "
            "WHERE file = ? AND NOT asked_for AND sha256 != '' AND sha256 NOT LIKE ? || '%'",
            [(REMOVED, name, REMOVED) for name in names],
        )
