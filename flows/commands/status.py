"""`ajour status`: where the review stands."""

from pathlib import Path

import click

from flows.commands.options import json_option, review_argument


@click.command()
@review_argument
@json_option
def command(folder: Path, *, as_json: bool) -> None:
    """Say where the review in FOLDER stands: numbers, who has what left, and what is still unread.

    The stopping sentence says whether the target share of relevant reports is shown to be found.
    """
    from flows.standing import standing_of
    from flows.telling.standing import tell_standing

    tell_standing(standing_of(folder), as_json=as_json)
