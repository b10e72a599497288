"""Prints a review's status on the terminal or as JSON."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from flows.cli.hints import completed
from flows.cli.terminal import console, print_json
from flows.inspection.told_status import ToldStatus

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
"""Rows of the table of numbers for each of PRISMA's two columns, in PRISMA's order."""

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


def tell_standing(found: ToldStatus, *, as_json: bool) -> None:
    """Print the numbers of each round, who needs to act, and how far the reading has come."""
    if as_json:
        print_json(found.object)
        return
    printer = console(highlight=False, soft_wrap=True)
    printer.print(found.title, style="bold")
    printer.print(_numbers(found))
    for line in found.sentences:
        click.echo(completed(line))


def _numbers(found: ToldStatus) -> "Table":
    """The numbers by round: records from databases and registers, records from other methods if
    there are any, and the reports of both.
    """
    from rich.table import Table

    left, right = found.object, found.object["other_methods"]
    rounds, total = left["rounds"], left["total"]
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name in (*(f"round {one}" for one in rounds), "in all"):
        table.add_column(name, justify="right")
    every = (*rounds.values(), total)
    if not total["identified_other"]:
        _rows(table, RECORDS, every)
    else:
        others = (*right["rounds"].values(), right["total"])
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
