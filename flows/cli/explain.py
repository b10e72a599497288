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
    """Show the full history of the report to which a RECORD belongs.

    RECORD is an id, a DOI or a PubMed number. The history shows each source with file and line, the
    duplicates with reasons, and the words that led to the rank and to each verdict of the criteria.
    The history also shows every decision with the list and cell that it came from, and the boxes of
    the flow chart that count the report.
    """
    from flows.cli.messages.explain import tell_story
    from flows.inspection.explain import explain

    tell_story(explain(folder_of(folder), record), as_json=as_json)
