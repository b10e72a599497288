"""Checks that no sentence of the manuscript is false and no required one is missing."""

import re
from collections.abc import Iterator

from tests.support.true_sentences.findings import Finding, kind
from tests.support.true_sentences.sentences import judged, paragraphs
from tests.support.true_sentences.text_kinds import SENTENCES
from tests.support.true_sentences.world import STAGES, World
from tests.support.true_sentences.written import Written

MUST = {
    "automation by a criterion": r"(?i)(criterion|criteria|kriteri)",
    "what a stopping rule left unread": r"(?i)(stopping|stoppregel|stopperegel)",
    "how disagreements were settled": r"(?i)(consensus|konsensus|enige|third person|en tredje)",
    "agreement of two people": r"(?i)kappa",
    "studies without data": r"(?i)(extracted from|No data have|hentet ut fra|Ingen data er)",
    "the earlier review in the figure": r"Tea 2019",
    "what could not be retrieved": r"(?i)(could not retrieve|fikk ikke tak i)",
    "what is ongoing": r"(?i)(describes? (?:an )?ongoing stud|er fra (?:en )?pågående)",
    "what awaits classification": r"(?i)(awaits? classification|venter på klassifisering)",
}
"""What must be stated if it is true, and how to recognise the statement."""
SOURCES = kind("text leaves out: a source", "the text names every source that was searched")
KINDS = {
    name: kind(f"text leaves out: {name}", f"the text tells of {name} where it is so")
    for name in MUST
}


def text_findings(written: Written, world: World) -> Iterator[Finding]:
    """False statements in the manuscripts, and missing ones."""
    for language in world.facts.languages:
        text = written.text(f"text.{language}.md")
        yield from judged(text, language, SENTENCES, world)
        said, where = " ".join(paragraphs(text)), f"text.{language}.md"
        for name, holds in _so(world).items():
            if holds and not re.search(MUST[name], said):
                yield Finding(kind=KINDS[name], where=where, there="not a word", true="it is so")
        unnamed = [one.source for one in world.ran if one.source not in said.replace("\\", "")]
        if unnamed:
            yield Finding(kind=SOURCES, where=where, there="not a word", true=f"{unnamed}")


def _so(world: World) -> dict[str, bool]:
    """The true facts that must be stated."""
    previous, boxes = world.facts.previous, world.boxes
    return {
        "automation by a criterion": bool(boxes["all_automation_criteria_records"]),
        "what a stopping rule left unread": bool(boxes["all_automation_stopping_records"]),
        "how disagreements were settled": any(world.settled(one) for one in STAGES),
        "agreement of two people": any(world.agreement(one)[2] is not None for one in STAGES),
        "studies without data": bool(world.facts.rows and world.without_row),
        "the earlier review in the figure": bool(previous and previous.in_figure),
        "what could not be retrieved": bool(boxes["all_not_retrieved_reports"]),
        "what is ongoing": bool(boxes["all_ongoing_reports"]),
        "what awaits classification": bool(boxes["all_awaiting_reports"]),
    }
