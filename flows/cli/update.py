"""`ajour update`: one whole search update."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option("--server", default=None, help="The team's Prefect server; an own one without it.")
@click.option("--full", is_flag=True, help="Ask the sources in full, not only since the last run.")
@json_option
def command(folder: Path, server: str | None, *, full: bool, as_json: bool) -> None:
    """Run one whole search update of the review in FOLDER.

    Asks the sources that can be asked, takes in what is new under searches/, links duplicates,
    reads the criteria, ranks what is unread, and writes lists, figures and tables to output/.
    Twice in a row changes nothing. Exit code 3: done, but something waits for a person.
    """
    from flows.cli.messages.update import tell_update
    from flows.orchestration.update_run import run_update

    tell_update(run_update(folder, server, full=full), as_json=as_json)
