"""An update sees what is new before Prefect is started, and Prefect records what ran."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from flows.orchestration.schedule_server import (
    NAME,
    ScheduleServer,
    server_of_schedule,
    told_to_updates,
)
from flows.orchestration.update import STAGES, is_due, update
from flows.review.lock import only_schedule
from tests.support.processes import LONGEST, environment
from tests.support.reviews import ajour, entry, later_round

SERVER = ScheduleServer(address="http://127.0.0.1:9/api", password="ajour:secret")


def test_an_update_with_nothing_new_starts_no_prefect(review: Path) -> None:
    update(review)
    said = ajour("update", review)
    assert said.code == 0, said.err
    assert "nothing new. Nothing was changed" in said.out
    last = [line.partition(":")[0] for line in said.out.splitlines()[-3:-1]]
    assert last == ["Waiting", "Open"], "what waits for whom, and what to open"
    assert not (review / ".ajour/prefect").exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda review: later_round(review),
        lambda review: (review / "output/letter.md").resolve().unlink(),
        lambda review: (review / "review.toml").write_text(
            (review / "review.toml").read_text("utf-8").replace("Small", "Smaller"), "utf-8"
        ),
    ],
    ids=["a new export", "an output that is gone", "another title"],
)
def test_what_has_changed_is_seen_beforehand(review: Path, change: object) -> None:
    update(review)
    assert not is_due(review)
    change(review)  # type: ignore[operator]
    assert is_due(review)
    update(review)
    assert not is_due(review)


def test_a_review_without_exports_is_told_where_they_were_looked_for(review: Path) -> None:
    for export in review.rglob("*.ris"):
        export.unlink()
    (review / "searches/2/later").rmdir()
    said = ajour("update", review)
    assert said.code == 2
    assert "no search has an export file yet" in said.err
    assert f"{review / 'searches/1/medline'}/ is empty" in said.err
    assert f"{review / 'searches/2/later'}/ is not there" in said.err
    assert not (review / "output").exists()


def test_exports_in_a_place_that_nothing_reads_are_named_in_the_refusal(review: Path) -> None:
    exports = sorted(review.rglob("*.ris"))
    exports[0].rename(review / "savedrecs.ris")
    exports[1].rename(review / "searches/1/medline.ris")
    for export in exports[2:]:
        export.unlink()
    said = ajour("update", review)
    assert said.code == 2
    assert "savedrecs.ris is an export, move the file into the folder of its search" in said.err
    assert "searches/1/medline.ris is not read. Did you mean searches/1/medline/?" in said.err
    assert said.err.splitlines()[-1] == "More: ajour docs formats"


PROGRAM = [sys.executable, "-m", "flows.cli"]
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_prefect_records_every_stage_of_an_update_with_news(review: Path) -> None:
    ended = subprocess.run(
        [*PROGRAM, "update", str(review), "--json"],
        capture_output=True,
        env=environment(PYTHONPATH=str(ROOT)),
        text=True,
        check=False,
        timeout=LONGEST,
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["prefect_start"] is not None
    with closing(sqlite3.connect(review / ".ajour/prefect/prefect.db")) as db:
        states = db.execute("SELECT name, state_type FROM flow_run").fetchall()
        tasks = db.execute("SELECT name, state_type FROM task_run").fetchall()
    assert [state for _, state in states] == ["COMPLETED"]
    recorded = {name.rpartition("-")[0]: state for name, state in tasks}
    assert recorded == dict.fromkeys(STAGES, "COMPLETED")


@contextmanager
def _scheduled(review: Path) -> Iterator[None]:
    """A schedule of the review that runs, once its server is told to updates."""
    program = [*PROGRAM, "schedule", str(review), "--cron", "0 6 1 1 *"]
    told = review.parent / "schedule.log"
    with (
        told.open("wb") as log,
        subprocess.Popen(
            program, env=environment(PYTHONPATH=str(ROOT)), stdout=log, stderr=log
        ) as schedule,
    ):
        try:
            last = time.monotonic() + LONGEST
            while not (review / ".ajour" / NAME).exists():
                assert schedule.poll() is None, told.read_text("utf-8")
                assert time.monotonic() < last, told.read_text("utf-8")
                time.sleep(0.2)
            yield
        finally:
            schedule.send_signal(signal.SIGINT)
            try:
                schedule.wait(60)
            except subprocess.TimeoutExpired:
                schedule.kill()


OF_ITS_OWN = """
import sys
from flows.orchestration import update_run

