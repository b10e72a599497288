"""Updates by the clock: Prefect's scheduler, on a server of the team's or on one started here."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flows.clock import now
from flows.prefect_home import settle
from flows.review import Review
from flows.session import at_work
from pipeline.errors import AjourError, Fault, Refused

START_SECONDS = 120
"""How long a server may take to answer; the first one in a new home took 28 seconds."""

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
    settle(review.state, server)
    if server:
        _wait_for(server, None)
        _serve(review, folder, cron)
        return
    with _own_server() as address:
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


@contextmanager
def _own_server() -> Iterator[str]:
    """A Prefect server on a free port of 127.0.0.1, stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}/api"
    environment = {**os.environ, "PREFECT_API_URL": address, "PREFECT_UI_API_URL": address}
    environment["PREFECT_SERVER_UI_API_URL"] = address
    words = ["server", "start", "--host", "127.0.0.1", "--port", str(port)]
    log = (Path(os.environ["PREFECT_HOME"]) / "server.log").open("ab")
    process = subprocess.Popen(  # noqa: S603 - our own words, no shell
        [sys.executable, "-m", "prefect", *words], env=environment, stdout=log, stderr=log
    )
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()


def _wait_for(address: str, process: subprocess.Popen[bytes] | None) -> None:
    """Wait until a server answers; Refused where it does not, or our own dies."""
    if not address.startswith(("http://", "https://")):
        raise Refused(f"--server {address}: expected an address like http://127.0.0.1:4200/api.")
    last = time.monotonic() + (START_SECONDS if process else 10)
    while time.monotonic() < last:
        if process and process.poll() is not None:
            log = f"{os.environ['PREFECT_HOME']}/server.log"
            raise AjourError(f"Prefect's server ended by itself; {log} says why.")
        try:
            health = f"{address.rstrip('/')}/health"
            # The address was seen above to be of http or https.
            with urllib.request.urlopen(health, timeout=5):  # noqa: S310  # nosec B310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise Refused(f"{address}: no Prefect server answers there; nothing was scheduled.")
