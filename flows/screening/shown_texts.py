"""Compares the texts on a returned list with those stored now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from exports.cells import digest
from exports.lists.layout import shown
from pipeline.errors import Fault
from pipeline.records import Record, RecordId
from pipeline.review.decision_rows import (
    ChangedCells,
    DecisionRow,
    ReturnedFile,
    ShownChange,
)
from pipeline.review.library import Library
from pipeline.text.amounts import in_series
from pipeline.text.same_text import alike

JUDGED = ("title", "abstract")
"""The fields that a verdict is based on: changes to others do not affect it."""

Stored = Mapping[RecordId, Sequence[Record]]
"""All records of each record's report, with the report's own record last."""


def stored_texts(library: Library, ids: Iterable[RecordId]) -> Stored:
    """The stored records of the reports that these records belong to."""
    found: dict[RecordId, Sequence[Record]] = {}
    for record in set(ids) & library.records.keys():
        report = library.report_of(record)
        members = [library.records[one] for one in library.members[report]]
        found[record] = (*members, library.reports[report])
    return found


def compared(reading: ReturnedFile, stored: Stored) -> ReturnedFile:
    """A list whose rows say where title or abstract differ from what is stored now.

    A text counts as stored if any record of the report has it, whichever is now primary. Text added
    since to an empty field is reported without a question. Other changed cells are reported if they
    differ from what is stored, except for changes that spreadsheets make themselves.
    """
    rows, told = [], []
    for row in reading.rows:
        texts = stored.get(row.record, ())
        rows.append(replace(row, differs=tuple(_differences(row, texts))))
        told += [
            Fault(
                row.place(column),
                "this cell was empty on the list, but the field has been filled in since then",
            )
            for column in JUDGED
            if texts and row.sent.get(column) == digest("") and _text(texts[-1], column)
        ]
    told += [fault for cells in reading.changes for fault in _told(cells, stored)]
    structure = (*reading.structure, *_other_titles(reading, rows, stored))
    return replace(
        reading, rows=tuple(rows), warnings=(*reading.warnings, *told), structure=structure
    )


def _differences(row: DecisionRow, texts: Sequence[Record]) -> Iterator[ShownChange]:
    for column in JUDGED if texts else ():
        now = [_text(one, column) for one in texts]
        text, sent = row.shown.get(column, ""), row.sent.get(column)
        if sent is None:
            same = not text or _among(text, now)
        elif sent == digest("") or sent in map(digest, now):
            same = not _slid(row, texts) or _among(text, now)
        else:
            same = bool(text) and _among(text, now)
        if not same:
            yield ShownChange(column=column, before=row.shown.get(column), after=now[-1])


def _among(text: str, texts: Sequence[str]) -> bool:
    return any(alike(text, one) for one in texts)


def _slid(row: DecisionRow, texts: Sequence[Record]) -> bool:
    """Whether a row's title and authors both belong to other records, as after a shift of cells."""
    return all(
        row.shown.get(column)
        and not _among(row.shown[column], [_text(one, column) for one in texts])
        for column in ("title", "authors")
    )


def _text(record: Record, column: str) -> str:
    value = shown(record)[column]
    return "" if value is None else str(value)


def _told(cells: ChangedCells, stored: Stored) -> Iterator[Fault]:
    """The changed cells of a row that differ from what is stored."""
    texts = stored.get(cells.record, ())
    others = [
        cells.columns[column]
        for column, text in cells.cells.items()
        if not (texts and column in shown(texts[-1]))
        or not any(alike(text, _text(one, column)) for one in texts)
    ]
    if others:
        sentence = (
            f"{_named(others)} since the list was sent. ajour does not import changes of "
            f"{'this column' if len(others) == 1 else 'these columns'}"
        )
        yield Fault(cells.place, sentence)


def _named(columns: Sequence[str]) -> str:
    names = in_series(columns)
    return f"column {names} has changed" if len(columns) == 1 else f"columns {names} have changed"


def _other_titles(
    reading: ReturnedFile, rows: Sequence[DecisionRow], stored: Stored
) -> Iterator[Fault]:
    """Rows whose title is stored for another row of the file, if keys do not decide."""
    titles = {
        _text(one, "title"): row.record for row in rows for one in stored.get(row.record, ())[-1:]
    }
    slid = [
        row
        for row in rows
        if not row.sent
        and any(one.column == "title" for one in row.differs)
        and titles.get(row.shown.get("title", ""), row.record) != row.record
    ]
    if len(slid) > 1:
        sentence = "the titles belong to other rows. Perhaps a column was sorted without the others"
        yield from (Fault(row.place("title"), sentence) for row in slid)
    wrong = [
        pair
        for pair, titled in zip(reading.pairs, reading.pair_titles, strict=False)
        if not _titled(pair.one, titled[0], stored) or not _titled(pair.other, titled[1], stored)
    ]
    if len(wrong) > 1:
        sentence = (
            "the titles do not belong to these ids. Perhaps a column was sorted without the others"
        )
        yield from (Fault(pair.origin.place(), sentence) for pair in wrong)


def _titled(record: RecordId, title: str, stored: Stored) -> bool:
    """Whether a title is one of the record's report; a missing cell counts as a match."""
    texts = stored.get(record, ())
    return not title or not texts or any(alike(title, _text(one, "title")) for one in texts)
