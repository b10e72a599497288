"""Fills empty fields of a review's records from services, or shows what would be filled."""

from dataclasses import dataclass
from pathlib import Path

from exports.bibliography.short_reference import short_reference
from flows.review.clock import now
from flows.review.lock import only_update
from flows.review.session import at_work
from flows.screening.by_hand import AddedBy
from flows.stages.fill import FillOutcome, keep, look_up
from flows.stages.refresh import refresh
from pipeline.errors import Refused
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.records import RecordId
from pipeline.review.full_text_plan import FILLABLE
from pipeline.store.connection import writing
from pipeline.store.runs import note_event
from pipeline.store.supplements import Supplement, put_supplement, supplements


@dataclass(frozen=True, slots=True, kw_only=True)
class FillReport:
    """The fields that were or would be filled, with a reference for each record mentioned."""

    outcome: FillOutcome
    references: dict[RecordId, str]
    kept: bool


def fill_from_services(folder: Path, *, dry_run: bool) -> FillReport:
    """Ask services for the empty fields of all records; a dry run saves nothing.

    The fields are those of review.toml; a dry run asks for all fields if it names none. Raises
    Refused if review.toml names none and this is not a dry run.
    """
    with at_work(folder) as session, only_update(session.review.state):
        fields = session.review.fill
        if not fields and not dry_run:
            raise Refused(
                "Nothing was filled in: review.toml does not allow services to fill in fields. To "
                "allow it, write under [records]: fill = true. To see the values that "
                "services offer: ajour fill --dry-run"
            )
        when = now()
        found = look_up(session, fields or FILLABLE, when, again=True)
        if not dry_run:
            keep(session, found, when)
            refresh(session)
        return FillReport(
            outcome=found,
            references={
                one: short_reference(record, PROGRAM_LANGUAGE)
                for one, record in found.records.items()
            },
            kept=not dry_run,
        )


def take_back(folder: Path, named: str, field: str, by: AddedBy) -> RecordId:
    """Empty a field that a service filled, so that it is not filled again.

    Raises Refused if no service filled the field.
    """
    with at_work(folder) as session:
        refresh(session)
        library = session.library()
        report = library.report_of(RecordId(named))
        ids = set(library.members.get(report, ()))
        standing = {
            one.record: one
            for one in supplements(session.db)
            if one.field == field and one.record in ids
        }
        filled = [one for one in standing.values() if one.text and one.by_service]
        if not filled:
            raise Refused(
                f"{named}: no service filled in the field {field} of this report. Nothing was "
                "cleared."
            )
        when = now()
        with writing(session.db):
            for one in filled:
                empty = Supplement(
                    record=one.record, field=field, text="", who=by.who, at=when, origin=by.origin
                )
                put_supplement(session.db, empty)
            note_event(session.db, when, f"cleared {field} of {report}, filled in by a service")
        refresh(session)
        return report
