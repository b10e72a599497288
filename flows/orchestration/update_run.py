"""Running an update under Prefect, after all that can be refused beforehand was looked at."""

import atexit
import logging
import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from flows.orchestration.allowed_reviews import allow_only
from flows.orchestration.prefect_server import own_server, wait_for
from flows.orchestration.prefect_settings import settle
from flows.orchestration.update import STAGES, Update
from flows.review.lock import only_update
from flows.review.runner_file import ready_runner
from flows.review.session import at_work
from pipeline.errors import Refused, reason
from pipeline.review.settings import Review

Watched = Callable[[int], AbstractContextManager[None]]


def _unwatched(_steps: int) -> AbstractContextManager[None]:
    return nullcontext()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """An update under Prefect, how long it took, and how much of that was Prefect's own.

    Prefect's own is all that passed outside the stages: its import, the start of its server, and
    its bookkeeping.
    """

    review: Review
    update: Update
    seconds: float
    prefect_seconds: float


def run_update(
    folder: Path, server: str | None = None, *, full: bool = False, watched: Watched = _unwatched
) -> Ran:
    """Run an update as a Prefect flow, on the server named or on one of our own.

    `watched` is entered with the number of steps while they run, to show how far they have come.
    """
    begun = time.monotonic()
    with at_work(folder) as session:
        review = session.review
    server = server or os.environ.get("PREFECT_API_URL")
    ready_runner(folder, server)
    try:
        settle(review.state, server)
    except OSError as fault:
        raise Refused(f"{review.state}: can not be written ({reason(fault)}).") from None
    allow_only(review.folder)
    _ready_server(review, server)
    with watched(len(STAGES)):
        result = _under_prefect(str(folder.resolve()), review, full=full)
    if isinstance(result, BaseException):
        raise result
    assert isinstance(result, Update)
    seconds = time.monotonic() - begun
    return Ran(
        review=review,
        update=result,
        seconds=seconds,
        prefect_seconds=max(0.0, seconds - result.seconds),
    )


def _ready_server(review: Review, server: str | None) -> None:
    """Have the server named answer, or start one of our own while Prefect is imported.

    Ours lasts as long as this program: a second update of the same program finds it named in the
    environment, and Prefect keeps to the server that it met first.
    """
    if server:
        wait_for(server, None)
        return

    def meanwhile(address: str) -> None:
        settle(review.state, address)
        import_module("flows.orchestration.prefect_flow")

    held = ExitStack()
    atexit.register(held.close)
    held.enter_context(own_server(meanwhile))


def _under_prefect(folder: str, review: Review, *, full: bool) -> object:
    """What the flow returned, or the exception that ended it."""
    from flows.orchestration.prefect_flow import full_search_update, search_update
    from flows.orchestration.prefect_runs import close_crashed

    with only_update(review.state):
        close_crashed(folder)
    for name in ("prefect.flow_runs", "prefect.task_runs"):
        logging.getLogger(name).addFilter(_not_of_a_stop)
    state = (full_search_update if full else search_update)(folder, return_state=True)
    return state.result(raise_on_failure=False)


def _not_of_a_stop(record: logging.LogRecord) -> bool:
    """Whether a line is of something else than Ctrl-C, of which ajour says a word of its own."""
    return "Execution was aborted by" not in record.getMessage()
