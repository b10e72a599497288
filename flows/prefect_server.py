"""A Prefect server of our own on this machine, and waiting until a server answers."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.tethered import beside
from pipeline.errors import AjourError, Refused

START_SECONDS = 120
"""How long a server may take to answer; the first one in a new home took 28 seconds."""


@contextmanager
def own_server() -> Iterator[str]:
    """A Prefect server on a free port of 127.0.0.1, stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}/api"
    environment = {**os.environ, "PREFECT_API_URL": address, "PREFECT_UI_API_URL": address}
    environment["PREFECT_SERVER_UI_API_URL"] = address
    words = ["server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (
        (Path(os.environ["PREFECT_HOME"]) / "server.log").open("ab") as log,
        beside("flows.tethered", *words, environment=environment, log=log) as process,
    ):
        try:
            wait_for(address, process)
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)


def wait_for(address: str, process: subprocess.Popen[bytes] | None) -> None:
    """Wait until a server answers; Refused where it does not, or our own dies."""
    if not address.startswith(("http://", "https://")):
        raise Refused(f"--server {address}: expected an address like http://127.0.0.1:4200/api.")
    last = time.monotonic() + (START_SECONDS if process else 10)
    while time.monotonic() < last:
        if process and process.poll() is not None:
            log = f"{os.environ['PREFECT_HOME']}/server.log"
            raise AjourError(f"Prefect's server ended by itself; {log} says why.")
        if answers(address):
            return
        time.sleep(0.5)
    raise Refused(f"{address}: no Prefect server answers there; nothing was scheduled.")


def answers(address: str) -> bool:
    """Whether a Prefect server answers at an address of http or https."""
    health = f"{address.rstrip('/')}/health"
    try:
        # Callers have seen that the address is of http or https.
        with urllib.request.urlopen(health, timeout=5):  # noqa: S310  # nosec B310
            return True
    except (urllib.error.URLError, OSError):
        return False
