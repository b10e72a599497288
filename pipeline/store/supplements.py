"""What people added to records by hand, and suggestions that changed with the criteria."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from pipeline.records import RecordId
from pipeline.store.connection import put
from pipeline.store.table_checksums import sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """A text that a record's source did not give: who added it, when, and where it is from.

    `field` is abstract. An empty text takes an earlier one back.
    """

    record: RecordId
    field: str
    text: str
    who: str
    at: str
    origin: str
    number: int = 0


def put_supplement(db: Database, supplement: Supplement) -> None:
    """Keep what somebody added, in the caller's transaction; nothing is overwritten."""
    with sealed(db, "supplement"):
        db.execute(
            'INSERT INTO supplement (record, "field", text, who, at, origin) '
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                supplement.record,
                supplement.field,
                supplement.text,
                supplement.who,
                supplement.at,
                supplement.origin,
            ],
        )


def standing_text(db: Database, field: str, records: Iterable[RecordId]) -> str:
    """What somebody added last to a field of any of these records; "" where nothing stands."""
    ids = set(records)
    own = [one for one in supplements(db) if one.record in ids and one.field == field]
    return own[-1].text if own else ""


def supplements(db: Database) -> list[Supplement]:
    """Everything that was added, in that order; the latest on a record and field stands."""
    found = db.table("supplement").rows_where(order_by="number")
    return [Supplement(**row) for row in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionChange:
    """A suggestion that became another one when the criteria changed."""

    record: RecordId
    before: str
    after: str
    criteria: str
    at: str


def put_suggestion_changes(db: Database, changes: Iterable[SuggestionChange]) -> None:
    """Keep the changes of one reading, in the caller's transaction."""
    with sealed(db, "suggestion_change"):
        put(db, "suggestion_change", SuggestionChange, changes)


def suggestion_changes(db: Database) -> list[SuggestionChange]:
    """Every change in the order in which they came."""
    names = "record, before, after, criteria, at"
    found = db.table("suggestion_change").rows_where(order_by="number", select=names)
    return [SuggestionChange(**row) for row in found]
