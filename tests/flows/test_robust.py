"""Full disks, folders that cannot be written, clocks that run back, and two people at once."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.review.output_runs import run_names
from pipeline.errors import Refused
from pipeline.store import connection
from tests.support.open_folders import open_to_all
from tests.support.random_rounds import decide_many, import_many, lists_of_one_row
from tests.support.reviews import ajour, entry, later_round, rows_of, small_review


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte; skips where none may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if os.getuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_a_sentence_and_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    review = small_review(small_disk)
    undisturbed = Path(shutil.copytree(review, tmp_path / "undisturbed"))
    update(undisturbed)
    told = []
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 200_000)
    for room in (0, 8_000, 60_000, 150_000, 400_000, 600_000):
        with ballast.open("ab") as stream:
            free = os.statvfs(small_disk).f_bavail * 4096 - room
            stream.truncate(max(0, stream.tell() + free))
            os.posix_fallocate(stream.fileno(), 0, max(1, ballast.stat().st_size))
        try:
            update(review)
        except Refused as fault:
            told.append(str(fault))
    assert told
    known = ("disk", "cannot write to this folder", "cannot be written")
    assert all(any(word in one for word in known) for one in told), told
    ballast.unlink()
    update(review)
    assert rows_of(review / "ajour.db") == rows_of(undisturbed / "ajour.db")


def test_a_full_disk_while_importing_is_a_sentence(small_disk: Path, tmp_path: Path) -> None:
    review = small_review(small_disk)
    update(review)
    before = rows_of(review / "ajour.db")
    large = tmp_path / "large.ris"
    large.write_text("".join(entry(f"Study {n}") for n in range(9000)), "utf-8")
    said = ajour("import", large, "--search", "medline", "--review", review)
    assert said.code == 2
    assert "disk is full" in said.err
    assert rows_of(review / "ajour.db") == before


def _update_as_nobody(review: str) -> None:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    said = ajour("report", review)
    os._exit(said.code if "Traceback" not in said.err and "fault of ajour" not in said.err else 99)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_a_folder_of_another_user_is_a_sentence_and_loses_nothing(review: Path) -> None:
    update(review)
    before = rows_of(review / "ajour.db")
    review.chmod(0o755)
    open_to_all(review)
    later_round(review)
    process = get_context("fork").Process(target=_update_as_nobody, args=(str(review),))
    process.start()
    process.join()
    assert process.exitcode == 2
    assert rows_of(review / "ajour.db") == before


def test_a_clock_that_was_set_back_puts_no_run_before_another(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(review)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    later_round(review)
    assert update(review).news
    runs = review / "output" / "runs"
    assert run_names(runs) == ["2024-06-10-1", "2024-06-10-2"]
    assert (review / "output" / "latest.txt").read_text("utf-8") == "2024-06-10-2"
    changed = json.loads(ajour("diff", review, "--json").out)["changed"]
    assert {"what": "records", "before": 6, "after": 8} in changed
    assert not update(review).news


def test_a_store_that_another_process_keeps_locked_is_a_sentence(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(review)
    monkeypatch.setattr(connection, "WAIT_SECONDS", 0.2)
    before = rows_of(review / "ajour.db")
    later_round(review)
    with closing(sqlite3.connect(review / "ajour.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = ajour("import", review / "searches/2/later/export.ris", "--search", "later")
        assert said.code == 2
        assert "another process is writing" in said.err
        assert ajour("check", review).code in {0, 2}
        other.execute("ROLLBACK")
    assert rows_of(review / "ajour.db") == before
    assert update(review).news


def test_import_against_decide_loses_no_row(review: Path) -> None:
    rounds = 10
    lists = lists_of_one_row(review, rounds)
    context = get_context("forkserver")
    workers = [
        context.Process(target=import_many, args=(str(review), "wos", rounds)),
        context.Process(target=decide_many, args=(str(review), lists)),
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    rows = rows_of(review / "ajour.db")
    assert len(rows["decision"]) == rounds
    assert len(rows["record"]) == 6 + rounds + rounds


def test_a_review_in_a_synchronised_folder_works_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir()
    review = small_review(tmp_path / "OneDrive")
    update(review)
    assert not (review / "ajour.db-wal").exists()
    assert ajour("check", review).code == 0
