"""The file that a list was written to, and its place among the lists."""

from typing import NamedTuple

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
