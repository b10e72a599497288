"""`ajour trace`: list the records behind a number of the flow chart."""

from pathlib import Path

import click

from flows.cli.options import OneOf, json_option, review_option


@click.command()
@click.argument("box", required=False)
@review_option
@click.option(
    "--round",
    "chosen",
    help=(
        "Name of the round whose flow chart is used. By default, the flow chart covers all rounds."
    ),
)
@click.option(
    "--format",
    "form",
    type=OneOf(["csv", "ris"]),
    help="Format of the file. The default is the format of the extension of --output, or else csv.",
)
@click.option(
    "--output",
    "--out",
    "-o",
    type=click.Path(path_type=Path),
    help="Path of the file to write. By default, ajour prints the result.",
)
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
    """List the records that a BOX of the flow chart counts, each with its file and line.

    BOX is the name of a box of the flow chart, such as screened_records or excluded_reports/P1.
    Without BOX, ajour lists all boxes with a number above 0.
    """
    from flows.cli.messages.trace import tell_boxes, tell_trace
    from flows.inspection.trace import boxes, trace
    from flows.review.find_review import folder_of

    if box is None:
        tell_boxes(boxes(folder_of(folder), chosen), as_json=as_json)
        return
    tell_trace(trace(folder_of(folder), box, chosen), form, output, as_json=as_json)
