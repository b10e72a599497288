"""`ajour search`: a line of a search strategy tried on the records at hand."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_option
from flows.cli.terminal import print_json


@click.command()
@click.argument("line")
@review_option
@click.option(
    "--search", "name", help="The search whose strategy the numbers name; without it the first."
)
@click.option(
    "--strategy", type=click.Path(path_type=Path), help="A file of numbered lines instead."
)
@json_option
def command(
    line: str, folder: Path | None, name: str | None, strategy: Path | None, *, as_json: bool
) -> None:
    """Try LINE on the records in the store and count what it finds.

    LINE is a query in Ovid's notation ("remote* adj2 work*.ti."), the number of a line of the
    strategy (8), several (1-7) or "all". Headings are looked for unexploded among the keywords.
    """
    from flows.screening.query_trial import try_on_store

    tried = try_on_store(line, folder, name=name, file=strategy)
    if as_json:
        rows = [
            {
                "line": one.number or None,
                "query": one.query,
                "hits": one.hits,
                "records": len(one.records),
                "fault": one.fault or None,
            }
            for one in tried
        ]
        print_json({"lines": rows})
        return
    for one in tried:
        number = f"{one.number:>3}  " if one.number else ""
        click.echo(f"{number}{one.fault or len(one.records)!s:>8}  {one.query}")
