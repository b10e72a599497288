"""A few reports of a large store, read without the others."""

import json
from collections.abc import Collection, Iterable

from sqlite_utils import Database

from pipeline.records import Record, RecordId
from pipeline.store.duplicates import Membership
from pipeline.store.intake import some_records

AMONG = "IN (SELECT value FROM json_each(?))"


def live_records(db: Database, ids: Collection[RecordId]) -> list[Record]:
    """The records of these ids that are not withdrawn, in the order of their ids."""
    query = f"SELECT id FROM live_record WHERE id {AMONG} ORDER BY id"  # noqa: S608
    return some_records(db, [row["id"] for row in db.query(query, [_listed(ids)])])


def raw_texts(db: Database, ids: Collection[RecordId]) -> list[str]:
    """The original entries of records from their files, in the order of their ids."""
    query = f"SELECT raw FROM record WHERE id {AMONG} ORDER BY id"  # noqa: S608
    return [row["raw"] for row in db.query(query, [_listed(ids)])]


def mates(db: Database, ids: Collection[RecordId]) -> list[Membership]:
    """Every record of the reports that these records belong to, sorted by record."""
    reports = f"SELECT report FROM cluster WHERE record {AMONG}"  # noqa: S608
    query = f"SELECT * FROM cluster WHERE report IN ({reports}) ORDER BY record"  # noqa: S608
    return [Membership(**row) for row in db.query(query, [_listed(ids)])]


def stand_ins_of(db: Database, ids: Collection[RecordId]) -> dict[RecordId, list[RecordId]]:
    """The mates that records of withdrawn exports had, if any of these is among them."""
    query = (
        f"SELECT record, mates FROM stand_in WHERE record {AMONG} "  # noqa: S608
        f"OR EXISTS (SELECT 1 FROM json_each(mates) WHERE value {AMONG})"
    )
    found = db.query(query, [_listed(ids)] * 2)
    return {row["record"]: json.loads(row["mates"]) for row in found}


def beside(db: Database, ids: Collection[RecordId]) -> set[RecordId]:
    """The other records in an uncertain pair, or in a relation, with any of these."""
    query = (
        f"SELECT other FROM doubt WHERE one {AMONG} UNION "  # noqa: S608
        f"SELECT one FROM doubt WHERE other {AMONG} UNION "
        f"SELECT record FROM relation WHERE of {AMONG} UNION "
        f"SELECT of FROM relation WHERE record {AMONG}"
    )
    return {RecordId(one) for (one,) in db.execute(query, [_listed(ids)] * 4)} - {*ids}


def found_records(db: Database, words: Iterable[str], most: int) -> list[RecordId]:
    """The records that have every word in title, authors, DOI or id, the newest first."""
    given = [f"%{_plain(word)}%" for word in words]
    where = " AND ".join(
        ["(title || ' ' || authors || ' ' || COALESCE(doi, '') || ' ' || id) LIKE ? ESCAPE '\\'"]
        * len(given)
    )
    query = f"SELECT id FROM live_record WHERE {where} ORDER BY year DESC, id LIMIT ?"  # noqa: S608
    return [row["id"] for row in db.query(query, [*given, most])] if given else []


def _plain(word: str) -> str:
    """A word with all of LIKE's wildcards escaped."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _listed(ids: Iterable[RecordId]) -> str:
    return json.dumps(list(ids))
