"""Starts a local Prefect server, and waits until a server answers."""

import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path

from flows.orchestration.child_process import POSIX, beside
from pipeline.errors import AjourError, Refused

START_SECONDS = 120
"""How long a server may take to answer; the first one in a new home took 28 seconds."""

SERVICES = (
    "CANCELLATION_CLEANUP",
    "EVENT_LOGGER",
    "EVENT_PERSISTER",
    "FOREMAN",
    "LATE_RUNS",
    "PAUSE_EXPIRATIONS",
    "REPOSSESSOR",
    "SCHEDULER",
    "TRIGGERS",
)
"""Prefect's services that no single update needs. The one that records tasks is needed."""

IDLE = {f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in SERVICES} | {
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false"
}


@contextmanager
def own_server(
    meanwhile: Callable[[str], None] | None = None, *, for_updates_only: bool = False
) -> Iterator[str]:
    """A Prefect server on a free port of 127.0.0.1, without its web page, stopped at the end.

    Its password is made here and known only to this program and, through the environment, to those
    it starts. `meanwhile` is called while the server starts, and needs only its address. A server
    `for_updates_only` records runs, but neither schedules nor monitors them.
    """
    # Bound here and passed on: no other program can get the port in between, or once it ends.
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{bound.getsockname()[1]}/api"
        with _served(bound, address, for_updates_only=for_updates_only) as process:
            if meanwhile:
                meanwhile(address)
            wait_for(address, process)
            yield address


@contextmanager
def _served(
    bound: socket.socket, address: str, *, for_updates_only: bool
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the server on a socket, with the client's settings for it in our environment.

    A server for updates only is killed as soon as they are recorded; it has nothing to clean up.
    """
    password = f"ajour:{secrets.token_urlsafe(32)}"
    os.environ["PREFECT_API_AUTH_STRING"] = password
    # No one reads them there, and the last would be sent to a server that has ended.
    os.environ.setdefault("PREFECT_LOGGING_TO_API_ENABLED", "false")
    environment = {
        **os.environ,
        **(IDLE if for_updates_only else {}),
        "PREFECT_API_URL": address,
        "PREFECT_SERVER_API_AUTH_STRING": password,
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": "",
        "PREFECT_SERVER_UI_ENABLED": "false",
    }
    program, handle = "flows.orchestration.prefect_guard:main", bound.fileno()
    word = str(handle)
    if not POSIX:
        # Windows cannot pass on a socket: the server binds the port again.
        word = f"port {bound.getsockname()[1]}"
        bound.close()
    with (
        (Path(os.environ["PREFECT_HOME"]) / "server.log").open("ab") as log,
        beside(program, word, environment=environment, log=log, handles=(handle,)) as process,
    ):
        try:
            yield process
        finally:
            if not for_updates_only:
                process.send_signal(signal.SIGINT if POSIX else signal.SIGTERM)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(20)


def wait_for(address: str, process: subprocess.Popen[bytes] | None) -> None:
    """Wait until a server answers; Refused if it does not, or if our own dies."""
    if not address.startswith(("http://", "https://")):
        raise Refused(f"--server {address}: expected an address like http://127.0.0.1:4200/api.")
    last = time.monotonic() + (START_SECONDS if process else 10)
    while time.monotonic() < last:
        if process and process.poll() is not None:
            log = f"{os.environ['PREFECT_HOME']}/server.log"
            raise AjourError(
                f"Prefect's server stopped unexpectedly. The log {log} has the reason."
            )
        if answers(address):
            return
        time.sleep(0.2)
    raise Refused(f"{address}: no Prefect server answers there. Nothing was done.")


def answers(address: str) -> bool:
    """Whether a Prefect server answers at an address of http or https."""
    health = f"{address.rstrip('/')}/health"
    try:
        # Callers have checked that the address is http or https.
        with urllib.request.urlopen(health, timeout=5):  # noqa: S310  # nosec B310
            return True
    except urllib.error.HTTPError as fault:
        # A guard in front of a team's server, to which Prefect's client sends its key.
        return fault.code in {401, 403}
    except (urllib.error.URLError, OSError):
        return False


def open_to_all(address: str) -> bool:
    """Whether the server at an http or https address shows its runs to anyone who asks."""
    asked = urllib.request.Request(  # noqa: S310 - as above
        f"{address.rstrip('/')}/flow_runs/count",
        data=b"{}",
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310  # nosec B310
            return bool(answer.status == HTTPStatus.OK)
    except (urllib.error.URLError, OSError):
        return False
