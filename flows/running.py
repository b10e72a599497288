"""Running an update under Prefect, after all that can be refused beforehand was looked at."""

import atexit
import logging
import os
import time
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from flows.allowed_reviews import allow_only
from flows.lock import only_update
from flows.prefect_home import settle
from flows.prefect_server import own_server, wait_for
from flows.review import Review
from flows.runner import ready_runner
from flows.session import at_work
from flows.showing import watched
from flows.update import STAGES, Update
from pipeline.errors import Refused, reason


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


def run_update(folder: Path, server: str | None = None, *, full: bool = False) -> Ran:
    """Run an update as a Prefect flow, on the server named or on one of our own."""
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
        import_module("flows.prefect_flow")

    held = ExitStack()
    atexit.register(held.close)
    held.enter_context(own_server(meanwhile))


def _under_prefect(folder: str, review: Review, *, full: bool) -> object:
    """What the flow returned, or the exception that ended it."""
    from flows.prefect_flow import full_search_update, search_update
    from flows.prefect_runs import close_crashed

    with only_update(review.state):
        close_crashed(folder)
    for name in ("prefect.flow_runs", "prefect.task_runs"):
        logging.getLogger(name).addFilter(_not_of_a_stop)
    with watched(len(STAGES)):
        state = (full_search_update if full else search_update)(folder, return_state=True)
    return state.result(raise_on_failure=False)


def _not_of_a_stop(record: logging.LogRecord) -> bool:
    """Whether a line is of something else than Ctrl-C, of which ajour says a word of its own."""
    return "Execution was aborted by" not in record.getMessage()
