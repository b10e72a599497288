"""What people and services added to records, and suggestions that changed with the criteria."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from pipeline.records import RecordId
from pipeline.store.connection import put
from pipeline.store.table_checksums import sealed

BY_SERVICE = ("by its DOI", "by its PubMed number", "by its title")
"""How the origin ends of what a service filled: by what it was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """A value that a record's source did not give: who added it, when, and where it is from.

    `field` is abstract, doi, authors or references, the last two as a JSON list. `who` is "" where
    a service filled it. An empty text takes an earlier one back.
    """

    record: RecordId
    field: str
    text: str
    who: str
    at: str
    origin: str
    number: int = 0

    @property
    def by_service(self) -> bool:
        """Whether a service filled the field, and not a person."""
        return not self.who and self.origin.endswith(BY_SERVICE)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FillAnswer:
    """What came of asking a service about a record: filled, nothing or doubtful, and why."""

    record: RecordId
    service: str
    at: str
    outcome: str
    told: str


def put_fill_answers(db: Database, answers: Iterable[FillAnswer]) -> None:
    """Set what services answered, in place of earlier answers; the caller's transaction."""
    with sealed(db, "fill_answer"):
        put(db, "fill_answer", FillAnswer, answers, replace=True)


def fill_answers(db: Database) -> list[FillAnswer]:
    """What services last answered, by record and service."""
    found = db.table("fill_answer").rows_where(order_by="record, service")
    return [FillAnswer(**row) for row in found]
