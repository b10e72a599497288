"""`ajour recheck`: decisions of one person alone, for another to read again."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option("--reviewer", help="Who reads them; may be left out where there is only one.")
@click.option("--output", "--out", "-o", type=click.Path(path_type=Path), help="The file to write.")
@json_option
def command(folder: Path, *, reviewer: str | None, output: Path | None, as_json: bool) -> None:
    """Write a blinded list of decisions that are worth a second look.

    Of the reports that one person alone decided on: the 5 % of the excludes that look most like
    includes, as many includes that look least so, and 5 % of the excludes by lot, shuffled and
    without what was decided. Give it back filled in with: ajour decide FILE. Where one person
    decides, the later word counts; the first is kept. `ajour status` then tells what each screener
    is estimated to miss.
    """
    from flows.cli.terminal import print_json
    from flows.screening.recheck import refuse_nothing, write_recheck

    written = write_recheck(folder, reviewer, output)
    if as_json:
        path = str(written.path) if written.path else None
        print_json({"path": path, "reviewer": written.reviewer, "listed": written.listed})
        return
    refuse_nothing(written)
    reports = "1 report" if written.listed == 1 else f"{written.listed:,} reports"
    click.echo(f"{written.path}: {reports} for {written.reviewer} to read again.")
