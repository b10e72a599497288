"""Updates by the clock: when, the unit for systemd, and what a dead process left at Prefect."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from unittest.mock import MagicMock
from zoneinfo import ZoneInfo

import pytest

from flows.orchestration import prefect_server, prefect_settings, schedule
from flows.orchestration.update import Update
from flows.review.lock import only_schedule, only_update
from flows.review.session import at_work
from flows.review.settings_file import read_review
from flows.stages.context import Done
from pipeline.errors import AjourError, Refused
from tests.support.reviews import ajour

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_next_time_is_in_the_reviews_zone(review: Path) -> None:
    when = schedule.next_time("0 6 1 * *", read_review(review).zone)
    assert when == datetime(2024, 7, 1, 6, tzinfo=ZoneInfo("Europe/Oslo"))


def test_a_run_begun_just_before_its_minute_is_not_told_as_the_next(review: Path) -> None:
    zone = read_review(review).zone
    due = schedule.next_time("* * * * *", zone)
    assert schedule.next_time("* * * * *", zone, after=due) == due + timedelta(minutes=1)


@pytest.mark.parametrize("cron", ["soon", "0 6 1 *", "61 6 1 * *", "0 0 31 2 *", ""])
def test_what_is_no_schedule_is_refused(review: Path, cron: str) -> None:
    said = ajour("schedule", review, "--cron", cron)
    assert said.code == 2
    assert "minute hour day month weekday" in said.err


@pytest.mark.parametrize(
    ("address", "sentence"),
    [("ftp://x", "expected an address like"), ("http://127.0.0.1:9/api", "no Prefect server")],
)
def test_a_server_that_does_not_answer_is_refused(
    address: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = iter([0.0, 1.0, 99.0])
    # Only this module's clock: a thread of Prefect's may be reading the real one.
    clock = SimpleNamespace(monotonic=lambda: next(ticks), sleep=lambda _: None)
    monkeypatch.setattr(prefect_server, "time", clock)
    monkeypatch.setattr(prefect_server.time, "sleep", lambda _: None)
    with pytest.raises(Refused, match=sentence):
        prefect_server.wait_for(address, None)


@contextmanager
def _page(status: int) -> Iterator[str]:
    """The address of a server that answers one request with a status."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        thread.join()


@pytest.mark.parametrize(("status", "answers"), [(200, True), (401, True), (404, False)])
def test_a_guarded_server_answers_and_another_page_does_not(status: int, answers: bool) -> None:
    with _page(status) as address:
        assert prefect_server.answers(f"{address}/") is answers


@pytest.mark.parametrize(("status", "is_open"), [(200, True), (401, False), (404, False)])
def test_a_server_that_asks_for_no_password_is_told_from_a_guarded_one(
    status: int, is_open: bool
) -> None:
    with _page(status) as address:
        assert prefect_server.open_to_all(address) is is_open


