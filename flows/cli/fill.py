"""`ajour fill`: fill empty fields from services, or add an abstract by hand."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.options import json_option, review_option

if TYPE_CHECKING:
    from flows.screening.by_hand import AddedBy


@click.command()
@click.argument("report", required=False)
@review_option
@click.option(
    "--dry-run", is_flag=True, help="List the values that the services found, without saving them."
)
@click.option("--take-back", metavar="FIELD", help="Clear a field that a service filled in.")
@click.option(
    "--abstract",
    help="Abstract of the REPORT; an empty text removes an abstract added by hand.",
)
@click.option("--file", type=click.Path(path_type=Path), help="Text file with the abstract.")
@click.option("--by", "who", default="", help="Name of the person who adds the abstract.")
@click.option(
    "--from", "origin", default="", help="Where the record or the abstract comes from (free text)."
)
@json_option
def command(
    report: str | None,
    *,
    folder: Path | None,
    dry_run: bool,
    take_back: str | None,
    abstract: str | None,
    file: Path | None,
    who: str,
    origin: str,
    as_json: bool,
) -> None:
    """Fill empty fields of all records with data from services, or add the abstract of one REPORT.

    REPORT is an id or DOI. Without REPORT, services are asked for missing DOIs, abstracts, authors
    or references, as listed in [records] of review.toml. A field is filled in only if it is empty
    and the record's title, year and authors agree with those of the service. Uncertain matches are
    only listed. An abstract that you add is stored with its source and your name. The criteria, the
    ranking and the screeners use the added values, which are kept when files are imported or read
    again.
    """
    from flows.review.find_review import folder_of
    from flows.screening.by_hand import AddedBy

    review, by = folder_of(folder), AddedBy(who=who, origin=origin)
    if report is None:
        if abstract is not None or file is not None or take_back:
            raise click.UsageError("Name the REPORT by its id or DOI.")
        _from_services(review, dry_run=dry_run, as_json=as_json)
    elif take_back:
        _take_back(review, (report, take_back), by, as_json=as_json)
    else:
        _by_hand(review, report, (abstract, file), by, as_json=as_json)


def _from_services(review: Path, *, dry_run: bool, as_json: bool) -> None:
    from flows.cli.messages.fill import tell_fill
    from flows.inspection.fill import fill_from_services

    tell_fill(fill_from_services(review, dry_run=dry_run), as_json=as_json)


def _take_back(review: Path, what: tuple[str, str], by: "AddedBy", *, as_json: bool) -> None:
    from flows.inspection.fill import take_back

    found = take_back(review, *what, by)
    _tell(found, f"the {what[1]} was cleared", as_json=as_json)


def _by_hand(
    review: Path,
    report: str,
    given: tuple[str | None, Path | None],
    by: "AddedBy",
    *,
    as_json: bool,
) -> None:
    from flows.screening.by_hand import fill_abstract
    from pipeline.files import text_of

    abstract, file = given
    if (abstract is None) == (file is None):
        raise click.UsageError("Give the abstract with --abstract TEXT or --file FILE.")
    text = text_of(file) if file else abstract or ""
    found = fill_abstract(review, report, text, by)
    _tell(found, f"the abstract was {'saved' if text.strip() else 'removed'}", as_json=as_json)


def _tell(report: str, what: str, *, as_json: bool) -> None:
    from flows.cli.terminal import print_json

    if as_json:
        print_json({"report": report, "abstract": what.endswith("saved")})
        return
    click.echo(f"{report}: {what}.")
