"""Searches, their files and the records in them."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from itertools import chain, count
from typing import Any, Literal

from sqlite_utils import Database

from pipeline.errors import Fault
from pipeline.receipts import Receipt, Unplaced
from pipeline.records import Record, RecordId, record_id
from pipeline.store.checksums import seal
from pipeline.store.connection import UNSOUND, put
from pipeline.store.table_checksums import sealed

_LISTS = {"authors", "keywords", "issn", "urls", "ids", "notes", "cited_works"}
_LARGE = {"raw", "cited_works"}
"""Fields that are read only on request: they take most of the memory of a library."""

_FIELDS = [one.name for one in fields(Record)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One query at one source, as named in review.toml; `way` is database, register, ..."""

    name: str
    round: str
    source: str
    way: str
    run_on: str = ""
    hits: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One export file of a search; `records` is how many records of it are in the store."""

    search: str
    name: str
    sha256: str
    taken_in: str
    id: int = 0
    receipts: tuple[Receipt, ...] = ()
    withdrawn: str | None = None
    records: int = 0

    @property
    def held(self) -> int:
        """The number of records read from it, according to its receipts."""
        if not self.receipts:
            return self.records
        return sum(receipt.records for receipt in self.receipts)


def put_searches(
    db: Database, searches: Iterable[Search], renamed: Mapping[str, str] | None = None
) -> None:
    """Bring the stored searches into line with review.toml; `renamed` has the ids of new names.

    A new search's id is its name or, if another search started with that name, name-2, -3, ...
    """
    ids = search_ids(db) | dict(renamed or {})
    rows = []
    for search in searches:
        free = (f"{search.name}-{number}" for number in count(2))
        taken = set(ids.values())
        new = next(name for name in chain([search.name], free) if name not in taken)
        rows.append({"id": ids.setdefault(search.name, new), **asdict(search)})
    with sealed(db, "search"):
        db.table("search").upsert_all(rows, pk="id")


def search_ids(db: Database) -> dict[str, str]:
    """The id of each search, by its name."""
    return dict(db.execute("SELECT name, id FROM search"))


def searches(db: Database) -> list[Search]:
    """All searches, by round and name."""
    names = ", ".join(field.name for field in fields(Search))
    found = db.table("search").rows_where(order_by="round, name", select=names)
    return [Search(**row) for row in found]


THIS = "search = (SELECT id FROM search WHERE name = ?) AND sha256 = ?"
"""The file with these bytes in the search of this name."""


def file_state(
    db: Database, search: str, sha256: str
) -> Literal["unknown", "imported", "withdrawn"]:
    """The status of these bytes in this search."""
    found = db.execute(
        f"SELECT withdrawn FROM file WHERE {THIS}",  # noqa: S608
        [search, sha256],
    ).fetchone()
    if found is None:
        return "unknown"
    return "withdrawn" if found[0] else "imported"


def take_in(db: Database, search: Search, file: StoredFile, records: Iterable[Record]) -> int:
    """Import the records of one file into its search, one at a time; returns how many.

    Call it inside `writing`: if `records` raises, nothing of the file stays. A file that was
    withdrawn comes back with its records and their decisions as they were.
    """
    with sealed(db, "file"):
        back = db.execute(
            f"UPDATE file SET withdrawn = NULL, withdrawn_why = NULL WHERE {THIS}",  # noqa: S608
            [search.name, file.sha256],
        )
        if back.rowcount:
            return sum(1 for _ in records)
        return _put_records(db, search, file, records)


def _put_records(db: Database, search: Search, file: StoredFile, records: Iterable[Record]) -> int:
    search_id = search_ids(db)[search.name]
    kept = {"search": search_id, "name": file.name, "sha256": file.sha256}
    number = db.table("file").insert(kept | {"receipts": (), "taken_in": file.taken_in}).last_rowid
    filled = (
        replace(
            record,
            id=record_id(search_id, file.sha256, place),
            search=search_id,
            source=record.source or search.source,
            place=place,
        )
        for place, record in enumerate(records, start=1)
    )
    put(db, "record", Record, filled, file=number)
    seal(db, "file", int(number or 0))
    return int(db.table("record").count_where("file = ?", [number]))


def taken_in_times(db: Database) -> dict[RecordId, str]:
    """The import time of each record's file, for records that are not withdrawn."""
    found = db.execute(
        "SELECT live_record.id, taken_in FROM live_record JOIN file ON file.id = live_record.file"
    )
    return {RecordId(record): when for record, when in found}


