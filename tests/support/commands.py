"""Commands that only read, and commands that are refused, for tests and benchmarks."""

from pathlib import Path

from flows.orchestration.update import update
from tests.support.reviews import small_review

LOOKING = (
    "--help",
    "--version",
    "status",
    "status --json",
    "trace",
    "trace identified_records",
    "explain 10.1000/none",
    "diff",
    "check",
    "studies",
    "conflicts",
    "duplicates",
    "export-audit",
    "reread",
    "criteria report",
    "search --to pubmed telework",
    "schedule --systemd --cron '0 6 1 * *'",
    "report",
)
"""`ajour search LINE` is left out, because it reads every text of the store with spaCy."""

REFUSED = (
    "nonsense",
    "status nowhere",
    "candidates --reviewer nobody",
    "duplicates --reviewer nobody",
    "duplicates --split nothing",
    "conflicts --reviewer nobody",
    "decide nothing.xlsx",
    "import nothing.ris --search medline",
    "import review.toml --search nothing",
    "explain nothing",
    "trace nothing",
    "withdraw nothing",
    "update nowhere",
    "report nowhere",
    "studies --link nothing nothing",
    "diff --from nothing",
    "backup --restore nothing",
    "convert nothing --to csv --out out.csv",
    "schedule --cron nonsense",
    "schedule --systemd --cron @daily",
    "evaluate nothing",
    "evaluate dedupe nothing.csv",
    "evaluate ranking nothing.csv",
    "evaluate criteria nothing.csv",
    "criteria try",
    "reread nowhere",
    "search --strategy nothing",
)
"""Each names something that does not exist. The lines are split as a shell would split them."""


def ready_review(folder: Path) -> Path:
    """A small review after its first update."""
    review = small_review(folder)
    update(review)
    return review
