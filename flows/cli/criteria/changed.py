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
    help="Write each person's contradicting decisions to a list.",
)
@json_option
def command(folder: Path, *, write: bool, as_json: bool) -> None:
    """Show how the latest edit of criteria.toml changed the suggestions.

    For each person, ajour lists the decisions that contradict the new suggestions. No decision is
    changed. With --lists, each person's contradicting decisions are written to a list in the folder
    lists/. Import a completed list with: ajour decide --revise FILE.
    """
    from flows.cli.messages.criteria_changes import tell_changes
    from flows.screening.criteria_changes import criteria_changes

    tell_changes(criteria_changes(folder, write=write), as_json=as_json)
