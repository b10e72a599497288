"""What is worth a second look in a flow or its figure, in words."""

from exports.catalogue import Language, Words, number
from exports.flow.head import FlowHead
from pipeline.prisma import Flow


def undrawn_note(letters: str, language: Language) -> str:
    """That PNG and PDF of the figure could not show letters, and what to do about it."""
    return Words(language, "flow_notes")("undrawn", letters=" ".join(letters))


def flow_notes(flow: Flow, head: FlowHead) -> list[str]:
    """A sentence for each of the flow's warnings, in their order."""
    words = Words(head.language, "flow_notes")
    reports = number(flow["new_reports"], head.language)
    return [head.say(words, one, flow["new_studies"], reports) for one in flow.warnings]
