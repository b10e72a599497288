"""`ajour explain`: one record's whole story."""

from pathlib import Path

import click

from flows.commands.options import folder_of, json_option, review_option


@click.command()
@click.argument("record")
@review_option
@json_option
def command(record: str, folder: Path | None, *, as_json: bool) -> None:
    """Tell the whole story of the report that RECORD (its id, DOI or PubMed number) belongs to.

    Sources with file and line, duplicates with reasons, criteria with their words, rank with its
    words, every decision with the cell it came from, and its boxes in the flow chart.
    """
    from flows.explaining import explain
    from flows.telling.stories import tell_story

    tell_story(explain(folder_of(folder), record), as_json=as_json)
