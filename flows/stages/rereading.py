"""Reads the stored files again with the current readers, and finds what changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path

from flows.review.search_files import digest_of, exports_of
from flows.review.session import Session
from flows.review.steps import counted
from pipeline.errors import Refused
from pipeline.readers.read_file import READER, reading, told_apart
from pipeline.receipts import Receipt
from pipeline.records import Record, RecordId
from pipeline.review.settings import Review
from pipeline.store.connection import writing
from pipeline.store.duplicates import doubts, members, pair_verdicts
from pipeline.store.intake import StoredFile, files, put_receipts, records
from pipeline.store.rereading import file_records, free_ids, read_again, search_id
from pipeline.text.amounts import amount
from pipeline.text.shell_words import command_line

COMPARED = tuple(
    one.name for one in fields(Record) if one.name not in {"id", "search", "place", "line", "raw"}
)
"""The fields whose changes are reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A value of a record, as stored and as the current readers read it."""

    record: RecordId
    title: str
    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Rereading:
    """A stored file read by the current readers: records with their existing ids, and changes.

    `gone` has the records that the file no longer yields, `added` the new ones. `refused` says why
    the file cannot be read now; its stored records then stay unchanged.
    """

    file: StoredFile
    records: tuple[Record, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    gone: tuple[Record, ...] = ()
    added: tuple[Record, ...] = ()
    refused: str = ""

    @property
    def differs(self) -> bool:
        """Whether any of its records has changed, is new or is gone."""
        return bool(self.changes or self.gone or self.added)


def reread(session: Session, *, every: bool = True) -> Iterator[Rereading]:
    """Each stored file read again, in the order of import.

    Without `every`, only files that an earlier state of the readers has read. Files no longer under
    searches/ are skipped.
    """
    there = _paths(session.review)
    for file in counted("export files", files(session.db)):
        path = there.get((file.search, file.sha256))
        old = any(receipt.reader != READER for receipt in file.receipts)
        if path is not None and not file.withdrawn and (every or old):
            yield _again(session, file, path)


def missing(session: Session) -> list[str]:
    """The names of imported files that are no longer under searches/."""
    there = _paths(session.review)
    stored = (one for one in files(session.db) if not one.withdrawn)
    return [one.name for one in stored if (one.search, one.sha256) not in there]


def _paths(review: Review) -> dict[tuple[str, str], Path]:
    return {
        (search.name, digest_of(path)): path
        for search in review.searches
        for path in exports_of(review, search)
    }


def _again(session: Session, file: StoredFile, path: Path) -> Rereading:
    accepted = any(receipt.accepted_faults for receipt in file.receipts)
    try:
        with reading(path, accept_faults=accepted) as export:
            today = list(told_apart(export.records(), path))
    except Refused as fault:
        return Rereading(file=file, refused=str(fault))
    before = file_records(session.db, file.id)
    ids = _matched(before, today)
    search = search_id(session.db, file.search)
    free = iter(free_ids(search, file.sha256, {record.id for record in before}))
    source = next((s.source for s in session.review.searches if s.name == file.search), "")
    now = tuple(
        replace(
            record,
            id=ids[at] if at in ids else next(free),
            search=file.search,
            source=record.source or source,
            place=at + 1,
        )
        for at, record in enumerate(today)
    )
    old = {record.id: record for record in before}
    kept = {record.id for record in now}
    return Rereading(
        file=file,
        records=now,
        receipts=export.receipts,
        changes=tuple(
            change for one in now if one.id in old for change in _changes(old[one.id], one)
        ),
        gone=tuple(record for record in before if record.id not in kept),
        added=tuple(record for record in now if record.id not in old),
    )


def _changes(before: Record, after: Record) -> Iterator[FieldChange]:
    for name in COMPARED:
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            title = after.title or before.title or ""
            yield FieldChange(record=after.id, title=title, field=name, before=one, after=other)


def _matched(before: Sequence[Record], today: Sequence[Record]) -> dict[int, RecordId]:
    """The ids of the newly read records by position, taken from the stored records they match.

    If the number of records is unchanged, records are matched by position. Otherwise they are
    matched by the line where they begin; a record without a title yields to one whose text is
    within it.
    """
    if len(before) == len(today):
        return {at: record.id for at, record in enumerate(before)}
    lines = [record.line for record in before], [record.line for record in today]
    blocks = SequenceMatcher(None, *lines, autojunk=False).get_matching_blocks()
    found = {block.b + at: before[block.a + at].id for block in blocks for at in range(block.size)}
    left = [one for one in before if one.id not in set(found.values()) and one.title]
    titled = {one.id for one in before if one.title}
    for at, record in enumerate(today):
        within = next((one for one in left if one.raw and one.raw in record.raw), None)
        if within and found.get(at) not in titled:
            found[at] = within.id
    return found


def put_again(session: Session, file: Rereading) -> str:
    """Store the newly read records in one transaction; return why a file was left unchanged."""
    try:
        with writing(session.db):
            read_again(session.db, file.file.id, file.records, [record.id for record in file.gone])
            put_receipts(session.db, file.file.search, file.file.sha256, file.receipts)
    except Refused as fault:
        return f"{file.file.name}: the stored data stay as they are, because {fault.sentence}."
    return ""


def note_unchanged(session: Session, file: Rereading) -> None:
    """Record that the current readers read a file exactly as it is stored."""
    with writing(session.db):
        put_receipts(session.db, file.file.search, file.file.sha256, file.receipts)


def look_for_changes(session: Session) -> tuple[str, ...]:
    """Sentences on files that the current readers read differently, once for each reader state."""
    told = []
    command = command_line("ajour reread", session.review.folder)
    for file in reread(session, every=False):
        if file.differs:
            head, *faults = summary(file).split("\n")
            told.append("\n".join([f"{head} To see the changes: {command}", *faults]))
        elif not file.refused:
            note_unchanged(session, file)
    return tuple(told)


def summary(file: Rereading) -> str:
    """A sentence on what a new reading of a file changes."""
    name = file.file.name
    if file.refused:
        return (
            f"{name}: the stored data stay as they are, because this version would refuse "
            f"the file. {file.refused}"
        )
    if not file.differs:
        return f"{name}: no change."
    changed = {change.record for change in file.changes}
    names = sorted({change.field.replace("_", " ") for change in file.changes})
    parts = []
    if changed:
        differ = amount(len(changed), "record differs", "records differ")
        parts.append(f"{differ} in {', '.join(names)}")
    if file.added:
        parts.append(amount(len(file.added), "record is new", "records are new"))
    if file.gone:
        parts.append(amount(len(file.gone), "record is missing", "records are missing"))
    return f"{name}: this version reads the file differently: {'; '.join(parts)}."


def duplicates_then(session: Session, again: Sequence[Rereading]) -> str:
    """A sentence on what changes among the duplicates with the new values."""
    new = {record.id: record for file in again for record in file.records}
    gone = {record.id for file in again for record in file.gone}
    kept = [new.pop(one.id, one) for one in records(session.db) if one.id not in gone]
    from pipeline.dedupe.evidence import Policy  # slow to import
    from pipeline.dedupe.find import find_duplicates

    found = find_duplicates(
        [*kept, *new.values()],
        known=None,
        verdicts=pair_verdicts(session.db),
        policy=Policy(preprints=session.review.preprints),
    )
    reports: dict[str, set[str]] = {}
    for member in members(session.db):
        reports.setdefault(member.report, set()).add(member.record)
    before = {frozenset(group) for group in reports.values() if len(group) > 1}
    after = {frozenset(cluster.members) for cluster in found.clusters}
    asked = len(doubts(session.db))
    doubtful = amount(
        len(found.band), "possible duplicate would need", "possible duplicates would need"
    )
    return (
        f"Duplicates: {amount(len(after - before), 'group')} of records would be added and "
        f"{len(before - after):,} removed. {doubtful} a decision, instead of {asked:,} now."
    )


def first_changes(file: Rereading, most: int) -> list[FieldChange]:
    """The first changes of a file, at most `most`, for display."""
    return list(islice(file.changes, most))
