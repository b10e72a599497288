"""Opening a store: older and newer ones, on odd places, and while another process writes."""

import os
import shutil
import sqlite3
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest

from pipeline.errors import Busy, Refused
from pipeline.store import connection, file_system
from pipeline.store.checksums import broken_seals
from pipeline.store.connection import Database, back_up, moment, opened, other_shape, writing
from pipeline.store.decisions import decisions
from pipeline.store.duplicates import pair_verdicts
from pipeline.store.file_system import not_local
from pipeline.store.intake import files, records
from pipeline.store.runs import faults
from pipeline.store.table_checksums import damaged_tables
from tests.support.open_folders import open_to_all

DATA = Path(__file__).parent / "data"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "ajour.db"


def _mode(path: Path) -> int:
    return path.read_bytes()[18]


@pytest.mark.parametrize("earlier", sorted(DATA.glob("*.db")), ids=lambda path: path.stem)
def test_a_store_of_every_earlier_version_opens_with_all_its_rows_after_a_backup(
    earlier: Path, store: Path
) -> None:
    shutil.copy(earlier, store)
    with closing(sqlite3.connect(store)) as db:
        before = db.execute("SELECT COUNT(*) FROM record").fetchone()
        listed = db.execute("SELECT COUNT(*) FROM list").fetchone()
    with opened(store) as db:
        assert db.execute("SELECT COUNT(*) FROM record").fetchone() == before
        assert db.execute("SELECT COUNT(*) FROM list").fetchone() == listed
        assert len(list(records(db))) == before[0]
        assert faults(db) == []
        assert other_shape(db) == []
        assert list(broken_seals(db)) == []
        assert db.execute("SELECT COUNT(*) FROM file WHERE seal IS NULL").fetchone() == (0,)
    copy = store.with_suffix(".before-migration.db")
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT COUNT(*) FROM record").fetchone() == before
        known = {name for (name,) in db.execute("SELECT name FROM _sqlite_migrations")}
    assert max(known).startswith(earlier.stem)


def test_every_list_of_the_first_version_was_asked_for(store: Path) -> None:
    shutil.copy(DATA / "0001.db", store)
    with opened(store) as db:
        assert db.execute("SELECT MIN(asked_for) FROM list").fetchone() == (1,)


def test_words_on_pairs_of_an_earlier_store_find_their_file_by_its_name_and_time(
    store: Path,
) -> None:
    shutil.copy(DATA / "0002.db", store)
    with opened(store) as db:
        found = db.execute("SELECT number, file FROM pair_verdict ORDER BY number").fetchall()
    assert found == [(1, 1), (2, 2)]


def test_decisions_of_an_earlier_store_keep_their_numbers_cells_and_files(store: Path) -> None:
    shutil.copy(DATA / "0006.db", store)
    columns = "number, record, verdict, reviewer, at, file, origin_sheet, origin_row"
    with closing(sqlite3.connect(store)) as db:
        before = db.execute(f"SELECT {columns}, origin_file FROM live_decision").fetchall()
    with opened(store) as db:
        assert db.execute(f"SELECT {columns}, origin_file FROM live_decision").fetchall() == before
        assert {one.origin.kind for one in decisions(db)} == {"sheet"}
        assert damaged_tables(db) == []
    assert len(before) == 5


def test_a_word_that_a_command_said_of_a_pair_is_known_as_such(store: Path) -> None:
    shutil.copy(DATA / "0006.db", store)
    with closing(sqlite3.connect(store)) as db, db:
        db.execute(
            "INSERT INTO pair_verdict SELECT 9, one, other, same, reviewer, at, "
            "'ajour duplicates', '', 0, NULL, NULL, NULL FROM pair_verdict LIMIT 1"
        )
    with opened(store) as db:
        found = [(one.number, one.origin.kind) for one in pair_verdicts(db)]
    assert found == [(1, "sheet"), (2, "sheet"), (9, "command")]


