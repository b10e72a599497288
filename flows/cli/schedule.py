"""`ajour schedule`: update a review on a schedule."""

from functools import partial
from pathlib import Path

import click

from flows.cli.options import json_option, review_argument


@click.command()
@review_argument
@click.option(
    "--cron",
    required=True,
    help='Minute, hour, day, month and weekday of updates, such as "0 6 1 * *".',
)
@click.option(
    "--server", help="URL of the team's Prefect server, such as http://127.0.0.1:4200/api."
)
@click.option(
    "--systemd",
    is_flag=True,
    help="Print a systemd unit that starts the schedule on Linux.",
)
@json_option
def command(folder: Path, cron: str, server: str | None, *, systemd: bool, as_json: bool) -> None:
    """Update the review in FOLDER on a schedule, until you stop the command.

    Times are in the time zone named in review.toml. Without --server, ajour starts a Prefect server
    on this machine. Two updates of the same review never run at the same time. If the machine is
    off at the time of an update, the next update does the missed work.
    """
    from flows.cli.terminal import print_file, print_json
    from flows.orchestration import schedule
    from flows.orchestration.systemd import unit_text
    from flows.review.session import at_work

    if systemd:
        unit = unit_text(folder, cron, server)
        if as_json:
            print_json({"unit": unit})
        else:
            print_file(unit)
        return
    with at_work(folder) as session:
        review = session.review
    first = schedule.next_time(cron, review.zone)
    if as_json:
        print_json({"title": review.title, "next": first.isoformat()})
    else:
        click.echo(f"{review.title}: next update {first:%Y-%m-%d %H:%M %Z}. To stop, press Ctrl-C.")
    ended = schedule.serve(folder, cron, server, partial(click.echo, err=True))
    click.echo(f"{review.title}: {ended}", err=as_json)