def _start_own(*_):
    sys.exit("a server of its own was started")

update_run._start_own = _start_own
from flows.cli.main import main
main()
"""
"""The program, which ends at once where it would start a server of its own."""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="the file with the password is for POSIX only")
def test_an_update_uses_the_server_of_the_reviews_running_schedule(review: Path) -> None:
    with _scheduled(review):
        ended = subprocess.run(
            [sys.executable, "-c", OF_ITS_OWN, "update", str(review), "--json"],
            capture_output=True,
            env=environment(PYTHONPATH=str(ROOT)),
            text=True,
            check=False,
            timeout=LONGEST,
        )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["prefect_start"] is not None
    with closing(sqlite3.connect(review / ".ajour/prefect/prefect.db")) as db:
        runs = db.execute("SELECT state_type FROM flow_run WHERE state_type <> 'SCHEDULED'")
        assert runs.fetchall() == [("COMPLETED",)]


def test_updates_find_the_server_of_a_schedule_that_runs(review: Path) -> None:
    state = review / ".ajour"
    with only_schedule(state), told_to_updates(state, SERVER):
        assert server_of_schedule(state) == SERVER
        assert (state / NAME).stat().st_mode & 0o777 == 0o600
    assert server_of_schedule(state) is None
    assert not (state / NAME).exists()


def test_the_server_of_a_dead_schedule_is_not_asked(review: Path) -> None:
    state = review / ".ajour"
    state.mkdir()
    with told_to_updates(state, SERVER):
        assert server_of_schedule(state) is None


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o602])
def test_a_server_that_others_could_have_written_down_is_not_believed(
    review: Path, mode: int
) -> None:
    state = review / ".ajour"
    with only_schedule(state), told_to_updates(state, SERVER):
        (state / NAME).chmod(mode)
        assert server_of_schedule(state) is None


def test_a_link_is_not_followed_to_a_server(review: Path, tmp_path: Path) -> None:
    state = review / ".ajour"
    with only_schedule(state), told_to_updates(state, SERVER):
        (state / NAME).rename(tmp_path / "elsewhere")
        (state / NAME).symlink_to(tmp_path / "elsewhere")
        assert server_of_schedule(state) is None


def test_an_export_that_stays_refused_starts_no_prefect_again(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = review / "searches/1/wos/half.ris"
    broken.write_bytes(b"\0\1\2")
    assert is_due(review)
    assert "half.ris" in ajour("update", review).err
    assert not is_due(review)
    monkeypatch.setattr(
        "flows.orchestration.update_run._recorded", lambda *_: pytest.fail("Prefect")
    )
    again = ajour("update", review)
    assert (again.code, "half.ris" in again.err) == (3, True)
    broken.write_text(entry("Mended and whole", author="Berg, A"), "utf-8")
    assert is_due(review)


def test_a_refusal_that_no_longer_holds_is_seen_without_prefect(review: Path) -> None:
    """A moved file is refused while it counts elsewhere; its bytes stay the same."""
    update(review)
    moved = review / "searches/1/medline/moved.ris"
    (export,) = sorted((review / "searches/1/wos").iterdir())
    export.rename(moved)
    assert "moved.ris" in str(update(review).failed)
    assert not is_due(review)
    assert ajour("withdraw", export.name, "--search", "wos", "--review", review).code == 0
    done = update(review)
    assert not done.failed
    assert "moved.ris" in str(done.stages["import"].told)
    assert not is_due(review)


def test_a_first_update_whose_exports_are_all_refused_leaves_nothing_to_continue(
    review: Path,
) -> None:
    exports = [*(review / "searches").rglob("*.ris")]
    kept = {path: path.read_bytes() for path in exports}
    for path in exports:
        path.write_bytes(b"")
    for _ in range(2):
        assert "is empty" in ajour("update", review).err
        assert not is_due(review)
    for path, content in kept.items():
        path.write_bytes(content)
    done = update(review)
    assert done.resumed is None
    assert done.stages["import"].told