def test_a_store_of_a_newer_program_is_refused_and_left_as_it_is(store: Path) -> None:
    with opened(store) as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('ajour', '9999_later', '2030')"
        )
    with (
        pytest.raises(
            Refused,
            match=r"newer version of ajour wrote this database \(with the migration 9999_later\)",
        ),
        opened(store),
    ):
        pass


def test_the_copy_of_an_earlier_migration_stays_when_the_next_one_is_made(store: Path) -> None:
    earlier = store.with_suffix(".before-migration.db")
    earlier.write_bytes(b"of last year")
    shutil.copy(DATA / "0001.db", store)
    with opened(store):
        pass
    assert earlier.read_bytes() == b"of last year"
    assert store.with_suffix(".before-migration-2.db").stat().st_size > 4096


def test_a_new_store_needs_no_backup(store: Path) -> None:
    with opened(store) as db:
        assert files(db) == []
    assert not store.with_suffix(".before-migration.db").exists()


def test_bytes_that_are_no_store_are_refused_with_the_way_back(store: Path) -> None:
    store.write_bytes(b"no database at all, though long enough to look like one" * 40)
    with pytest.raises(Refused, match="backup --restore"), opened(store):
        pass


def test_a_list_of_migrations_without_its_columns_is_no_sound_store(store: Path) -> None:
    with opened(store):
        pass
    with closing(sqlite3.connect(store)) as db, db:
        db.execute("ALTER TABLE _sqlite_migrations RENAME COLUMN migration_set TO migration_sea")
    with pytest.raises(Refused, match="not an ajour database, or it is damaged"), opened(store):
        pass


def test_ids_of_records_and_lists_of_an_earlier_store_stay_as_searches_get_theirs(
    store: Path,
) -> None:
    shutil.copy(DATA / "0004.db", store)
    queries = ("SELECT id, search, file FROM record ORDER BY id", "SELECT * FROM list_record")
    with closing(sqlite3.connect(store)) as db:
        before = [db.execute(query).fetchall() for query in queries]
        names = {name for (name,) in db.execute("SELECT name FROM search")}
    with opened(store) as db:
        assert [db.execute(query).fetchall() for query in queries] == before
        assert dict(db.execute("SELECT id, name FROM search")) == {one: one for one in names}
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be opened"), opened(tmp_path / "no" / "ajour.db"):
        pass


