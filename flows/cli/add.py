"""`ajour add`: add a record by hand."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option(
    "--search", "name", required=True, help="The search in review.toml that it belongs to."
)
@click.option("--title", default="", help="Its title.")
@click.option("--author", "authors", multiple=True, help="Family, Given; once for each author.")
@click.option("--year", type=click.IntRange(1000, 2999), help="Its year.")
@click.option("--journal", default="", help="The journal or the book it is in.")
@click.option("--volume", default="", help="The volume.")
@click.option("--pages", default="", help="The pages, or the article's number.")
@click.option("--doi", default="", help="Its DOI; stored, not looked up.")
@click.option("--pmid", default="", help="Its PubMed number.")
@click.option("--abstract", default="", help="Its abstract.")
@click.option("--by", "who", default="", help="Who adds it.")
@click.option("--from", "origin", default="", help="Where it is from, in your words.")
@click.option("--again", is_flag=True, help="Add it although the review has the report.")
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
    """Add a record that no export contains, with the person who adds it and its source.

    It is saved as a small file in the folder of its search and counted in the PRISMA box for that
    search: citations, website, organisation, register or database.
    """
    from flows.cli.terminal import print_json
    from flows.screening.by_hand import AddedBy, add_record, typed_record

    record = typed_record(values, authors)
    added = add_record(folder, record, name, AddedBy(who=who, origin=origin), again=again)
    if as_json:
        told = {"report": added.report, "file": str(added.path), "search": name, "kind": added.way}
        print_json(told)
        return
    click.echo(f"{added.report}: added to {name} ({added.way}), kept in {added.path}.")
