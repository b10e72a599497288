"""Updates by the clock: Prefect's scheduler, on a server of the team's or on one started here."""

import sys
import warnings
from datetime import datetime
from pathlib import Path

from flows.clock import now
from flows.prefect_home import settle
from flows.prefect_server import own_server, wait_for
from flows.review import Review
from flows.runner import ready_runner
from flows.session import at_work
from pipeline.errors import Fault, Refused

UNIT = """[Unit]
Description=ajour: scheduled updates of {title}
After=network-online.target
Wants=network-online.target

[Service]
Type=exec
ExecStart={program} schedule {folder} --cron "{cron}"{server}
Restart=on-failure
RestartSec=60
NoNewPrivileges=true
PrivateTmp=true

[Install]
WantedBy=default.target
"""


def next_time(cron: str, review: Review) -> datetime:
    """When a schedule fires next, in the review's time zone; Refused where it is no schedule."""
    from cronsim import CronSim, CronSimError

    start = datetime.fromisoformat(now()).astimezone(review.zone)
    try:
        return next(CronSim(cron, start))
    except (CronSimError, StopIteration):
        raise Refused(
            f"--cron {cron!r}: this is no schedule.",
            [Fault("expected", 'five fields: minute hour day month weekday, like "0 6 1 * *"')],
        ) from None


def unit_text(folder: Path, cron: str, server: str | None) -> str:
    """A systemd unit that serves the schedule; its paths are quoted as systemd wants them."""
    with at_work(folder) as session:
        review = session.review
    next_time(cron, review)
    program = Path(sys.executable).with_name("ajour")
    return UNIT.format(
        title=review.title.replace("\n", " ").replace("%", "%%"),
        program=_quoted(program),
        folder=_quoted(folder.resolve()),
        cron=cron.replace("%", "%%"),
        server=f" --server {_quoted(server)}" if server else "",
    )


def _quoted(value: object) -> str:
    text = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{text}"' if " " in text or '"' in text else text


def serve(folder: Path, cron: str, server: str | None) -> None:
    """Serve the schedule until it is stopped; never two updates of one review at once.

    A server named must answer; without one a server of our own is started on 127.0.0.1 and
    stopped with us. Runs that a dead process left as running are closed as crashed first.
    """
    with at_work(folder) as session:
        review = session.review
    next_time(cron, review)
    ready_runner(folder, server)
    settle(review.state, server)
    if server:
        wait_for(server, None)
        _serve(review, folder, cron)
        return
    with own_server() as address:
        settle(review.state, address)
        _serve(review, folder, cron)


def _serve(review: Review, folder: Path, cron: str) -> None:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.schedules import Cron

    from flows.prefect_flow import search_update
    from flows.prefect_runs import close_crashed

    close_crashed(str(folder.resolve()))
    # Prefect 3.8 says this when systemd stops it; it has stopped all the same.
    warnings.filterwarnings("ignore", message="coroutine 'Runner.astop' was never awaited")
    search_update.serve(
        name=f"ajour {folder.resolve().name}",
        schedule=Cron(cron, timezone=review.timezone),
        parameters={"folder": str(folder.resolve())},
        global_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        limit=1,
        print_starting_message=False,
        pause_on_shutdown=False,
    )
