"""Prefect's scheduler for a review; a separate program, which `schedule` starts.

Prefect's settings must be in the environment: importing this module imports Prefect.
"""

import asyncio
import re
import socket
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import (
    ConcurrencyLimitConfig,
    ConcurrencyLimitStrategy,
    FlowRun,
    State,
)
from prefect.flows import FlowStateHook
from prefect.runner import Runner
from prefect.schedules import Cron

from flows.orchestration.prefect_flow import search_update
from flows.orchestration.prefect_runs import close_left, last_crashed
from flows.orchestration.schedule import next_time
from flows.orchestration.update import Update
from flows.review.lock import is_updating
from flows.review.session import at_work
from flows.review.settings_file import read_review
from pipeline.review.settings import Review
from pipeline.store.runs import runs


def serve(folder: Path, cron: str) -> None:
    """Serve the schedule forever; an unfinished update is resumed at once."""
    review = read_review(folder)
    close_left(review)
    runner = Runner(name=name_of(folder), limit=1, pause_on_shutdown=False)
    deployment = _deploy(runner, review, cron)
    with get_client(sync_client=True) as client:
        if is_left(review, crashed=last_crashed(client, deployment)):
            _say(
                f"{review.title}: an earlier update did not finish, so this update continues "
                f"it now."
            )
            client.create_flow_run_from_deployment(deployment)
    asyncio.run(runner.start())


def _say(sentence: str) -> None:
    """Report to whoever watches the schedule; the parent program passes it on."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def _deploy(runner: Runner, review: Review, cron: str) -> UUID:
    """Register the review's schedule with the server, allowing one update at a time."""
    told = telling(cron, review)
    deployment = runner.add_flow(
        search_update.with_options(on_completion=[told], on_failure=[told], on_crashed=[told]),
        name=runner.name,
        schedule=Cron(cron, timezone=review.timezone),
        parameters={"folder": str(review.folder)},
        concurrency_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
    )
    assert isinstance(deployment, UUID)
    return deployment


def name_of(folder: Path) -> str:
    """A deployment's name: differs for folders of one name on other machines or paths.

    Prefect does not allow /%&<> in it.
    """
    place = sha256(f"{socket.gethostname()}:{folder.resolve()}".encode()).hexdigest()
    name = re.sub(r"[^\w .-]+", "-", folder.resolve().name)
    return f"ajour {name} {place[:6]}"


def is_left(review: Review, *, crashed: bool) -> bool:
    """Whether an update ended before it had finished, and none is running now.

    `crashed` is what Prefect knows of the last scheduled one.
    """
    with at_work(review.folder) as session:
        left = crashed or any(not one.finished for one in runs(session.db))
    # In this order: an update that begins in between is unfinished, but it is running.
    return left and not is_updating(review.state)


def telling(cron: str, review: Review) -> FlowStateHook[..., Any]:
    """Reports the outcome of each run, and when the next one is."""

    def tell(flow: object, flow_run: FlowRun, state: State[Update]) -> None:  # noqa: ARG001
        # Prefect begins a run up to a second early, so its own minute may still be ahead.
        then = next_time(cron, review.zone, after=flow_run.expected_start_time)
        _say(f"{review.title}: {came_to(state)}")
        _say(f"{review.title}: next update {then:%Y-%m-%d %H:%M %Z}.")

    return tell


def came_to(state: State[Update]) -> str:
    """The outcome of a run, by its final state."""
    if state.is_crashed():
        return "the update stopped unexpectedly. The next update continues it."
    if state.is_failed():
        return str(state.message)
    update = state.result()
    told = [update.resumed, "updated; see output/letter.md." if update.news else "nothing new."]
    return "\n".join(filter(None, [*told, *update.failed, update.unsent]))


def main() -> None:
    """Serve the folder and schedule of the command line."""
    serve(Path(sys.argv[1]), sys.argv[2])
