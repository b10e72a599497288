"""Whenever the server dies, what was shown as saved is saved, once; and locks are waited out."""

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from flows.review.session import at_work
from pipeline.store.decisions import decisions
from pipeline.store.table_checksums import damaged_tables
from tests.support.killed_page import killed_pages
from tests.support.page_reviews import Made, copied
from tests.support.page_server import served


@pytest.mark.parametrize("kills", [2, pytest.param(8, marks=pytest.mark.slow)])
def test_a_kill_at_any_moment_loses_nothing_and_doubles_nothing(
    made: Made, tmp_path: Path, kills: int
) -> None:
    review = copied(made(40), tmp_path)
    for lost, doubled, _ in killed_pages(review, kills, seed=kills):
        assert (lost, doubled) == (0, 0)
    with at_work(review) as session:
        assert damaged_tables(session.db) == []


def test_a_store_that_is_locked_is_told_and_the_same_word_is_saved_later(
    review: Path,
) -> None:
    with served(review, "--reviewer", "ann") as browsers:
        ann, word = browsers["ann"], str(uuid4())
        card = ann.card()
        with closing(sqlite3.connect(review / "ajour.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            told = ann.decide(card, "include", id=word)
            assert (told.status, told.json()["saved"]) == (503, False)
            assert "has not been saved yet" in told.json()["why"]
            assert ann.card()["key"] == card["key"]
            other.execute("ROLLBACK")
        assert ann.decide(card, "include", id=word).status == 200
        assert ann.decide(card, "include", id=word).status == 200
    with at_work(review) as session:
        assert [one.record for one in decisions(session.db)] == [card["key"]]
