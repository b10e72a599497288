"""The file that a list went out as, and its place among the lists."""

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
"""Puts a list in. One that is written again, as after a run that died, keeps its place among the
lists unless another of its file or reviewer came later."""


class ListFile(NamedTuple):
    """The file that a list went out as, and when; with its SHA-256 where it was laid ready."""

    name: str
    sent: str = ""
    sha256: str = ""


NO_FILE = ListFile("")
