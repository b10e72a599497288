"""`ajour search`: try a line of a search strategy on the records of the review."""

from pathlib import Path

import click

from flows.cli.name_completion import notations, searches
from flows.cli.options import json_option, review_option
from pipeline.errors import Refused


@click.command()
@click.argument("line", default="all")
@review_option
@click.option(
    "--search",
    "name",
    shell_complete=searches,
    help="Name of the search whose strategy is used; default: the first search with one.",
)
@click.option(
    "--strategy",
    type=click.Path(path_type=Path),
    help="File with the numbered lines of another strategy.",
)
@click.option(
    "--notation",
    shell_complete=notations,
    help=(
        "Notation of LINE: ovid, pubmed, embase, ebsco, wos, scopus, proquest or cochrane; "
        "default: the notation that ajour recognises."
    ),
)
@click.option(
    "--to",
    shell_complete=notations,
    help="Translate the lines into another notation, such as pubmed.",
)
@click.option("--missed", is_flag=True, help="List the included reports that LINE does not find.")
@click.option(
    "--known",
    type=click.Path(path_type=Path),
    help="List the studies in this export file that LINE does not find.",
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

    LINE can be a query in any of the eight notations that ajour reads, such as "remote* adj2
    work*.ti.". LINE can also be the numbers of lines of the strategy, such as 8 or 1-7. The default
    is "all", which means every line. A subject heading finds the records that have this heading as
    a keyword, but not records that have only a narrower term. If a line cannot be tried, ajour
    gives the reason.

    With --to, each line is translated into another notation, and the parts that cannot be
    translated are named. With --missed or --known, ajour lists the studies that LINE does not find,
    and the blocks of the strategy that exclude them. With these two options, the default for LINE
    is the last line of the strategy.
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
