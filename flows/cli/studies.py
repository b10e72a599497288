"""`ajour studies`: link reports to studies, and write the extraction sheet."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument
from flows.cli.terminal import tell


@click.command()
@review_argument
@click.option("--link", nargs=2, metavar="REPORT STUDY", help="Link a report to a study.")
@click.option("--previous", is_flag=True, help="With --link: a study of the previous review.")
@click.option("--new", is_flag=True, help="With --link: create a study with that name.")
@click.option("--unlink", metavar="REPORT", help="Unlink a report from its study.")
@click.option("--sheet", is_flag=True, help="Write the extraction sheet, or add missing rows.")
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
    """List the included studies of the review in FOLDER; link reports to studies; write the sheet.

    Name a report or a study by any of its ids, by DOI or PubMed number, or by author and year
    ("Berg 2019"). The sheet studies.xlsx is written once, with the known data filled in. After
    that, --sheet only adds rows for new studies and marks the rows of studies that are no longer
    included.
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
