"""A status after decisions on the page, conflicts, a second look or a list is worked out anew.

It has the numbers of the whole library after a new ranking, whether or not one was made for it.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from flows import VERSION
from flows.inspection.kept_status import kept
from flows.inspection.status import as_object, expected_now, standing_in
from flows.inspection.told_status import told_status
from flows.review.session import at_work
from flows.screening.page_decisions import Kept, PageReader, Said, decide, undo
from flows.screening.page_settling import add_abstract, settle
from flows.stages.ranking import order_due
from flows.stages.refresh import refresh
from pipeline.decisions import Stage
from pipeline.ranking.left import expected_left
from pipeline.records import RecordId
from pipeline.review.reading_order import reading_of
from pipeline.store.connection import writing
from pipeline.store.runs import events
from pipeline.store.table_checksums import damaged_results
from tests.support.filled_lists import filled, listed
from tests.support.page_reviews import page_review, title_of
from tests.support.reviews import ajour

Deed = Callable[[], object]


def plainly(review: Path) -> object:
    """The status of every record as a value, after a ranking if one is due."""
    with at_work(review) as session:
        refresh(session, ranked=True)
        return json.loads(
            json.dumps(as_object(standing_in(session, expected_now(session))), default=str)
        )


def as_plainly(review: Path) -> None:
    """Fails where the cached status was kept too long, or the quick one has other numbers."""
    assert kept(review) is None
    told = told_status(review)
    assert kept(review) is not None
    assert told_status(review) == told
    assert told.object == plainly(review)
    told_status(review)  # the ranking changed the store, and the next deed shall find a note


def reader(name: str) -> PageReader:
    return PageReader(name=name, stage=Stage.SCREENING, language="en")


def say(review: Path, name: str, key: RecordId, verdict: str, deed: str = "decide") -> Kept:
    said = Said(id=str(uuid4()), key=key, verdict=verdict, whole={})
    with at_work(review, again=True) as session:
        if deed == "abstract":
            return add_abstract(session, reader(name), said, "Telework, added by hand.")
        return {"decide": decide, "undo": undo, "settle": settle}[deed](session, reader(name), said)


def answered(review: Path, sheet: Path, verdicts: dict[str, str]) -> None:
    answers = {title: {"Decision": verdict} for title, verdict in verdicts.items()}
    given = filled(sheet, review / "decisions" / sheet.name, answers)
    assert ajour("decide", given, "--review", review).code in {0, 2}


def page_deeds(review: Path) -> Iterator[Deed]:
    """Two people decide on the page, disagree, settle some, and settle the rest in a sheet."""
    with at_work(review) as session:
        reports = session.library().reports
    ids = sorted(reports)
    bare = next(one for one in ids[8:] if not reports[one].abstract)
    for number, key in enumerate(ids[:8]):
        yield lambda key=key: say(review, "ann", key, "include")  # type: ignore[misc]
        verdict = "include" if number < 4 else "exclude"
        yield lambda key=key, verdict=verdict: say(review, "bo", key, verdict)  # type: ignore[misc]
    yield lambda: say(review, "bo", ids[0], "exclude", "undo")
    yield lambda: say(review, "ann", ids[4], "exclude", "settle")
    yield lambda: say(review, "ann", bare, "", "abstract")
    yield lambda: conflicts(review)


def conflicts(review: Path) -> None:
    (sheet,) = listed_conflicts(review)
    given = filled(sheet, review / "decisions/conflicts.xlsx", {"*": {"Consensus": "include"}})
    assert ajour("decide", given, "--review", review).code in {0, 2}


def listed_conflicts(review: Path) -> list[Path]:
    assert ajour("conflicts", review).code == 0
    return sorted((review / "lists").glob("conflicts*.xlsx"))


def test_decisions_on_the_page_and_conflicts_are_seen_at_once(tmp_path: Path) -> None:
    review = page_review(tmp_path, 40, screening="double")
    told_status(review)
    for deed in page_deeds(review):
        assert kept(review) is not None
        deed()
        as_plainly(review)


def test_a_second_look_is_seen_at_once(tmp_path: Path) -> None:
    review = page_review(tmp_path, 40)
    sheet = listed(review, "--reviewer", "ann", "--top", 20)
    said = {title_of(one): "exclude" if one % 4 else "include" for one in range(40)}
    answered(review, sheet, said)
    as_plainly(review)
    again = listed(review, "--reviewer", "bo", command="recheck")
    as_plainly(review)
    answered(review, again, dict.fromkeys(said, "include"))
    as_plainly(review)


def test_reading_by_rank_is_told_without_a_new_ranking(tmp_path: Path) -> None:
    review = page_review(tmp_path, 80, names=("ann",))
    sheet = listed(review, "--reviewer", "ann", "--top", 40)
    answered(
        review,
        sheet,
        {title_of(one): "exclude" if one % 3 else "include" for one in range(80)},
    )
    told = told_status(review)
    with at_work(review, outline=True) as session:
        assert order_due(session, VERSION)
        assert expected_now(session).probabilities is not None
        assert order_due(session, VERSION)
    assert told.object["progress"]["left"] is not None
    assert told.object == plainly(review)


def test_conflicts_take_no_place_among_the_unread(tmp_path: Path) -> None:
    review = page_review(tmp_path, 80, screening="double")
    for name, disputed in (("ann", ()), ("bo", (9, 30, 51, 60))):
        sheet = listed(review, "--reviewer", name, "--top", 40)
        said = {
            title_of(one): "exclude" if one % 3 or one in disputed else "include"
            for one in range(80)
        }
        answered(review, sheet, said)
    told = told_status(review)
    with at_work(review, outline=True) as session:
        assert session.library().conflicts(Stage.SCREENING)
        assert expected_now(session).probabilities is not None
        assert order_due(session, VERSION)
    progress = told.object["progress"]
    assert isinstance(progress, dict)
    assert progress["left"] == pytest.approx(_expected(review))
    assert told.object == plainly(review)


def _expected(review: Path) -> float | None:
    """The relevant reports that the reading leads to expect among the unread, all of them."""
    with at_work(review) as session:
        library = session.library()
        reading = reading_of(library)
        return expected_left(reading, reading.checks)


def test_too_few_decisions_need_no_ranking(tmp_path: Path) -> None:
    review = page_review(tmp_path, 40, names=("ann",))
    sheet = listed(review, "--reviewer", "ann", "--top", 4)
    answered(review, sheet, {title_of(one): "exclude" for one in range(40)})
    told = told_status(review)
    with at_work(review, outline=True) as session:
        found = expected_now(session)
        assert set(found.probabilities or ()) == {None}
        assert not found.left_out
        assert order_due(session, VERSION)
    assert told.object == plainly(review)


@pytest.fixture
def unranked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A review too large for a status to rank, of which nothing was read by rank."""
    review = page_review(tmp_path, 80, names=("ann",))
    of_its_own_choice(review)
    monkeypatch.setattr("flows.inspection.status.RANKED_AT_ONCE", 20)
    return review


