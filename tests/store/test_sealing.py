"""What guards each table: no row is changed, lost or added without somebody's noticing."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.decisions import Decision, Origin, PairVerdict, Stage, Verdict
from pipeline.errors import Refused
from pipeline.records import Record, RecordId
from pipeline.store import (
    decisions,
    duplicates,
    intake,
    list_files,
    page_words,
    ranks_and_assessments,
    runs,
    sent_reasons,
    studies,
    withdrawals,
)
from pipeline.store.checksums import broken_seals
from pipeline.store.connection import Database, opened, writing
from pipeline.store.table_checksums import (
    COMPUTED,
    ORDER,
    damaged_results,
    damaged_tables,
    forget_results,
    whole,
)
from tests.support.damage import untold
from tests.support.reviews import rows_of

DATA = Path(__file__).parent / "data"
SEARCH = intake.Search(name="medline", round="1", source="MEDLINE", way="database")
FILE = intake.StoredFile(
    search="medline", name="a.ris", sha256="ab", taken_in="2024-06-11T00:00:00Z"
)
SHEET = decisions.DecisionFile(
    name="a.xlsx", sha256="cd", kind="decisions", taken_in="2024", version="1"
)
ORIGIN = Origin(name="a.xlsx", sheet="List", row=7)
BY_HAND = Origin(name="screening", kind="page")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    shutil.copy(DATA / "0004.db", tmp_path / "ajour.db")
    with opened(tmp_path / "ajour.db") as found:
        yield found


def _ids(db: Database) -> list[RecordId]:
    return [one.id for one in intake.records(db)]


def _decision(db: Database) -> Decision:
    return Decision(
        record=_ids(db)[0],
        stage=Stage.SCREENING,
        verdict=Verdict.EXCLUDE,
        reviewer="ann",
        when="2024-06-11T00:00:00Z",
        origin=ORIGIN,
    )


def _pair(db: Database) -> PairVerdict:
    one, other = _ids(db)[:2]
    return PairVerdict(one=one, other=other, same=True, reviewer="ann", when="2024", origin=ORIGIN)


def _assessed(db: Database) -> None:
    ranks_and_assessments.put_assessments(
        db, list(ranks_and_assessments.assessments(db).values())[:2]
    )


def _ranked(db: Database) -> None:
    one = ranks_and_assessments.StoredRank(
        record=_ids(db)[0], position=9, score=0.5, probability=None, lifted=(), lowered=(), flags=()
    )
    ready = ranks_and_assessments.lay_ready(db, 7, b"model", [one])
    ranks_and_assessments.put_ranking(db, ready)


def _linked(db: Database) -> None:
    duplicates.put_duplicates(db, [], [], duplicates.members(db)[:3])


SAID = Origin(name="ajour screen", kind="page")
WORD = page_words.PageWord(
    id="w", reviewer="ann", what="decision", record="r", said_at="2024", at="2024", said="{}"
)
LINK = page_words.PageLink(digest="d", reviewer="ann", made="2024", expires="2025")
DEED = withdrawals.Deed(when="2024", who="ann", why="x")


def _withdrawn(db: Database) -> int:
    number = withdrawals.put_withdrawal(db, "person", "ann", DEED)
    withdrawals.withdraw_decisions(db, number, withdrawals.live_numbers(db)[:1])
    return number


def _removed(db: Database) -> None:
    """Prepare a list for ann, and note that its file is removed."""
    file = list_files.ListFile("a.xlsx", "2024", "0" * 64)
    head = ("ready", Stage.SCREENING, "ann", "2024")
    decisions.put_list(db, head, [(_ids(db)[0], False)], asked_for=False, file=file)
    list_files.put_removed(db, ["a.xlsx"])


WRITERS: dict[str, Callable[[Database], object]] = {
    "put_searches": lambda db: intake.put_searches(db, [SEARCH]),
    "take_in": lambda db: intake.take_in(db, SEARCH, FILE, [Record(title="x")]),
    "put_receipts": lambda db: intake.put_receipts(db, "medline", intake.files(db)[0].sha256, []),
    "put_decision_file": lambda db: decisions.put_decision_file(db, SHEET),
    "put_decisions": lambda db: [
        decisions.put_decisions(db, file, [replace(_decision(db), origin=origin)])
        for file, origin in ((SHEET, ORIGIN), (None, BY_HAND))
    ],
    "withdraw": lambda db: decisions.withdraw(
        db, decisions.decision_files(db)[0].sha256, "2024", "x"
    ),
    "withdraw_export": lambda db: intake.withdraw_export(
        db, "medline", intake.files(db)[0].sha256, "2024", "x"
    ),
    "withdraw_pair": lambda db: duplicates.withdraw_pair(db, *_ids(db)[:2], "2024"),
    "put_withdrawal": lambda db: withdrawals.put_withdrawal(db, "person", "ann", DEED),
    "withdraw_decisions": lambda db: _withdrawn(db),
    "withdraw_removals": lambda db: withdrawals.withdraw_removals(
        db, withdrawals.put_withdrawal(db, "automation", "E", DEED), [(_ids(db)[0], "E")]
    ),
    "put_back": lambda db: withdrawals.put_back(db, _withdrawn(db), DEED),
    "bring_back_file": lambda db: decisions.bring_back_file(
        db, decisions.decision_files(db)[0].sha256, "2024"
    ),
    "bring_back_study_links": lambda db: studies.bring_back_study_links(db, [1]),
    "hold_rows": lambda db: decisions.hold_rows(
        db, decisions.decision_files(db)[0].sha256, held=True
    ),
    "put_list": lambda db: decisions.put_list(
        db, ("new", Stage.SCREENING, "ann", "2024"), [(_ids(db)[0], True)]
    ),
    "put_removed": lambda db: _removed(db),
    "put_study_link": lambda db: studies.put_study_link(
        db,
        studies.StudyLink(
            record=_ids(db)[0], records=(), study="s", previous=False, at="2024"
        ),
    ),
    "put_sent_reasons": lambda db: sent_reasons.put_sent_reasons(db, [("x", "A new wording")]),
    "put_stand_ins": lambda db: intake.put_stand_ins(
        db, ("medline", intake.files(db)[0].sha256)
    ),
    "withdraw_study_links": lambda db: studies.withdraw_study_links(db, [1], "2024"),
    "put_given_studies": lambda db: studies.put_given_studies(
        db,
        [studies.GivenStudy(id="s", record=_ids(db)[0], at="2024", records=(_ids(db)[0],))],
    ),
    "put_duplicates": _linked,
    "put_page_word": lambda db: page_words.put_page_word(
        db, WORD, [replace(_decision(db), origin=SAID)] * 2
    ),
    "put_link": lambda db: page_words.put_link(db, LINK),
    "withdraw_links": lambda db: [
        page_words.put_link(db, LINK), page_words.withdraw_links(db, "ann", "2024")
    ],
    "put_pair_verdicts": lambda db: duplicates.put_pair_verdicts(db, [_pair(db)], 1),
    "withdraw_pair_verdicts": lambda db: duplicates.withdraw_pair_verdicts(
        db, decisions.decision_files(db)[0].sha256, "2024"
    ),
    "put_assessments": _assessed,
    "put_ranking": _ranked,
    "begin_run": lambda db: runs.begin_run(db, "1", "2024"),
    "finish_run": lambda db: runs.finish_run(db, 1, "2030", "{}"),
    "note_report": lambda db: runs.note_report(db, "1", "2030", "{}"),
    "mark": lambda db: runs.mark(db, "output", "d", 1, "2024"),
    "note_event": lambda db: runs.note_event(db, "2024", "x"),
}  # fmt: skip
"""Every function of the store that writes rows."""


@pytest.mark.parametrize("name", WRITERS)
def test_whatever_writes_rows_seals_them(db: Database, name: str) -> None:
    with writing(db):
        WRITERS[name](db)
    assert [*damaged_tables(db), *damaged_results(db), *broken_seals(db)] == []


@pytest.mark.parametrize("name", WRITERS)
def test_whatever_writes_rows_leaves_the_commit_to_its_stage(
    db: Database, tmp_path: Path, name: str
) -> None:
    before = rows_of(tmp_path / "ajour.db")

    def cut_short() -> None:
        with writing(db):
            WRITERS[name](db)
            assert db.conn.in_transaction
            assert rows_of(tmp_path / "ajour.db") == before
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_short()
    assert rows_of(tmp_path / "ajour.db") == before


def test_every_function_that_writes_rows_is_tried() -> None:
    verbs = (
        "put_",
        "take_in",
        "withdraw",
        "drop_",
        "begin_",
        "finish_",
        "mark",
        "note_",
        "bring_",
        "hold_",
    )
    modules = (
        intake,
        decisions,
        duplicates,
        list_files,
        page_words,
        ranks_and_assessments,
        runs,
        sent_reasons,
        studies,
        withdrawals,
    )
    found = {
        name
        for module in modules
        for name, one in vars(module).items()
        if callable(one) and getattr(one, "__module__", "") == module.__name__
        if name.startswith(verbs)
    }
    readers = {"marked", "marked_in", "withdrawals", "withdrawn_removals"}
    assert found - readers == set(WRITERS)


def test_every_table_has_a_seal_of_its_own_or_of_its_files(db: Database) -> None:
    assert {*db.table_names()} - {"table_seal", "record"} == set(ORDER)


@pytest.mark.parametrize("table", sorted({*ORDER} - {"_sqlite_migrations"}))
def test_a_row_that_is_lost_or_changed_past_the_program_is_known(db: Database, table: str) -> None:
    db.execute("PRAGMA foreign_keys = OFF")
    if not db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]:
        columns = [(row[1], row[2]) for row in db.execute(f"PRAGMA table_info({table})")]
        values = ["x" if kind == "TEXT" else b"x" if kind == "BLOB" else 1 for _, kind in columns]
        if table == "decision":  # those of a file have the file's seal
            values[[name for name, _ in columns].index("file")] = None
        db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
    else:
        key = ORDER[table].split(",")[0]
        db.execute(f"DELETE FROM {table} WHERE {key} = (SELECT MAX({key}) FROM {table})")
    assert not whole(db, table)
    assert damaged_tables(db) or damaged_results(db)


def _on_the_page(db: Database) -> None:
    for number in range(3):
        word = replace(WORD, id=f"w{number}")
        page_words.put_page_word(db, word, [replace(_decision(db), origin=SAID)])


PUT_IN = (
    "INSERT INTO decision (record, stage, verdict, other_reasons, reviewer, at, origin_sheet, "
    "origin_row, resolves, criteria_hash, origin_kind, origin_name) SELECT record, stage, "
    "verdict, '[]', 'bo', at, '', 0, 0, '', origin_kind, origin_name FROM decision "
    "WHERE origin_name = 'ajour screen' LIMIT 1"
)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE decision SET note = 'x' WHERE number = (SELECT MAX(number) - 1 FROM decision)",
        "DELETE FROM decision WHERE number = (SELECT MAX(number) FROM decision)",
        PUT_IN,
        "DELETE FROM page_word WHERE number = (SELECT MIN(number) FROM page_word)",
    ],
    ids=["one changed", "the last lost", "one put in", "a word lost"],
)
def test_a_decision_of_the_page_is_sealed_with_its_word(db: Database, harm: str) -> None:
    with writing(db):
        _on_the_page(db)
    assert whole(db, "page_word")
    assert damaged_tables(db) == []
    db.execute(harm)
    assert damaged_tables(db) == ["page_word"]
    with writing(db):
        page_words.put_page_word(
            db, replace(WORD, id="later"), [replace(_decision(db), origin=SAID)]
        )
    assert damaged_tables(db) == ["page_word"]


def test_a_later_row_does_not_hide_an_earlier_ones_damage(db: Database) -> None:
    with writing(db):
        runs.note_event(db, "2024", "first")
    db.execute("UPDATE event SET what = 'other' WHERE what = 'first'")
    with writing(db):
        runs.note_event(db, "2025", "second")
    assert damaged_tables(db) == ["event"]


def test_what_was_computed_is_forgotten_with_its_marks_and_nothing_else(db: Database) -> None:
    db.execute("UPDATE assessment SET suggestion = 'exclude'")
    assert damaged_results(db) == ["criteria"]
    with writing(db):
        forget_results(db, ["criteria"])
    assert damaged_results(db) == []
    assert ranks_and_assessments.assessments(db) == {}
    assert runs.marked(db, "criteria") is None
    assert runs.marked(db, "duplicates")


def test_seals_and_rows_are_read_at_one_moment(db: Database, tmp_path: Path) -> None:
    with opened(tmp_path / "ajour.db") as other, writing(other):
        runs.note_event(other, "2024", "x")
        assert whole(db, "event")
    assert whole(db, "event")


def test_no_harm_in_a_store_stays_untold(tmp_path: Path) -> None:
    store = tmp_path / "ajour.db"
    shutil.copy(DATA / "0004.db", store)
    with opened(store, backup=False) as db:
        with writing(db):
            WRITERS["put_decisions"](db)
        db.execute("PRAGMA journal_mode = DELETE")
    assert untold(store.read_bytes(), tmp_path / "harmed.db", 200, seed=5) == []


def test_a_list_of_migrations_with_a_gap_is_no_sound_store(tmp_path: Path) -> None:
    store = tmp_path / "ajour.db"
    with opened(store):
        pass
    for harm in (
        "DELETE FROM _sqlite_migrations WHERE name = '0004_seals'",
        "DELETE FROM _sqlite_migrations WHERE name LIKE '000[56]%' OR name > '0005'",
    ):
        other = tmp_path / "other.db"
        shutil.copy(store, other)
        with closing(sqlite3.connect(other)) as db, db:
            db.execute(harm)
        with (
            pytest.raises(Refused, match="not an ajour database, or it is damaged"),
            opened(other, backup=False),
        ):
            pass


def test_results_are_named_by_the_stages_that_make_them(db: Database) -> None:
    assert {"duplicates", "criteria", "ranking"} < set(COMPUTED)
    for stage in ("duplicates", "criteria", "ranking"):
        assert runs.marked(db, stage)
