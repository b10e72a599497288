"""`ajour search`: a line of a search strategy tried on the records at hand."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_option
from pipeline.errors import Refused


@click.command()
@click.argument("line", default="all")
@review_option
@click.option("--search", "name", help="The search whose strategy is used; default: the first.")
@click.option(
    "--strategy", type=click.Path(path_type=Path), help="File of numbered lines to use instead."
)
@click.option(
    "--notation",
    help="Notation of LINE or the file, if it cannot be recognised: ovid, pubmed, embase, ebsco, "
    "wos, scopus, proquest or cochrane.",
)
@click.option("--to", help="Write the lines in another of these notations, as a proposal.")
@click.option("--missed", is_flag=True, help="List the included reports that LINE does not find.")
@click.option(
    "--known",
    type=click.Path(path_type=Path),
    help="Export file of known studies; list those that LINE does not find.",
)
@json_option
def command(
    line: str,
    folder: Path | None,
    name: str | None,
    strategy: Path | None,
    notation: str | None,
    to: str | None,
    known: Path | None,
    *,
    missed: bool,
    as_json: bool,
) -> None:
    """Try LINE on the records of the review and count the records that it finds.

    LINE is a query in any of the eight notations ("remote* adj2 work*.ti."), the number of a line
    of the strategy (8), several lines (1-7) or "all", the default. A subject heading matches the
    keywords of a record, but its narrower terms do not. For each line that cannot be run here,
    ajour says why.

    With --to, each line is translated into another notation, with a note of what could not be
    translated. With --missed or --known, ajour lists the studies that the line (or the strategy's
    last line) does not find, and names the blocks of the strategy that exclude each of these
    studies.
    """
    for file in (strategy, known):
        if file is not None and not file.exists():
            raise Refused(f"{file.name}: there is no such file. Nothing was done.")
    from flows.cli.messages.search import print_missed, print_tried, print_turned
    from flows.screening.query_trial import SearchQuestion, missed_studies, try_on_store, turned

    asked = SearchQuestion(line=line, name=name, file=strategy, notation=notation)
    if to is not None:
        print_turned(turned(asked, to, folder), as_json=as_json)
    elif missed or known is not None:
        print_missed(*missed_studies(asked, folder, known), as_json=as_json)
    else:
        print_tried(try_on_store(asked, folder), as_json=as_json)
