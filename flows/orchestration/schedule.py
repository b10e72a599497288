"""Scheduled updates: Prefect's scheduler, on the team's server or on one started here."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.orchestration.allowed_reviews import allow_only
from flows.orchestration.child_process import beside
from flows.orchestration.prefect_server import answers, open_to_all, own_server, wait_for
from flows.orchestration.prefect_settings import settle
from flows.orchestration.schedule_server import ScheduleServer, told_to_updates
from flows.review.clock import now
from flows.review.lock import only_schedule
from flows.review.runner_file import ready_runner
from flows.review.session import at_work
from pipeline.errors import AjourError, Fault, Refused
from pipeline.review.settings import Review

FIELDS = 5
"""Fields of a schedule: minute, hour, day, month, weekday. Names like @daily are not allowed."""

AGAIN_SECONDS = 60
"""The wait after a failure before serving the schedule again; Prefect itself waits four minutes."""

OPEN = (
    "{server}: this Prefect server has no password, so anyone who can reach it can start and stop "
    "updates. Start the server with PREFECT_SERVER_API_AUTH_STRING set, and set "
    "PREFECT_API_AUTH_STRING on this computer to the same value (docs/scheduling.md)."
)
"""The warning about a team's server without a guard."""


def next_time(cron: str, zone: ZoneInfo, *, after: datetime | None = None) -> datetime:
    """When a schedule fires next, in the review's time zone, after now and after a given time.

    Raises Refused if it is not a schedule.
    """
    from cronsim import CronSim, CronSimError

    at = datetime.fromisoformat(now())
    start = max(at, after or at).astimezone(zone)
    try:
        # CronSim accepts a sixth field for seconds, which Prefect does not.
        if len(cron.split()) != FIELDS:
            raise CronSimError(cron)
        return next(CronSim(cron, start))
    except (CronSimError, StopIteration, OverflowError, ValueError):
        raise Refused(
            f"--cron {cron[:80]!r}: this is not a schedule.",
            [Fault("expected", 'five fields: minute hour day month weekday, like "0 6 1 * *"')],
        ) from None


def serve(folder: Path, cron: str, server: str | None, say: Callable[[str], None]) -> str:
    """Serve the schedule until it is stopped; return what the stop interrupted, in a sentence.

    Never two updates of one review at once, and one schedule: Busy names who serves it. If a server
    is named, it must answer; otherwise a local server is started on 127.0.0.1 and stopped with us.
    Runs that a dead process left as running are first closed as crashed. Once the schedule has been
    served, a failing server is waited for and reported through `say`.
    """
    with at_work(folder) as session:
        review = session.review
    next_time(cron, review.zone)
    server = server or os.environ.get("PREFECT_API_URL")
    ready_runner(folder, server)
    try:
        with _one_stop(), only_schedule(review.state):
            settle(review.state, server)
            allow_only(review.folder)
            return _serve_again_and_again(review, cron, server, say)
    except KeyboardInterrupt:
        return "the schedule stopped. No update was running."


def _serve_again_and_again(
    review: Review, cron: str, server: str | None, say: Callable[[str], None]
) -> str:
    served = False
    while True:
        try:
            with _at(server, review, say) as address:
                served = True
                return _serve_until_stopped(review, cron, address)
        except AjourError as fault:
            if not served:
                raise
            say(f"{fault} ajour tries again in {AGAIN_SECONDS} seconds.")
            time.sleep(AGAIN_SECONDS)


@contextmanager
def _one_stop() -> Iterator[None]:
    """Let Ctrl-C, SIGTERM and the terminal closing stop us, once: stopping is not interrupted."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows has no SIGHUP
    signals = tuple(getattr(signal, name) for name in names if hasattr(signal, name))
    before = {one: signal.getsignal(one) for one in signals}
    # nohup and & make signals ignored, and these stay ignored.
    heeded = [one for one in signals if before[one] is not signal.SIG_IGN]

    def stop(*_: object) -> None:
        for one in heeded:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    for one in heeded:
        signal.signal(one, stop)
    try:
        yield
    finally:
        for one in heeded:
            signal.signal(one, before[one])


@contextmanager
def _at(server: str | None, review: Review, say: Callable[[str], None]) -> Iterator[str]:
    """The address of the named server or of a local one; an open one is reported through `say`."""
    if server:
        wait_for(server, None)
        if open_to_all(server):
            say(OPEN.format(server=server))
        yield server
        return
    with own_server() as address:
        settle(review.state, address)
        password = os.environ["PREFECT_API_AUTH_STRING"]
        with told_to_updates(review.state, ScheduleServer(address=address, password=password)):
            yield address


def _serve_until_stopped(review: Review, cron: str, address: str) -> str:
    """Serve in a child process, so that an interrupted update ends at once and tells Prefect."""
    folder = str(review.folder.resolve())
    with beside("flows.orchestration.prefect_deployment:main", folder, cron) as serving:
        try:
            ended = serving.wait()
        except KeyboardInterrupt:
            ended = None
    if ended is not None:
        raise AjourError(f"{address}: Prefect's scheduler stopped unexpectedly ({ended}).")
    if not answers(address):
        return (
            f"the schedule stopped. The server at {address} does not answer, so an update may "
            "still be running. That update ends when you start the schedule again."
        )
    from flows.orchestration.prefect_runs import close_left

    if close_left(review):
        return "the schedule stopped during an update. The next start continues the update."
    return "the schedule stopped. No update was running."
