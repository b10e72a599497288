"""Where a review stands, on the terminal or as JSON."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from exports.lists.candidates import CONSENSUS
from exports.open_points import counted_points
from flows.cli.messages.criteria import automation_sentence
from flows.cli.messages.lists import list_out
from flows.cli.terminal import console, print_json
from flows.inspection.status import Standing, as_object
from flows.inspection.stopping_sentences import (
    certificate_notes,
    order_notes,
    rule_notes,
    sentence_on_stopping,
    thumb_notes,
)
from flows.reporting.run_summary import disagreements, settle_command
from pipeline.agreement.misses import MissRate
from pipeline.agreement.several_raters import SeveralAgreement
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.text.shell_words import command_line

if TYPE_CHECKING:
    from rich.table import Table

RECORDS = (
    ("identified", "identified"),
    ("duplicates_software", "duplicates, by software"),
    ("duplicates_people", "duplicates, by people"),
    ("excluded_automatic", "removed by automation"),
    ("excluded_other", "removed for other reasons"),
    ("screened", "screened"),
    ("not_yet_screened", "not yet screened"),
    ("excluded", "excluded"),
)
"""Rows of the table of numbers that each of PRISMA's columns has, in PRISMA's order."""

REPORTS = (
    ("sought", "sought in full text"),
    ("not_retrieved", "not retrieved"),
    ("assessed", "assessed in full text"),
    ("excluded_eligibility", "excluded in full text"),
    ("ongoing", "ongoing studies"),
    ("awaiting", "awaiting classification"),
    ("included", "included"),
)
"""Rows that count the reports of both columns."""

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


def _numbers(found: Standing) -> "Table":
    """The numbers by round: records of databases and registers, of other methods where there are
    any, and the reports of both.
    """
    from rich.table import Table

    left, right = found.numbers, found.numbers["other_methods"]
    rounds: dict[str, dict[str, int]] = dict(left["rounds"])  # type: ignore[call-overload]
    total: dict[str, int] = left["total"]  # type: ignore[assignment]
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name in (*(f"round {one}" for one in rounds), "in all"):
        table.add_column(name, justify="right")
    every = (*rounds.values(), total)
    if not total["identified_other"]:
        _rows(table, RECORDS, every)
    else:
        others = (*right["rounds"].values(), right["total"])  # type: ignore[index]
        table.add_row("databases and registers", style="bold")
        _rows(table, RECORDS, every)
        table.add_row("other methods", style="bold")
        _rows(table, [(key, f"{label}, other methods") for key, label in RECORDS], others)
        table.add_row("both together", style="bold")
    _rows(table, REPORTS, every)
    return table


def _rows(
    table: "Table", shown: Sequence[tuple[str, str]], columns: Sequence[Mapping[str, int]]
) -> None:
    for key, label in shown:
        table.add_row(label, *(f"{one[key]:,}" for one in columns))


def _lines(found: Standing) -> list[str]:
    lines = []
    for stage, left in found.left.items():
        if any(left.values()):
            who = ", ".join(f"{name} {count}" for name, count in left.items())
            lines.append(f"Left at {stage}: {who}.")
        if found.out[stage]:
            lists = ", ".join(list_out(one, whose=True) for one in found.out[stage])
            lines.append(f"Waiting on lists that went out at {stage}: {lists}.")
    if found.away:
        verb = "is away and gets" if len(found.away) == 1 else "are away and get"
        lines.append(f"{', '.join(found.away)} {verb} no work.")
    lines += [
        f"{disagreements(count)} at {stage} to settle{_by(found.settlers[stage])}: "
        f"{settle_command(found.folder, stage)}"
        for stage, count in found.conflicts.items()
        if count
    ]
    lines += found.retrieval
    if found.pairs:
        pairs = command_line("ajour duplicates", found.folder)
        many = "1 pair" if found.pairs == 1 else f"{found.pairs} pairs"
        lines.append(f"{many} of records may be of one report: {pairs}")
    for name, one in found.agreements.items():
        kappa = (
            "" if one.kappa is None else f", kappa {one.kappa:.2f} ({one.low:.2f}–{one.high:.2f})"
        )
        lines.append(f"Agreement, {name}: {one.share:.0%} of {one.n}{kappa}.")
    lines += [_misses(one) for one in found.misses]
    for stage, several in found.several.items():
        lines.append(_agreement_of_all(stage, several))
    if found.older_criteria:
        lines.append(f"{found.older_criteria} decisions were taken under older criteria.")
    lines += [automation_sentence(one) for one in found.automation]
    points = counted_points(found.open_points, PROGRAM_LANGUAGE, found.language)
    return [*lines, *found.notes, *points, *_reading(found)]


def _by(settlers: Mapping[str, int]) -> str:
    """Who is to settle how many disagreements, where a third person is."""
    if {*settlers} <= {CONSENSUS}:
        return ""
    return f" ({', '.join(f'{name} {count}' for name, count in settlers.items())})"


def _misses(found: MissRate) -> str:
    """What a screener misses, as far as others have read again."""
    told = f"Read again of what {found.reviewer} excluded: {found.found:,} found relevant"
    if found.rate is None or found.low is None or found.high is None:
        return f"{told}; none of it was drawn by lot, so that no rate can be told."
    return (
        f"{told}; {found.missed:,} of {found.drawn:,} drawn by lot. {found.reviewer} is estimated "
        f"to miss {found.rate:.0%} of what is relevant ({found.low:.0%} to {found.high:.0%})."
    )


def _agreement_of_all(stage: str, found: SeveralAgreement) -> str:
    """AC1, which does not fall where nearly all is excluded, and alpha, of all who judged."""
    reports = "1 report" if found.items == 1 else f"{found.items:,} reports"
    told = f"Agreement of all, {stage}, on {reports} that two or more judged"
    ac1 = f"AC1 {found.ac1:.2f}"
    if found.low is not None and found.high is not None:
        ac1 += f" ({found.low:.2f}–{found.high:.2f})"
    return f"{told}: {ac1}" + ("." if found.alpha is None else f", alpha {found.alpha:.2f}.")


def _reading(found: Standing) -> list[str]:
    """The stopping sentence, what is expected to be left, and the curve in one line."""
    lines = [sentence_on_stopping(found), *certificate_notes(found), *rule_notes(found)]
    lines += [*order_notes(found), *thumb_notes(found)]
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
