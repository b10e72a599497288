"""Finds related reports that are not duplicates, as lists show them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from exports.language.catalogue import Language, Words
from pipeline.dedupe.documents import is_retracted
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.store.connection import Database
from pipeline.store.duplicates import StoredRelation, relations


def pairs_of(library: Library, db: Database) -> Iterator[StoredRelation]:
    """The relations between reports, each once, in the order of their records.

    A record merged with the report it belongs to, as a preprint may be, is named separately.
    """
    told: set[StoredRelation] = set()
    for found in relations(db):
        if found.record not in library.records or found.of not in library.records:
            continue
        record, of = library.report_of(found.record), library.report_of(found.of)
        pair = replace(found, record=found.record if record == of else record, of=of)
        if pair not in told:
            told.add(pair)
            yield pair


def related_lines(library: Library, db: Database, language: Language) -> dict[RecordId, list[str]]:
    """For each report, a line for each other report that belongs to it, or that it belongs to."""
    words = Words(language, "relations")
    lines: dict[RecordId, list[str]] = defaultdict(list)
    for found in pairs_of(library, db):
        lines[found.of].append(_line(library, words[found.kind], found.record))
        if library.report_of(found.record) != found.of:
            lines[found.record].append(_line(library, words[f"{found.kind}_of"], found.of))
    return dict(lines)


def retracted_reports(library: Library, db: Database) -> frozenset[RecordId]:
    """The reports that a source marks as retracted, or whose retraction notice is in the review."""
    marked = {
        report
        for report, ids in library.members.items()
        if any(is_retracted(library.records[one]) for one in ids)
    }
    noticed = {found.of for found in pairs_of(library, db) if found.kind == "retraction"}
    return frozenset(marked | noticed)


def _line(library: Library, relation: str, other: RecordId) -> str:
    record = library.records[other]
    told = f"{record.title or '–'} ({record.year or '–'}), {record.source}, {other}"
    return f"{relation}: {told}"
