"""The text beside and below the flow: what is pending, and what PRISMA has no box for."""

from collections.abc import Iterable
from dataclasses import dataclass

from exports.language.catalogue import Language, Words, number
from exports.prisma_flow.boxes import BoxLine, Cell, FlowRow
from exports.prisma_flow.options import FlowHead
from pipeline.prisma.boxes import BESIDE, unit
from pipeline.prisma.flow import Flow

STAGES = (
    ("screened", "not_yet_screened", "not_yet_screened_records", "screening_conflict_records"),
    ("sought", "not_yet_sought", "not_yet_sought_reports", "retrieval_conflict_reports"),
    ("assessed", "not_yet_assessed", "not_yet_assessed_reports", "assessment_conflict_reports"),
)
"""Row of the figure, wording, what is pending there, and how much of it is in conflict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideRow:
    """A line of the side table: what it counts, in which unit, and how many."""

    box: str
    label: str
    unit: str
    number: int


def with_pending(rows: list[FlowRow], flow: Flow, head: FlowHead) -> list[FlowRow]:
    """The rows with what is pending in a column beside them, and the mark at its top."""
    if not flow.preliminary:
        return rows
    words = Words(head.language, "flow")
    mark = Cell(
        name="preliminary", box="", entries=(BoxLine(text=words["preliminary"]),), kind="pending"
    )
    cells = {row: cell for row, *stage in STAGES if (cell := _pending(flow, head, stage))}
    cells[rows[0].name] = mark
    return [
        FlowRow(name=row.name, phase=row.phase, cells=row.cells | {"pending": cells[row.name]})
        if row.name in cells
        else row
        for row in rows
    ]


def pending_lines(flow: Flow, head: FlowHead) -> list[str]:
    """What is pending, a statement per stage, as the figure words it; empty for a finished flow."""
    cells = (_pending(flow, head, stage) for _, *stage in STAGES)
    return [cell.entries[0].text for cell in cells if cell]


def _pending(flow: Flow, head: FlowHead, stage: list[str]) -> Cell | None:
    """What is pending at a stage, how much of it in conflict, in which column; None if nothing."""
    key, box, conflict = stage
    words = Words(head.language, "flow")
    if not flow[f"all_{box}"]:
        return None
    entries = [BoxLine(text=head.say(words, key, flow[f"all_{box}"]), box=f"all_{box}")]
    parts = [("conflicts", f"all_{conflict}")]
    if head.with_other(flow):
        parts += [("column_database", box), ("column_other", f"other_{box}")]
    entries += [
        BoxLine(text=head.say(words, part, flow[where]), box=where, indent=1)
        for part, where in parts
        if flow[where]
    ]
    return Cell(
        name=key.replace("_", "-"), box=f"all_{box}", entries=tuple(entries), kind="pending"
    )


def side_rows(flow: Flow, head: FlowHead, *, empty: bool = False) -> list[SideRow]:
    """The side table: the slots that PRISMA lacks, those at 0 only if `empty` is set."""
    words = Words(head.language, "flow_side")
    return [
        SideRow(
            box=box,
            label=head.say(words, box),
            unit=head.say(words, f"unit_{unit(box)}"),
            number=flow[box],
        )
        for box in BESIDE
        if (empty or flow[box]) and (empty or _tells(flow, box))
    ]


def _tells(flow: Flow, box: str) -> bool:
    """Whether a line adds to the figure: people's exclusions do only beside automatic ones."""
    return box != "excluded_people_records" or flow["excluded_automation_records"] > 0


def undrawn_note(letters: str, language: Language) -> str:
    """The warning that PNG and PDF of the figure lack letters, and what to do about it."""
    return Words(language, "flow_notes")("undrawn", letters=" ".join(letters))


def found_again_note(rounds: Iterable[Flow], language: Language) -> str:
    """Why the figure of all rounds has more duplicates than those of each round together, or "".

    A record found again is a duplicate among all rounds, but not within its own.
    """
    records = sum(flow["all_found_again_decided_records"] for flow in rounds)
    key = "found_again_one" if records == 1 else "found_again"
    return Words(language, "flow_notes")(key, n=number(records, language)) if records else ""


def flow_notes(flow: Flow, head: FlowHead) -> list[str]:
    """A sentence for each of the flow's warnings, in their order."""
    words = Words(head.language, "flow_notes")
    reports = number(flow["new_reports"], head.language)
    return [head.say(words, warning, flow["new_studies"], reports) for warning in flow.warnings]