def test_a_schedule_on_an_open_server_says_so(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(schedule, "wait_for", lambda *_: None)
    monkeypatch.setattr(schedule, "open_to_all", lambda _: True)
    with schedule._at("http://127.0.0.1:9/api", read_review(review), said.append) as address:
        assert address == "http://127.0.0.1:9/api"
    assert [line.split(", so")[0] for line in said] == [
        "http://127.0.0.1:9/api: this Prefect server has no password"
    ]


@pytest.mark.parametrize("home", [None, "", "~/kept"])
def test_prefect_never_lives_in_the_working_folder(
    home: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    for name in ("PREFECT_HOME", "PREFECT_API_URL", *prefect_settings.SETTINGS):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("PREFECT_HOME", home or "")
    if home is None:
        monkeypatch.delenv("PREFECT_HOME")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    prefect_settings.settle(Path("../review/.ajour"))
    expected = tmp_path / ("user/kept" if home else "review/.ajour/prefect")
    assert os.environ["PREFECT_HOME"] == str(expected)
    assert expected.is_dir()
    assert list((tmp_path / "work").iterdir()) == []


def test_a_server_of_our_own_that_dies_is_told_with_its_log(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PREFECT_HOME", "/home")
    dead = MagicMock(poll=lambda: 1)
    with pytest.raises(AjourError, match=r"The log /home/server\.log has the reason"):
        prefect_server.wait_for("http://127.0.0.1:9/api", dead)


def test_a_schedule_that_is_served_already_is_not_served_twice(review: Path) -> None:
    with only_schedule(review / ".ajour"):
        said = ajour("schedule", review, "--cron", "0 6 1 * *")
    assert said.code == 2
    assert f"scheduled already (process {os.getpid()}" in said.err


def _alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if Path(f"/proc/{pid}").exists()]


HELD = """
import os, pathlib, subprocess, sys

def main():
    child = subprocess.Popen(["sleep", "60"])
    place = pathlib.Path(sys.argv[1])
    place.with_suffix(".part").write_text(f"{os.getpid()} {child.pid}")
    place.with_suffix(".part").rename(place)
    child.wait()
"""


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked up in /proc")
def test_what_runs_beside_us_ends_with_us_though_we_are_killed(tmp_path: Path) -> None:
    (tmp_path / "held.py").write_text(HELD, "utf-8")
    told = tmp_path / "pids"
    ours = (
        "import sys, time\nfrom flows.orchestration.child_process import beside\n"
        "with beside('held:main', sys.argv[1]): time.sleep(60)"
    )
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    starter = subprocess.Popen([sys.executable, "-c", ours, str(told)], env=environment)
    until = time.monotonic() + 60
    while not told.exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    pids = [int(pid) for pid in told.read_text("utf-8").split()]
    assert _alive(pids) == pids
    starter.kill()
    starter.wait()
    while _alive(pids):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_second_stop_does_not_disturb_the_first() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with schedule._one_stop():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGHUP)
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_server_that_fails_after_it_was_served_is_waited_for(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[str | AjourError] = [AjourError("It failed."), AjourError("Again."), "stopped."]

    def served(*_: object) -> str:
        if isinstance(end := ends.pop(0), AjourError):
            raise end
        return end

    said: list[str] = []
    for name in ("PREFECT_HOME", "PREFECT_API_URL", *prefect_settings.SETTINGS):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(schedule, "wait_for", lambda *_: None)
    monkeypatch.setattr(schedule, "open_to_all", lambda _: False)
    monkeypatch.setattr(schedule, "_serve_until_stopped", served)
    monkeypatch.setattr(schedule.time, "sleep", lambda _: None)
    server = "http://127.0.0.1:9/api"
    assert schedule.serve(review, "* * * * *", server, said.append) == "stopped."
    assert said == [f"{what} ajour tries again in 60 seconds." for what in ("It failed.", "Again.")]


def test_a_server_that_never_answered_is_refused_at_once(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PREFECT_HOME", "PREFECT_API_URL", *prefect_settings.SETTINGS):
        monkeypatch.setenv(name, "")
    ticks = iter([0.0, 1.0, 99.0])
    # Only this module's clock: a thread of Prefect's may be reading the real one.
    clock = SimpleNamespace(monotonic=lambda: next(ticks), sleep=lambda _: None)
    monkeypatch.setattr(prefect_server, "time", clock)
    said = ajour("schedule", review, "--cron", "* * * * *", "--server", "http://127.0.0.1:9/api")
    assert said.code == 2
    assert "no Prefect server answers there. Nothing was done" in said.err


@pytest.fixture
def prefect_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that asks Prefect, which has a home to be imported in."""
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setenv("DO_NOT_TRACK", "1")
    return import_module("flows.orchestration.prefect_runs")


def test_a_run_of_an_update_that_is_alive_is_not_closed(
    review: Path, prefect_runs: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = MagicMock(return_value=1)
    monkeypatch.setattr(prefect_runs, "close_crashed", closed)
    with only_update(review / ".ajour"):
        assert prefect_runs.close_left(read_review(review)) == 0
    assert not closed.called
    assert prefect_runs.close_left(read_review(review)) == 1
    closed.assert_called_once_with(str(review.resolve()))


def test_a_schedule_continues_an_update_that_died_but_not_one_that_runs(
    review: Path, prefect_runs: ModuleType
) -> None:
    is_left = import_module("flows.orchestration.prefect_deployment").is_left
    assert ajour("update", review).code == 0
    settings = read_review(review)
    assert not is_left(settings, crashed=False)
    assert is_left(settings, crashed=True)
    with at_work(review) as session:
        session.db.execute("UPDATE run SET finished = NULL")
        session.db.conn.commit()
    assert is_left(settings, crashed=False)
    with only_update(settings.state):
        assert not is_left(settings, crashed=False)
        assert not is_left(settings, crashed=True)


def test_an_update_waits_for_a_schedule_that_holds_its_lock_for_a_moment(review: Path) -> None:
    held = threading.Event()

    def hold() -> None:
        with only_update(review / ".ajour"):
            held.set()
            time.sleep(0.3)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    with only_update(review / ".ajour"):
        holder.join()


def test_reviews_in_folders_of_one_name_have_schedules_of_their_own(
    tmp_path: Path, prefect_runs: ModuleType
) -> None:
    serving = import_module("flows.orchestration.prefect_deployment")
    names = {serving.name_of(tmp_path / place) for place in ("a/100 %&<b>", "b/100 %&<b>")}
    assert len(names) == 2
    assert not set("/%&<>") & set("".join(names))


def test_a_scheduled_update_says_what_it_came_to(prefect_runs: ModuleType) -> None:
    from prefect.states import Completed, Crashed, Failed

    came_to = import_module("flows.orchestration.prefect_deployment").came_to
    plain = Update(stages={"rank": Done()}, letter="")
    failing = Done(told=("two records",), failed=("pubmed: did not answer",))
    odd = Update(stages={"rank": failing}, letter="", resumed="Taken up.", unsent="No mail.")
    assert came_to(Completed(data=plain)) == "nothing new."
    assert came_to(Completed(data=odd)).splitlines() == [
        "Taken up.",
        "updated; see output/letter.md.",
        "pubmed: did not answer",
        "No mail.",
    ]
    assert came_to(Failed(message="Another update is running.")) == "Another update is running."
    assert came_to(Crashed()) == "the update stopped unexpectedly. The next update continues it."


def test_runs_that_a_dead_process_left_running_are_closed_as_crashed(
    prefect_runs: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = MagicMock()
    client.__enter__.return_value = client
    ours = SimpleNamespace(id=1, parameters={"folder": "/review"})
    client.read_flow_runs.return_value = [
        ours,
        SimpleNamespace(id=2, parameters={"folder": "/of others"}),
    ]
    monkeypatch.setattr(prefect_runs, "get_client", lambda **_: client)
    assert prefect_runs.close_crashed("/review") == 1
    (call,) = client.set_flow_run_state.call_args_list
    assert call.args[0] == 1
    assert call.args[1].type == "CRASHED"
    assert call.kwargs == {"force": True}
