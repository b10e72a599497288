"""Updates by the clock: when, the unit for systemd, and what a dead process left at Prefect."""

import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock
from zoneinfo import ZoneInfo

import pytest
from making import ajour

from flows import prefect_server, scheduling
from flows.review_file import read_review
from pipeline.errors import AjourError, Refused


def test_the_next_time_is_in_the_reviews_zone(review: Path) -> None:
    when = scheduling.next_time("0 6 1 * *", read_review(review))
    assert when == datetime(2024, 7, 1, 6, tzinfo=ZoneInfo("Europe/Oslo"))


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
    monkeypatch.setattr(prefect_server.time, "monotonic", lambda: next(ticks))
    monkeypatch.setattr(prefect_server.time, "sleep", lambda _: None)
    with pytest.raises(Refused, match=sentence):
        prefect_server.wait_for(address, None)


def test_a_server_of_our_own_that_dies_is_told_with_its_log(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PREFECT_HOME", "/home")
    dead = MagicMock(poll=lambda: 1)
    with pytest.raises(AjourError, match=r"/home/server\.log says why"):
        prefect_server.wait_for("http://127.0.0.1:9/api", dead)


def _unit(review: Path) -> str:
    said = ajour("schedule", review, "--cron", "0 6 1 * *", "--systemd")
    assert said.code == 0, said.err
    return said.out


def test_the_unit_quotes_paths_and_names_no_key(review: Path, tmp_path: Path) -> None:
    odd = tmp_path / "100 % æøå"
    shutil.copytree(review, odd)
    text = _unit(odd)
    assert f'"{tmp_path}/100 %% æøå"' in text
    assert '--cron "0 6 1 * *"' in text
    assert "API_KEY" not in text


def test_systemd_takes_the_unit(review: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    unit = tmp_path / "ajour.service"
    unit.write_text(_unit(review), "utf-8")
    program = Path(sys.executable).with_name("ajour")
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert program.is_file()
    ours = [line for line in ended.stderr.splitlines() if "ajour.service" in line]
    assert ours == []


def test_the_command_of_the_unit_is_one_that_the_program_takes(review: Path) -> None:
    (line,) = [one for one in _unit(review).splitlines() if one.startswith("ExecStart=")]
    assert line.split("ajour ")[1].startswith(f'schedule {review} --cron "0 6 1 * *"')


def test_runs_that_a_dead_process_left_running_are_closed_as_crashed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setenv("DO_NOT_TRACK", "1")
    prefect_runs = pytest.importorskip("flows.prefect_runs")
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