def test_a_store_that_another_process_writes_is_told_by_name(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(store):
        pass
    monkeypatch.setattr(connection, "WAIT_SECONDS", 0.1)
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        wanted = pytest.raises(Busy, match="another process is writing")
        with wanted, opened(store) as db, writing(db):
            pass
        other.execute("ROLLBACK")


def _half_done(db: Database) -> None:
    db.execute("INSERT INTO event (at, what) VALUES ('2024', 'x')")
    raise ZeroDivisionError


def test_nothing_of_a_transaction_that_failed_stays(store: Path) -> None:
    with opened(store) as db:
        with pytest.raises(ZeroDivisionError), writing(db):
            _half_done(db)
        assert db.execute("SELECT COUNT(*) FROM event").fetchone() == (0,)


def test_the_moment_changes_with_every_change_and_is_unknown_within_one(store: Path) -> None:
    with opened(store) as db:
        before = moment(db)
        with writing(db):
            db.execute("INSERT INTO event (at, what) VALUES ('2024', 'x')")
            assert moment(db) is None
        assert moment(db) != before


@pytest.mark.parametrize(
    ("sign", "sentence"),
    [
        ("attempt to write a readonly database", "cannot be written"),
        ("database or disk is full", "the disk is full"),
        ("disk I/O error", "the disk reports an error"),
    ],
)
def test_what_the_disk_says_is_a_sentence(store: Path, sign: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence), opened(store):
        raise sqlite3.OperationalError(sign)


@pytest.mark.parametrize("fault", [sqlite3.OperationalError, sqlite3.IntegrityError])
def test_a_fault_of_our_own_is_not_taken_for_the_disks(
    store: Path, fault: type[sqlite3.Error]
) -> None:
    with pytest.raises(fault, match="no such table"), opened(store):
        raise fault("no such table: x")


@pytest.mark.parametrize(
    "folder",
    [
        "Dropbox",
        "Dropbox (Stami)",
        "OneDrive",
        "OneDrive - Stami",
        "Google Drive",
        "iCloudDrive",
        "Nextcloud",
    ],
)
def test_a_store_in_a_synchronised_folder_has_no_log_of_changes(
    tmp_path: Path, folder: str
) -> None:
    place = tmp_path / folder / "review"
    place.mkdir(parents=True)
    with opened(place / "ajour.db") as db, writing(db):
        db.execute("INSERT INTO event (at, what) VALUES ('2024', 'x')")
    assert "synchronised" in str(not_local(place / "ajour.db"))
    assert _mode(place / "ajour.db") == 1
    assert [path.name for path in place.iterdir()] == ["ajour.db"]


def test_a_store_that_is_moved_changes_its_mode(tmp_path: Path, store: Path) -> None:
    with opened(store):
        pass
    assert _mode(store) == 2
    synced = tmp_path / "OneDrive"
    synced.mkdir()
    moved = Path(shutil.move(store, synced / "ajour.db"))
    with opened(moved) as db:
        assert files(db) == []
        with closing(sqlite3.connect(moved)) as other:
            assert other.execute("SELECT COUNT(*) FROM file").fetchone() == (0,)
    assert _mode(moved) == 1
    with opened(Path(shutil.move(moved, store))):
        pass
    assert _mode(store) == 2


@pytest.fixture
def mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "mounts"
    monkeypatch.setattr(file_system, "MOUNTS", path)
    return path


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_file_system_is_known_by_its_mount(
    tmp_path: Path, mounts: Path, kind: str
) -> None:
    share = tmp_path / "shared drive"
    share.mkdir()
    place = str(share).replace(" ", "\\040")
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nserver:/x {place} {kind} rw 0 0\nbroken\n", "utf-8")
    assert not_local(share / "ajour.db") == f"the database is on a network file system ({kind})"
    assert not_local(tmp_path / "ajour.db") is None


def test_where_the_system_names_no_mounts_only_the_folders_names_tell(
    tmp_path: Path, mounts: Path
) -> None:
    assert not_local(tmp_path / "ajour.db") is None
    mounts.write_text("", "utf-8")
    assert not_local(tmp_path / "ajour.db") is None


def test_a_backup_is_one_sound_file_with_every_row(store: Path, tmp_path: Path) -> None:
    shutil.copy(DATA / "0001.db", store)
    copy = tmp_path / "copy.db"
    with opened(store) as db:
        back_up(db, copy)
        count = len(list(records(db)))
    with opened(copy) as db:
        assert len(list(records(db))) == count
        assert faults(db) == []
    assert not list(tmp_path.glob("*.part"))


def test_a_broken_reference_is_found(store: Path) -> None:
    with opened(store) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("INSERT INTO cluster VALUES ('a', 'b')")
        assert faults(db) == ["cluster: 2 rows refer to a missing record"]


def _opened_as_nobody(store: str) -> None:
    """Exits with 2 where the store was refused in a sentence; runs in a process of its own."""
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    try:
        with opened(Path(store)) as db, writing(db):
            db.execute("INSERT INTO event (at, what) VALUES ('2024', 'x')")
    except Refused:
        os._exit(2)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_a_folder_of_another_user_is_a_sentence(store: Path) -> None:
    with opened(store):
        pass
    open_to_all(store)
    process = get_context("fork").Process(target=_opened_as_nobody, args=(str(store),))
    process.start()
    process.join()
    assert process.exitcode == 2
    with opened(store) as db:
        assert db.execute("SELECT COUNT(*) FROM event").fetchone() == (0,)
