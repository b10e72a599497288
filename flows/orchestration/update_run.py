"""Runs an update under Prefect, after everything that can be checked and refused without it."""

import atexit
import logging
import os
import time
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from flows.orchestration.allowed_reviews import allow_only
from flows.orchestration.prefect_server import answers, own_server, wait_for
from flows.orchestration.prefect_settings import settle
from flows.orchestration.schedule_server import server_of_schedule
from flows.orchestration.update import (
    BegunUpdate,
    Update,
    advance,
    go_on,
    is_due,
    new_update,
)
from flows.reporting.overlooked import unread_places
from flows.review.lock import only_update
from flows.review.runner_file import ready_runner
from flows.review.session import at_work
from flows.stages.missing_exports import refuse_without_exports
from pipeline.errors import AjourError, Fault, Refused, reason
from pipeline.review.settings import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """An update, how long it took, and how much of that was spent waiting for Prefect.

    `prefect_seconds` is the time outside the stages; None if nothing was due, so Prefect was not
    started.
    """

    review: Review
    update: Update
    seconds: float
    prefect_seconds: float | None


def run_update(folder: Path, server: str | None = None, *, full: bool = False) -> Ran:
    """Run an update as a Prefect flow, on the named server, the schedule's, or a local one.

    The sources are asked first: if they give nothing new, and nothing else is due, Prefect is not
    started. Raises Refused if there is no export at all.
    """
    start = time.monotonic()
    with at_work(folder) as session:
        review = session.review
    server = server or os.environ.get("PREFECT_API_URL")
    ready_runner(folder, server)
    allow_only(review.folder)
    with only_update(review.state):
        begun = new_update(full=full)
        advance(folder, begun)
        _refuse_without_exports(folder)
        recorded = is_due(folder)
        update = _recorded(review, begun, server) if recorded else go_on(folder, begun)
    seconds = time.monotonic() - start
    return Ran(
        review=review,
        update=update,
        seconds=seconds,
        prefect_seconds=max(0.0, seconds - update.seconds) if recorded else None,
    )


def _refuse_without_exports(folder: Path) -> None:
    """Refuse if there are no exports, and name the files that lie where nothing reads them."""
    try:
        refuse_without_exports(folder)
    except Refused as fault:
        with at_work(folder) as session:
            elsewhere = [Fault("", one) for one in unread_places(session)]
        raise Refused(fault.sentence, [*fault.faults, *elsewhere]) from None


def _recorded(review: Review, begun: BegunUpdate, server: str | None) -> Update:
    """Continue an update as a flow that Prefect records."""
    try:
        settle(review.state, server)
    except OSError as fault:
        raise Refused(f"{review.state}: cannot be written ({reason(fault)}).") from None
    if server:
        wait_for(server, None)
    own = None if server or _schedule_answers(review) else _start_own(review, begun)
    result = _under_prefect(str(review.folder.resolve()), begun, own)
    if isinstance(result, BaseException):
        raise result
    assert isinstance(result, Update)
    return result


def _schedule_answers(review: Review) -> bool:
    """Whether the server of the review's running schedule answers; it is then the one to use."""
    found = server_of_schedule(review.state)
    if found is None or not answers(found.address):
        return False
    os.environ["PREFECT_API_AUTH_STRING"] = found.password
    settle(review.state, found.address)
    return True


def _start_own(review: Review, begun: BegunUpdate) -> ExitStack:
    """Start a local server, and continue the update until it answers.

    It lasts as long as this program: a second update by the same program finds its address in the
    environment, and Prefect stays with the first server it used. So a refusal by a stage is raised
    only once the server answers. If flow.toml names Dask, the stages wait for it.
    """
    refused: list[AjourError] = []
    ahead = ready_runner(review.folder, None).kind == "threads"

    def meanwhile(address: str) -> None:
        settle(review.state, address)
        import_module("flows.orchestration.prefect_flow")
        try:
            while ahead and begun.next_stage and not answers(address):
                advance(review.folder, begun)
        except AjourError as fault:
            refused.append(fault)

    held = ExitStack()
    atexit.register(held.close)
    held.enter_context(own_server(meanwhile, for_updates_only=True))
    if refused:
        raise refused[0]
    return held


def _under_prefect(folder: str, begun: BegunUpdate, own: ExitStack | None) -> object:
    """What the flow returned, or the exception that ended it.

    `own` ends a local server, which first records what it was sent.
    """
    from flows.orchestration.prefect_flow import full_search_update, search_update
    from flows.orchestration.prefect_runs import close_crashed, wait_until_recorded
    from flows.orchestration.prepared import handed_over

    close_crashed(folder)
    for name in ("prefect.flow_runs", "prefect.task_runs"):
        logging.getLogger(name).addFilter(_not_of_a_stop)
    logging.getLogger("EventsWorker").setLevel(logging.ERROR)  # no warnings of unsent messages
    with handed_over(begun):
        flow = full_search_update if begun.turn.full else search_update
        state = flow(folder, return_state=True)
    run = state.state_details.flow_run_id
    if own and run:
        own.callback(wait_until_recorded, run, len(begun.stages))
    return state.result(raise_on_failure=False)


def _not_of_a_stop(record: logging.LogRecord) -> bool:
    """Whether a line is about something other than Ctrl-C, which ajour reports itself."""
    return "Execution was aborted by" not in record.getMessage()
