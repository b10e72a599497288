"""`ajour add`: add a record by hand."""

from pathlib import Path

import click

from flows.cli.name_completion import searches
from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option(
    "--search",
    "name",
    required=True,
    shell_complete=searches,
    help="Name of the search in review.toml to which the record belongs.",
)
@click.option("--title", default="", help="Title of the record.")
@click.option(
    "--author",
    "authors",
    multiple=True,
    help='Author, written as "Family, Given"; can be given several times.',
)
@click.option("--year", type=click.IntRange(1000, 2999), help="Year of publication.")
@click.option("--journal", default="", help="Journal or book.")
@click.option("--volume", default="", help="Volume of the journal.")
@click.option("--pages", default="", help="Page numbers, or the article number.")
@click.option("--doi", default="", help="DOI of the record; ajour does not look it up.")
@click.option("--pmid", default="", help="PubMed number of the record.")
@click.option("--abstract", default="", help="Abstract of the record.")
@click.option("--by", "who", default="", help="Name of the person who adds the record.")
@click.option(
    "--from", "origin", default="", help="Where the record or the abstract comes from (free text)."
)
@click.option(
    "--again", is_flag=True, help="Add the record even if the review already contains it."
)
@json_option
def command(
    folder: Path,
    *,
    name: str,
    authors: tuple[str, ...],
    who: str,
    origin: str,
    again: bool,
    as_json: bool,
    **values: str | int | None,
) -> None:
    """Add a record that no export file contains.

    The record is saved as a small file in the folder of the search, with the source of the record
    and the name of the person who adds it. The flow chart counts the record in the box for the kind
    of search, such as website or database.
    """
    from flows.cli.terminal import print_json
    from flows.screening.by_hand import AddedBy, add_record, typed_record

    record = typed_record(values, authors)
    added = add_record(folder, record, name, AddedBy(who=who, origin=origin), again=again)
    if as_json:
        told = {"report": added.report, "file": str(added.path), "search": name, "kind": added.way}
        print_json(told)
        return
    click.echo(
        f"{added.report}: added to the search {name} ({added.way}) and saved in {added.path}."
    )
