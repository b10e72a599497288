"""A library that was read once is read again as soon as the store is another."""

from pathlib import Path

import pytest

from flows.review.session import at_work
from pipeline.store.connection import opened, writing

REVIEW = '[review]\ntitle = "T"\n[[round]]\nname = "1"\n[[search]]\nname = "m"\nround = "1"\n'


@pytest.fixture
def folder(tmp_path: Path, criteria: Path) -> Path:
    (tmp_path / "review.toml").write_text(REVIEW + 'source = "M"\n', encoding="utf-8")
    (tmp_path / "criteria.toml").write_bytes(criteria.read_bytes())
    return tmp_path


def add(db: object, name: str) -> None:
    with writing(db) as store:  # type: ignore[arg-type]
        store.execute(f"CREATE TABLE {name} (a)")
        store.execute(f"INSERT INTO {name} VALUES (1)")


def test_an_unchanged_store_is_read_once(folder: Path) -> None:
    with at_work(folder) as session:
        assert session.library() is session.library()


def test_a_change_of_our_own_is_seen(folder: Path) -> None:
    with at_work(folder) as session:
        before = session.library()
        add(session.db, "mine")
        assert session.library() is not before


def test_a_change_of_another_process_is_seen(folder: Path) -> None:
    with at_work(folder) as session:
        before = session.library()
        with opened(session.review.store) as other:
            add(other, "theirs")
        assert session.library() is not before


def test_what_is_read_inside_a_transaction_is_not_kept(folder: Path) -> None:
    with at_work(folder) as session, writing(session.db):
        inside = session.library()
        assert session.library() is not inside
