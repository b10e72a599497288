"""Faults of disk, clock, settings or review: a sentence, nothing lost, nothing doubled."""

import asyncio
import resource
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from flows.page.store_thread import StoreThread
from flows.review.session import Session, at_work
from flows.screening.page_decisions import PageReader, Said, decide
from flows.screening.shares import shares
from flows.stages.import_files import import_files
from pipeline.decisions import Stage
from pipeline.errors import Refused
from pipeline.store.decisions import decisions
from pipeline.store.table_checksums import damaged_tables
from tests.support.page_reviews import Made, copied, report_of
from tests.support.page_server import Browser, begun, ended, links, served

Running = tuple[Path, Browser, subprocess.Popen[str]]


@pytest.fixture(scope="module")
def running(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A page whose review several tests disturb, and put in order again."""
    review = copied(made(30), tmp_path_factory.mktemp("disturbed"))
    process, lines = begun(review, "--reviewer", "ann")
    yield review, Browser(links(lines)["ann"]).open(), process
    assert ended(process) == ""
    with at_work(review) as session:
        assert damaged_tables(session.db) == []


def count(review: Path) -> int:
    with at_work(review) as session:
        return len(decisions(session.db))


def test_a_disk_that_takes_nothing_is_told_and_the_same_word_is_saved_later(
    running: Running,
) -> None:
    review, ann, process = running
    card, word, before = ann.card(), str(uuid4()), count(review)
    known = resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    told = ann.decide(card, "include", id=word)
    assert (told.status, told.json()["saved"]) == (503, False)
    assert "has not been saved yet: ajour.db: the disk reports an error" in told.json()["why"]
    assert str(review) not in told.json()["why"]
    assert ann.card()["key"] == card["key"]
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, known)
    assert count(review) == before
    assert [ann.decide(card, "include", id=word).status for _ in range(2)] == [200, 200]
    assert count(review) == before + 1


def test_a_full_disk_is_called_full_and_the_same_word_is_saved_once(review: Path) -> None:
    reader = PageReader(name="ann", stage=Stage.SCREENING, language="en")

    async def told() -> list[bool]:
        store = StoreThread(review)
        report = await store.do(lambda session: session.library().awaiting(reader.stage)[0])
        said = Said(id=str(uuid4()), key=report, verdict="include", note="n" * 9000, whole={})

        def room(session: Session, pages: int) -> None:
            session.db.execute(f"PRAGMA max_page_count = {pages}").fetchall()

        await store.do(lambda session: room(session, 1))
        with pytest.raises(Refused, match="the disk is full"):
            await store.do(lambda session: decide(session, reader, said))
        await store.do(lambda session: room(session, 2**30))
        kept = [await store.do(lambda session: decide(session, reader, said)) for _ in range(2)]
        await store.close()
        return [one.fresh for one in kept]

    assert asyncio.run(told()) == [True, False]
    assert count(review) == 1


def seconds(day: str) -> str:
    return str(int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()))


@pytest.mark.parametrize(
    ("then", "now"),
    [("2024-06-11", "2024-06-10"), ("2091-01-01", "2024-06-10")],
    ids=["a day back", "far ahead, and set right"],
)
def test_a_clock_that_is_wrong_is_told_and_the_last_word_counts(
    review: Path, monkeypatch: pytest.MonkeyPatch, then: str, now: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds(then))
    reader = PageReader(name="ann", stage=Stage.SCREENING, language="en")
    with at_work(review) as session:
        first, second = session.library().awaiting(reader.stage)[:2]
        for report in (first, second):
            said = Said(id=str(uuid4()), key=report, verdict="include", whole={})
            assert decide(session, reader, said).fresh
    with served(review, "--reviewer", "ann", SOURCE_DATE_EPOCH=seconds(now)) as browsers:
        ann = browsers["ann"]
        (note,) = ann.ask("api/start").json()["progress"]["notes"]
        assert f"which is before the last decision ({then}" in note
        standing = ann.ask(f"api/card?key={first}").json()["card"]
        assert ann.decide(standing, "exclude").status == 200
        latest = ann.ask("api/mine").json()["decisions"][0]
        assert (latest["key"], latest["verdict"]) == (first, "exclude")
        seen = []
        for _ in range(4):
            card = ann.card()
            assert ann.decide(card, "maybe", at=f"{now}T00:00:00Z").status == 200
            seen.append(card["key"])
        assert len({*seen, first, second}) == 6
        assert ann.say("undo", {"key": first, "digest": ""}).status == 200
    with at_work(review) as session:
        library = session.library()
        assert [library.verdict(one, reader.stage) for one in (first, second)] == [
            *("include", "include")
        ]


def rewrite(path: Path, old: str, new: str) -> None:
    """Change a file of the review as somebody at an editor does."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_reason_that_is_gone_is_not_saved_and_the_reasons_of_now_are_given(
    running: Running,
) -> None:
    review, ann, _ = running
    before, known = count(review), ann.ask("api/start").json()
    card = ann.card()
    reason = 'reason = { code = "P", nb = "Feil type", en = "Wrong type", priority = 2 }'
    rewrite(review / "criteria.toml", reason, "")
    told = ann.decide(card, "exclude", reason="P")
    assert (told.status, told.json()["saved"]) == (409, False)
    assert told.json()["why"] == "P is not a reason in criteria.toml. Nothing was saved."
    assert told.json()["settings"] != known["settings"]
    fresh = ann.ask("api/start").json()
    assert [one["code"] for one in fresh["reasons"]] == ["E"]
    assert fresh["settings"] == told.json()["settings"]
    assert count(review) == before
    assert ann.decide(card, "exclude", reason="E").status == 200
    rewrite(review / "criteria.toml", 'against = ["protocol"]', f'against = ["protocol"]\n{reason}')
    assert ann.decide(ann.card(), "exclude", reason="P").status == 200
    assert count(review) == before + 2


