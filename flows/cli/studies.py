"""`ajour studies`: reports of one study, and the extraction sheet."""

from pathlib import Path

import click

from flows.cli.options import review_argument


@click.command()
@review_argument
@click.option("--link", nargs=2, metavar="REPORT STUDY", help="Say of which study a report is.")
@click.option("--previous", is_flag=True, help="With --link: a study of the earlier review.")
@click.option("--new", is_flag=True, help="With --link: make a study of that name.")
@click.option("--unlink", metavar="REPORT", help="Let a report stand for a study of its own.")
@click.option("--sheet", is_flag=True, help="Write the extraction sheet, or add what it lacks.")
@click.option("--by", "who", default="", help="Who says so, kept for the audit.")
@click.option("--why", default="", help="The reason, kept for the audit.")
def command(
    folder: Path, link: tuple[str, str] | None, unlink: str | None, *, sheet: bool, **said: object
) -> None:
    """List the studies of the review in FOLDER; link reports of one study; write the sheet.

    A report or a study is named by any id of it, by DOI, PubMed number, or author and year
    ("Berg 2019"). studies.xlsx is made once, prefilled with what is known; after that it is yours:
    --sheet adds rows for new studies, marks rows of studies that are no longer included, and
    touches nothing else.
    """
    from flows.reporting import studies_sheet, study_links

    options = study_links.LinkOptions(
        previous=bool(said["previous"]),
        new=bool(said["new"]),
        who=str(said["who"]),
        why=str(said["why"]),
    )
    if link:
        click.echo(study_links.link(folder, *link, options))
    elif unlink:
        click.echo(study_links.unlink(folder, unlink, options))
    elif sheet:
        click.echo(studies_sheet.write_sheet(folder))
    else:
        for line in study_links.listed_studies(folder):
            click.echo(line)
