"""A person's word on doubtful duplicates, read back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exports.cells import folded, found_id
from exports.returned.header import Line, Table, headed, headings, lines, table
from exports.returned.hidden_sheet import hidden_facts
from exports.returned.vocabulary import EXPECTED_SAME, SAME, bare_number
from exports.returned.workbooks import HIDDEN, sheets
from pipeline.decisions import Origin, PairVerdict
from pipeline.errors import Fault, Refused, shortened
from pipeline.records import RecordId


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
            note=self.note,
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
    warnings: tuple[Fault, ...] = ()


def read_pairs(path: Path) -> PairReading:
    """What a filled-in sheet of duplicates says; `faults` has all that is wrong in its cells.

    Raises Refused where the file can not be read or is no such sheet.
    """
    known = headings("duplicates", ("verdict", "note", "id_one", "id_other"))
    needed = (frozenset({"id_one", "id_other", "verdict"}),)
    rows: list[PairRow] = []
    tables: list[Table] = []
    facts: dict[str, str] = {}
    empty = 0
    for sheet in sheets(path):
        if sheet.name in HIDDEN:
            facts = hidden_facts(sheet)
            if facts.get("form", "duplicates") != "duplicates":
                break
            continue
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
            f"and {headed('duplicates', 'verdict')}"
        )
    faults = [*(fault for made in tables for fault in made.faults), *_twice(rows)]
    whose = {name: facts.get(name, "") for name in ("review", "reviewer")}
    return PairReading(
        file=path.name,
        rows=tuple(rows),
        empty=empty,
        faults=tuple(faults),
        warnings=tuple(stray for made in tables for stray in made.sheet.strays),
        **whose,
    )


def _pair_row(made: Table, line: Line) -> PairRow | None:
    """One row; None where it says nothing or a fault was noted."""
    text = line.texts.get("verdict", "")
    if not text:
        return None
    same = SAME.get(folded(text))
    if same is None:
        why = "; a bare number is not taken" if bare_number(text) else ""
        made.fault(
            line.row,
            "verdict",
            f"found “{shortened(text, 60)}”; {EXPECTED_SAME}{why}",
        )
    ids = {}
    for key in ("id_one", "id_other"):
        ids[key] = found_id(line.texts.get(key, ""))
        if not ids[key]:
            found = shortened(line.texts.get(key) or "nothing", 60)
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
            sheet = f", sheet {row.sheet}" if row.sheet else ""
            faults.append(Fault(f"{row.file}{sheet}, row {row.row}", sentence))
    return faults
