"""`ajour trace`: list the records behind a number of the flow chart."""

from pathlib import Path

import click

from flows.cli.name_completion import boxes, rounds
from flows.cli.options import OneOf, json_option, output_option, review_option


@click.command()
@click.argument("box", required=False, shell_complete=boxes)
@review_option
@click.option(
    "--round",
    "chosen",
    shell_complete=rounds,
    help="Round whose flow chart is used; default: all rounds.",
)
@click.option(
    "--format",
    "form",
    type=OneOf(["csv", "ris"]),
    help="Format of the file; default: that of the extension of --output, else csv.",
)
@output_option("The file to write; default: print the result.")
@json_option
def command(
    box: str | None,
    folder: Path | None,
    chosen: str | None,
    form: str | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """List the records counted in a BOX of the flow chart, each with its file and line.

    BOX is a name such as screened_records or excluded_reports/P1. Without BOX, all boxes with a
    number above 0 are listed.
    """
    from flows.cli.messages.trace import tell_boxes, tell_trace
    from flows.inspection.trace import boxes, trace
    from flows.review.find_review import folder_of

    if box is None:
        tell_boxes(boxes(folder_of(folder), chosen), as_json=as_json)
        return
    tell_trace(trace(folder_of(folder), box, chosen), form, output, as_json=as_json)
