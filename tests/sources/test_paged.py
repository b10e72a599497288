"""Europe PMC, OpenAlex and ClinicalTrials.gov, asked here: whole, or told as not whole."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from pipeline.errors import Refused
from pipeline.readers.read_file import reading
from pipeline.records import Record
from pipeline.sources import clinicaltrials, europepmc, openalex, paged
from pipeline.sources.client import Access
from pipeline.sources.paged import PagedSearch, fetch
from pipeline.sources.source import Answer, Question
from tests.support.fake_service import TROUBLES, FalseService, serving
from tests.support.false_searches import SERVICES, Shelf, shelf

WHEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
SEARCHES = {
    "europepmc": europepmc.SEARCH,
    "openalex": openalex.SEARCH,
    "clinicaltrials": clinicaltrials.SEARCH,
}
EVERY = pytest.mark.parametrize("name", SEARCHES)


def read(path: Path) -> Iterator[Record]:
    with reading(path) as export:
        yield from export.records()


def question(
    folder: Path, *, days: int = 0, full: bool = False, query: str = "telework"
) -> Question:
    when = WHEN + timedelta(days=days)
    return Question(
        query=query, folder=folder, when=when, full=full, refused=frozenset(), read=read
    )


def ask(name: str, service: FalseService, asked: Question, **bounds: float) -> Answer:
    usual = {"timeout": 0.15, "answer_seconds": 0.25, "call_seconds": 2.0}
    with serving(service) as base:
        access = Access(
            name=SEARCHES[name].service.name, base=base, interval=1e-6,
            slow_down=SEARCHES[name].service.slow_down, **(usual | bounds),  # type: ignore[arg-type]
        )  # fmt: skip
        return fetch(SEARCHES[name], asked, access, pause=lambda _: None)


def refusal_of(name: str, service: FalseService, asked: Question) -> tuple[str, Answer | None]:
    """What is said where Nothing was imported, or else the answer."""
    try:
        return "", ask(name, service, asked)
    except Refused as fault:
        return str(fault), None


def ids(name: str, folder: Path) -> list[str]:
    """The ids of all records that the review's reader finds in the saved files."""
    search: PagedSearch = SEARCHES[name]
    files = sorted(folder.glob("*.records.json"))
    return [search.id_of(json.loads(record.raw)) for path in files for record in read(path)]


@EVERY
def test_the_whole_result_is_saved_with_the_query_the_count_and_the_time(
    name: str, tmp_path: Path
) -> None:
    answer = ask(name, SERVICES[name](shelf()), question(tmp_path))
    told = json.loads(answer.sidecar.read_text())
    assert (told["query"], told["count"], told["came"], told["written"]) == ("telework", 25, 25, 25)
    assert told["run_at"] == "2024-05-06T07:08:09+00:00"
    assert not answer.warnings
    found = ids(name, tmp_path)
    assert len(found) == len(set(found)) == 25
    first = next(read(answer.file or tmp_path))
    assert first.title
    assert first.title.startswith("Working from home")
    assert first.abstract
    assert "telework" in first.abstract
    assert first.source == SEARCHES[name].service.name


@EVERY
def test_asked_twice_nothing_is_added_and_what_is_new_is(name: str, tmp_path: Path) -> None:
    holds = shelf()
    ask(name, SERVICES[name](holds), question(tmp_path))
    assert ask(name, SERVICES[name](holds), question(tmp_path, days=1)).file is None
    assert ask(name, SERVICES[name](holds), question(tmp_path, days=2, full=True)).file is None
    holds.days[99] = "2024-05-09"
    assert ask(name, SERVICES[name](holds), question(tmp_path, days=3)).written == 1
    assert len(set(ids(name, tmp_path))) == len(ids(name, tmp_path)) == 26


@pytest.mark.parametrize("name", ["europepmc", "clinicaltrials"])
def test_a_later_run_asks_only_for_what_is_new(name: str, tmp_path: Path) -> None:
    holds = shelf()
    ask(name, SERVICES[name](holds), question(tmp_path))
    holds.days[99] = "2024-05-06"
    answer = ask(name, SERVICES[name](holds), question(tmp_path, days=30))
    assert (answer.count, answer.written) == (1, 1)


@EVERY
def test_fewer_records_than_the_service_names_are_kept_and_told_and_asked_for_again(
    name: str, tmp_path: Path
) -> None:
    holds = shelf()
    holds.counts = lambda count: 12_300
    answer = ask(name, SERVICES[name](holds), question(tmp_path))
    assert "Only 25 of 12,300 records were fetched" in answer.warnings[0]
    assert len(ids(name, tmp_path)) == 25
    holds.counts = lambda count: count
    holds.days[99] = "2020-01-01"
    again = ask(name, SERVICES[name](holds), question(tmp_path, days=1))
    assert (again.count, again.written, again.warnings) == (26, 1, ())


