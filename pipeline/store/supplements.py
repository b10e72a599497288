"""Stores what people and services added to records, and suggestions that changed later."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from pipeline.records import RecordId
from pipeline.store.connection import put
from pipeline.store.table_checksums import sealed

BY_SERVICE = ("by its DOI", "by its PubMed number", "by its title")
"""The end of the origin of a value that a service filled: what the service was asked by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """A value that a record's source did not give: who added it, when, and where it comes from.

    `field` is abstract, doi, authors or references, the last two as a JSON list. `who` is "" if a
    service filled it. An empty text cancels an earlier one.
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
        """Whether a service filled the field, rather than a person."""
        return not self.who and self.origin.endswith(BY_SERVICE)


def put_supplement(db: Database, supplement: Supplement) -> None:
    """Store what somebody added, in the caller's transaction; nothing is overwritten."""
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
    """The last text added to a field of any of these records; "" if there is none."""
    ids = set(records)
    own = [one for one in supplements(db) if one.record in ids and one.field == field]
    return own[-1].text if own else ""


def supplements(db: Database) -> list[Supplement]:
    """Everything that was added, in order; the latest value of a record's field counts."""
    found = db.table("supplement").rows_where(order_by="number")
    return [Supplement(**row) for row in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionChange:
    """A suggestion that changed when the criteria changed."""

    record: RecordId
    before: str
    after: str
    criteria: str
    at: str


def put_suggestion_changes(db: Database, changes: Iterable[SuggestionChange]) -> None:
    """Store the changes found in one reading of the records, in the caller's transaction."""
    with sealed(db, "suggestion_change"):
        put(db, "suggestion_change", SuggestionChange, changes)


def suggestion_changes(db: Database) -> list[SuggestionChange]:
    """Every change, in the order in which they were stored."""
    names = "record, before, after, criteria, at"
    found = db.table("suggestion_change").rows_where(order_by="number", select=names)
    return [SuggestionChange(**row) for row in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class FillAnswer:
    """The result of asking a service about a record: filled, nothing or doubtful, and why."""

    record: RecordId
    service: str
    at: str
    outcome: str
    told: str


def put_fill_answers(db: Database, answers: Iterable[FillAnswer]) -> None:
    """Store the answers of services, replacing earlier ones, in the caller's transaction."""
    with sealed(db, "fill_answer"):
        put(db, "fill_answer", FillAnswer, answers, replace=True)


def fill_answers(db: Database) -> list[FillAnswer]:
    """The last answers of services, by record and service."""
    found = db.table("fill_answer").rows_where(order_by="record, service")
    return [FillAnswer(**row) for row in found]
