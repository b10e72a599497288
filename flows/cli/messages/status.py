"""Where a review stands, on the terminal or as JSON."""

import click
from rich.table import Table

from exports.open_points import counted_points
from flows.cli.terminal import console, print_json
from flows.inspection.status import Standing, as_object, sentence_on_stopping, thumb_notes
from pipeline.languages import PROGRAM_LANGUAGE

SHOWN = (
    ("identified", "identified"),
    ("duplicates_software", "duplicates, by software"),
    ("duplicates_people", "duplicates, by people"),
    ("excluded_automatic", "removed by automation"),
    ("excluded_other", "removed for other reasons"),
    ("screened", "screened"),
    ("not_yet_screened", "not yet screened"),
    ("excluded", "excluded"),
    ("sought", "sought in full text"),
    ("not_retrieved", "not retrieved"),
    ("assessed", "assessed in full text"),
    ("excluded_eligibility", "excluded in full text"),
    ("ongoing", "ongoing studies"),
    ("awaiting", "awaiting classification"),
    ("included", "included"),
)
"""Rows of the table of numbers, in PRISMA's order."""

BARS = " ▁▂▃▄▅▆▇█"


def tell_standing(found: Standing, *, as_json: bool) -> None:
    """Print a table of numbers by round, what waits for whom, and how far the reading is."""
    if as_json:
        print_json(as_object(found))
        return
    printer = console(highlight=False, soft_wrap=True)
    printer.print(found.title, style="bold")
    printer.print(_numbers(found))
    for line in _lines(found):
        click.echo(line)


def _numbers(found: Standing) -> Table:
    rounds: dict[str, dict[str, int]] = dict(found.numbers["rounds"])  # type: ignore[call-overload]
    total: dict[str, int] = found.numbers["total"]  # type: ignore[assignment]
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name in (*(f"round {one}" for one in rounds), "in all"):
        table.add_column(name, justify="right")
    for key, label in SHOWN:
        table.add_row(label, *(f"{one[key]:,}" for one in (*rounds.values(), total)))
    return table


def _lines(found: Standing) -> list[str]:
    lines = []
    for stage, left in found.left.items():
        if any(left.values()):
            who = ", ".join(f"{name} {count}" for name, count in left.items())
            lines.append(f"Left at {stage}: {who}.")
    lines += [
        f"{count} disagreements at {stage} wait: ajour conflicts --stage {stage}"
        for stage, count in found.conflicts.items()
        if count
    ]
    if found.pairs:
        lines.append(f"{found.pairs} pairs of records may be of one report: ajour duplicates")
    for name, one in found.agreements.items():
        kappa = (
            "" if one.kappa is None else f", kappa {one.kappa:.2f} ({one.low:.2f}–{one.high:.2f})"
        )
        lines.append(f"Agreement, {name}: {one.share:.0%} of {one.n}{kappa}.")
    if found.older_criteria:
        lines.append(f"{found.older_criteria} decisions were taken under older criteria.")
    points = counted_points(found.open_points, PROGRAM_LANGUAGE)
    return [*lines, *found.notes, *points, *_reading(found)]


def _reading(found: Standing) -> list[str]:
    """The stopping sentence, what is expected to be left, and the curve in one line."""
    lines = [sentence_on_stopping(found), *thumb_notes(found)]
    progress = found.progress
    if progress.unread and progress.read:
        expected = "" if progress.left is None else f"about {progress.left:.0f}, "
        lines.append(
            f"Relevant reports left: {expected}between {progress.left_low} and "
            f"{progress.left_high} ({progress.confidence:.0%} interval)."
        )
    if progress.read:
        lines.append(f"Found against read: {_spark(found)}")
    return lines


def _spark(found: Standing) -> str:
    """The curve of found against read in 40 characters."""
    points = [one.found for one in found.progress.curve]
    top = max(points) or 1
    places = [points[round(step * (len(points) - 1) / 39)] for step in range(40)]
    return "".join(BARS[round(one / top * (len(BARS) - 1))] for one in places)
