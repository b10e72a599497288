"""Records of a file that is read again: new values under the existing ids."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from sqlite_utils import Database

from pipeline.errors import Refused
from pipeline.records import Record, RecordId, record_id
from pipeline.store.checksums import seal
from pipeline.store.connection import put
from pipeline.store.intake import _names, _record, search_ids
from pipeline.store.table_checksums import COMPUTED, forget_results, sealed

_FIELDS = [one.name for one in fields(Record)]
VALUES = [name for name in _FIELDS if name not in {"id", "search"}]
"""The fields of a record that a new reading may change."""

ASIDE = 1_000_000_000
"""Added to the places of a file's records while they change, since places must be unique."""


def file_records(db: Database, file: int) -> list[Record]:
    """All records of a file by place, with their raw text; including withdrawn ones."""
    columns = ", ".join(_FIELDS)
    rows = db.query(
        f"SELECT {columns} FROM record WHERE file = ? ORDER BY place",  # noqa: S608
        [file],
    )
    names = _names(db)
    return [_record(row, names) for row in rows]


def free_ids(search: str, sha256: str, taken: set[RecordId]) -> Iterable[RecordId]:
    """Ids for records of a file that it did not have before, all of them unused."""
    place = 0
    while True:
        place += 1
        found = record_id(search, sha256, place)
        if found not in taken:
            yield found


def read_again(
    db: Database, file: int, records: Sequence[Record], gone: Sequence[RecordId]
) -> None:
    """Give a file's records their new values, in the caller's transaction; `gone` are removed.

    Stage results based on the old values are deleted, so all of them are due again. Refused if
    a removed record has a decision or anything else entered by people.
    """
    forget_results(db, [stage for stage in COMPUTED if stage != "marks"])
    known = {record.id for record in file_records(db, file)}
    try:
        for one in gone:
            db.execute("DELETE FROM record WHERE id = ?", [one])
    except sqlite3.IntegrityError:
        raise Refused(
            "this version of ajour no longer finds all records of the file, and one of the missing "
            "records has decisions or is on a list"
        ) from None
    db.execute("UPDATE record SET place = place + ? WHERE file = ?", [ASIDE, file])
    search = db.execute("SELECT search FROM file WHERE id = ?", [file]).fetchone()[0]
    kept = [replace(record, search=search) for record in records]
    for record in kept:
        if record.id in known:
            values = {name: getattr(record, name) for name in VALUES}
            db.table("record").update(record.id, values)
    put(db, "record", Record, [one for one in kept if one.id not in known], file=file)
    with sealed(db, "file"):
        seal(db, "file", file)


def search_id(db: Database, name: str) -> str:
    """The id of a search, from which record ids are made."""
    return search_ids(db)[name]
