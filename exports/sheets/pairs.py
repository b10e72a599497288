"""Doubtful duplicates side by side for a person, and the person's word back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from itertools import accumulate
from pathlib import Path

from exports.catalogue import Words
from exports.sheets.candidates import ListHead
from exports.sheets.cells import cleaned, found_id, text_of
from exports.sheets.layout import Column, Shown
from exports.sheets.list_sheet import (
    Choice,
    ListForm,
    ListRow,
    facts,
    guide_lines,
    offer_choices,
    write_list,
)
from exports.sheets.opening import sheets
from exports.sheets.rows import Line, Table, headings, lines, table
from exports.sheets.verdict_words import SAME, bare_number
from exports.sheets.workbook import Parts, opened, write_guide, write_hidden
from pipeline.decisions import Origin, PairVerdict
from pipeline.errors import Fault, Refused
from pipeline.records import Record, RecordId

BESIDE = ("title", "authors", "published", "identifiers", "abstract", "source")
WIDTHS = (40, 26, 24, 24, 60, 16)


def _beside(start: int, end: int) -> tuple[Column, ...]:
    """A column for each of the two records, part by part."""
    parts = list(zip(BESIDE, WIDTHS, strict=True))[start:end]
    return tuple(
        Column(key=f"{part}_{side}", width=width)
        for part, width in parts
        for side in ("one", "other")
    )


COLUMNS = (
    Column(key="rank", width=6, kind="number"),
    Column(key="verdict", width=14, kind="input"),
    Column(key="note", width=20, kind="input"),
    *_beside(0, 4),
    Column(key="because", width=30),
    Column(key="against", width=30),
    Column(key="score", width=9, kind="number"),
    *_beside(4, 6),
    Column(key="id_one", width=16),
    Column(key="id_other", width=16),
)

COMPARED = 400
"""Words of a text that are compared; the difference of long texts takes time by their product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two records that may be of one report, what speaks for it and against, and how like (0 to 1)
    they are. `same` and `note` are what was said of them before.
    """

    one: Record
    other: Record
    score: float | None = None
    because: str = ""
    against: str = ""
    same: bool | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """One row that says whether two records are of one report."""

    file: str
    sheet: str
    row: int
    one: RecordId
    other: RecordId
    same: bool
    note: str | None = None

    def verdict(self, *, reviewer: str, when: str) -> PairVerdict:
        """The row as a verdict of a reviewer."""
        origin = Origin(file=self.file, sheet=self.sheet, row=self.row)
        return PairVerdict(
            one=self.one,
            other=self.other,
            same=self.same,
            reviewer=reviewer,
            when=when,
            origin=origin,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReading:
    """A file of pair verdicts as read. `empty` counts the rows that say nothing."""

    file: str
    review: str = ""
    reviewer: str = ""
    rows: tuple[PairRow, ...] = ()
    empty: int = 0
    faults: tuple[Fault, ...] = ()


def duplicates_xlsx(head: ListHead, pairs: Sequence[Pair], path: Path) -> tuple[Fault, ...]:
    """Write the pairs, in the order given; returns what a workbook could not hold."""
    book = opened(path, head)
    words = Words(head.language, "duplicates")
    write_guide(book, guide_lines(head, "duplicates", len(pairs)))
    form = ListForm(
        sheet=words["sheet"],
        columns=COLUMNS,
        headings=[words[column.key] for column in COLUMNS],
        frozen=2,
    )
    sheet, known = write_list(book, form, _rows(words, pairs))
    offered = (words["same"], words["different"])
    help_text = Words(head.language, "candidates")("verdict_help", choices=", ".join(offered))
    choice = Choice(key="verdict", words=offered, title=words["verdict"], help=help_text)
    offer_choices(book, sheet, form, [(choice, len(pairs))])
    write_hidden(book, facts("duplicates", head), [offered], known)
    book.workbook.close()
    return tuple(book.losses)


def _rows(words: Words, pairs: Sequence[Pair]) -> Iterator[ListRow]:
    for rank, pair in enumerate(pairs, start=1):
        one, other = _told(pair.one), _told(pair.other)
        values: dict[str, Shown] = {
            "rank": rank,
            "verdict": None if pair.same is None else words["same" if pair.same else "different"],
            "note": pair.note,
            "because": pair.because,
            "against": pair.against,
            "score": pair.score,
            "id_one": pair.one.id,
            "id_other": pair.other.id,
        }
        values |= {f"{part}_one": one[part] for part in BESIDE}
        values |= {f"{part}_other": other[part] for part in BESIDE}
        marks = {f"{part}_one": partial(differing, other[part]) for part in BESIDE if other[part]}
        marks |= {f"{part}_other": partial(differing, one[part]) for part in BESIDE if one[part]}
        name = f"pair {pair.one.id}, {pair.other.id}"
        yield ListRow(name=name, values=values, marks=marks, known=(pair.one.id, pair.other.id))


def _told(record: Record) -> dict[str, str]:
    """A record in the words of the sheet."""
    place = "; ".join(
        f"{name} {value}"
        for name, value in (("vol", record.volume), ("no", record.issue), ("p", record.pages))
        if value
    )
    published = [str(record.year or ""), record.journal or "", place, record.type or ""]
    return {
        "title": record.title or "",
        "authors": "; ".join(record.authors),
        "published": "\n".join(part for part in published if part),
        "identifiers": "\n".join(part for part in (record.doi, record.pmid) if part),
        "abstract": record.abstract or "",
        "source": " · ".join(part for part in (record.source, record.search) if part),
    }


def differing(other: str, text: str) -> Parts:
    """The stretches of a text whose words the other text does not have in the same order.

    >>> differing("Work at home: a protocol", "Work at home: a cohort")
    [(16, 22, 'not met')]
    """
    pieces = re.findall(r"\w+|\W+", text)
    theirs = re.findall(r"\w+|\W+", cleaned(other, "")[0])
    starts = [0, *accumulate(len(piece) for piece in pieces)]
    mine = [piece.casefold() for piece in pieces[: 2 * COMPARED]]
    compared = SequenceMatcher(
        None, mine, [piece.casefold() for piece in theirs[: 2 * COMPARED]], autojunk=False
    )
    blocks = compared.get_matching_blocks()
    found = []
    at = 0
    for block in blocks:
        if any(piece.strip() for piece in mine[at : block.a]):
            found.append((starts[at], starts[block.a], "not met"))
        at = block.a + block.size
    return found


def read_pairs(path: Path) -> PairReading:
    """What a filled-in sheet of duplicates says; `faults` has all that is wrong in its cells.

    Raises Refused where the file can not be read or is no such sheet.
    """
    known = headings("duplicates", ("verdict", "note", "id_one", "id_other"))
    needed = (frozenset({"id_one", "id_other", "verdict"}),)
    rows: list[PairRow] = []
    tables: list[Table] = []
    empty = 0
    for sheet in sheets(path):
        found = table(path, sheet, known, needed)
        if not found:
            continue
        made, raw = found
        tables.append(made)
        for line in lines(made, raw, ("verdict", "note", "id_one", "id_other")):
            row = _pair_row(made, line)
            empty += row is None and not line.texts.get("verdict")
            rows += [row] if row else []
        if sheet.is_csv:
            break
    if not tables:
        raise Refused(
            f"{path.name}: this is no sheet of duplicates: no sheet has columns headed id A, id B "
            "and Samme rapport? or Same report?"
        )
    faults = [fault for made in tables for fault in made.faults]
    return PairReading(
        file=path.name, rows=tuple(rows), empty=empty, faults=(*faults, *_twice(rows))
    )


def _pair_row(made: Table, line: Line) -> PairRow | None:
    """One row; None where it says nothing or a fault was noted."""
    text = line.texts.get("verdict", "")
    if not text:
        return None
    same = SAME.get(text_of(text).casefold())
    if same is None:
        why = "; a bare number is not taken" if bare_number(text) else ""
        made.fault(
            line.row,
            "verdict",
            f"found “{text}”; expected samme or forskjellig (same, different){why}",
        )
    ids = {}
    for key in ("id_one", "id_other"):
        ids[key] = found_id(line.texts.get(key, ""))
        if not ids[key]:
            found = line.texts.get(key) or "nothing"
            made.fault(line.row, key, f"found {found}; expected the record's id of twelve letters")
    one, other = ids["id_one"], ids["id_other"]
    if same is None or not one or not other:
        return None
    if one == other:
        made.fault(line.row, "id_other", f"found {one} twice; expected two records")
        return None
    return PairRow(
        file=made.file,
        sheet=made.sheet.name,
        row=line.row,
        one=RecordId(one),
        other=RecordId(other),
        same=same,
        note=line.texts.get("note") or None,
    )


def _twice(rows: Sequence[PairRow]) -> list[Fault]:
    """Pairs that stand twice with different words."""
    first: dict[frozenset[RecordId], PairRow] = {}
    faults = []
    for row in rows:
        earlier = first.setdefault(frozenset({row.one, row.other}), row)
        if earlier.same != row.same:
            sentence = f"says otherwise of {row.one} and {row.other} than row {earlier.row}"
            faults.append(Fault(f"{row.file}, sheet {row.sheet}, row {row.row}", sentence))
    return faults
