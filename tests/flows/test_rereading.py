"""`ajour reread`: kept files read with today's readers, under the ids that they have."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from flows.review.session import at_work
from pipeline.records import Record
from pipeline.store.connection import writing
from pipeline.store.intake import files, put_receipts, records
from pipeline.store.rereading import file_records, read_again
from tests.support.reviews import ajour, entry, rows_of

SPOILT = "sÃ¸vn"


def as_an_older_reader_left_it(review: Path) -> None:
    """The store with the authors of one file as one, and one title garbled."""
    with at_work(review) as session:
        file = next(one for one in files(session.db) if one.search == "medline")
        old: list[Record] = [
            replace(record, authors=("; ".join(record.authors), "else"))
            for record in file_records(session.db, file.id)
        ]
        old[0] = replace(old[0], title=f"{old[0].title} {SPOILT}")
        with writing(session.db):
            read_again(session.db, file.id, old, [])
            receipts = [replace(one, reader="1") for one in file.receipts]
            put_receipts(session.db, file.search, file.sha256, receipts)


@pytest.fixture
def older(review: Path) -> Path:
    assert ajour("update", review).code in {0, 3}
    as_an_older_reader_left_it(review)
    return review


def test_a_file_read_by_todays_readers_does_not_change(review: Path) -> None:
    ajour("update", review)
    before = rows_of(review / "ajour.db")["record"]
    said = ajour("reread", review, "--apply")
    assert said.code == 0, said.err
    assert "no change" in said.out
    assert rows_of(review / "ajour.db")["record"] == before


def test_what_changes_is_shown_and_nothing_is_changed(older: Path) -> None:
    before = rows_of(older / "ajour.db")["record"]
    said = ajour("reread", older)
    assert said.code == 0, said.err
    assert "this version reads the file differently: 4 records differ in authors, title" in said.out
    assert SPOILT in said.out
    assert "would need a decision, instead of" in said.out
    assert "Nothing was changed" in said.out
    assert rows_of(older / "ajour.db")["record"] == before


def test_apply_keeps_ids_and_decisions_and_makes_links_again(older: Path) -> None:
    with at_work(older) as session:
        ids = [record.id for record in records(session.db)]
    said = ajour("reread", older, "--apply")
    assert said.code == 0, said.err
    with at_work(older) as session:
        assert [record.id for record in records(session.db)] == ids
        titles = [record.title or "" for record in records(session.db)]
    assert not any(SPOILT in title for title in titles)
    assert rows_of(older / "ajour.db")["duplicate_link"]
    assert ajour("check", older).code in {0, 3}
    assert "no change" in ajour("reread", older).out


def test_an_update_names_files_that_would_be_read_otherwise(older: Path) -> None:
    said = ajour("update", older)
    assert said.code == 3
    assert "export.ris: this version reads the file differently" in said.err
    assert "ajour reread" in (older / "output" / "letter.md").read_text("utf-8")
    ajour("reread", older, "--apply")
    assert "reads it differently" not in ajour("update", older).err


def test_an_update_notes_that_files_are_read_as_before(review: Path) -> None:
    ajour("update", review)
    with at_work(review) as session, writing(session.db):
        for file in files(session.db):
            receipts = [replace(one, reader="") for one in file.receipts]
            put_receipts(session.db, file.search, file.sha256, receipts)
    assert "otherwise" not in ajour("update", review).err
    with at_work(review) as session:
        assert all(one.reader for file in files(session.db) for one in file.receipts)


def test_a_record_that_was_two_keeps_the_id_of_the_one_with_a_title(review: Path) -> None:
    """As when a second TY line made an empty record of the first."""
    path = review / "searches/1/wos/export.ris"
    path.write_text("TY  - JOUR\n" + path.read_text("utf-8"), "utf-8")
    ajour("update", review)
    with at_work(review) as session:
        file = next(one for one in files(session.db) if one.search == "wos")
        first, second = file_records(session.db, file.id)
        raw = first.raw.removeprefix("TY  - JOUR\n")
        empty = replace(first, title=None, authors=(), year=None, raw="TY  - JOUR\n")
        whole = replace(first, id="bcdfghjkmnpq", place=2, line=2, raw=raw)  # type: ignore[arg-type]
        with writing(session.db):
            read_again(session.db, file.id, [empty, whole, replace(second, place=3)], [])
    said = ajour("reread", review, "--apply")
    assert "1 record is missing" in said.out, said.out + said.err
    with at_work(review) as session:
        now = file_records(session.db, file.id)
    assert [record.id for record in now] == ["bcdfghjkmnpq", second.id]
    said = ajour("check", review)
    assert said.code in {0, 3}, said.out


def test_a_file_that_is_gone_or_refused_today_stays_as_it_is(older: Path) -> None:
    (older / "searches/1/wos/export.ris").unlink()
    path = older / "searches/1/medline/export.ris"
    path.write_text(entry("Other bytes"), "utf-8")
    said = ajour("reread", older, "--json")
    told = json.loads(said.out)
    assert told["files"] == []
    assert told["missing"] == ["export.ris", "export.ris"]