def withdraw_export(db: Database, search: str, sha256: str, when: str, why: str) -> int:
    """Withdraw an export of a search, in the caller's transaction; returns 1 if it did.

    The same bytes in another search still count. Nothing is erased.
    """
    put_stand_ins(db, (search, sha256))
    with sealed(db, "file"):
        cursor = db.execute(
            f"UPDATE file SET withdrawn = ?, withdrawn_why = ? WHERE {THIS} AND withdrawn IS NULL",  # noqa: S608
            [when, why, search, sha256],
        )
    return int(cursor.rowcount)


def put_stand_ins(db: Database, file: tuple[str, str]) -> None:
    """Store the mates of an export's records before its withdrawal; in the caller's transaction.

    `file` is search and SHA-256. People's decisions on these records apply to their reports, which
    the mates still list.
    """
    rows = db.query(
        "SELECT mine.record, json_group_array(mate.record) AS mates FROM cluster AS mine "  # noqa: S608
        "JOIN cluster AS mate ON mate.report = mine.report AND mate.record != mine.record "
        "JOIN record ON record.id = mine.record "
        f"WHERE record.file IN (SELECT id FROM file WHERE {THIS}) GROUP BY mine.record",
        list(file),
    )
    mates = [(row["record"], json.dumps(sorted(json.loads(row["mates"])))) for row in rows]
    with sealed(db, "stand_in"):
        db.conn.executemany("INSERT OR REPLACE INTO stand_in VALUES (?, ?)", mates)


def stand_ins(db: Database) -> dict[RecordId, list[RecordId]]:
    """The mates that records of withdrawn exports had."""
    return {row["record"]: json.loads(row["mates"]) for row in db.table("stand_in").rows}


def put_receipts(db: Database, search: str, sha256: str, receipts: Sequence[Receipt]) -> None:
    """Store the reader's receipts of a file; they are complete only after the last record."""
    text = json.dumps([asdict(receipt) for receipt in receipts], ensure_ascii=False)
    with sealed(db, "file"):
        db.execute(
            f"UPDATE file SET receipts = ? WHERE {THIS}",  # noqa: S608
            [text, search, sha256],
        )


def files(db: Database) -> list[StoredFile]:
    """All files in order of import, including withdrawn ones, with their record counts."""
    found = db.query(
        "SELECT file.id, search.name AS search, file.name, sha256, receipts, taken_in, withdrawn, "
        "(SELECT COUNT(*) FROM record WHERE record.file = file.id) AS records "
        "FROM file JOIN search ON search.id = file.search ORDER BY file.id",
    )
    return [StoredFile(**{**row, "receipts": _receipts(row["receipts"])}) for row in found]


