"""Who is answered by Prefect's server, and whose review a run of Prefect may update."""

import asyncio
import os
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from flows.orchestration.allowed_reviews import VARIABLE, allow_only, allowed
from flows.orchestration.prefect_guard import guarded
from pipeline.errors import Refused
from tests.support.processes import environment

HOST = "127.0.0.1:4242"
PASSWORD = "ajour:not-a-real-one"
OURS = {"host": HOST, "authorization": "Basic " + b64encode(PASSWORD.encode()).decode()}

REFUSED: dict[str, tuple[Mapping[str, str | None], int]] = {
    "no password": ({"authorization": None}, 401),
    "another password": ({"authorization": "Basic " + b64encode(b"ajour:x").decode()}, 401),
    "a password that is not text": ({"authorization": "\xff"}, 401),
    "a page of another site": ({"origin": "http://evil.example"}, 403),
    "a page of no site": ({"origin": "null"}, 403),
    "a page that says it is ours": ({"origin": f"http://{HOST}"}, 403),
    "a picture in a page": ({"sec-fetch-site": "cross-site"}, 403),
    "a name that was made to lead here": ({"host": "evil.example:4242"}, 400),
    "our address behind another port": ({"host": "127.0.0.1:80"}, 400),
    "no address": ({"host": None}, 400),
}


def _asked(kind: str, headers: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """What is sent back to a request with these headers beside or instead of ours."""
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "reached"})

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    named = {**OURS, **headers}
    raw = [(key.encode(), value.encode("latin-1")) for key, value in named.items() if value]
    scope = {"type": kind, "method": "POST", "path": "/api/deployments/filter", "headers": raw}
    asyncio.run(guarded(app, HOST, PASSWORD)(scope, receive, send))  # type: ignore[arg-type]
    return sent


@pytest.mark.parametrize(("headers", "status"), REFUSED.values(), ids=REFUSED)
def test_a_request_that_is_not_ours_does_not_reach_prefect(
    headers: Mapping[str, str | None], status: int
) -> None:
    first = _asked("http", headers)[0]
    assert (first["type"], first["status"]) == ("http.response.start", status)


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"host": "evil.example"}])
def test_a_web_socket_of_a_page_is_closed_before_it_is_opened(headers: dict[str, str]) -> None:
    assert [message["type"] for message in _asked("websocket", headers)] == ["websocket.close"]


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_program_with_the_password_reaches_prefect(kind: str) -> None:
    assert _asked(kind, {}) == [{"type": "reached"}]


def test_two_addresses_in_one_request_are_refused() -> None:
    headers = [(b"host", HOST.encode()), (b"host", b"evil.example")]
    scope = {"type": "http", "method": "GET", "path": "/", "headers": headers}
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def never(*_: Any) -> Any:
        raise AssertionError

    asyncio.run(guarded(never, HOST, PASSWORD)(scope, never, send))
    assert sent[0]["status"] == 400


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv(VARIABLE, "")
    allow_only(tmp_path / "ours")
    return tmp_path


def test_a_run_may_update_the_review_that_was_named(named: Path) -> None:
    assert allowed(str(named / "ours")) == named / "ours"
    assert allowed(str(named / "other" / ".." / "ours")).resolve() == named / "ours"


@pytest.mark.parametrize("folder", ["other", "ours/inner", ".", "ours:other", 5, None, ["ours"]])
def test_a_run_that_names_another_folder_is_refused(named: Path, folder: object) -> None:
    with pytest.raises(Refused, match="not updated, because the variable AJOUR_REVIEWS names"):
        allowed(str(named / folder) if isinstance(folder, str) else folder)


def test_a_link_that_leads_elsewhere_is_not_the_review_that_was_named(named: Path) -> None:
    (named / "other").mkdir()
    (named / "link").symlink_to(named / "other")
    with pytest.raises(Refused):
        allowed(str(named / "link"))


def test_where_nothing_was_named_nothing_is_updated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(Refused, match=r"names no review\."):
        allowed(str(tmp_path))


def test_a_worker_updates_each_of_the_folders_that_its_environment_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    both = [tmp_path / "one", tmp_path / "two: and more"]
    monkeypatch.setenv(VARIABLE, str(both[0]))
    assert allowed(str(both[0])) == both[0]
    monkeypatch.setenv(VARIABLE, str(both[1]))
    assert allowed(str(both[1])) == both[1]
    monkeypatch.setenv(VARIABLE, os.pathsep.join(map(str, (both[0], tmp_path / "three"))))
    assert allowed(str(both[0])) == both[0]


def test_a_run_for_another_folder_does_nothing_there(
    review: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DO_NOT_TRACK", "1")
    flow = import_module("flows.orchestration.prefect_flow")
    path = review / "review.toml"
    sign = tmp_path / "sign"
    path.write_text(
        f'{path.read_text("utf-8")}\n[letter]\ncommand = ["touch", "{sign}"]\n', "utf-8"
    )
    before = sorted(review.rglob("*"))
    allow_only(tmp_path / "ours")
    state = flow.search_update.fn(str(review))
    assert state.is_failed()
    assert "not updated, because the variable AJOUR_REVIEWS" in state.message
    assert sorted(review.rglob("*")) == before
    assert not sign.exists()


SERVED = """
import os, sys, time, urllib.request
from flows.orchestration.prefect_server import own_server
with own_server() as address:
    print(address, os.environ["PREFECT_API_AUTH_STRING"], flush=True)
    sys.stdin.readline()
"""


def _status(address: str, **headers: str) -> int:
    """What a server answers when it is asked to start something."""
    asked = urllib.request.Request(
        f"{address}/deployments/filter",
        data=b"{}",
        headers={"Content-Type": "application/json", **headers},
    )
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as fault:
        return fault.code


@pytest.mark.slow
def test_the_server_that_is_started_answers_its_starter_and_nobody_else(tmp_path: Path) -> None:
    own = environment(PREFECT_HOME=str(tmp_path), DO_NOT_TRACK="1")
    words = [sys.executable, "-c", SERVED]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, env=own, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        address, password = process.stdout.readline().split()
        key = "Basic " + b64encode(password.encode()).decode()
        port = address.split(":")[2].split("/")[0]
        found = {
            "ours": _status(address, Authorization=key),
            "no password": _status(address),
            "a page": _status(address, Authorization=key, Origin="http://evil.example"),
            "another name": _status(address, Authorization=key, Host=f"evil.example:{port}"),
        }
        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", int(port)))
        process.communicate("\n", timeout=60)
    assert found == {"ours": 200, "no password": 401, "a page": 403, "another name": 400}
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert [path for path in kept if password.encode() in path.read_bytes()] == []
    assert all(not stat.S_IMODE(path.stat().st_mode) & 0o002 for path in kept)
