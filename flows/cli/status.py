"""`ajour status`: where the review stands."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@json_option
def command(folder: Path, *, as_json: bool) -> None:
    """Say where the review in FOLDER stands: numbers, who has what left, and what is still unread.

    The stopping sentence says whether the target share of relevant reports is shown to be found.
    """
    from flows.cli.messages.status import tell_standing
    from flows.inspection.told_status import told_status

    tell_standing(told_status(folder), as_json=as_json)