def of_its_own_choice(review: Path) -> None:
    """Ann includes and excludes reports of her own choice: nothing was read by rank."""
    with at_work(review) as session:
        ids = sorted(session.library().reports)
    for number, key in enumerate(ids[5:35]):
        say(review, "ann", key, "exclude" if number % 3 else "include")


def test_a_large_library_is_told_without_the_number_that_a_ranking_gives(unranked: Path) -> None:
    told = told_status(unranked)
    progress = told.object["progress"]
    assert progress["ranking_due"]
    assert progress["left"] is None
    assert [one for one in told.sentences if "is estimated when ajour ranks" in one]
    line = next(one for one in told.sentences if "Relevant reports left" in one)
    assert line.startswith("Relevant reports left: between ")
    with at_work(unranked, outline=True) as session:
        assert order_due(session, VERSION), "the status made a ranking that takes long"
    listed(unranked, "--reviewer", "ann", "--top", 10)
    ranked = told_status(unranked)
    assert not ranked.object["progress"]["ranking_due"]
    assert ranked.object["progress"]["left"] is not None
    assert ranked.object == plainly(unranked)


def test_a_curve_without_an_estimate_ends_with_the_last_report_read(unranked: Path) -> None:
    with at_work(unranked, outline=True) as session:
        found = standing_in(session, expected_now(session)).progress
    assert found.left is None
    assert [one.read for one in found.curve] == list(range(found.read + 1))


def damaged(review: Path, statement: str) -> None:
    db = sqlite3.connect(review / "ajour.db")
    with db:
        assert db.execute(statement).rowcount
    db.close()


FIRST = "WHERE record = (SELECT MIN(record) FROM rank)"
DAMAGE = {
    "assessments": f"UPDATE assessment SET suggestion = 'exclude' {FIRST}",
    "ranks": f"UPDATE rank SET probability = 0.99 {FIRST}",
    "links": "INSERT INTO cluster SELECT MAX(record), MIN(record) FROM rank",
}


@pytest.mark.parametrize("what", DAMAGE)
def test_damaged_results_are_made_again_by_the_first_command_that_reads_them(
    tmp_path: Path, what: str
) -> None:
    review = page_review(tmp_path, 40, names=("ann",))
    told_status(review)
    whole = plainly(review)
    damaged(review, DAMAGE[what])
    assert told_status(review).object == whole
    with at_work(review) as session:
        told = refresh(session, ranked=True)
        assert not damaged_results(session.db)
        logged = [text for _, text in events(session.db)]
    assert any("were damaged" in one for one in (*told, *logged))
    assert plainly(review) == whole


def test_decisions_are_read_within_a_transaction_too(tmp_path: Path) -> None:
    review = page_review(tmp_path, 40, names=("ann",))
    of_its_own_choice(review)
    with at_work(review) as session:
        with writing(session.db):
            within = session.decisions()
        assert within
        assert within == session.decisions() == session.library().decisions
