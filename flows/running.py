"""Running an update under Prefect, after all that can be refused beforehand was looked at."""

import time
from dataclasses import dataclass
from pathlib import Path

from flows.lock import only_update
from flows.prefect_home import settle
from flows.review import Review
from flows.session import at_work
from flows.showing import watched
from flows.update import STAGES, Update
from pipeline.errors import Refused


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
    """Run an update as a Prefect flow, on the server named or on an embedded one."""
    begun = time.monotonic()
    with at_work(folder) as session:
        review = session.review
    try:
        settle(review.state, server)
    except OSError as fault:
        raise Refused(f"{review.state}: can not be written ({fault.strerror}).") from None
    from flows.prefect_flow import search_update
    from flows.prefect_runs import close_crashed

    where = str(folder.resolve())
    with only_update(review.state):
        close_crashed(where)
    with watched(len(STAGES)):
        state = search_update(where, full=full, return_state=True)
    result = state.result(raise_on_failure=False)
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
