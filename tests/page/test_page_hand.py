"""A new order moves what nobody has seen yet, and nothing else; nothing comes twice or is lost."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.page.desk import Desk, RunningReview
from flows.page.hand import ReportInHand, by_rank
from flows.review.session import Session, at_work
from flows.screening.lists import Asked, write_list
from flows.screening.page_decisions import PageReader
from pipeline.decisions import Stage
from pipeline.records import RecordId
from pipeline.store.connection import writing
from pipeline.store.ranks_and_assessments import lay_ready, put_ranking, ranks
from tests.support.running_review import running

READER = PageReader(name="ann", stage=Stage.SCREENING, language="en")
IDS = tuple(RecordId(one) for one in "bcdfghjkm")
ROWS = st.lists(
    st.tuples(st.sampled_from(IDS), st.booleans(), st.booleans()), unique_by=lambda row: row[0]
)


@given(ROWS, st.sets(st.sampled_from(IDS)), st.permutations(IDS), st.integers(0, len(IDS)))
def test_a_new_order_moves_only_ranked_rows_that_nobody_has_seen(
    drawn: list[tuple[RecordId, bool, bool]], seen: set[RecordId], order: list[RecordId], known: int
) -> None:
    rows = [
        ReportInHand(report=report, check=check, place=at, as_written=written)
        for at, (report, check, written) in enumerate(drawn)
    ]
    found = by_rank(rows, seen, {one: at for at, one in enumerate(order[:known], start=1)})
    assert sorted(row.report for row in found) == sorted(row.report for row in rows)
    assert [row.place for row in found] == list(range(len(rows)))
    for before, after in zip(rows, found, strict=True):
        if before.check or before.as_written or before.report in seen:
            assert after == before
    free = [row.report for row in found if not (row.check or row.as_written or row.report in seen)]
    places = [order.index(one) if one in order[:known] else len(order) for one in free]
    assert places == sorted(places)


@pytest.fixture(autouse=True)
def always_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the next list asked for at the same report, however long the machine takes for one."""
    monkeypatch.setattr(RunningReview, "took", lambda _, seconds: None)


def turned(session: Session) -> None:
    """Store the order of reading the other way round."""
    every = list(ranks(session.db).values())
    found = [replace(one, position=at) for at, one in enumerate(reversed(every), start=1)]
    ready = lay_ready(session.db, 0, b"model", found)
    with writing(session.db):
        put_ranking(session.db, ready)


async def read(folder: Path, *, turned_after: int, until: int = 10) -> tuple[list[str], list[str]]:
    """What a desk gives one after the other, three kept ahead; and the order of its first list.

    Ends when `until` were decided on; with fewer than eight no second list is written.
    """
    async with running(folder) as page:
        desk, given_, loaded = Desk(page, READER), list[str](), list[str]()
        first: list[str] = []
        while True:
            told = await asyncio.wait_for(
                desk.next_card("read", {RecordId(one) for one in loaded}), 60
            )
            if told["card"] is not None:
                loaded.append(told["card"]["key"])
                first = first or [row.report for row in desk._queues["read"].rows if not row.check]
            elif not loaded and told["end"]:
                return given_, first
            if len(loaded) > 3 or (loaded and told["card"] is None):
                given_.append(loaded.pop(0))
                desk.decided(RecordId(given_[-1]))
                if len(given_) == turned_after:
                    await page.store.do(turned)
                    page.orders += 1
            else:
                await asyncio.sleep(0.01)
            if len(given_) == until:
                return given_ + loaded, first


def test_an_order_that_was_made_meanwhile_counts_for_all_but_what_a_page_has(review: Path) -> None:
    given_, first = asyncio.run(read(review, turned_after=2))
    kept = 2 + 3
    assert given_[:kept] == first[:kept]
    rest = list(reversed(first[kept:]))
    assert given_[kept : kept + 5] == rest[:5]
    assert len(given_) == len({*given_})


def test_a_list_that_was_written_for_somebody_is_read_in_its_order(review: Path) -> None:
    asked = Asked(stage="screening", reviewer="ann", top=12, unsent=False, form="csv", output=None)
    assert write_list(review, asked).path
    given_, first = asyncio.run(read(review, turned_after=2))
    assert given_[:12] == first[:12]


def test_what_the_page_has_in_hand_is_not_read_as_a_written_list(review: Path) -> None:
    first, _ = asyncio.run(read(review, turned_after=99, until=7))
    with at_work(review) as session:
        turned(session)
    again, own = asyncio.run(read(review, turned_after=99))
    assert {*own} >= {*first}
    assert again[0] == own[0] == first[0]
    assert again[1:5] != first[1:5]
