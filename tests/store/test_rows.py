"""What goes into the store comes out as it was."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.decisions import Decision, Origin, PairVerdict, Stage, Verdict
from pipeline.errors import Fault, Refused
from pipeline.receipts import Receipt, Unplaced
from pipeline.records import Record, RecordId
from pipeline.store.connection import Database, opened, writing
from pipeline.store.decisions import (
    DecisionFile,
    all_decisions,
    decision_file_state,
    decision_files,
    decisions,
    listed,
    put_decision_file,
    put_decisions,
    put_list,
    ranked_lists,
    withdraw,
)
from pipeline.store.duplicates import (
    Membership,
    PairFile,
    StoredDoubt,
    StoredLink,
    all_pair_verdicts,
    doubts,
    links,
    members,
    pair_verdicts,
    put_duplicates,
    put_pair_verdicts,
    reports_of,
    withdraw_pair_verdicts,
)
from pipeline.store.intake import (
    Search,
    StoredFile,
    file_state,
    files,
    origin,
    put_receipts,
    put_searches,
    records,
    searches,
    some_records,
    take_in,
    withdraw_export,
)
from pipeline.store.ranks_and_assessments import (
    StoredRank,
    assessments,
    lay_ready,
    put_assessments,
    put_ranking,
    ranks,
)
from pipeline.store.runs import (
    begin_run,
    events,
    finish_run,
    latest_evidence,
    mark,
    marked,
    marked_in,
    news,
    note_event,
    runs,
)
from pipeline.store.studies import (
    GivenStudy,
    StudyLink,
    all_study_links,
    given_studies,
    put_given_studies,
    put_study_link,
    study_links,
    withdraw_study_links,
)

DATA = Path(__file__).parent / "data"
SEARCH = Search(name="own", round="1", source="Own", way="database")
FILE = StoredFile(search="own", name="a.ris", sha256="ab", taken_in="2024-06-11T00:00:00Z")
DECIDED = DecisionFile(name="a.xlsx", sha256="cd", kind="decisions", taken_in="2024", version="1")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    shutil.copy(DATA / "0001.db", tmp_path / "ajour.db")
    with opened(tmp_path / "ajour.db") as found:
        yield found


@pytest.fixture
def ids(db: Database) -> list[RecordId]:
    return [one.id for one in records(db)]


def _decision(record: RecordId, **more: object) -> Decision:
    said = Decision(
        record=record,
        stage=Stage.SCREENING,
        verdict=Verdict.EXCLUDE,
        reviewer="ann",
        when="2024-06-11T00:00:00Z",
        origin=Origin(name="a.xlsx", sheet="List", row=7),
    )
    return replace(said, **more)  # type: ignore[arg-type]


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    title=st.none() | TEXTS,
    authors=st.tuples(TEXTS, TEXTS),
    year=st.none() | st.integers(-(2**40), 2**40),
    ids=st.tuples(st.tuples(TEXTS, TEXTS)),
)
def test_a_record_comes_out_as_it_went_in(
    db: Database, title: str | None, authors: tuple[str, ...], year: int | None, ids: tuple
) -> None:
    record = Record(title=title, authors=authors, year=year, ids=ids, line=3, raw="raw")
    sha256 = f"{len(files(db))}"
    with writing(db):
        put_searches(db, [SEARCH])
        assert take_in(db, SEARCH, replace(FILE, sha256=sha256), [record]) == 1
    (stored,) = [
        one for one in records(db, raw=True) if origin(db, one.id) and one.search == "own"
    ][-1:]
    assert replace(stored, id=RecordId("")) in [
        replace(one, id=RecordId("")) for one in some_records(db, [stored.id], raw=True)
    ]
    ours = [one for one in records(db, raw=True) if one.search == "own"]
    wanted = replace(record, search="own", source="Own", place=1)
    assert wanted in [replace(one, id=record.id) for one in ours]


def test_a_file_that_was_withdrawn_is_known_and_comes_back_whole(db: Database) -> None:
    with writing(db):
        put_searches(db, [SEARCH])
        assert take_in(db, SEARCH, FILE, []) == 0
        assert file_state(db, "own", "ab") == "imported"
        assert withdraw_export(db, "own", "ab", "2024-06-12", "wrong") == 1
        assert file_state(db, "own", "ab") == "withdrawn"
        assert take_in(db, SEARCH, FILE, []) == 0
        assert file_state(db, "own", "ab") == "imported"
    assert file_state(db, "own", "zz") == "unknown"
    assert origin(db, RecordId("nobody")) is None


def test_decisions_keep_their_origin_and_stop_counting_when_withdrawn(
    db: Database, ids: list[RecordId]
) -> None:
    said = [
        _decision(ids[0], note="æ", other_reasons=("E", "P")),
        _decision(ids[1], resolves=True, location="shelf"),
    ]
    with writing(db):
        assert put_decisions(db, DECIDED, said) == 2
        assert put_decisions(db, replace(DECIDED, sha256="ef"), []) == 0
    assert [replace(one, number=0) for one in decisions(db)] == said
    assert decision_file_state(db, "cd") == "imported"
    with writing(db):
        assert withdraw(db, "cd", "2024-06-12", "wrong") == 1
    assert decisions(db) == []
    assert decision_file_state(db, "cd") in ("unknown", "withdrawn")
    assert [file.withdrawn for _, file in all_decisions(db)] == ["2024-06-12"] * 2
    assert [one.sha256 for one in decision_files(db)] == ["cd", "ef"]
    assert latest_evidence(db) >= "2024-06-12"


def test_a_full_text_that_a_list_shows_as_there_is_no_news_of_its_reader(
    db: Database, ids: list[RecordId]
) -> None:
    there = {"stage": Stage.RETRIEVAL, "verdict": Verdict.RETRIEVED}
    read = _decision(ids[0], stage=Stage.ELIGIBILITY, reviewer="bo")
    with writing(db):
        put_decisions(db, DECIDED, [_decision(ids[0], reviewer="ann", **there)])
        again = _decision(ids[0], reviewer="bo", **there)
        put_decisions(db, replace(DECIDED, sha256="ef"), [read], [again])
    assert [(one.reviewer, one.stage) for one in decisions(db)] == [
        ("ann", Stage.RETRIEVAL),
        ("bo", Stage.ELIGIBILITY),
    ]
    with writing(db):
        withdraw(db, "cd", "2024-06-12", "wrong")
    assert [(one.reviewer, one.stage) for one in decisions(db)] == [
        ("bo", Stage.ELIGIBILITY),
        ("bo", Stage.RETRIEVAL),
    ]


@pytest.mark.parametrize("kind", ["command", "page"])
def test_a_decision_of_no_file_is_a_decision_like_any_other(
    db: Database, ids: list[RecordId], kind: Literal["command", "page"]
) -> None:
    origin_ = Origin(name="screening", kind=kind)
    said = _decision(ids[0], origin=origin_, when="2030-01-01")
    with writing(db):
        put_decisions(db, DECIDED, [_decision(ids[0])])
        assert put_decisions(db, None, [said]) == 1
    assert [one.origin.kind for one in decisions(db)] == ["sheet", kind]
    assert replace(decisions(db)[-1], number=0) == said
    assert [(file.kind, file.name) for _, file in all_decisions(db)][-1] == (kind, "screening")
    assert latest_evidence(db) == "2030-01-01"
    with writing(db):
        withdraw(db, "cd", "2031-01-01", "wrong")
    assert [one.origin for one in decisions(db)] == [origin_]


def test_a_list_of_one_record_may_be_remembered_twice(db: Database, ids: list[RecordId]) -> None:
    head = ("lone", Stage.SCREENING, "cy", "2030-01-01")
    for _ in range(2):
        put_list(db, head, [(ids[0], False)])
    assert listed(db, Stage.SCREENING, "cy") == {ids[0]}


def test_a_list_that_was_asked_for_after_all_counts_as_asked_for(
    db: Database, ids: list[RecordId]
) -> None:
    head = ("new", Stage.SCREENING, "bo", "2030-01-01")
    put_list(db, head, [(ids[0], False), (ids[1], True)], asked_for=False)
    assert listed(db, Stage.SCREENING, "bo") == set(ids[:2])
    assert listed(db, Stage.SCREENING, "bo", only_asked_for=True) == set()
    put_list(db, head, [(ids[0], False), (ids[1], True)])
    put_list(db, head, [(ids[0], False), (ids[1], True)], asked_for=False)
    assert listed(db, Stage.SCREENING, "bo", only_asked_for=True) == set(ids[:2])
    new = next(one for one in ranked_lists(db) if one.id == "new")
    assert (new.ranks, new.checks, new.pilot) == (((ids[0], None),), (ids[1],), False)


def test_what_is_said_of_pairs_and_studies_can_be_taken_back(
    db: Database, ids: list[RecordId]
) -> None:
    origin_ = Origin(name="p.xlsx", sheet="Pairs", row=2)
    verdict = PairVerdict(
        one=ids[0],
        other=ids[1],
        same=True,
        reviewer="ann",
        when="2024",
        origin=origin_,
        note="one cohort",
    )
    file = put_decision_file(db, replace(DECIDED, name="p.xlsx", kind="pairs"))
    assert put_pair_verdicts(db, []) == 0
    assert put_pair_verdicts(db, [verdict], file) == 1
    assert [replace(one, number=0) for one in pair_verdicts(db)] == [verdict]
    assert withdraw_pair_verdicts(db, DECIDED.sha256, "2024") == (1, 0)
    assert pair_verdicts(db) == []
    ((_, came_in),) = all_pair_verdicts(db)
    assert came_in == PairFile(sha256="cd", version=DECIDED.version, withdrawn="2024")
    link = StudyLink(
        record=ids[0], records=tuple(ids[:2]), study="cohort", previous=True, at="2024", who="ann"
    )
    number = put_study_link(db, link)
    assert study_links(db) == [replace(link, number=number)]
    withdraw_study_links(db, [number], "2025", who="bo", why="a slip")
    assert study_links(db) == []
    (gone,) = all_study_links(db)
    assert (gone.withdrawn, gone.withdrawn_who, gone.withdrawn_why) == ("2025", "bo", "a slip")


def test_a_study_keeps_the_id_that_it_was_given_and_may_stay_with_another_record(
    db: Database,
) -> None:
    one, other = [record.id for record in records(db)][:2]
    given = GivenStudy(id="s", record=one, at="2024", records=tuple(sorted((one, other))))
    put_given_studies(db, [given])
    put_given_studies(db, [replace(given, record=other, at="2025", records=())])
    assert given_studies(db) == [replace(given, record=other)]


def test_links_can_be_asked_for_by_report(db: Database) -> None:
    report = next(one.report for one in members(db) if one.report != one.record)
    within = links(db, report)
    assert within
    assert set(map(repr, within)) <= set(map(repr, links(db)))
    both = {one.record for one in members(db) if one.report == report}
    assert reports_of(db, [*both, RecordId("nobody")]) == dict.fromkeys(both, report)


def test_a_record_keeps_the_rank_that_it_was_read_by(db: Database, ids: list[RecordId]) -> None:
    rank = StoredRank(
        record=ids[0], position=1, score=0.5, probability=0.25, lifted=("a",), lowered=(), flags=()
    )
    with writing(db):
        put_ranking(db, lay_ready(db, 1, b"model", [rank]))
        put_ranking(db, lay_ready(db, 2, b"model", [replace(rank, record=ids[1], position=2)]))
    assert ranks(db)[ids[0]] == rank
    some = list(assessments(db))[:1]
    assert list(assessments(db, some)) == some


def test_links_and_doubts_are_set_anew_each_time(db: Database, ids: list[RecordId]) -> None:
    link = StoredLink(
        one=ids[0], other=ids[1], rule="doi", because="same", score=1.0, decided_by="software"
    )
    doubt = StoredDoubt(
        one=ids[2], other=ids[3], position=1, because="alike", against="years", score=0.5
    )
    member = Membership(record=ids[1], report=ids[0])
    with writing(db):
        put_duplicates(db, [link], [doubt], [member])
    assert (links(db), doubts(db), members(db)) == ([link], [doubt], [member])


def test_an_assessment_takes_the_place_of_the_one_before(db: Database, ids: list[RecordId]) -> None:
    said = replace(next(iter(assessments(db).values())), record=ids[0], suggestion="exclude")
    with writing(db):
        put_assessments(db, [said])
    assert assessments(db)[ids[0]] == said
    assert [one.name for one in searches(db)] == ["medline", "wos", "later"]


RECEIPT = Receipt(
    file="a.zip",
    member="a.ris",
    start_tags=3,
    records=2,
    unplaced=(Unplaced(tag="ZZ", line=9, count=2),),
    notes=("æ",),
    faults=(Fault("line 4", "no ER line"),),
    accepted_faults=1,
    numbers=(3001, 3002),
)


def test_a_receipt_comes_out_as_it_went_in(db: Database) -> None:
    put_receipts(db, "medline", files(db)[0].sha256, [RECEIPT, replace(RECEIPT, member="b.ris")])
    first = files(db)[0]
    assert first.receipts == (RECEIPT, replace(RECEIPT, member="b.ris"))
    assert first.held == 4


def test_a_receipt_of_an_earlier_version_lacks_what_was_not_kept_then(db: Database) -> None:
    assert [receipt.records for file in files(db) for receipt in file.receipts] == [4, 2, 2]
    db.execute("""UPDATE file SET receipts = '[{"file": "a.ris", "records": 7}]'""")
    assert files(db)[0].receipts == (Receipt(file="a.ris", records=7),)


@pytest.mark.parametrize("text", ["[1]", "[", "null", '[{"file": "a", "tags": 1}]'])
def test_a_receipt_that_was_damaged_is_told_as_an_unsound_store(tmp_path: Path, text: str) -> None:
    store = shutil.copy(DATA / "0004.db", tmp_path / "ajour.db")
    with opened(store) as db:
        db.execute("UPDATE file SET receipts = ?", [text])
    with (
        pytest.raises(Refused, match="not an ajour database, or it is damaged"),
        opened(store) as db,
    ):
        files(db)


def test_news_are_reports_of_which_nothing_was_there(db: Database) -> None:
    every = [one.id for one in files(db)]
    assert news(db, every).records == 0
    assert news(db, every).expected is None
    first = news(db, [])
    assert (first.records, first.reports) == (8, 6)
    later = news(db, every[:-1])
    assert (later.records, later.reports) == (2, 1)


def test_expected_news_are_the_sum_of_the_probabilities(db: Database) -> None:
    db.execute("UPDATE rank SET probability = 0.25")
    assert news(db, []).expected == pytest.approx(0.25 * news(db, []).reports)


def test_a_run_that_did_not_finish_is_taken_up(db: Database) -> None:
    before = len(runs(db))
    number = begin_run(db, "1", "2024")
    assert begin_run(db, "1", "2025") == number
    finish_run(db, number, "2025", '{"a": 1}')
    assert runs(db)[before].summary == '{"a": 1}'
    mark(db, "rank", "digest", number, "2025")
    assert (marked(db, "rank"), marked_in(db, "rank")) == ("digest", number)
    assert (marked(db, "no such"), marked_in(db, "no such")) == (None, None)
    note_event(db, "2024", "said")
    assert ("2024", "said") in events(db)


def test_a_withdrawn_file_is_counted_and_a_moved_one_is_not_new(db: Database) -> None:
    every = [one.id for one in files(db)]
    last = files(db)[-1]
    withdraw_export(db, last.search, last.sha256, "2024-01-01T00:00:00Z", "")
    gone = news(db, every)
    assert (gone.records, gone.withdrawn, gone.reports) == (0, 2, 0)
    assert news(db, every[:-1]).withdrawn == 0
    db.execute(
        "INSERT INTO file (search, name, sha256, receipts, taken_in) "
        "SELECT (SELECT id FROM search WHERE name != ? LIMIT 1), name, sha256, receipts, taken_in "
        "FROM file WHERE id = ?",
        [last.search, last.id],
    )
    moved = news(db, every)
    assert (moved.records, moved.withdrawn, moved.reports) == (0, 0, 0)
