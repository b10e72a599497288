"""Where a review stands in five lines: what is there, what waits for whom, what to open."""

from pathlib import Path

from flows.inspection.told_status import ToldStatus
from pipeline.text.shell_words import command_line

OPENED = ("report.html", "letter.md")
"""What people open first of what an update writes."""


def overview(found: ToldStatus, folder: Path) -> list[str]:
    """The review's title, numbers, what waits for whom, what to open and what to run."""
    return [
        found.title,
        f"Now: {found.now}",
        f"Waiting: {found.waiting}",
        f"Open: {to_open(folder)}",
        f"Full status: {command_line('ajour status', folder)}",
    ]


def to_open(folder: Path) -> str:
    """The files to open, of those that are there."""
    there = [folder / "output" / name for name in OPENED if (folder / "output" / name).exists()]
    names = ", ".join(map(str, there))
    return names or f"nothing yet; {command_line('ajour update', folder)} writes it."
