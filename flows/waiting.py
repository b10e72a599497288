"""What waits for a person before the review can go on."""

from pathlib import Path

from flows.library import Library
from flows.session import at_work
from pipeline.decisions import Stage
from pipeline.records import RecordId


def conflicts(library: Library, stage: Stage) -> list[RecordId]:
    """The reports on which reviewers disagree at a stage, in the order of their ids."""
    return [
        report
        for report in library.members
        if (found := library.outcome(report, stage)) and found.state == "conflict"
    ]


def waits(folder: Path) -> list[str]:
    """One sentence for each kind of thing that somebody has to settle."""
    with at_work(folder) as session:
        library = session.library()
    return [
        f"{len(found)} disagreements at {stage} wait for somebody to settle them: ajour conflicts"
        for stage in Stage
        if (found := conflicts(library, stage))
    ]
