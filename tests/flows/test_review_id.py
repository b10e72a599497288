"""A review has an id that never changes, and only its own store is brought back or worked on."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from flows.inspection import backup
from flows.orchestration.update import update
from flows.review.identity import FILE, remembered_id
from flows.review.settings_file import read_review
from pipeline.store.connection import opened, writing
from pipeline.store.identity import identity
from pipeline.store.runs import note_event
from tests.support.filled_lists import filled, listed
from tests.support.reviews import ajour, entry, rows_of, small_review

EVERY = {"*": {"Decision": "exclude"}}
STORES = Path(__file__).parents[1] / "store/data"


@pytest.fixture
def backed(tmp_path: Path) -> tuple[Path, Path]:
    """A review with five decisions, and a copy of its store."""
    review = small_review(tmp_path)
    update(review)
    blank = listed(review, "--reviewer", "ann", "--all")
    assert ajour("decide", filled(blank, review / "decisions/ann.xlsx", EVERY)).code == 0
    copy = tmp_path / "copy.db"
    assert ajour("backup", review, "--to", copy).code == 0
    return review, copy


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The store of another review that has searches of the same names."""
    (tmp_path / "other").mkdir()
    review = small_review(tmp_path / "other")
    for export in review.rglob("*.ris"):
        export.write_text(entry(f"Of another review, {export.parent.name}"), "utf-8")
    update(review)
    copy = tmp_path / "other.db"
    assert ajour("backup", review, "--to", copy).code == 0
    return copy


def _restore(review: Path, copy: Path) -> str:
    said = ajour("backup", review, "--restore", copy)
    assert said.code == 0, said.err
    assert ajour("check", review).code == 0
    return said.out


def _id(store: Path) -> str:
    with opened(store) as db:
        return identity(db).id


def _forget(review: Path, *names: str) -> None:
    for name in names:
        place = review / name
        shutil.rmtree(place) if place.is_dir() else place.unlink()


@pytest.mark.parametrize(
    "gone",
    [
        pytest.param((), id="store and id are there"),
        pytest.param(("ajour.db",), id="the store is gone"),
        pytest.param(("ajour.db", ".ajour"), id="store and id are gone"),
        pytest.param((".ajour",), id="the id is gone"),
    ],
)
def test_another_reviews_store_is_refused_with_both_sides_named(
    backed: tuple[Path, Path], other: Path, gone: tuple[str, ...]
) -> None:
    review, copy = backed
    before = rows_of(review / "ajour.db")
    _forget(review, *gone)
    said = ajour("backup", review, "--restore", other)
    assert said.code == 2
    assert f"{other}: this is the database of another review. Nothing was changed." in said.err
    assert f"the copy: id {_id(other)}; searches later, medline, wos; 2 exports" in said.err
    assert "what to do: restore the copy in the folder of its own review" in said.err
    assert (review / "ajour.db").exists() == ("ajour.db" not in gone)
    assert not list(review.glob("ajour.restored*"))
    assert "with 6 records and 5 decisions" in _restore(review, copy)
    assert rows_of(review / "ajour.db") == before


def test_a_copy_comes_back_on_another_machine_and_into_a_new_folder(
    backed: tuple[Path, Path], tmp_path: Path
) -> None:
    review, copy = backed
    new = tmp_path / "elsewhere"
    new.mkdir()
    for name in ("review.toml", "criteria.toml"):
        shutil.copy(review / name, new)
    assert ajour("backup", new, "--restore", copy).code == 0
    assert rows_of(new / "ajour.db") == rows_of(review / "ajour.db")
    assert remembered_id(read_review(new)) == _id(copy) == _id(review / "ajour.db")
    assert ajour("status", new).code == 0


def test_a_copy_comes_back_after_every_search_was_renamed(backed: tuple[Path, Path]) -> None:
    review, copy = backed
    settings = review / "review.toml"
    text = settings.read_text("utf-8")
    for name in ("medline", "wos", "later"):
        text = text.replace(f'name = "{name}"', f'name = "{name}-2024"')
    settings.write_text(text, "utf-8")
    (review / "searches/1/medline").rename(review / "searches/1/medline-2024")
    said = ajour("backup", review, "--restore", copy)
    assert said.code == 0, said.err
    assert "with 6 records and 5 decisions" in said.out


def test_the_id_stays_through_loss_of_the_store_or_of_its_note(backed: tuple[Path, Path]) -> None:
    review, copy = backed
    first = _id(copy)
    _forget(review, ".ajour")
    assert ajour("status", review).code == 0
    assert (review / ".ajour" / FILE).read_text("utf-8") == f"{first}\n"
    _forget(review, "ajour.db", "output")
    assert ajour("status", review).code == 0
    assert _id(review / "ajour.db") == first


def test_two_reviews_have_two_ids(backed: tuple[Path, Path], other: Path) -> None:
    assert _id(backed[1]) != _id(other)


