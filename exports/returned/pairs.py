"""Reads a filled-in sheet of possible duplicates: a person's verdict on each pair."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from exports.cells import folded, found_id
from exports.returned.formats import ReadOptions
from exports.returned.header import (
    HiddenSheet,
    ReturnedTable,
    SheetLine,
    headed,
    headings,
    hidden_sheet,
    lines,
    table,
)
from exports.returned.vocabulary import SAME, bare_number, expected_answer, language_of
from exports.returned.workbooks import HIDDEN, IncomingFile, Rows, sheets
from pipeline.decisions import PairVerdict
from pipeline.errors import Fault, Refused, shortened
from pipeline.records import RecordId
from pipeline.review.decision_rows import ReturnedFile
from pipeline.text.likeness import guess


def read(file: IncomingFile, options: ReadOptions) -> ReturnedFile:
    """The content of a filled-in sheet of duplicates; `faults` has the faults of all its cells.

    Raises Refused if the file cannot be read or is no such sheet.
    """
    known = headings("duplicates", (*READ, *TITLES))
    needed = (frozenset({"id_one", "id_other", "verdict"}),)
    reader = _Reader(language=options.language)
    for sheet in sheets(file):
        if sheet.name in HIDDEN:
            reader.knows(hidden_sheet(sheet))
            if reader.facts.get("form", "duplicates") != "duplicates":
                break
        elif found := table(file.name, sheet, known, needed):
            reader.read(*found)
            if sheet.is_csv:
                break
    if not reader.tables:
        raise Refused(
            f"{file.name}: this is not a sheet of duplicates. Such a sheet has columns with the "
            f"headings id A, id B and {headed('duplicates', 'verdict', options.language)}."
        )
    return reader.reading(file)


READ = ("verdict", "note", "id_one", "id_other")
TITLES = ("title_one", "title_other")


@dataclass(slots=True)
class _Reader:
    """Collects the content of all sheets of a file."""

    language: str
    tables: list[ReturnedTable] = field(default_factory=list)
    pairs: list[PairVerdict] = field(default_factory=list)
    titles: list[tuple[str, ...]] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    empty: int = 0

    def knows(self, hidden: HiddenSheet) -> None:
        """Use the hidden sheet's data on the list."""
        self.facts = dict(hidden.facts)
        self.language = language_of(self.facts.get("language", ""), self.language)

    def read(self, made: ReturnedTable, rows: Rows) -> None:
        """Collect the content of one sheet."""
        self.tables.append(made)
        for line in lines(made, rows, READ):
            pair = _pair(made, line, self.language)
            self.empty += pair is None and not line.texts.get("verdict")
            if pair:
                self.pairs.append(pair)
                self.titles.append(tuple(line.texts.get(one, "") for one in TITLES))

    def reading(self, file: IncomingFile) -> ReturnedFile:
        """All that was read."""
        faults = [fault for made in self.tables for fault in made.faults]
        return ReturnedFile(
            path=file.path,
            kind="pairs",
            review=self.facts.get("review", ""),
            review_id=self.facts.get("review_id", ""),
            reviewer=self.facts.get("reviewer", ""),
            pairs=tuple(self.pairs),
            pair_titles=tuple(self.titles),
            empty=self.empty,
            faults=(*faults, *_twice(self.pairs)),
            structure=tuple(fault for made in self.tables for fault in made.twice),
            warnings=tuple(stray for made in self.tables for stray in made.sheet.strays),
            language=self.language,
        )


def _pair(made: ReturnedTable, line: SheetLine, language: str) -> PairVerdict | None:
    """One row, without its reviewer; None if it has no answer or if a fault was noted."""
    text = line.texts.get("verdict", "")
    if not text:
        return None
    same = SAME.get(folded(text))
    if same is None:
        bare = ". ajour accepts no number in this column"
        why = bare if bare_number(text) else guess(folded(text), SAME)
        made.fault(
            line.row,
            "verdict",
            f"found “{shortened(text, 60)}”; {expected_answer(language)}{why}",
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
        made.fault(line.row, "id_other", f"found {one} twice; expected two different records")
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
    """Faults for pairs that occur twice with different verdicts."""
    first: dict[frozenset[RecordId], PairVerdict] = {}
    faults = []
    for pair in pairs:
        earlier = first.setdefault(frozenset({pair.one, pair.other}), pair)
        if earlier.same != pair.same:
            row = earlier.origin.row
            sentence = (
                f"this row and row {row} have different answers about the pair {pair.one} and "
                f"{pair.other}. Keep only one of the two rows"
            )
            faults.append(Fault(pair.origin.place(), sentence))
    return faults
