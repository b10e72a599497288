"""`ajour citations`: whether citation searching pays, and how far it has come."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option(
    "--worth",
    is_flag=True,
    help="Ask OpenAlex how the included reports cite each other, and say whether chasing pays.",
)
@json_option
def command(folder: Path, *, worth: bool, as_json: bool) -> None:
    """Say how far the citation searches of the review in FOLDER have come.

    A search with fetch = "citations" in review.toml follows the references of included reports
    and the works that cite them, in every update for those that are newly included. With --worth:
    whether that is likely to find what the searches missed, before anything is followed.
    """
    from flows.cli.messages.citations import tell_seeds, tell_worth
    from flows.inspection.citations import seeds_asked, worth_of

    if worth:
        tell_worth(worth_of(folder), as_json=as_json)
    else:
        tell_seeds(list(seeds_asked(folder)), as_json=as_json)
