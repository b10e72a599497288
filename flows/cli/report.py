"""`ajour report`: write the flow chart, the tables and the report."""

from pathlib import Path

import click

from flows.cli.hints import completed
from flows.cli.options import json_option, review_argument
from flows.cli.terminal import print_json


@click.command()
@review_argument
@json_option
def command(folder: Path, *, as_json: bool) -> None:
    """For the review in FOLDER, write the flow chart, the tables and the report to output/.

    If nothing has changed since the last report, nothing is written. Exit code 3 means that ajour
    could not read a strategy, the studies sheet or a template, but wrote all other files.
    """
    from flows import VERSION
    from flows.cli.messages.overview import to_open
    from flows.reporting.output_state import standing_outputs
    from flows.review.clock import now
    from flows.review.session import at_work
    from flows.stages.context import Turn
    from flows.stages.refresh import refresh
    from pipeline.errors import PersonNeeded

    with at_work(folder, again=True) as session:
        refresh(session)
        made = standing_outputs(session, VERSION)
        if made is None:
            from flows.reporting.outputs import write_outputs  # takes time to import

            made = write_outputs(session, Turn(run=0, version=VERSION, when=now()))
        output = session.review.output
    if as_json:
        answer = {"news": made.told is not None, "output": str(output), "left_out": made.left_out}
        print_json(answer)
    else:
        click.echo(made.told or f"{output}: these files are up to date. Nothing was written.")
        for note in made.noted:
            click.echo(completed(note))
        click.echo(f"Open: {to_open(folder)}")
    if made.left_out:
        raise PersonNeeded("\n".join(made.left_out))
