"""`ajour studies`: link reports to studies, and write the extraction sheet."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument
from flows.cli.terminal import tell


@click.command()
@review_argument
@click.option("--link", nargs=2, metavar="REPORT STUDY", help="Link a report to a study.")
@click.option(
    "--previous",
    is_flag=True,
    help="With --link: STUDY belongs to the previous review.",
)
@click.option("--new", is_flag=True, help="With --link: create a new study named STUDY.")
@click.option("--unlink", metavar="REPORT", help="Remove the link between a report and its study.")
@click.option(
    "--sheet",
    is_flag=True,
    help="Write the sheet for data extraction, or add missing rows.",
)
@click.option("--by", "who", default="", help="Person who makes the change, for the audit log.")
@click.option("--why", default="", help="Reason for the change, for the audit log.")
@json_option
def command(
    folder: Path,
    link: tuple[str, str] | None,
    unlink: str | None,
    *,
    sheet: bool,
    as_json: bool,
    **said: object,
) -> None:
    """List the included studies of the review in FOLDER, or link reports to studies.

    To identify a report or a study, give its id, DOI or PubMed number, or its author and year, such
    as "Berg 2019". With --sheet, ajour writes the sheet studies.xlsx with the known data filled in.
    If the sheet exists, rows for new studies are added, and the rows of studies that are no longer
    included are marked.
    """
    from flows.reporting import studies_sheet, study_links

    options = study_links.LinkOptions(
        previous=bool(said["previous"]),
        new=bool(said["new"]),
        who=str(said["who"]),
        why=str(said["why"]),
    )
    if link:
        tell(study_links.link(folder, *link, options), as_json=as_json)
    elif unlink:
        tell(study_links.unlink(folder, unlink, options), as_json=as_json)
    elif sheet:
        tell(studies_sheet.write_sheet(folder), as_json=as_json)
    else:
        tell(list(study_links.listed_studies(folder)), as_json=as_json)
