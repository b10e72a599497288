"""Where a review stands in five lines: what is there, what waits for whom, what to open."""

from collections.abc import Iterator
from pathlib import Path

from flows.inspection.status import Standing
from flows.inspection.stopping_sentences import sentence_on_stopping
from flows.reporting.run_summary import disagreements
from pipeline.text.shell_words import command_line

OPENED = ("report.html", "letter.md")
"""What people open first of what an update writes."""


def overview(found: Standing) -> list[str]:
    """The review's title, numbers, what waits for whom, what to open and what to run."""
    return [
        found.title,
        f"Now: {_numbers(found)}. {sentence_on_stopping(found)}",
        f"Waiting: {waiting(found)}",
        f"Open: {to_open(found.folder)}",
        f"All of it: {command_line('ajour status', found.folder)}",
    ]


def _numbers(found: Standing) -> str:
    total: dict[str, int] = found.numbers["total"]  # type: ignore[assignment]
    names = ("identified", "screened", "assessed", "included")
    return ", ".join(f"{total[name]:,} {name}" for name in names)


def waiting(found: Standing) -> str:
    """What waits for whom, in one sentence."""
    return "; ".join(_waiting(found)) or "nothing waits for anybody."


def _waiting(found: Standing) -> Iterator[str]:
    for stage, left in found.left.items():
        people = ", ".join(f"{name} {count:,}" for name, count in left.items() if count)
        if people:
            yield f"{stage}: {people}"
    for stage, count in found.conflicts.items():
        if count:
            yield f"{disagreements(count)} at {stage}"
    if found.pairs:
        yield f"{found.pairs:,} possible duplicate{'s' if found.pairs > 1 else ''}"


def to_open(folder: Path) -> str:
    """The files to open, of those that are there."""
    there = [folder / "output" / name for name in OPENED if (folder / "output" / name).exists()]
    names = ", ".join(map(str, there))
    return names or f"nothing yet; {command_line('ajour update', folder)} writes it."
