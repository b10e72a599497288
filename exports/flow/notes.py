"""What balances in a flow but is worth a second look, in words."""

from exports.catalogue import Words, number
from exports.flow.head import FlowHead
from pipeline.prisma import Flow


def flow_notes(flow: Flow, head: FlowHead) -> list[str]:
    """A sentence for each of the flow's warnings, in their order."""
    words = Words(head.language, "flow_notes")
    reports = number(flow["new_reports"], head.language)
    return [head.say(words, one, flow["new_studies"], reports) for one in flow.warnings]
