"""A Prefect server of our own on this machine, and waiting until a server answers."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.tethered import beside
from pipeline.errors import AjourError, Refused

START_SECONDS = 120
"""How long a server may take to answer; the first one in a new home took 28 seconds."""


@contextmanager
def own_server(meanwhile: Callable[[str], None] | None = None) -> Iterator[str]:
    """A Prefect server on a free port of 127.0.0.1, without its page, stopped at the end.

    What can be done with the address alone is done `meanwhile` the server starts.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}/api"
    environment = {**os.environ, "PREFECT_API_URL": address, "PREFECT_SERVER_UI_ENABLED": "false"}
    # Nobody reads them there, and the last would be sent to a server that has ended.
    os.environ.setdefault("PREFECT_LOGGING_TO_API_ENABLED", "false")
    words = ["server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (
        (Path(os.environ["PREFECT_HOME"]) / "server.log").open("ab") as log,
        beside("prefect.cli:app", *words, environment=environment, log=log) as process,
    ):
        try:
            if meanwhile:
                meanwhile(address)
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
        time.sleep(0.2)
    raise Refused(f"{address}: no Prefect server answers there; nothing was done.")


def answers(address: str) -> bool:
    """Whether a Prefect server answers at an address of http or https."""
    health = f"{address.rstrip('/')}/health"
    try:
        # Callers have seen that the address is of http or https.
        with urllib.request.urlopen(health, timeout=5):  # noqa: S310  # nosec B310
            return True
    except urllib.error.HTTPError as fault:
        # A guard before a team's server, to which Prefect's client gives its key.
        return fault.code in {401, 403}
    except (urllib.error.URLError, OSError):
        return False
