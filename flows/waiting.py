"""What waits for a person before the review can go on."""

import json

from flows.library import Library
from flows.review import Review
from flows.run_folders import latest_folder
from pipeline.decisions import Stage
from pipeline.records import RecordId


def conflicts(library: Library, stage: Stage) -> list[RecordId]:
    """The reports on which reviewers disagree at a stage, in the order of their ids."""
    return [
        report
        for report in library.members
        if (found := library.outcome(report, stage)) and found.state == "conflict"
    ]


def waits(review: Review) -> list[str]:
    """One sentence for each kind of thing that somebody has to settle, as of the latest run."""
    folder = latest_folder(review)
    if folder is None:
        return []
    told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return [
        f"{count} disagreements at {stage} wait for somebody to settle them: ajour conflicts"
        for stage, count in told["disagreements"].items()
        if count
    ]
