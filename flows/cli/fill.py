"""`ajour fill`: add an abstract that a source lacks."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_option


@click.command()
@click.argument("report")
@review_option
@click.option("--abstract", help="The abstract; an empty one takes an earlier one back.")
@click.option("--file", type=click.Path(path_type=Path), help="A text file with the abstract.")
@click.option("--by", "who", default="", help="Who adds it.")
@click.option("--from", "origin", default="", help="Where it is from, in words.")
@json_option
def command(
    report: str,
    *,
    folder: Path | None,
    abstract: str | None,
    file: Path | None,
    who: str,
    origin: str,
    as_json: bool,
) -> None:
    """Add the abstract of a REPORT (id or DOI) whose sources give none.

    It is kept with who added it and where it is from, stays whatever is imported or read again,
    and is read by the criteria, the ranking and the screeners like any other.
    """
    from flows.cli.terminal import print_json
    from flows.review.find_review import folder_of
    from flows.screening.by_hand import AddedBy, fill_abstract
    from pipeline.files import text_of

    if (abstract is None) == (file is None):
        raise click.UsageError("say the abstract with --abstract TEXT, or with --file FILE.")
    text = text_of(file) if file else abstract or ""
    found = fill_abstract(folder_of(folder), report, text, AddedBy(who=who, origin=origin))
    if as_json:
        print_json({"report": found, "abstract": bool(text.strip())})
        return
    click.echo(f"{found}: the abstract was {'kept' if text.strip() else 'taken back'}.")
