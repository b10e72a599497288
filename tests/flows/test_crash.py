"""What a dead process leaves behind, and two people who work at once."""

import json
import shutil
from multiprocessing import get_context
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.review.clock import now
from flows.review.lock import only_update
from flows.review.session import at_work
from flows.stages.intake import take_in_file
from pipeline.errors import Busy, Refused
from pipeline.store.connection import opened, writing
from pipeline.store.runs import begin_run
from tests.support.killed_updates import CONTEXT, killed_at_random, run_update
from tests.support.reviews import ajour, entry, rows_of, small_review


@pytest.mark.slow
def test_after_a_kill_the_next_run_makes_the_store_of_an_undisturbed_one(
    tmp_path: Path, shared: Path
) -> None:
    review = small_review(tmp_path)
    for name, search in (("pubmed", "medline"), ("mixed", "wos"), ("citavi", "later")):
        place = next((review / "searches").glob(f"*/{search}"))
        shutil.copy(shared / "data" / "exports" / f"{name}.ris", place / "real.ris")
    tried = list(killed_at_random(review, tmp_path, times=20, seed=1))
    assert [moment for moment, same in tried if not same] == []


def test_a_run_that_died_is_taken_up_and_says_so(review: Path) -> None:
    with at_work(review) as session, writing(session.db):
        begin_run(session.db, "0.0", now())
    assert "did not finish" in str(update(review).resumed)
    assert update(review).resumed is None


def test_a_lock_names_its_owner_and_a_dead_process_does_not_hold_it(review: Path) -> None:
    state = review / ".ajour"
    with only_update(state), pytest.raises(Busy, match="process"):
        update(review)
    process = CONTEXT.Process(target=run_update, args=(str(review),))
    process.start()
    process.kill()
    process.join()
    assert update(review).stages


def test_a_store_of_a_newer_program_is_refused(review: Path) -> None:
    update(review)
    with opened(review / "ajour.db") as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('ajour', '9999_later', '2030')"
        )
    said = ajour("status", review)
    assert said.code == 2
    assert "newer version of ajour" in said.err


def test_a_store_that_is_no_store_is_refused(review: Path) -> None:
    (review / "ajour.db").write_bytes(b"this is not a database, but it is long enough" * 50)
    said = ajour("status", review)
    assert said.code == 2
    assert "backup" in said.err


def test_a_file_cut_off_while_it_is_taken_in_leaves_nothing(review: Path) -> None:
    update(review)
    before = rows_of(review / "ajour.db")
    cut = review / "cut.ris"
    cut.write_text(entry("First") * 300 + "TY  - JOUR\nTI  - Cut", "utf-8")
    with at_work(review) as session:
        search = session.review.searches[0]
        with pytest.raises(Refused), writing(session.db):
            take_in_file(session.db, search, cut, when=now())
    assert rows_of(review / "ajour.db") == before


def import_many(review: str, search: str, count: int) -> None:
    """Take in one file after the other; runs in a process of its own."""
    from flows.stages.import_files import import_files

    for number in range(count):
        path = Path(review) / f"{search}-{number}.ris"
        path.write_text(entry(f"Study {number} of {search}", author=f"A{number}, B"), "utf-8")
        import_files(Path(review), [path], search, accept_faults=False)


def test_two_processes_that_write_at_once_lose_nothing(review: Path) -> None:
    update(review)
    context = get_context("forkserver")
    workers = [
        context.Process(target=import_many, args=(str(review), search, 12))
        for search in ("medline", "wos")
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    total = json.loads(ajour("status", review, "--json").out)["total"]
    assert total["identified"] == 6 + 24


def test_a_folder_that_can_not_be_written_is_one_sentence(review: Path) -> None:
    update(review)
    shutil.rmtree(review / "output")
    (review / "output").write_text("in the way", "utf-8")
    said = ajour("report", review)
    assert said.code == 2
    assert "cannot be written" in said.err
