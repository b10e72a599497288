"""Nobody waits at the page for what somebody else asked, or for what is made behind it."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from flows.page.desk import FASTEST, LOW, Desk
from flows.page.helper import Helper
from flows.review.session import Session, at_work
from flows.screening.page_decisions import PageReader, Said, decide
from flows.screening.reading_queue import FEWEST, MOST, next_batch, read_ahead
from flows.screening.shares import given_of_own, shares
from pipeline.decisions import Stage
from pipeline.store.connection import wait_at_most, writing
from pipeline.store.ranks_and_assessments import StoredRank, lay_ready, put_ranking, ranks
from pipeline.store.table_checksums import damaged_results
from tests.support.page_reviews import Made, copied
from tests.support.running_review import running

READER = PageReader(name="ann", stage=Stage.SCREENING, language="en")


def decided(session: Session, report: str) -> bool:
    said = Said(id=str(uuid4()), key=report, verdict="include", whole={})  # type: ignore[arg-type]
    return decide(session, READER, said).fresh


def test_a_batch_is_answered_before_questions_that_stand_before_it(review: Path) -> None:
    came: list[str] = []

    async def ask(lists: Helper, what: str, **said: str) -> None:
        await lists.ask(what, who="ann", stage="screening", **said)
        came.append(what)

    async def all_at_once() -> None:
        async with running(review) as page:
            asked = [ask(page.lists, "progress", language="en"), ask(page.lists, "parts")]
            asked += [ask(page.lists, "conflicts"), ask(page.lists, "batch", part="read")]
            await asyncio.wait_for(asyncio.gather(*asked), 60)

    asyncio.run(all_at_once())
    assert came == ["progress", "batch", "parts", "conflicts"]


def test_ten_who_come_at_once_share_one_look_at_who_reads_what(made: Made, tmp_path: Path) -> None:
    folder = copied(made(200, names=("ann", "bo", "cy")), tmp_path)
    with at_work(folder, again=True) as session, at_work(folder) as other:
        read_ahead(session, READER.stage)
        first = shares(session, session.library(), READER.stage)
        lists = {
            name: {one for one, _ in next_batch(session, name, READER.stage, "read").rows}
            for name in ("ann", "bo", "cy")
        }
        assert shares(session, session.library(), READER.stage) is first
        assert all(lists[name] <= {*first[name]} for name in lists)
        fresh = shares(other, other.library(), READER.stage)
        assert all(lists[name] <= {*fresh[name]} for name in lists)
        assert decided(other, fresh["ann"][0])
        again = shares(session, session.library(), READER.stage)
        assert again == shares(other, other.library(), READER.stage)


def test_what_another_process_writes_meanwhile_ends_a_look_at_who_reads_what(
    review: Path,
) -> None:
    with at_work(review, again=True) as session, at_work(review) as other:
        first = shares(session, session.library(), READER.stage)
        with given_of_own(session, READER.stage):
            assert decided(other, first["ann"][0])
        assert first["ann"][0] not in shares(session, session.library(), READER.stage)["ann"]


def test_a_page_is_opened_when_its_first_list_can_be_made(review: Path) -> None:
    asked: list[str] = []

    async def prepared() -> None:
        async with running(review) as page:
            await asyncio.wait_for(page.ready(READER.stage), 60)
            asked.append(page.store.settings)
            process = page.lists._process
            desk = Desk(page, READER)
            desk.begin()
            filling = desk._queues["read"].filling
            desk.begin()
            assert filling is desk._queues["read"].filling is not None
            await asyncio.wait_for(filling, 60)
            shown = await desk.next_card("read", set())
            assert shown["card"]["key"] == desk._queues["read"].rows[0].report
            assert page.lists._process is process is not None

    asyncio.run(prepared())
    assert asked != [""]


def test_who_gives_up_waiting_leaves_the_turn_to_others(review: Path) -> None:
    async def given_up() -> object:
        async with running(review) as page:
            said = {"who": "ann", "stage": "screening"}
            first, second, third = (
                asyncio.ensure_future(page.lists.ask("parts", **said)) for _ in range(3)
            )
            await asyncio.sleep(0)
            second.cancel()
            await asyncio.wait_for(asyncio.gather(first, third), 60)
            return await asyncio.wait_for(page.lists.ask("parts", **said), 60)

    assert asyncio.run(given_up()) == ["read"]


@pytest.mark.parametrize("seconds", [0.1, 2.0, 6.0, 16.0])
def test_three_decisions_a_second_do_not_outrun_a_batch(review: Path, seconds: float) -> None:
    async def low() -> int:
        async with running(review) as page:
            assert page.low == LOW
            page.took(seconds)
            return page.low

    found = asyncio.run(low())
    assert FASTEST * seconds < found <= MOST
    assert found == LOW or seconds > 1


def test_a_slow_review_has_more_in_hand_and_a_quick_one_learns_sooner(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(made(200), tmp_path)

    async def in_hand(took: float) -> int:
        async with running(folder) as page:
            page.took(took)
            monkeypatch.setattr(page, "took", lambda seconds: None)  # a busy machine is no test
            desk = Desk(page, READER)
            while (shown := await desk.next_card("read", set()))["card"] is None:
                await asyncio.sleep(0.1)
            queue = desk._queues["read"]
            if queue.filling:
                await asyncio.wait_for(queue.filling, 60)
            assert shown["card"]["key"] == queue.rows[0].report
            assert len({row.report for row in queue.rows}) == len(queue.rows)
            return len(queue.rows)

    quick = asyncio.run(in_hand(0.1))
    assert quick < FEWEST + LOW
    assert asyncio.run(in_hand(10.0)) >= quick + FASTEST * 10.0


def test_a_decision_is_saved_while_ranks_are_written(review: Path) -> None:
    with at_work(review) as making, at_work(review) as reading:
        before = list(ranks(making.db).values())
        wait_at_most(reading.db, 0)

        def turned() -> Iterator[StoredRank]:
            for place, rank in enumerate(reversed(before), start=1):
                assert place > 3 or decided(reading, before[place].record)
                yield replace(rank, position=place)

        ready = lay_ready(making.db, 0, b"model", turned())
        assert decided(reading, before[9].record)
        with writing(making.db):
            put_ranking(making.db, ready)
            assert list(ranks(reading.db).values()) == before
        after = list(ranks(reading.db))
        assert after == [one.record for one in reversed(before)]
        assert damaged_results(reading.db) == []


def test_an_order_that_another_process_stored_meanwhile_is_sealed_whole(review: Path) -> None:
    with at_work(review) as making, at_work(review) as other:
        before = list(ranks(making.db).values())
        ready = lay_ready(making.db, 1, b"model", before[:20])
        theirs = [replace(one, score=0.25) for one in before]
        with writing(other.db):
            put_ranking(other.db, lay_ready(other.db, 2, b"another", theirs))
        with writing(making.db):
            put_ranking(making.db, ready)
        assert list(ranks(other.db).values()) == [*before[:20], *theirs[20:]]
        assert damaged_results(other.db) == []


def test_a_rank_that_the_disk_changed_is_not_sealed_by_the_next_order(review: Path) -> None:
    with at_work(review) as session:
        every = list(ranks(session.db).values())
        session.db.execute("UPDATE rank SET score = 9 WHERE record = ?", [every[0].record])
        ready = lay_ready(session.db, 0, b"model", every[1:])
        with writing(session.db):
            put_ranking(session.db, ready)
        assert damaged_results(session.db) == ["ranking"]


def test_records_are_kept_while_others_decide(review: Path) -> None:
    with at_work(review, again=True) as session, at_work(review) as other:
        first = session.library()
        for report in list(first.members)[:2]:
            assert decided(other, report)
            now = session.library()
            assert report in now.decided
            assert now.records is first.records
            assert session.library() is now
