"""`ajour diff`: what changed between two runs."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument
from flows.cli.terminal import print_json


@click.command()
@review_argument
@click.option(
    "--from",
    "before",
    help="Name of the earlier run in output/runs; default: the second latest.",
)
@click.option(
    "--to",
    "after",
    help="Name of the later run in output/runs; default: the latest.",
)
@json_option
def command(folder: Path, before: str | None, after: str | None, *, as_json: bool) -> None:
    """For the review in FOLDER, show the changes between two runs of ajour update or ajour report.

    The command compares the records, the decisions, every box of the flow chart, the studies, the
    criteria, and the dates on which each source was searched.
    """
    from flows.inspection.run_diff import diff

    found = diff(folder, before, after)
    if as_json:
        changed = [{"what": what, "before": was, "after": now} for what, was, now in found.changed]
        told = {"from": found.before, "to": found.after, "changed": changed}
        print_json(told)
        return
    click.echo(f"From {found.before} to {found.after}:")
    for what, was, now in found.changed:
        click.echo(f"  {_label(what)}: {_shown(was)} → {_shown(now)}")
    if not found.changed:
        click.echo("  Nothing changed.")


LABELS = {"evidence to": "time of the latest import, decision or other change"}
"""Words for keys of run.json that nobody could guess."""


def _label(what: str) -> str:
    """A path in run.json in words; a box of the flow chart has the words of ajour status."""
    from flows.cli.messages.status import RECORDS, REPORTS

    place, _, key = what.rpartition(" ")
    words = dict((*RECORDS, *REPORTS)).get(key, key.replace("_", " "))
    is_box = place.startswith(("in all", "other methods", "round "))
    return LABELS.get(what, f"{place}, {words}" if is_box else what)


def _shown(value: object) -> str:
    """A value as it is printed; a missing value becomes a dash."""
    return "–" if value in (None, "") else str(value)
