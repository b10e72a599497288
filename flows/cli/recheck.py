"""`ajour recheck`: list decisions made by one person alone, for another person to check."""

from pathlib import Path

import click

from flows.cli.options import json_option, output_option, review_argument
from pipeline.text.amounts import amount


@click.command()
@review_argument
@click.option(
    "--reviewer",
    help="Reviewer who checks the decisions; optional in a review with one reviewer.",
)
@output_option("The file to write.")
@json_option
def command(folder: Path, *, reviewer: str | None, output: Path | None, as_json: bool) -> None:
    """Write a list of reports whose decisions are worth checking again.

    The list contains the 5 % of the excluded reports that look most relevant, an equal number of
    included reports that look least relevant, and a random 5 % of the excluded reports. The reports
    are listed in random order and without the decisions, and each has a decision by one person
    only. Import the completed list with: ajour decide FILE. The later decision counts, and the
    first decision is kept for the audit log. `ajour status` then estimates how many relevant
    reports each screener misses. In double screening, ajour lists nothing, because a second
    reviewer reads every report anyway.
    """
    from flows.cli.messages.lists import already_written
    from flows.cli.terminal import print_json
    from flows.screening.recheck import told_nothing, write_recheck

    written = write_recheck(folder, reviewer, output)
    if as_json:
        path = str(written.path) if written.path else None
        print_json({"path": path, "reviewer": written.reviewer, "listed": written.listed})
        return
    if written.path is None:
        click.echo(told_nothing(written))
        return
    reports = amount(written.listed, "report")
    click.echo(
        f"{written.path}: {reports} for {written.reviewer} to read again.{already_written(written)}"
    )
