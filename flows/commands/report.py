"""`ajour report`: the figure, the tables and the report."""

from pathlib import Path

import click

from flows.commands.options import json_option, review_argument


@click.command()
@review_argument
@json_option
def command(folder: Path, *, as_json: bool) -> None:
    """Write the figure, the tables and the report of the review in FOLDER to output/.

    Nothing is written where nothing has changed since the last run.
    """
    import json

    from flows import VERSION
    from flows.clock import now
    from flows.outputs import write_outputs
    from flows.refreshing import refresh
    from flows.session import at_work
    from flows.stages import Turn

    with at_work(folder) as session:
        refresh(session)
        told = write_outputs(session, Turn(run=0, version=VERSION, when=now()))
        if as_json:
            answer = {"news": told is not None, "output": str(session.review.output)}
            click.echo(json.dumps(answer, ensure_ascii=False))
        else:
            unchanged = f"{session.review.output}: up to date; nothing was written."
            click.echo(told or unchanged)
