"""A hundred rounds of import against decide, from two processes."""

from multiprocessing import get_context
from pathlib import Path

from tests.support.killed_updates import few_outputs
from tests.support.random_rounds import decide_many, import_many, lists_of_one_row
from tests.support.reviews import rows_of, small_review

ROUNDS = 100


def test_a_hundred_rounds_of_import_against_decide_lose_no_row(tmp_path: Path) -> None:
    review = small_review(tmp_path)
    with few_outputs():
        lists = lists_of_one_row(review, ROUNDS)
    context = get_context("forkserver")
    workers = [
        context.Process(target=import_many, args=(str(review), "wos", ROUNDS)),
        context.Process(target=decide_many, args=(str(review), lists)),
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    rows = rows_of(review / "ajour.db")
    assert len(rows["decision"]) == ROUNDS
    assert len(rows["record"]) == 6 + 2 * ROUNDS
