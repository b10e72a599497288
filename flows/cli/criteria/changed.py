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
    help="Write a list for each person whose decisions contradict the new suggestions.",
)
@json_option
def command(folder: Path, *, write: bool, as_json: bool) -> None:
    """Show which suggestions the latest change of criteria.toml changed.

    ajour lists each person's decisions that contradict the new suggestions, and changes no
    decision. With --lists, ajour writes a list of these decisions for each person in the folder
    lists/. Return each completed list with: ajour decide --revise FILE.
    """
    from flows.cli.messages.criteria_changes import tell_changes
    from flows.screening.criteria_changes import criteria_changes

    tell_changes(criteria_changes(folder, write=write), as_json=as_json)
