"""The numbers of a status, counted kind by kind without texts, are those of every record."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from random import Random
from shutil import copyfile
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.inspection.status import Expected, as_object, standing_in
from flows.reporting.prisma_flows import flows_of, numbers_of
from flows.review.session import Session, at_work
from pipeline.decisions import VERDICTS, Decision, Origin, Stage, Verdict
from pipeline.errors import Refused
from pipeline.prisma.summary import prisma_json
from pipeline.records import Record, RecordId
from pipeline.review.reading_order import reading_of
from pipeline.review.searches import plan
from pipeline.review.stored_library import read_library, read_outline
from pipeline.store.connection import opened, writing
from pipeline.store.decisions import put_decisions
from pipeline.store.duplicates import Membership, StoredLink, put_duplicates
from pipeline.store.intake import StoredFile, put_searches, take_in
from pipeline.store.ranks_and_assessments import StoredAssessment, put_assessments
from pipeline.store.supplements import Supplement, put_supplement
from tests.support.reviews import CRITERIA, REVIEW

SEARCHES = """
[[search]]
name = "trials"
round = "1"
source = "ClinicalTrials.gov"
kind = "register"
run_on = 2024-01-11

[[search]]
name = "web"
round = "1"
source = "who.int"
kind = "website"
run_on = 2024-01-11

[[search]]
name = "cited"
round = "2"
source = "Citations"
kind = "citations"
run_on = 2024-06-01
"""
SETTINGS = ("", '[automation]\ncriteria = ["type"]\n')
BODY = (
    '{"record": "%s", "elements": [], "suggestion": "exclude", "reason": "P", "criteria_hash": "1"}'
)


@contextmanager
def made(chance: Random) -> Iterator[Path]:
    """The folder of a review of chance, whose store may also contradict itself."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        scheme = chance.choice(("single", "double"))
        toml = REVIEW.replace("{screening}", scheme) + SEARCHES + chance.choice(SETTINGS)
        (folder / "review.toml").write_text(toml, "utf-8")
        (folder / "criteria.toml").write_text(CRITERIA, "utf-8")
        copyfile(empty_store(), folder / "ajour.db")
        with at_work(folder) as session:
            fill(session, chance)
        yield folder


def empty_store() -> Path:
    """A store without rows, which takes longer to make than to copy."""
    if not STORES:
        place = TemporaryDirectory()
        with opened(Path(place.name) / "empty.db"):
            pass
        STORES.append(place)
    return Path(STORES[0].name) / "empty.db"


STORES: list[TemporaryDirectory[str]] = []


def fill(session: Session, chance: Random) -> None:
    """Records, links, assessments and decisions of chance."""
    db, searches = session.db, [plan(one) for one in session.review.searches]
    with writing(db):
        put_searches(db, searches)
        for number, search in enumerate(searches):
            given = [Record(title=f"Title {number} {one}") for one in range(chance.randint(0, 5))]
            when = f"2024-0{chance.randint(1, 3)}-01T00:00:00Z"
            file = StoredFile(search=search.name, name="a.ris", sha256=f"{number}", taken_in=when)
            take_in(db, search, file, given)
        ids = [RecordId(one) for (one,) in db.execute("SELECT id FROM record ORDER BY id")]
        link(session, chance, ids)
        put_assessments(
            db,
            (
                StoredAssessment(
                    record=one,
                    content="",
                    criteria_hash="1",
                    suggestion="exclude",
                    reason="P",
                    automation="type",
                    body=BODY % one,
                )
                for one in ids
                if chance.random() < 0.2
            ),
        )
        put_decisions(db, None, list(decided(chance, ids)))
        for one in ids[:1]:
            said = Supplement(
                record=one, field="abstract", text="By hand.", who="ann", at="2024", origin="x"
            )
            put_supplement(db, said)


def link(session: Session, chance: Random, ids: list[RecordId]) -> None:
    """Groups of duplicates, some of whose links are a person's."""
    rest, links, members = list(ids), [], []
    chance.shuffle(rest)
    while len(rest) > 1 and chance.random() < 0.8:
        group = sorted(rest.pop() for _ in range(min(len(rest), chance.randint(2, 4))))
        report = chance.choice(group)
        members += [Membership(record=one, report=report) for one in group]
        links += [
            StoredLink(
                one=one,
                other=other,
                rule="title",
                because="",
                score=1.0,
                decided_by=chance.choice(("software", "software", "ann")),
            )
            for one, other in pairwise(group)
        ]
    put_duplicates(session.db, links, [], members)


