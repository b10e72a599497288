"""What waits for a person before the review can go on."""

import json

from flows.review.output_runs import latest_folder
from pipeline.review.settings import Review


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
