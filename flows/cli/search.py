"""`ajour search`: try a line of a search strategy on the records of the review."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_option
from pipeline.errors import Refused


@click.command()
@click.argument("line", default="all")
@review_option
@click.option(
    "--search",
    "name",
    help="Search whose strategy is used. The default is the first search with a strategy.",
)
@click.option(
    "--strategy",
    type=click.Path(path_type=Path),
    help="File with a strategy in numbered lines, used instead of the strategy of a search.",
)
@click.option(
    "--notation",
    help=(
        "Notation of LINE or of the strategy file, if ajour cannot recognise the notation: "
        "ovid, pubmed, embase, ebsco, wos, scopus, proquest or cochrane."
    ),
)
@click.option("--to", help="Translate the lines into another notation, such as pubmed.")
@click.option("--missed", is_flag=True, help="List the included reports that LINE does not find.")
@click.option(
    "--known",
    type=click.Path(path_type=Path),
    help="Export file of known studies. ajour lists the known studies that LINE does not find.",
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
    """Try a LINE of a search strategy on the records of the review, and count the records found.

    LINE can be a query, such as "remote* adj2 work*.ti.", in any of the eight notations that ajour
    reads. LINE can also be the number of a line of the strategy, such as 8, or several lines, such
    as 1-7. The default is "all", which means all lines. A subject heading matches records that have
    the heading as a keyword. The narrower terms of a subject heading are not searched. If a line
    cannot be tried, ajour gives the reason.

    With --to, ajour translates each line into another notation, and says which parts cannot be
    translated. With --missed or --known, ajour lists the studies that LINE does not find. With
    --missed or --known, the default LINE is the last line of the strategy. For each missed study,
    ajour names the blocks of the strategy that exclude the study.
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
