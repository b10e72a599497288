"""`ajour status`: show the review's progress."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@json_option
def command(folder: Path, *, as_json: bool) -> None:
    """Show the status of the review in FOLDER: its numbers, the work left for each reviewer and the
    unread reports.

    The status also shows whether the target share of relevant reports has been found with enough
    certainty.
    """
    from flows.cli.messages.status import tell_standing
    from flows.inspection.told_status import told_status

    tell_standing(told_status(folder), as_json=as_json)
