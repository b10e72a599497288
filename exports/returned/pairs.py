"""A filled-in sheet of doubtful duplicates: a person's word on each pair."""

from collections.abc import Sequence

from exports.cells import folded, found_id
from exports.returned.formats import ReadOptions
from exports.returned.header import (
    ReturnedTable,
    SheetLine,
    headed,
    headings,
    hidden_facts,
    lines,
    table,
)
from exports.returned.vocabulary import EXPECTED_SAME, SAME, bare_number
from exports.returned.workbooks import HIDDEN, IncomingFile, sheets
from pipeline.decisions import PairVerdict
from pipeline.errors import Fault, Refused, shortened
from pipeline.records import RecordId
from pipeline.review.decision_rows import ReturnedFile


def read(file: IncomingFile, _: ReadOptions) -> ReturnedFile:
    """What a filled-in sheet of duplicates says; `faults` has all that is wrong in its cells.

    Raises Refused where the file can not be read or is no such sheet.
    """
    known = headings("duplicates", ("verdict", "note", "id_one", "id_other"))
    needed = (frozenset({"id_one", "id_other", "verdict"}),)
    pairs: list[PairVerdict] = []
    tables: list[ReturnedTable] = []
    facts: dict[str, str] = {}
    empty = 0
    for sheet in sheets(file):
        if sheet.name in HIDDEN:
            facts = hidden_facts(sheet)
            if facts.get("form", "duplicates") != "duplicates":
                break
            continue
        found = table(file.name, sheet, known, needed)
        if not found:
            continue
        made, raw = found
        tables.append(made)
        for line in lines(made, raw, ("verdict", "note", "id_one", "id_other")):
            pair = _pair(made, line)
            empty += pair is None and not line.texts.get("verdict")
            pairs += [pair] if pair else []
        if sheet.is_csv:
            break
    if not tables:
        raise Refused(
            f"{file.name}: this is no sheet of duplicates: no sheet has columns headed id A, id B "
            f"and {headed('duplicates', 'verdict')}"
        )
    faults = [*(fault for made in tables for fault in made.faults), *_twice(pairs)]
    return ReturnedFile(
        path=file.path,
        kind="pairs",
        review=facts.get("review", ""),
        reviewer=facts.get("reviewer", ""),
        pairs=tuple(pairs),
        empty=empty,
        faults=tuple(faults),
        warnings=tuple(stray for made in tables for stray in made.sheet.strays),
    )


def _pair(made: ReturnedTable, line: SheetLine) -> PairVerdict | None:
    """One row, of nobody as yet; None where it says nothing or a fault was noted."""
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
    return PairVerdict(
        one=RecordId(one),
        other=RecordId(other),
        same=same,
        reviewer="",
        when="",
        origin=made.origin(line.row),
        note=line.texts.get("note") or None,
    )


def _twice(pairs: Sequence[PairVerdict]) -> list[Fault]:
    """Pairs that stand twice with different words."""
    first: dict[frozenset[RecordId], PairVerdict] = {}
    faults = []
    for pair in pairs:
        earlier = first.setdefault(frozenset({pair.one, pair.other}), pair)
        if earlier.same != pair.same:
            row = earlier.origin.row
            sentence = f"says otherwise of {pair.one} and {pair.other} than row {row}"
            faults.append(Fault(pair.origin.place(), sentence))
    return faults
