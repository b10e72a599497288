"""What the latest run left to be settled; a status that only counts imports nothing more."""

import json
from pathlib import Path
from typing import Any

from flows.review.output_runs import latest_folder
from pipeline.review.settings import Review
from pipeline.text.amounts import amount
from pipeline.text.shell_words import command_line


def listed_open_points(review: Review) -> int:
    """How many points open-points.md of the latest run lists; 0 before the first."""
    return int(latest_run(review).get("open points", 0))


def latest_run(review: Review) -> dict[str, Any]:
    """The latest run in numbers; empty before the first, or if its file was removed."""
    folder = latest_folder(review)
    if folder is None or not (folder / "run.json").is_file():
        return {}
    found: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return found


def waits(review: Review) -> list[str]:
    """One sentence for each kind of thing that someone has to settle, as of the latest run."""
    told = latest_run(review)
    if not told:
        return []
    return [
        f"To resolve {disagreements(count)} at {stage}: {settle_command(review.folder, stage)}"
        for stage, count in told["disagreements"].items()
        if count
    ]


def disagreements(count: int) -> str:
    """A number of disagreements, in words."""
    return amount(count, "disagreement")


def settle_command(folder: Path | None, stage: str) -> str:
    """The command that lists the disagreements of a stage, in a named or the current review."""
    words = [] if folder is None else [folder]
    return f"{command_line('ajour conflicts', *words)} --stage {stage}"
