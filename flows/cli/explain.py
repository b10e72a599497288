"""`ajour explain`: show a record's full history."""

from pathlib import Path

import click

from flows.cli.options import json_option, review_option
from flows.review.find_review import folder_of


@click.command()
@click.argument("record")
@review_option
@json_option
def command(record: str, folder: Path | None, *, as_json: bool) -> None:
    """Show the full history of the report that a RECORD belongs to.

    RECORD is an id, a DOI or a PubMed number. The history shows each source with file and line, and
    the duplicates with reasons. The history also shows the verdicts of the criteria and the rank,
    with the words that led to each verdict and to the rank. Finally, the history shows every
    decision with the cell of the list that it came from, and the boxes of the flow chart that count
    the report.
    """
    from flows.cli.messages.explain import tell_story
    from flows.inspection.explain import explain

    tell_story(explain(folder_of(folder), record), as_json=as_json)
