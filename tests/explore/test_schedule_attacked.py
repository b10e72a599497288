"""A schedule at work, asked by a web page, by another user, and by somebody with its password."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.support.reviews import small_review

WAIT_SECONDS = 180.0
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@dataclass(frozen=True)
class Schedule:
    """A schedule that runs, where it listens, and the password of its server."""

    ports: frozenset[int]
    address: str
    password: str


def _ask(address: str, path: str, body: object, **headers: str) -> tuple[int, Any]:
    """The status and the answer to a request."""
    asked = urllib.request.Request(
        f"{address}{path}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **headers},
    )
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as fault:
        return fault.code, None
    except (urllib.error.URLError, OSError, ValueError):
        return 0, None


def _review_that_commands(folder: Path, sign: Path) -> Path:
    review = small_review(folder)
    path = review / "review.toml"
    command = f'\n[letter]\ncommand = ["touch", "{sign}"]\n'
    path.write_text(path.read_text("utf-8") + command, "utf-8")
    return review


@contextmanager
def _served(review: Path, said: Path) -> Iterator[Schedule]:
    words = [str(Path(sys.executable).with_name("ajour")), "schedule", str(review)]
    with said.open("wb") as output:
        process = subprocess.Popen(
            [*words, "--cron", "0 6 1 1 *"], stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield _found(psutil.Process(process.pid))
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()


def _found(schedule: psutil.Process) -> Schedule:
    """The schedule once its update waits to be run: the client's settings say where."""
    last = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < last:
        time.sleep(1)
        for child in schedule.children(recursive=True):
            given = child.environ()
            if "serving:main" not in " ".join(child.cmdline()) or "PREFECT_API_URL" not in given:
                continue
            address, password = given["PREFECT_API_URL"], given["PREFECT_API_AUTH_STRING"]
            status, found = _ask(address, "/deployments/filter", {}, **_key(password))
            if status == 200 and found:
                open_now = [
                    one for child in schedule.children(True) for one in child.net_connections()
                ]
                listening = {one.laddr.port for one in open_now if one.status == "LISTEN"}
                hosts = {one.laddr.ip for one in open_now if one.status == "LISTEN"}
                assert hosts == {"127.0.0.1"}
                return Schedule(frozenset(listening), address, password)
    raise AssertionError("the schedule was never served")


def _key(password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(password.encode()).decode()}


def _ended(schedule: Schedule, run: str) -> dict[str, Any]:
    last = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < last:
        _, found = _ask(
            schedule.address,
            "/flow_runs/filter",
            {"flow_runs": {"id": {"any_": [run]}}},
            **_key(schedule.password),
        )
        if found and found[0]["state_type"] in ENDED:
            return dict(found[0])
        time.sleep(1)
    raise AssertionError(f"the run {run} never ended")


@pytest.mark.filterwarnings("ignore")
def test_nobody_starts_an_update_of_another_folder(tmp_path: Path) -> None:
    own, sign = tmp_path / "own-letter", tmp_path / "PWNED"
    review = _review_that_commands(tmp_path, own)
    evil = _review_that_commands(tmp_path / "evil", sign)
    with _served(review, tmp_path / "said") as schedule:
        for port in schedule.ports:
            here = f"http://127.0.0.1:{port}"
            for more in ({}, {"Origin": "http://evil.example"}, {"Host": f"evil.example:{port}"}):
                for path in (
                    "/api/deployments/filter",
                    "/api/flow_runs/",
                    "/docs",
                    "/openapi.json",
                ):
                    status, _ = _ask(here, path, {}, **more)
                    assert status in {0, 400, 401, 403}, (port, path, more)
        key = _key(schedule.password)
        _, deployments = _ask(schedule.address, "/deployments/filter", {}, **key)
        path = f"/deployments/{deployments[0]['id']}/create_flow_run"
        started = {}
        for name, parameters in {
            "another folder": {"folder": str(evil)},
            "another parameter": {"folder": str(review), "full": True},
            "our own": {},
        }.items():
            body = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
            status, run = _ask(schedule.address, path, body, **key)
            if status == 201:
                started[name] = _ended(schedule, run["id"])
        assert "another folder" in started
        assert "our own" in started
    ends = {name: run["state_type"] for name, run in started.items()}
    assert ends.pop("our own") == "COMPLETED"
    assert set(ends.values()) <= {"FAILED", "CRASHED"}
    assert own.exists()
    assert not sign.exists()
    assert not (evil / "ajour.db").exists()
    for place in tmp_path.rglob("*"):
        assert place.is_dir() or schedule.password.encode() not in place.read_bytes(), place
    assert os.environ.get("PREFECT_API_AUTH_STRING") != schedule.password
