"""Prefect's settings for a review, set before Prefect is imported."""

import os
from pathlib import Path

SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_COLORS": "false",  # no escape codes on the terminal
    "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
    "PREFECT_SERVER_API_HOST": "127.0.0.1",
    # A server started by Prefect itself would have no guard.
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    # A busy machine needs more than Prefect's 20 s.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_CLI_PROMPT": "false",
}


def settle(state: Path, server: str | None = None) -> None:
    """Give Prefect a home in the review's state folder; make it quiet and turn off telemetry.

    What the user has set in the environment is kept. `server` is the address of the server to use.
    """
    # An empty value would mean the working folder, and ~ a folder in it.
    home = Path(os.environ.get("PREFECT_HOME") or state / "prefect").expanduser().resolve()
    os.environ["PREFECT_HOME"] = str(home)
    # Prefect creates only the last folder of the path, and keeps failing for two minutes without
    # it.
    home.mkdir(parents=True, exist_ok=True)
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    if server:
        os.environ["PREFECT_API_URL"] = server