def test_a_fault_in_review_toml_is_told_and_reading_goes_on(running: Running) -> None:
    review, ann, _ = running
    before = count(review)
    rewrite(review / "review.toml", 'language = "en"', 'language = "en')
    for _ in range(8):
        told = ann.decide(ann.card(), "exclude")
        assert told.status == 200
    (note,) = told.json()["progress"]["notes"]
    assert note.startswith(
        "There is an error in review.toml or criteria.toml, so the page uses the"
    )
    assert "review.toml" in note.split(": ", 1)[1]
    assert str(review) not in note
    rewrite(review / "review.toml", 'language = "en', 'language = "en"')
    assert ann.decide(ann.card(), "exclude").json()["progress"]["notes"] == []
    assert count(review) == before + 9


def test_who_is_no_longer_a_reviewer_decides_nothing_until_named_again(running: Running) -> None:
    review, ann, _ = running
    card, word, before = ann.card(), str(uuid4()), count(review)
    rewrite(review / "review.toml", 'names = ["ann", "bo"]', 'names = ["bo"]')
    told = ann.decide(card, "include", id=word)
    assert (told.status, told.json()["saved"]) == (403, False)
    assert "no longer among the reviewers in review.toml" in told.json()["why"]
    rewrite(review / "review.toml", 'names = ["bo"]', 'names = ["ann", "bo"]')
    assert ann.decide(card, "include", id=word).status == 200
    assert count(review) == before + 1


def test_what_comes_in_while_people_read_is_read_too_and_nothing_twice(
    running: Running, tmp_path: Path
) -> None:
    review, ann, _ = running
    export = tmp_path / "later.ris"
    export.write_text("".join(report_of(one) for one in range(100, 106)), "utf-8")
    seen: list[str] = []
    while card := ann.card():
        assert ann.decide(card, "exclude").status == 200
        seen.append(card["key"])
        if len(seen) == 2:
            import_files(review, [export], "wos", accept_faults=False)
    assert len(seen) == len({*seen})
    with at_work(review) as session:
        library = session.library()
        given = shares(session, library, Stage.SCREENING)
        new = {one for one, record in library.records.items() if record.search == "wos"}
    assert given["ann"] == []
    assert new == {*seen, *given["bo"]} & new
    assert new & {*seen}
