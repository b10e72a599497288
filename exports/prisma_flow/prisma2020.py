"""PRISMA2020's csv: the R package's template, filled in with the numbers of a flow."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from exports.prisma_flow.options import FlowHead
from pipeline.prisma.balance import prove
from pipeline.prisma.flow import Flow
from pipeline.text.csv_cells import csv_text

COLUMNS = ("data", "node", "box", "description", "boxtext", "tooltips", "url", "n")


class Slot(NamedTuple):
    """A row of the template: its key, node and box; the label in our catalogue; our box.

    A box that ends in "/" means the list of its lines; "" a row without a number.
    """

    key: str
    node: str
    box: str
    label: str
    ours: str = ""


SLOTS = (
    Slot("NA", "node4", "prevstud", "previous_heading"),
    Slot("previous_studies", "node5", "box1", "previous_studies", "previous_studies"),
    Slot("previous_reports", "NA", "box1", "previous_reports", "previous_reports"),
    Slot("NA", "node6", "newstud", "{kind}_heading"),
    Slot("database_results", "node7", "box2", "database", "database_records"),
    Slot("database_specific_results", "NA", "box2", "database", "database_records/"),
    Slot("register_results", "NA", "box2", "register", "register_records"),
    Slot("register_specific_results", "NA", "box2", "register", "register_records/"),
    Slot("NA", "node16", "othstud", "{kind}_other_heading"),
    Slot("website_results", "node17", "box11", "website", "website_records"),
    Slot("organisation_results", "", "box11", "organisation", "organisation_records"),
    Slot("citations_results", "NA", "box11", "citations", "citations_records"),
    Slot("duplicates", "node8", "box3", "duplicates", "duplicates_records"),
    Slot("excluded_automatic", "NA", "box3", "automatic", "excluded_automatic_records"),
    Slot("excluded_other", "NA", "box3", "removed_other", "excluded_other_records"),
    Slot("records_screened", "node9", "box4", "screened", "screened_records"),
    Slot("records_excluded", "node10", "box5", "excluded", "excluded_records"),
    Slot("dbr_sought_reports", "node11", "box6", "sought", "sought_reports"),
    Slot("dbr_notretrieved_reports", "node12", "box7", "not_retrieved", "not_retrieved_reports"),
    Slot("other_sought_reports", "node18", "box12", "sought", "other_sought_reports"),
    Slot(
        "other_notretrieved_reports",
        "node19",
        "box13",
        "not_retrieved",
        "other_not_retrieved_reports",
    ),
    Slot("dbr_assessed", "node13", "box8", "assessed", "assessed_reports"),
    Slot("dbr_excluded", "node14", "box9", "reports_excluded", "excluded_reports/"),
    Slot("other_assessed", "node20", "box14", "assessed", "other_assessed_reports"),
    Slot("other_excluded", "node21", "box15", "reports_excluded", "other_excluded_reports/"),
    Slot("new_studies", "node15", "box10", "{updated}new_studies", "new_studies"),
    Slot("new_reports", "NA", "box10", "{updated}new_reports", "new_reports"),
    Slot("total_studies", "node22", "box16", "total_studies", "total_studies"),
    Slot("total_reports", "NA", "box16", "total_reports", "total_reports"),
    Slot("identification", "node1", "identification", "identification"),
    Slot("screening", "node2", "screening", "screening"),
    Slot("included", "node3", "included", "included"),
    Slot("total_studies_ma", "node23", "box17", "total_studies_ma"),
    Slot("total_reports_ma", "NA", "box17", "total_reports_ma"),
)
"""The template's rows, in its order."""

PREVIOUS_BOXES = ("box1", "box16")
OTHER_BOXES = ("box11", "box12", "box13", "box14", "box15")


def prisma2020_csv(flow: Flow, head: FlowHead) -> str:
    """The template filled with a flow's numbers and the language's labels; lines end with LF.

    Numbers are plain integers. Rows without a box in the chosen template are left empty, and the
    package hides them. Counts without a PRISMA slot are not here: a row whose key contains one of
    the package's keys would corrupt that one. Raises Refused for a flow that does not balance.
    """
    prove(flow)
    return csv_text([COLUMNS, *(_row(slot, flow, head) for slot in SLOTS)])


def _row(slot: Slot, flow: Flow, head: FlowHead) -> tuple[str, ...]:
    """A row of the template, filled in."""
    label = _label(slot, flow, head)
    tooltip = label if slot.node.startswith("node") else "NA"
    value = _value(slot, flow, head)
    return (slot.key, slot.node, slot.box, label, label, tooltip, "NA", value)


def _label(slot: Slot, flow: Flow, head: FlowHead) -> str:
    """The figure's text without its number."""
    updated = head.updated(flow)
    key = slot.label.format(
        kind="updated" if updated else "new", updated="updated_" if updated else ""
    )
    return head.say(head.plain_words(), key).removesuffix(" (n = 0)")


def _value(slot: Slot, flow: Flow, head: FlowHead) -> str:
    """The n of a row; "" hides it."""
    hidden = (
        not slot.ours
        or (slot.box in PREVIOUS_BOXES and not head.updated(flow))
        or (slot.box in OTHER_BOXES and not head.with_other(flow))
    )
    if hidden:
        return ""
    if not slot.ours.endswith("/"):
        return str(flow[slot.ours])
    box = slot.ours.removesuffix("/")
    if box in flow.sources:
        return _list((line.name, line.number) for line in flow.sources[box])
    return _list((head.reason(line.name), line.number) for line in flow.reasons[box])


def _list(lines: Iterable[tuple[str, int]]) -> str:
    """Lines as "label, n; label, n"; a plain 0 for none, which the package prints."""
    return "; ".join(f"{plain_label(name)}, {number}" for name, number in lines) or "0"


def plain_label(label: str) -> str:
    """A label without the characters at which the package splits.

    >>> plain_label("Wrong population; students, pupils")
    'Wrong population – students – pupils'
    """
    return " – ".join(part.strip() for part in re.split(r"[,;]", label) if part.strip())
