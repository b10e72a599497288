"""`ajour status`: show the review's progress."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@json_option
def command(folder: Path, *, as_json: bool) -> None:
    """Show the status of the review in FOLDER, such as the work left for each reviewer.

    The status contains the numbers of the flow chart and the expected number of relevant reports
    among the unread reports. The status also says whether enough relevant reports have been found
    to stop screening.
    """
    from flows.cli.messages.status import tell_standing
    from flows.inspection.told_status import told_status

    tell_standing(told_status(folder), as_json=as_json)
