"""What an update came to, in sentences or as JSON; and the exit code it asks for."""

import click

from flows.cli.hints import completed
from flows.cli.messages.overview import to_open
from flows.cli.terminal import print_json
from flows.inspection.told_status import told_status
from flows.orchestration.update_run import Ran
from flows.reporting.latest_run import waits
from pipeline.errors import PersonNeeded
from pipeline.store.file_system import not_local


def tell_update(ran: Ran, *, as_json: bool) -> None:
    """Say what every stage did; raises PersonNeeded where something waits for a person."""
    update, unsettled = ran.update, waits(ran.review)
    if as_json:
        told = {name: [*done.told, *done.failed] for name, done in update.stages.items()}
        waited = None if ran.prefect_seconds is None else round(ran.prefect_seconds, 1)
        seconds = {"seconds": round(ran.seconds, 1), "prefect_start": waited}
        output = str(ran.review.output)
        answer = {
            "news": update.news,
            "stages": told,
            "failed": update.failed,
            "waiting": unsettled,
        }
        answer |= {"overlooked": update.overlooked}
        letter = {"letter": update.letter, "letter_not_sent": update.unsent, "output": output}
        print_json({**answer, **seconds, **letter})
    else:
        _say(ran)
    if update.unsent:
        click.echo(f"The letter was not sent: {update.unsent}", err=True)
    if because := not_local(ran.review.store):
        click.echo(
            f"{ran.review.store}: {because}, so it cannot be protected against use by two "
            "machines at once. Run ajour on only one machine at a time, and make backups: ajour "
            "backup",
            err=True,
        )
    if update.failed or update.overlooked or unsettled:
        raise PersonNeeded("\n".join([*update.failed, *update.overlooked, *unsettled]))


def _say(ran: Ran) -> None:
    update = ran.update
    if update.resumed:
        click.echo(update.resumed)
    if not update.news and not update.failed:
        click.echo(f"{ran.review.title}: nothing new; nothing was changed.")
    for name, done in update.stages.items():
        for sentence in done.told:
            click.echo(completed(f"{name}: {sentence}"))
    if update.news:
        click.echo(f"Waiting: {told_status(ran.review.folder).waiting}")
        click.echo(f"Open: {to_open(ran.review.folder)}")
    click.echo(_time(ran))


def _time(ran: Ran) -> str:
    """Where the time went, in a sentence."""
    if ran.prefect_seconds is None:
        return f"Checked for changes in {ran.seconds:.0f} s{_longest(ran)}."
    return (
        f"Done in {ran.seconds:.0f} s: {ran.seconds - ran.prefect_seconds:.0f} s for the update"
        f"{_longest(ran)}, {ran.prefect_seconds:.0f} s for Prefect, which keeps a log of every run."
    )


def _longest(ran: Ran) -> str:
    """The stages that took a second and more, the longest first; "" where none did."""
    took = {name: done.seconds for name, done in ran.update.stages.items() if done.seconds >= 1}
    longest = sorted(took, key=lambda name: -took[name])
    told = ", ".join(f"{name} {took[name]:.0f} s" for name in longest)
    return f" ({told})" if told else ""