@EVERY
def test_a_spent_budget_keeps_what_came_and_says_what_did_not(name: str, tmp_path: Path) -> None:
    service = SERVICES[name](shelf())
    good, calls = service.answer, iter(range(99))

    def answer(path: str, asked: object) -> object:
        if next(calls) < 1:
            return good(path, asked)  # type: ignore[arg-type]
        return 429, {"x-ratelimit-remaining-usd": "0"}, b"{}"

    service.answer = answer  # type: ignore[assignment]
    told = ask(name, service, question(tmp_path)).warnings
    assert "Only 10 of 25 records were fetched" in told[0]
    assert "daily quota" in told[0]
    assert ask(name, SERVICES[name](shelf()), question(tmp_path, days=1)).written == 15
    assert len(set(ids(name, tmp_path))) == len(ids(name, tmp_path)) == 25


@EVERY
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_lasting_trouble_is_one_sentence_and_nothing_is_taken_for_whole(
    name: str, trouble: str, tmp_path: Path
) -> None:
    service = SERVICES[name](shelf())
    service.troubles = ["", *[trouble] * 99]
    told, answer = refusal_of(name, service, question(tmp_path))
    if answer is None:
        assert "\n" not in told
        assert list(tmp_path.iterdir()) == []
    else:
        assert answer.warnings
        assert len(set(ids(name, tmp_path))) == len(ids(name, tmp_path)) < 25
    assert ask(name, SERVICES[name](shelf()), question(tmp_path, days=1)).warnings == ()
    assert len(set(ids(name, tmp_path))) == len(ids(name, tmp_path)) == 25


def schedule(name: str, seed: int, folder: Path) -> None:
    """Updates day by day with troubles at random, records added meanwhile; then a good day."""
    chance = Random(seed)
    holds = shelf(chance.randint(1, 35))
    for day in range(3):
        service = SERVICES[name](holds)
        service.troubles = [chance.choice(("", "", *TROUBLES)) for _ in range(chance.randint(1, 9))]
        told, _ = refusal_of(name, service, question(folder, days=day))
        assert not told or "Nothing was imported" in told
        found = ids(name, folder)
        assert len(found) == len(set(found))
        holds.days[100 + day] = f"{WHEN + timedelta(days=day):%Y-%m-%d}"
    patient = {"timeout": 30.0, "answer_seconds": 30.0, "call_seconds": 60.0}
    ask(name, SERVICES[name](holds), question(folder, days=9), **patient)
    found = ids(name, folder)
    assert len(found) == len(set(found)) == len(holds.days), (name, seed)
    assert not list(folder.glob(".*"))


@EVERY
def test_random_troubles_lose_no_record_and_double_none(name: str, tmp_path: Path) -> None:
    for seed in range(17):
        schedule(name, seed, tmp_path / str(seed))


@pytest.mark.slow
@EVERY
def test_a_hundred_schedules_of_troubles_lose_nothing(name: str, tmp_path: Path) -> None:
    """The seeds from 1100 on are run by tests/explore."""
    for seed in range(1000, 1100):
        schedule(name, seed, tmp_path / str(seed))


def test_more_records_than_are_fetched_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paged, "MOST_RECORDS", 24)
    with pytest.raises(Refused, match="25 records, but ajour fetches at most 24"):
        ask("openalex", SERVICES["openalex"](shelf()), question(tmp_path))


@pytest.mark.parametrize(
    ("name", "query", "parameters"),
    [
        ("openalex", "search=telework&filter=from_publication_date:2020-01-01",
         {"search": "telework", "filter": "from_publication_date:2020-01-01"}),
        ("openalex", "https://openalex.org/works?page=1&filter=title.search%3Atelework+home",
         {"filter": "title.search:telework home"}),
        ("openalex", 'telework AND "C++"', {"search": 'telework AND "C++"'}),
        ("clinicaltrials", "query.cond=burnout&query.intr=tele work",
         {"query.cond": "burnout", "query.intr": "tele work"}),
        ("clinicaltrials", "a & b = c", {"query.term": "a & b = c"}),
        ("europepmc", 'TITLE:"telework" AND SRC:PPR', {"query": 'TITLE:"telework" AND SRC:PPR'}),
    ],
)  # fmt: skip
def test_a_query_is_asked_in_the_notation_of_the_service(
    name: str, query: str, parameters: dict[str, str], tmp_path: Path
) -> None:
    service = SERVICES[name](Shelf({1: "2024-01-01"}))
    ask(name, service, question(tmp_path, query=query))
    asked = service.asked[0][1]
    assert {key: asked[key] for key in parameters} == parameters
    assert not {"page", "search"} & asked.keys() - parameters.keys()


@pytest.mark.parametrize(
    ("name", "query"),
    [("openalex", "search=x&api_key=SECRET"), ("clinicaltrials", "query.term=x&fields=NCTId")],
)
def test_a_query_that_names_what_has_no_place_there_asks_nothing(
    name: str, query: str, tmp_path: Path
) -> None:
    service = SERVICES[name](shelf())
    with pytest.raises(Refused, match="the query contains") as refusal:
        ask(name, service, question(tmp_path, query=query))
    assert "SECRET" not in str(refusal.value)
    assert service.asked == []