def test_another_reviews_store_that_was_put_there_by_hand_is_refused(
    backed: tuple[Path, Path], other: Path
) -> None:
    review, _ = backed
    shutil.copy(other, review / "ajour.db")
    for command in ("status", "check", "report", "backup"):
        said = ajour(command, review)
        assert said.code == 2
        assert "this is the database of another review" in said.err
    (review / ".ajour" / FILE).unlink()
    assert ajour("status", review).code == 0


def _first_version(review: Path) -> Path:
    """Lay the sample store of version 0.1 into a review, with the exports it was made from."""
    shutil.copy(STORES / "0001.db", review / "ajour.db")
    (review / "searches/2/later/export.ris").write_text(
        entry("Neck pain and the kitchen table", author="Author1, A")
        + entry("Burnout among teleworkers", author="New, N"),
        "utf-8",
    )
    return review


def test_every_copy_of_a_store_of_version_0_1_gets_the_same_id(tmp_path: Path) -> None:
    ids = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        review = _first_version(small_review(tmp_path / name))
        assert ajour("status", review).code == 0
        ids.add(_id(review / "ajour.db"))
        assert list(review.glob("ajour.before-migration*.db"))
    assert len(ids) == 1


def test_a_copy_of_version_0_1_comes_back_into_its_review(tmp_path: Path) -> None:
    review = _first_version(small_review(tmp_path))
    assert ajour("status", review).code == 0
    said = ajour("backup", review, "--restore", STORES / "0001.db")
    assert said.code == 0, said.err
    _forget(review, "ajour.db", ".ajour")
    said = ajour("backup", review, "--restore", STORES / "0003.db")
    assert said.code == 0, said.err


def test_a_copy_of_version_0_1_takes_the_id_of_the_review_whose_exports_it_has(
    backed: tuple[Path, Path],
) -> None:
    review, copy = backed
    said = ajour("backup", review, "--restore", STORES / "0001.db")
    assert said.code == 0, said.err
    assert _id(review / "ajour.db") == _id(copy)
    assert ajour("backup", review, "--restore", copy).code == 0


def test_a_copy_of_version_0_1_of_another_review_is_refused(tmp_path: Path) -> None:
    review = small_review(tmp_path)
    for export in review.rglob("*.ris"):
        export.write_text(entry("Of another review"), "utf-8")
    update(review)
    before = rows_of(review / "ajour.db")
    said = ajour("backup", review, "--restore", STORES / "0001.db")
    assert said.code == 2
    assert "this is the database of another review" in said.err
    assert rows_of(review / "ajour.db") == before
    assert not list(review.glob("ajour.before*"))


@pytest.mark.parametrize("kind", ["foreign", "empty", "no tables", "newer", "text", "folder"])
def test_what_is_no_store_of_ours_is_not_brought_back(backed: tuple[Path, Path], kind: str) -> None:
    review, copy = backed
    before = rows_of(review / "ajour.db")
    what = review / "backups" / "what.db"
    what.parent.mkdir(exist_ok=True)
    if kind == "folder":
        what.mkdir()
    elif kind in ("empty", "text"):
        what.write_bytes(b"" if kind == "empty" else b"no store" * 1000)
    else:
        if kind == "newer":
            shutil.copy(copy, what)
        with closing(sqlite3.connect(what)) as db, db:
            if kind == "newer":
                columns = "(migration_set, name, applied_at)"
                values = "('ajour', '9999_later', '2030')"
                db.execute(f"INSERT INTO _sqlite_migrations {columns} VALUES {values}")
            else:
                db.execute("CREATE TABLE foo (a)")
                if kind == "no tables":
                    db.execute("DROP TABLE foo")
    said = ajour("backup", review, "--restore", what)
    assert said.code == 2
    assert "othing was changed" in said.err
    assert "fault of ajour" not in said.err
    assert rows_of(review / "ajour.db") == before
    assert not [*review.glob("ajour.restored*"), *review.glob("ajour.before*")]


@pytest.mark.parametrize("there", ["sound", "gone", "harmed"])
def test_where_the_store_is_not_the_copy_afterwards_what_was_there_comes_back(
    backed: tuple[Path, Path], there: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    review, copy = backed
    store = review / "ajour.db"
    with opened(store) as db, writing(db):
        note_event(db, "2024", "after the copy")
    whole, rows = store.read_bytes(), rows_of(store)
    if there == "gone":
        store.unlink()
    elif there == "harmed":
        store.write_bytes(whole[: len(whole) // 2])
    put = backup._put_in_place

    def put_badly(*said: object) -> object:
        placed = put(*said)  # type: ignore[arg-type]
        with closing(sqlite3.connect(store)) as db, db:
            db.execute("DELETE FROM decision")
        return placed

    monkeypatch.setattr(backup, "_put_in_place", put_badly)
    said = ajour("backup", review, "--restore", copy)
    assert said.code == 2
    assert "could not be restored. The copy has 6 records and 5 decisions" in said.err
    if there == "sound":
        assert rows_of(store) == rows
    else:
        assert store.exists() == (there == "harmed")
    if there == "harmed":
        assert store.read_bytes() == whole[: len(whole) // 2]
