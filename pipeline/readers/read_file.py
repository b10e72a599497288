"""Reads an export: a context manager that yields its records one at a time, then its receipts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import BinaryIO, Self

from pipeline.errors import AjourError, Fault, FaultyRecords, ReaderFailed, Refused, shortened
from pipeline.readers import jsonl, tables, xml
from pipeline.readers.archives import ArchiveMember, foreign, sources
from pipeline.readers.dialects import Dialect, Format, dialect_of, format_of
from pipeline.readers.entries import LONGEST_VALUE, TEXTS, Entry
from pipeline.readers.first_pass import survey
from pipeline.readers.formats import LINED, TABLES, FoundFormat, detect
from pipeline.readers.layout import FORMATS, layout_faults, layout_notes
from pipeline.readers.ledger import ReceiptDraft
from pipeline.readers.lines import decoded, lines
from pipeline.readers.record_builder import record_of
from pipeline.readers.survey import Survey
from pipeline.receipts import Receipt, Unplaced
from pipeline.records import Record
from pipeline.text.amounts import amount

READER = "4"
"""Version of the readers. Raise it whenever a file may be read differently than before: an update
then checks whether the files that it has would be."""


class ExportReading:
    """One file being read. `receipts` are complete once `records()` has run to its end.

    Keep no record before that: the last line can still make the file invalid. Pickling takes
    everything that is read, since the file need not exist where the object arrives.
    """

    def __init__(
        self, path: Path, *, accept_faults: bool = False, content: bytes | None = None
    ) -> None:
        self._path, self._accept, self._content = path, accept_faults, content
        self._receipts: list[Receipt] = []
        self._hints: list[Fault] = []
        self._done = False
        self.rejects: list[bytes] = []
        """The entries that accept_faults left out, unchanged."""

    def __enter__(self) -> Self:
        """Opens nothing yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Closes nothing: each stream is closed by the generator that opened it."""

    def __reduce__(self) -> tuple[Callable[..., "Whole"], tuple[object, ...]]:
        """Reads the whole file into memory, for pickling."""
        try:
            read, refused = tuple(told_apart(self.records(), self._path)), None
        except Refused as fault:
            read, refused = (), fault
        rejects = tuple(self.rejects)
        return partial(
            Whole, read=read, receipts=self.receipts, rejects=rejects, refused=refused
        ), ()

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """One receipt per member, in order; for a refused file, as far as it was read."""
        return tuple(self._receipts)

    def records(self) -> Iterator[Record]:
        """Yields every record in order; at the end raises Refused with all faults, unless accepted.

        `place` counts within the member (1-based), `line` is where the entry begins. Memory use
        depends on the largest record and the number of faults, not on the size of the file.
        """
        faults: list[Fault] = []
        for source in sources(self._path, self._content):
            ledger = ReceiptDraft()
            try:
                yield from self._member(source, ledger)
            except Refused as refusal:
                if refusal.sentence.startswith("line "):
                    raise Refused(f"{source.name}: {refusal.sentence}", refusal.faults) from None
                raise
            except UnicodeError:
                raise Refused(
                    f"{source.name}: this file is not text. Nothing was imported."
                ) from None
            except (MemoryError, RecursionError, OverflowError) as fault:
                what = type(fault).__name__.removesuffix("Error").lower()
                raise Refused(
                    f"{source.name}: this file has too many nested levels, or values that are too "
                    f"large to read ({what}). Nothing was imported."
                ) from None
            member = f"{source.member}, " if source.member else ""
            faults += [Fault(member + one.place, one.sentence) for one in ledger.faults]
        if faults and not self._accept:
            kind = FaultyRecords if any(one.records for one in self._receipts) else Refused
            raise kind(f"{self._path.name}: nothing was imported.", [*faults, *self._hints])

    def _member(self, source: ArchiveMember, ledger: ReceiptDraft) -> Iterator[Record]:
        for sentence in source.notes:
            ledger.note(sentence)
        with source.open() as stream:
            foreign(stream.read(64), source.name)
        with source.open() as stream:
            found = survey(stream, source.name)
        format_ = detect(found, source.name)
        if format_.format == "table":
            with source.open() as stream:
                place = tables.columns_of(found.head, source.name)
                counted = tables.rows(lines(stream, found.encoding), found, *place)
            format_ = replace(format_, start_tags=counted)
        with source.open() as stream:
            if format_.format == "jsonl":
                yield from jsonl.records(lines(stream, found.encoding), ledger)
            else:
                entries = _entries(stream, source, found, format_.format, ledger)
                yield from self._taken(entries, found, _table(format_.format), ledger)
        self._receipts.append(self._receipt(source, found, format_, ledger))
        if ledger.faults and not self._hints:
            self._hints = _hints(format_.format, ledger)

    def _taken(
        self, entries: Iterator[Entry], found: Survey, table: Format, ledger: ReceiptDraft
    ) -> Iterator[Record]:
        """Yields the records of valid entries; faulty entries go to the ledger and the rejects."""
        for entry in entries:
            if not entry.line:
                continue
            entry.place = ledger.placed + ledger.rejected + 1
            if entry.size > LONGEST_VALUE:
                check_values(entry, dialect_of(entry, table))
            if entry.faults:
                (ledger.aside if entry.alone else ledger.faults).extend(entry.faults)
                ledger.rejected += 1
                ledger.alone += entry.alone
                if self._accept or entry.alone:
                    self.rejects.append(_as_stood(entry, found.encoding))
                continue
            ledger.placed += 1
            record = self._record(entry, table, ledger)
            ledger.look_at(record)
            yield record

    def _record(self, entry: Entry, table: Format, ledger: ReceiptDraft) -> Record:
        dialect = dialect_of(entry, table)
        ledger.dialects[dialect.name] = ledger.dialects.get(dialect.name, 0) + 1
        record = record_of(entry, dialect)
        for tag, values in entry.values.items():
            if tag not in table.kept and tag not in dialect.tags and not tag.startswith("SO "):
                name = entry.columns.get(tag, tag)
                filled = sum(map(bool, values)) if entry.columns else len(values)
                if filled:
                    ledger.leave(name, entry.lines.get(tag, entry.line), filled)
        return record

    def _receipt(
        self, source: ArchiveMember, found: Survey, format_: FoundFormat, ledger: ReceiptDraft
    ) -> Receipt:
        read = ledger.placed + ledger.rejected
        counted = format_.start_tags - ledger.doubled or read
        if counted != read and not ledger.faults:
            ledger.faults.append(
                Fault(
                    "whole file",
                    f"the file seems to have {amount(counted, 'record')}, but ajour read {read:,}",
                )
            )
        if not read and not ledger.faults:
            ledger.faults.append(Fault("whole file", "the file has no records"))
        if not ledger.placed:
            ledger.faults, ledger.aside = [*ledger.faults, *ledger.aside], []
        ledger.faults += layout_faults(ledger, format_.format)
        dialects = sorted(ledger.dialects, key=lambda one: (-ledger.dialects[one], one))
        names = {one.name: one.because for one in _table(format_.format).dialects}
        because = [format_.because, *(names.get(one, "") for one in dialects[:1])]
        if format_.format in TABLES:
            because = because[:1]
        return Receipt(
            file=source.file,
            member=source.member,
            format=format_.format,
            dialect=", ".join(dialects),
            because="; ".join(because),
            encoding=found.encoding,
            start_tags=counted,
            records=ledger.placed,
            unplaced=tuple(
                Unplaced(tag=tag, line=line, count=count)
                for tag, (line, count) in sorted(ledger.unplaced.items())
            ),
            notes=(*ledger.notes, *layout_notes(ledger), *ledger.mended.notes(found.encoding)),
            sha256=found.sha256,
            faults=(*ledger.faults, *ledger.aside),
            accepted_faults=ledger.rejected if self._accept else ledger.alone,
            numbers=tuple(ledger.numbers),
            reader=READER,
        )


def check_values(entry: Entry, dialect: Dialect) -> None:
    """Note values that are too long for their field as faults of the record."""
    texts = {tag for name in TEXTS for tag in dialect.fields.get(name, ())}
    for name, tags in dialect.fields.items():
        for tag in set(tags) - texts if name not in TEXTS else ():
            longest = max(map(len, entry.values.get(tag, ())), default=0)
            if longest > LONGEST_VALUE:
                line = entry.lines.get(tag, entry.line)
                sentence = f"the {name.replace('_', ' ')} of this record has {longest:,} characters"
                entry.fault(line, f"{sentence}; expected at most {LONGEST_VALUE:,}")


def _hints(format_: str, ledger: ReceiptDraft) -> list[Fault]:
    """The format that a refused file was read as, and the vendor's menu that exports it completely.

    Empty if no vendor was recognised.
    """
    dialects = sorted(ledger.dialects, key=lambda one: (-ledger.dialects[one], one))
    known = {one.name: one.export for one in _table(format_).dialects if one.marks}
    menu = known.get(dialects[0], "") if dialects else ""
    if not menu:
        return []
    format_name = FORMATS.get(format_, format_)
    what = f"this file is an export from {dialects[0]} in the format {format_name}"
    return [Fault("to do", f"{what}. To export the records again: {menu}")]


def _table(format_: str) -> Format:
    return format_of(TABLES.get(format_, format_))


def _entries(
    stream: BinaryIO, source: ArchiveMember, found: Survey, format_: str, ledger: ReceiptDraft
) -> Iterator[Entry]:
    if format_ in xml.RECORDS:
        return xml.entries(stream, format_, ledger, source.name)
    text = decoded(stream, found, ledger.mended, row=format_ == "table")
    return LINED[format_](text, found, ledger)


def _as_stood(entry: Entry, encoding: str) -> bytes:
    """The bytes of an entry; in UTF-8 if it was read in another encoding than its file."""
    raw = "".join(entry.raw)
    try:
        return raw.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        return raw.encode("utf-8", "surrogateescape")


def reading(
    path: Path, *, accept_faults: bool = False, content: bytes | None = None
) -> ExportReading:
    """An export of any vendor, or an archive of several exports, ready to be read.

    `content` are the bytes of a plain text, if they were read before.

    `with reading(path) as export:` then `export.records()` to its end, then `export.receipts`.
    """
    return ExportReading(Path(path), accept_faults=accept_faults, content=content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An export that was read to its end, perhaps by another process, or why it was refused."""

    read: tuple[Record, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    rejects: Sequence[bytes] = ()
    refused: Refused | None = None

    def records(self) -> Iterator[Record]:
        """Yields every record in order; then raises Refused if the file is invalid."""
        yield from self.read
        if self.refused:
            raise self.refused


def told_apart(records: Iterator[Record], path: Path) -> Iterator[Record]:
    """Yields the records of one file; raises a failure of the reader itself as ReaderFailed.

    One file must not stop the reading of the others, and a bug of ours must not look like a fault
    of the file. OSError is not converted: a failing disk is neither.
    """
    try:
        yield from records
    except (AjourError, OSError):
        raise
    except Exception as fault:
        at = extract_tb(fault.__traceback__)[-1]
        where = "/".join(Path(at.filename).parts[-3:])
        raise ReaderFailed(
            f"{path.name}: nothing was imported. This is an error in ajour, not in your file: "
            f"{type(fault).__name__} in {where}, line {at.lineno}: {shortened(str(fault), 200)}"
        ) from fault
