"""`ajour criteria changed`: how a change of the criteria affects earlier decisions."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option(
    "--lists",
    "write",
    is_flag=True,
    help="Write a list of these decisions for each person who made them.",
)
@json_option
def command(folder: Path, *, write: bool, as_json: bool) -> None:
    """Show which suggestions the latest change of criteria.toml has changed.

    Decisions that contradict the new suggestions are listed for each person. No decision is
    changed. With --lists, each of these people gets a list under lists/, which they return with
    ajour decide --revise.
    """
    from flows.cli.messages.criteria_changes import tell_changes
    from flows.screening.criteria_changes import criteria_changes

    tell_changes(criteria_changes(folder, write=write), as_json=as_json)
