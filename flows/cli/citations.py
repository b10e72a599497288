"""`ajour citations`: progress of the citation searches, and whether they are worthwhile."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option(
    "--worth",
    is_flag=True,
    help="Estimate, with data from OpenAlex, whether citation searching is worthwhile.",
)
@json_option
def command(folder: Path, *, worth: bool, as_json: bool) -> None:
    """Show the progress of the citation searches of the review in FOLDER.

    A search with fetch = "citations" in review.toml finds the works that the included reports cite,
    and the works that cite the included reports. Each update searches for the citations of newly
    included reports. With --worth, ajour estimates whether citation searching is likely to find
    reports that the other searches missed.
    """
    from flows.cli.messages.citations import tell_seeds, tell_worth
    from flows.inspection.citations import seeds_asked, worth_of

    if worth:
        tell_worth(worth_of(folder), as_json=as_json)
    else:
        tell_seeds(list(seeds_asked(folder)), as_json=as_json)
