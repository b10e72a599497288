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
    help="Write a list of contradicted decisions for each person.",
)
@json_option
def command(folder: Path, *, write: bool, as_json: bool) -> None:
    """Show which suggestions the latest change of criteria.toml changed.

    ajour lists each person's decisions that contradict the new suggestions, but changes none. With
    --lists, it writes these decisions to a list for each person in the folder lists/. Return a
    completed list with: ajour decide --revise FILE.
    """
    from flows.cli.messages.criteria_changes import tell_changes
    from flows.screening.criteria_changes import criteria_changes

    tell_changes(criteria_changes(folder, write=write), as_json=as_json)
