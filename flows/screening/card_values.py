"""Adds to a list's values what only the screening page shows, as far as blinding allows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from exports.language.catalogue import Words
from exports.lists.candidates import Candidate, ElementWords, OtherReport
from flows.review.session import Session
from flows.screening.candidates import SHOWN, Choice, assessed
from pipeline.decisions import Decision, Stage
from pipeline.records import Record, RecordId
from pipeline.review.library import Library
from pipeline.review.settings import Reviewers
from pipeline.store.parts import live_records, raw_texts

MESH = re.compile(r"^(?:MH|MJ|mesh\w*)\s*-\s*(.+)$|<DescriptorName[^>]*>([^<]+)<", re.M)
"""Matches a thesaurus heading in an entry of PubMed or Ovid, as lines or as XML."""


def for_page(
    session: Session, library: Library, choice: Choice, shown: Sequence[Candidate]
) -> list[Candidate]:
    """The candidates of a list, with all values that the page shows.

    Other people's decisions are left out if the current stage, or the stage of the decision, is
    double-blind.
    """
    labels = {one.name: one.label[session.review.language] for one in session.criteria.elements}
    return [
        replace(
            one,
            element_words=tuple(_words(library, one.record.id, labels)),
            mesh=_mesh(session, library, one.record),
            sources=tuple(_sources(library, one.record.id)),
            abstract_origin=_added(session, library, one.record.id),
            same_study=tuple(_same_study(session, library, one.record.id)),
            earlier=tuple(_earlier(library, one.record.id, choice, session.review.reviewers)),
        )
        for one in shown
    ]


def _words(library: Library, report: RecordId, labels: Iterable[str]) -> Iterable[ElementWords]:
    """The marked words of title and abstract, with the element that each is evidence for."""
    seen = assessed(library, report)
    for reading in seen.elements if seen else ():
        if reading.element in labels:
            for span in dict.fromkeys(reading.spans):
                for field in SHOWN:
                    if span.field == field:
                        yield ElementWords(
                            field=field, start=span.start, end=span.end, code=reading.element
                        )


def _mesh(session: Session, library: Library, record: Record) -> tuple[str, ...]:
    """The keywords that a source entry marks as MeSH headings."""
    if not record.keywords:
        return ()
    entries = raw_texts(session.db, library.members.get(record.id, ()))
    found = {
        (line or tag).strip().casefold() for text in entries for line, tag in MESH.findall(text)
    }
    headings = found | {one.split("/")[0].strip("*") for one in found}
    return tuple(one for one in record.keywords if one.casefold() in headings) if found else ()


def _sources(library: Library, report: RecordId) -> Iterable[str]:
    """Every source that lists the report, in the order in which it was found."""
    ids = library.in_order_found(report)
    return dict.fromkeys(library.records[one].source for one in ids if library.records[one].source)


def _added(session: Session, library: Library, report: RecordId) -> str:
    """The source of an abstract that somebody added by hand; "" if an export has it."""
    if not library.reports[report].abstract or library.sourced_abstract(report):
        return ""
    ids = library.members[report]
    found = [
        one
        for one in library.supplements
        if one.record in ids and one.text and one.field == "abstract"
    ]
    words = Words(session.review.language, "page_told")
    parts = [found[-1].who, found[-1].at[:10], found[-1].origin] if found else []
    said = "filled" if found and found[-1].by_service else "added"
    return words(said, said=", ".join(part for part in parts if part)) if found else ""


def _same_study(session: Session, library: Library, report: RecordId) -> Iterable[OtherReport]:
    """The other reports that people linked to the same study."""
    ids = {*library.members[report]}
    studies = {one.study for one in library.study_links if ids & {one.record, *one.records}}
    others = {
        one.record
        for one in library.study_links
        if one.study in studies and not ids & {one.record, *one.records}
    }
    for record in live_records(session.db, sorted(others)) if others else ():
        yield OtherReport(
            title=record.title or "–",
            authors="; ".join(record.authors),
            year=record.year,
        )


def _earlier(
    library: Library, report: RecordId, choice: Choice, reviewers: Reviewers
) -> Iterable[Decision]:
    """Earlier decisions in order, without the reviewer's own decisions at this stage."""
    every = [one for stage in Stage for one in library.decisions_on(report, stage)]
    for said in sorted(every, key=lambda one: one.number):
        own = said.reviewer == choice.reviewer
        blind = "double-blind" in (reviewers.scheme(choice.stage), reviewers.scheme(said.stage))
        if own and said.stage is choice.stage:
            continue
        if own or not blind:
            yield said
