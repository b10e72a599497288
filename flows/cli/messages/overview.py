"""A summary of a review in five lines: its numbers, who needs to act, and what to open."""

from pathlib import Path

from flows.cli.hints import completed
from flows.inspection.told_status import ToldStatus
from pipeline.text.shell_words import command_line

OPENED = ("report.html", "letter.md")
"""The outputs of an update that people open first."""


def overview(found: ToldStatus, folder: Path) -> list[str]:
    """The review's title, its numbers, who needs to act, what to open and what to run."""
    return [
        found.title,
        f"Now: {found.now}",
        completed(f"Waiting: {found.waiting}"),
        f"Open: {to_open(folder)}",
        f"Full status: {command_line('ajour status', folder)}",
    ]


def to_open(folder: Path) -> str:
    """The existing files among those to open first, in a sentence."""
    there = [folder / "output" / name for name in OPENED if (folder / "output" / name).exists()]
    names = ", ".join(map(str, there))
    return names or f"no report yet. To write the report: {command_line('ajour update', folder)}"
