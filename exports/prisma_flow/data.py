"""The flow as data: JSON with every number, and a csv of what PRISMA has no slot for."""

import json
from dataclasses import asdict
from typing import Any

from exports.language.catalogue import Words
from exports.prisma_flow.options import FlowHead
from exports.prisma_flow.pending import flow_notes, side_rows
from pipeline.prisma.balance import prove
from pipeline.prisma.boxes import PENDING
from pipeline.prisma.flow import Flow
from pipeline.text.csv_cells import csv_text

CONFLICTS = (
    "all_screening_conflict_records",
    "all_retrieval_conflict_reports",
    "all_assessment_conflict_reports",
)
"""What awaits the resolution of a disagreement; counted within what is pending."""


def flow_json(flow: Flow, head: FlowHead) -> str:
    """Every number of a flow under the name of its box, with lists, pending numbers and stamp.

    Indented by two spaces, keys in the order of the flow, with a final newline. Raises Refused for
    a flow that does not balance.
    """
    prove(flow)
    return json.dumps(flow_data(flow, head), ensure_ascii=False, indent=2) + "\n"


def flow_data(flow: Flow, head: FlowHead) -> dict[str, Any]:
    """The content of `flow_json` as values."""
    reasons = {
        box: [
            {"reason": line.name, "label": head.reason(line.name), "n": line.number}
            for line in lines
        ]
        for box, lines in flow.reasons.items()
        if lines
    }
    return {
        "title": head.title,
        "language": head.language,
        "template": {"updated": head.updated(flow), "other_methods": head.with_other(flow)},
        "rounds": list(flow.rounds),
        "searches": list(flow.searches),
        "preliminary": flow.preliminary,
        "pending": {box: flow[box] for box in PENDING},
        "conflicts": {box: flow[box] for box in CONFLICTS},
        "numbers": dict(flow.numbers),
        "sources": {
            way: [{"source": line.name, "n": line.number} for line in lines]
            for way, lines in flow.sources.items()
            if lines
        },
        "reasons": reasons,
        "removed_other": [{"reason": one.name, "n": one.number} for one in flow.removed_other],
        "outside_prisma": [asdict(row) for row in side_rows(flow, head, empty=True)],
        "note": head.note,
        "warnings": flow_notes(flow, head),
        "stamp": asdict(head.stamp) if head.stamp else None,
    }


def side_csv(flow: Flow, head: FlowHead) -> str:
    """The slots that PRISMA lacks: box, label, unit, number; also those at 0; lines end with LF."""
    prove(flow)
    words = Words(head.language, "flow_side")
    headings = [words[f"column_{name}"] for name in ("box", "label", "unit", "number")]
    rows = side_rows(flow, head, empty=True)
    return csv_text([headings, *((row.box, row.label, row.unit, row.number) for row in rows)])
