"""What is worth a second look in a flow or its figure, in words."""

from collections.abc import Iterable

from exports.language.catalogue import Language, Words, number
from exports.prisma_flow.options import FlowHead
from pipeline.prisma.flow import Flow


def undrawn_note(letters: str, language: Language) -> str:
    """That PNG and PDF of the figure could not show letters, and what to do about it."""
    return Words(language, "flow_notes")("undrawn", letters=" ".join(letters))


def found_again_note(rounds: Iterable[Flow], language: Language) -> str:
    """Why the figure of all rounds has more duplicates than theirs together; "" where it has not.

    A record found again is a duplicate among all rounds, and no duplicate in its own.
    """
    records = sum(flow["all_found_again_decided_records"] for flow in rounds)
    key = "found_again_one" if records == 1 else "found_again"
    return Words(language, "flow_notes")(key, n=number(records, language)) if records else ""


def flow_notes(flow: Flow, head: FlowHead) -> list[str]:
    """A sentence for each of the flow's warnings, in their order."""
    words = Words(head.language, "flow_notes")
    reports = number(flow["new_reports"], head.language)
    return [head.say(words, one, flow["new_studies"], reports) for one in flow.warnings]
