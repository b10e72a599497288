"""Adds data by hand: a record that no export has, or an abstract that a source lacks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from exports.bibliography.record_files import ris
from flows.review.atomic_files import whole_file
from flows.review.clock import now
from flows.review.search_files import sha256_of
from flows.review.session import Session, at_work
from flows.stages.import_files import named_search
from flows.stages.intake import take_in_file
from flows.stages.refresh import refresh
from pipeline.errors import Fault, Refused
from pipeline.files import free_name
from pipeline.records import Record, RecordId, record_id
from pipeline.review.library import Library
from pipeline.review.named_studies import named_reports
from pipeline.review.searches import put_plans
from pipeline.store.connection import writing
from pipeline.store.intake import search_ids
from pipeline.store.runs import note_event
from pipeline.store.supplements import Supplement, put_supplement
from pipeline.text.identifiers import bare_doi


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """An added record: the report it now belongs to, its file, and how it counts."""

    report: RecordId
    path: Path
    search: str
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedBy:
    """Who adds something, and its source."""

    who: str
    origin: str


def add_record(
    folder: Path, record: Record, name: str, by: AddedBy, *, again: bool = False
) -> Added:
    """Add a record to a search as a separate small file, which is kept like any export.

    The record counts in the box of the search's kind. Raises Refused if the title is missing, or if
    the review already has the report, unless `again` says to count it as found there too.
    """
    if not (record.title or "").strip():
        raise Refused(
            "--title: nothing was added. A record needs a title, because ajour does not look "
            "up titles by DOI. Give the title with --title."
        )
    with at_work(folder) as session:
        refresh(session)
        search = named_search(session.review, name)
        if not again:
            _refuse_known(session.library(), record)
        put_plans(session.db, session.review)
        when = now()
        note = f"Added by hand on {when[:10]}" + "".join(_said(by))
        kept = session.review.search_folder(search)
        kept.mkdir(parents=True, exist_ok=True)
        path = free_name(kept / f"by-hand-{when[:10]}.ris")
        with whole_file(path) as stream:
            stream.write(b"".join(ris([_with_note(record, note)])))
        try:
            with writing(session.db):
                take_in_file(session.db, search, path, when=when)
                note_event(session.db, when, f"{note}: {record.title} (search {name})")
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        refresh(session)
        return Added(
            report=session.library().report_of(
                record_id(search_ids(session.db)[name], sha256_of(path), 1)
            ),
            path=path,
            search=name,
            way=search.way,
        )


def _said(by: AddedBy) -> Iterator[str]:
    if by.who:
        yield f" by {by.who}"
    if by.origin:
        yield f", from {by.origin}"


def _with_note(record: Record, note: str) -> Record:
    return replace(record, notes=(note,))


def _refuse_known(library: Library, record: Record) -> None:
    """Raise Refused if a report of the review has the DOI, or exactly the same title and year."""
    asked = [one for one in (record.doi, record.pmid) if one]
    known = [one.report for text in asked for one in named_reports(library, text)]
    if not known and record.title:
        known = [
            one.report
            for one in named_reports(library, record.title)
            if library.reports[one.report].year in (record.year, None) or record.year is None
        ]
    if known:
        told = [
            Fault(one, f"{library.reports[one].title} ({library.source_of(one)})")
            for one in dict.fromkeys(known)
        ]
        raise Refused(
            "The review already has this report. Nothing was added. To add the record as a "
            "duplicate, use --again.",
            told,
        )


def fill_abstract(folder: Path, named: str, text: str, by: AddedBy) -> RecordId:
    """Save an abstract for a report whose sources have none; an empty text removes it.

    Later imports keep it. Raises Refused if a source has an abstract, or the report is unknown.
    """
    with at_work(folder) as session:
        refresh(session)
        library = session.library()
        found = named_reports(library, named)
        if len(found) != 1:
            several = ", ".join(one.report for one in found)
            what = (
                f"this could be any of these reports: {several}"
                if found
                else "no report has this id or DOI"
            )
            raise Refused(
                f"{named}: {what}. Nothing was saved. Give the id of one report. To print "
                "the ids: ajour trace identified_records"
            )
        report = found[0].report
        if text and library.sourced_abstract(report):
            raise Refused(
                f"{report}: this report already has an abstract from its source, which cannot be "
                f"replaced. Nothing was saved."
            )
        with writing(session.db):
            keep_abstract(session, (report, found[0].record), text, by)
        refresh(session)
        return report


def keep_abstract(session: Session, of: tuple[RecordId, RecordId], text: str, by: AddedBy) -> None:
    """Save an abstract of a report, assigned to one of its records, and log it.

    Writes in the caller's transaction; an empty text removes the abstract.
    """
    report, record = of
    when = now()
    added = Supplement(
        record=record,
        field="abstract",
        text=" ".join(text.split()),
        who=by.who,
        at=when,
        origin=by.origin,
    )
    put_supplement(session.db, added)
    what = "abstract added by hand to" if text else "abstract added by hand removed from"
    note_event(session.db, when, f"{what} {report}{''.join(_said(by))}")


def typed_record(values: dict[str, str | int | None], authors: tuple[str, ...]) -> Record:
    """A record from typed input; Refused if the DOI is not valid."""
    doi = str(values.get("doi") or "")
    bare = bare_doi(doi) if doi else None
    if doi and not bare:
        raise Refused(
            f"--doi: {doi!r} is not a DOI; expected one such as 10.1000/182. Nothing was added."
        )
    kept = {name: value for name, value in values.items() if value}
    return Record(**{**kept, "doi": bare, "authors": authors})  # type: ignore[arg-type]
