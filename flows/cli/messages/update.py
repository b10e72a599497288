"""Prints the outcome of an update in sentences or as JSON, and decides the exit code."""

import click

from flows.cli.hints import completed
from flows.cli.messages.overview import to_open
from flows.cli.terminal import print_json
from flows.inspection.told_status import told_status
from flows.orchestration.update import Update
from flows.orchestration.update_run import Ran
from flows.reporting.latest_run import waits
from pipeline.errors import PersonNeeded
from pipeline.store.file_system import not_local


def tell_update(ran: Ran, *, as_json: bool) -> None:
    """Print what every stage did; raises PersonNeeded if a person needs to act."""
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
            f"{ran.review.store}: {because}, so ajour cannot protect the database against use "
            f"by two machines at once. Run ajour on only one machine at a time. To make "
            f"backups: ajour backup",
            err=True,
        )
    if update.failed or update.overlooked or unsettled:
        raise PersonNeeded("\n".join([*update.failed, *update.overlooked, *unsettled]))


def _say(ran: Ran) -> None:
    update = ran.update
    if update.resumed:
        click.echo(update.resumed)
    if not update.news:
        click.echo(f"{ran.review.title}: {_nothing_new(update)} Nothing was changed.")
    for name, done in update.stages.items():
        for sentence in done.told:
            click.echo(completed(f"{name}: {sentence}"))
    click.echo(completed(f"Waiting: {told_status(ran.review.folder).waiting}"))
    click.echo(f"Open: {to_open(ran.review.folder)}")
    click.echo(_time(ran))


def _nothing_new(update: Update) -> str:
    """That an update found nothing new, as far as it could ask and read."""
    if update.failed:
        return "ajour found nothing new, apart from the problems listed at the end."
    return "there is nothing new."


def _time(ran: Ran) -> str:
    """A sentence on how long the update took, and how much of that was Prefect."""
    if ran.prefect_seconds is None:
        return f"The check for changes took {ran.seconds:.0f} s{_longest(ran)}."
    return (
        f"The update took {ran.seconds - ran.prefect_seconds:.0f} s{_longest(ran)}. Prefect, which "
        f"keeps a log of every run, took another {ran.prefect_seconds:.0f} s."
    )


def _longest(ran: Ran) -> str:
    """The stages that took at least a second, the slowest first; "" if there are none."""
    took = {name: done.seconds for name, done in ran.update.stages.items() if done.seconds >= 1}
    longest = sorted(took, key=lambda name: -took[name])
    told = ", ".join(f"{name} {took[name]:.0f} s" for name in longest)
    return f" ({told})" if told else ""
