"""A schedule stopped and killed in the middle of an update, on real servers of Prefect."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from flows.orchestration.prefect_server import own_server
from flows.orchestration.prefect_settings import SETTINGS
from tests.support.fake_eutils import Library, eutils
from tests.support.reviews import ajour, small_review
from tests.support.systemd_words import exec_words

SEARCH = """
[[search]]
name = "pubmed"
round = "2"
source = "PubMed"
kind = "pubmed"
query = "telework"
"""
WAIT_SECONDS = 180.0
"""The start of a server on a busy machine, and the minute to come."""
KEY = "made-up-key-0123456789"


@dataclass
class Slow(Library):
    """A library that says when it is asked, and answers when it may."""

    asked_now: threading.Event = field(default_factory=threading.Event)
    may: threading.Event = field(default_factory=threading.Event)

    def search(self, asked: dict[str, str]) -> dict[str, object]:
        self.asked_now.set()
        self.may.wait(WAIT_SECONDS)
        return super().search(asked)

    def hold(self) -> None:
        self.may.clear()
        self.asked_now.clear()


@dataclass
class Scheduled:
    """A review, its source, and how its schedule is begun."""

    review: Path
    library: Slow
    environment: dict[str, str]
    home: Path
    server: list[str]

    @contextmanager
    def served(self, said: Path) -> Iterator[subprocess.Popen[bytes]]:
        """The schedule at work, killed at the end where it still is."""
        words = ["schedule", str(self.review), "--cron", "* * * * *", *self.server]
        with begun([str(Path(sys.executable).with_name("ajour")), *words], self, said) as process:
            yield process

    def states(self) -> list[str]:
        """The states of the runs that Prefect does not hold for still to come, oldest first."""
        with closing(sqlite3.connect(self.home / "prefect.db")) as db:
            rows = db.execute(
                "SELECT state_type FROM flow_run WHERE state_type != 'SCHEDULED' "
                "ORDER BY expected_start_time"
            )
            return [state for (state,) in rows]


@contextmanager
def begun(words: list[str], case: Scheduled, said: Path) -> Iterator[subprocess.Popen[bytes]]:
    with said.open("wb") as output:
        process = subprocess.Popen(words, env=case.environment, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(what: Callable[[], object], why: str) -> None:
    last = time.monotonic() + WAIT_SECONDS
    while not what():
        assert time.monotonic() < last, why
        time.sleep(0.2)


@pytest.fixture(params=["own", "named"])
def case(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scheduled]:
    """A review with a source that is asked, on a server of its own and on a named one."""
    review = small_review(tmp_path)
    path = review / "review.toml"
    path.write_text(path.read_text("utf-8").replace("[reviewers]", SEARCH + "[reviewers]"), "utf-8")
    library = Slow(entered={"1": "2024/01/01"})
    with eutils(library) as address:
        monkeypatch.setenv("AJOUR_EUTILS_URL", address)
        monkeypatch.setenv("NCBI_API_KEY", KEY)
        if request.param == "own":
            home = review / ".ajour" / "prefect"
            yield Scheduled(review, library, dict(os.environ), home, [])
        else:
            home = tmp_path / "team"
            home.mkdir()
            plain = dict(os.environ)
            for name, value in {**SETTINGS, "PREFECT_HOME": str(home)}.items():
                monkeypatch.setenv(name, value)
            with own_server() as server:
                plain["PREFECT_API_AUTH_STRING"] = os.environ["PREFECT_API_AUTH_STRING"]
                yield Scheduled(review, library, plain, home, ["--server", server])
        library.may.set()


def _lines(said: Path) -> list[str]:
    return said.read_text("utf-8").splitlines()


@pytest.mark.filterwarnings("ignore")
def test_what_died_in_the_middle_is_closed_and_taken_up_and_a_stop_says_one_sentence(
    case: Scheduled, tmp_path: Path
) -> None:
    first, then = tmp_path / "first", tmp_path / "then"
    with case.served(first) as process:
        until(case.library.asked_now.is_set, "the source was never asked")
        started = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        until(lambda: not any(one.is_running() for one in started), "what it started lives on")
    assert case.states() == ["RUNNING"]
    case.library.may.set()
    with case.served(then) as process:
        until(lambda: "updated; see" in then.read_text("utf-8"), "the update was not taken up")
        case.library.hold()
        until(case.library.asked_now.is_set, "the source was not asked again")
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert {line.split(": ")[0] for line in _lines(then)} == {"Small review"}
    told = "Small review: an earlier update did not finish, so this update continues it now."
    assert told in _lines(then)
    stopped = (
        "Small review: the schedule stopped during an update. The next start continues the update."
    )
    assert _lines(then)[-1] == stopped
    states = case.states()
    assert (states[0], states[-1]) == ("CRASHED", "CRASHED")
    assert set(states[1:-1]) <= {"COMPLETED", "CANCELLED"}
    assert "COMPLETED" in states
    case.library.may.set()
    assert ajour("check", case.review).code == 0
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or KEY.encode() not in path.read_bytes(), path


LEFT = """
import sys
from prefect.client.orchestration import get_client
from prefect.states import Pending, Running
from flows.orchestration.prefect_flow import search_update
with get_client(sync_client=True) as client:
    for folder, state in ((sys.argv[1], Running()), ("/elsewhere", Running()), ("", Pending())):
        client.create_flow_run(search_update, parameters={"folder": folder}, state=state)
"""
"""Leaves runs at a server as a worker does that dies."""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", ["named"], indirect=True)
def test_what_a_dead_worker_left_running_is_closed_by_the_next_run_of_that_review_alone(
    case: Scheduled,
) -> None:
    case.library.may.set()
    address = {"PREFECT_API_URL": case.server[1], "PREFECT_HOME": str(case.home)}
    environment = {**case.environment, **address, "AJOUR_REVIEWS": str(case.review)}
    run = (
        "import sys; from flows.orchestration.prefect_flow import search_update; "
        "search_update(sys.argv[1])"
    )
    for program, folder in ((LEFT, case.review), (run, f"{case.review}/../review")):
        words = [sys.executable, "-c", program, str(folder)]
        subprocess.run(words, env=environment, check=True)
    assert sorted(case.states()) == ["COMPLETED", "CRASHED", "PENDING", "RUNNING"]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", ["own"], indirect=True)
def test_the_line_of_the_unit_serves_the_schedule_with_an_empty_environment(
    case: Scheduled, tmp_path: Path
) -> None:
    case.library.may.set()
    unit = ajour("schedule", case.review, "--cron", "* * * * *", "--systemd").out
    kept = ("PATH", "HOME", "AJOUR_EUTILS_URL", "PYTHONPATH")
    case.environment = {key: os.environ[key] for key in kept if key in os.environ}
    said = tmp_path / "said"
    with begun(exec_words(unit), case, said) as process:
        until(lambda: "updated; see" in said.read_text("utf-8"), "no update was run")
        until(lambda: "next update" in _lines(said)[-1], "the next one was not told")
        process.send_signal(signal.SIGHUP)
        assert process.wait(60) == 0
    assert _lines(said)[-1] == "Small review: the schedule stopped. No update was running."