def arrivals(db: Database) -> dict[RecordId, str]:
    """The import time of each record that is not withdrawn."""
    found = db.query("SELECT r.id, f.taken_in FROM live_record r JOIN file f ON f.id = r.file")
    return {row["id"]: row["taken_in"] for row in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlaces:
    """The search that listed each record, by name, and the import time of its file."""

    found_in: dict[RecordId, str]
    arrivals: dict[RecordId, str]


def places_of_records(db: Database) -> RecordPlaces:
    """Where and when each record that is not withdrawn came in; no text is read."""
    query = "SELECT f.id, s.name, taken_in FROM file f JOIN search s ON s.id = f.search"
    files = {
        file: (name, when) for file, name, when in db.execute(f"{query} WHERE withdrawn IS NULL")
    }
    rows = db.execute("SELECT id, file FROM record").fetchall()
    return RecordPlaces(
        found_in={record: files[file][0] for record, file in rows if file in files},
        arrivals={record: files[file][1] for record, file in rows if file in files},
    )


def sources_of_files(db: Database) -> dict[int, dict[str, int]]:
    """How many records of each file name which source, by the file's number."""
    found: dict[int, dict[str, int]] = {}
    query = "SELECT file, source, COUNT(*) FROM live_record GROUP BY file, source"
    for file, source, count_ in db.execute(query):
        found.setdefault(file, {})[source] = count_
    return found


def _receipts(text: str) -> tuple[Receipt, ...]:
    """Receipts as they were stored; DatabaseError if the text was changed."""
    try:
        kept = json.loads(text)
        return tuple(
            Receipt(
                **one
                | {name: tuple(one.get(name, ())) for name in ("notes", "numbers")}
                | {name: tuple(kind(**part) for part in one.get(name, ())) for name, kind in PARTS}
            )
            for one in kept
        )
    except (ValueError, TypeError, AttributeError) as fault:
        raise sqlite3.DatabaseError(f"{UNSOUND[1]} receipt of a file: {fault}") from fault


PARTS: tuple[tuple[str, type[Unplaced | Fault]], ...] = (("unplaced", Unplaced), ("faults", Fault))
"""The fields of a receipt that are tuples."""


def records(db: Database, *, raw: bool = False) -> Iterator[Record]:
    """All records that are not withdrawn, by search and place.

    They come without their raw text and cited works unless `raw` asks for both.

    The order is that of the searches' ids and the files' hashes, not of their arrival, so results
    computed from it do not depend on the day on which a file came.
    """
    columns = ", ".join(f"r.{name}" for name in _FIELDS if raw or name not in _LARGE)
    query = (
        f"SELECT {columns} FROM live_record r JOIN file f ON f.id = r.file "  # noqa: S608
        "ORDER BY r.search, f.sha256, r.place"
    )
    names = _names(db)
    for row in db.query(query):
        yield _record(row, names)


def some_records(db: Database, ids: Sequence[RecordId], *, raw: bool = False) -> list[Record]:
    """The records with these ids, in their order; with withdrawn ones, without unknown ones."""
    columns = ", ".join(name for name in _FIELDS if raw or name not in _LARGE)
    query = (
        f"SELECT {columns} FROM record "  # noqa: S608
        "WHERE id IN (SELECT value FROM json_each(?))"
    )
    names = _names(db)
    found = {row["id"]: _record(row, names) for row in db.query(query, [json.dumps(list(ids))])}
    return [found[one] for one in ids if one in found]


def origin(db: Database, record: RecordId) -> tuple[str, str, int, int] | None:
    """Search, file name, place and line that a record came from; None if there is no such id."""
    found = db.execute(
        "SELECT search.name, file.name, place, line FROM record JOIN file ON file.id = file "
        "JOIN search ON search.id = record.search WHERE record.id = ?",
        [record],
    ).fetchone()
    return tuple(found) if found else None


def cited_works(db: Database) -> Iterator[tuple[RecordId, tuple[str, ...]]]:
    """The works cited by each record that is not withdrawn, by id; records without any left out."""
    query = "SELECT id, cited_works FROM live_record WHERE cited_works != '[]' ORDER BY id"
    for record, works in db.execute(query):
        yield RecordId(record), tuple(json.loads(works))


def _names(db: Database) -> dict[str, str]:
    """The names of the searches by their ids, which records store."""
    return {id_: name for name, id_ in search_ids(db).items()}


def _record(row: dict[str, Any], names: Mapping[str, str]) -> Record:
    # Most lists are empty, and parsing them took half the time of reading a library.
    lists = {
        name: () if row[name] == "[]" else tuple(json.loads(row[name]))
        for name in _LISTS
        if name in row
    }
    lists["ids"] = tuple((database, number) for database, number in lists["ids"])
    return Record(**{**row, "search": names[row["search"]], **lists})
