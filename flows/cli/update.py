"""`ajour update`: run a complete search update."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option(
    "--server",
    default=None,
    help="URL of the team's Prefect server; default: start a server.",
)
@click.option(
    "--full", is_flag=True, help="Fetch all records from online sources, not only new ones."
)
@json_option
def command(folder: Path, server: str | None, *, full: bool, as_json: bool) -> None:
    """Run a search update of the review in FOLDER.

    The update searches the online sources, imports new export files from searches/, links
    duplicates, checks the criteria and ranks the unread reports. The update then writes lists,
    figures and tables to output/. Without new data, nothing is changed. Exit code 3 means that the
    update succeeded, but somebody needs to act.
    """
    from flows.cli.messages.update import tell_update
    from flows.orchestration.update_run import run_update

    tell_update(run_update(folder, server, full=full), as_json=as_json)
