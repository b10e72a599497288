"""`ajour studies`: reports of one study, and the extraction sheet."""

from pathlib import Path

import click

from flows.cli.options import review_argument


@click.command()
@review_argument
@click.option("--link", nargs=2, metavar="REPORT STUDY", help="Say of which study a report is.")
@click.option("--previous", is_flag=True, help="With --link: a study of the earlier review.")
@click.option("--unlink", metavar="REPORT", help="Let a report stand for a study of its own.")
@click.option("--sheet", is_flag=True, help="Write the extraction sheet for new studies.")
def command(
    folder: Path, link: tuple[str, str] | None, unlink: str | None, *, previous: bool, sheet: bool
) -> None:
    """List the studies of the review in FOLDER; link reports of one study; write the sheet.

    studies.xlsx is made once, prefilled with what is known; after that it is yours, and rows for
    new studies come in a sheet beside it.
    """
    from flows.reporting import studies_sheet

    if link:
        click.echo(studies_sheet.link(folder, *link, previous=previous))
    elif unlink:
        click.echo(studies_sheet.unlink(folder, unlink))
    elif sheet:
        click.echo(studies_sheet.write_sheet(folder))
    else:
        for line in studies_sheet.listed_studies(folder):
            click.echo(line)