def decided(chance: Random, ids: list[RecordId]) -> Iterator[Decision]:
    """Decisions in an order in which people make them, mostly."""
    for stage in Stage:
        for who in ("ann", "bo"):
            for one in ids:
                if chance.random() < 0.4:
                    # Mostly one verdict, so that not each report has a kind of its own.
                    verdict = VERDICTS[stage][0]
                    if chance.random() < 0.3:
                        verdict = chance.choice(VERDICTS[stage])
                    out = verdict is Verdict.EXCLUDE
                    yield Decision(
                        record=one,
                        stage=stage,
                        verdict=verdict,
                        reason=chance.choice(("E", "P")) if out else None,
                        reviewer=who,
                        when="2024-05-01T00:00:00Z",
                        origin=Origin(name="ajour decide", kind="command"),
                        resolves=chance.random() < 0.1,
                    )


def plain(session: Session) -> object:
    """The numbers by evidence on every record; or why they do not add up."""
    try:
        flows = flows_of(session, read_library(session.db, session.review))
    except Refused as refused:
        return str(refused)
    return prisma_json(flows.rounds, flows.total)


def counted(session: Session) -> object:
    try:
        return numbers_of(session, read_outline(session.db, session.review))
    except Refused as refused:
        return str(refused)


@given(st.integers(0, 2**32))
def test_kinds_of_reports_give_the_numbers_of_all_records(seed: int) -> None:
    with made(Random(seed)) as folder, at_work(folder) as session:
        assert counted(session) == plain(session)


def read_only(session: Session) -> Expected:
    """What was read, with the stored ranking, whether or not it is valid."""
    return Expected(reading=reading_of(session.library()))


@given(st.integers(0, 2**32))
def test_a_status_without_texts_is_that_of_the_whole_library(seed: int) -> None:
    with made(Random(seed)) as folder:
        told = []
        for outline in (True, False):
            with at_work(folder, outline=outline) as session:
                try:
                    told.append(as_object(standing_in(session, read_only(session))))
                except Refused as refused:
                    told.append({"refused": str(refused)})
        assert told[0] == told[1]


@given(st.integers(0, 2**32))
def test_an_outline_is_the_library_itself(seed: int) -> None:
    with made(Random(seed)) as folder, at_work(folder) as session:
        whole = read_library(session.db, session.review)
        outline = read_outline(session.db, session.review)
        assert dict(outline.records) == dict(whole.records)
        assert dict(outline.assessments) == whole.assessments
        assert outline.reports == whole.reports
        for name in ("found_in", "arrivals", "members", "memberships", "decided", "decisions"):
            assert getattr(outline, name) == getattr(whole, name), name


def test_a_record_that_no_receipt_has_is_missed(tmp_path: Path) -> None:
    with made(Random(1)) as folder, at_work(folder) as session:
        with writing(session.db):
            text = '[{"file": "a.ris", "format": "ris", "dialect": "", "records": 99}]'
            session.db.execute("UPDATE file SET receipts = ? WHERE id = 1", [text])
        refused = plain(session)
        assert "import receipts" in str(refused)
        assert counted(session) == refused


@pytest.mark.parametrize("asked", [1, 250])
def test_records_are_read_one_by_one_and_then_all_at_once(asked: int) -> None:
    from pipeline.review.on_demand import RecordsOnDemand

    reads: list[int] = []

    def read(ids: object) -> Iterator[Record]:
        names = list(ids)  # type: ignore[call-overload]
        reads.append(len(names))
        return (Record(id=one) for one in names)

    every = [RecordId(f"r{number}") for number in range(300)]
    found = RecordsOnDemand(every, read)
    assert [found[one].id for one in every[:asked]] == every[:asked]
    assert reads == ([1] if asked == 1 else [*[1] * 200, 100])
    with pytest.raises(KeyError):
        found[RecordId("other")]
