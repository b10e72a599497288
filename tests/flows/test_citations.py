"""Citations of the included reports, searched in an update: each work once, with who said so."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.review.session import at_work
from pipeline.sources import client
from tests.flows.test_integrity import TITLES, watched_review
from tests.support.fake_service import FalseService
from tests.support.false_citations import Graph, citing
from tests.support.filled_lists import filled, listed
from tests.support.reviews import ajour

SEARCH = """
[[search]]
name = "chasing"
round = "2"
source = "Citation indexes"
fetch = "citations"
"""
Served = tuple[Graph, Mapping[str, FalseService]]


@pytest.fixture
def review(tmp_path: Path) -> Path:
    found = watched_review(tmp_path)
    with (found / "review.toml").open("a", encoding="utf-8") as out:
        out.write(SEARCH)
    return found


@pytest.fixture
def served(review: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Reports 1 and 2 cite 101 to 105, 201 to 204 cite 3, and 1 cites 2 and the excluded 21."""
    monkeypatch.setattr(client, "TRIES", 1)
    graph = Graph(
        cites={
            1: {101, 102, 103, 2, 21}, 2: {103, 104, 105},
            **{number: {3} for number in range(201, 205)},
        },
        lacks={"OpenAlex": {102, 104, 203}, "Europe PMC": {101, 104}, "Crossref": {103}},
    )  # fmt: skip
    with citing(graph) as (services, variables):
        for name, base in variables.items():
            monkeypatch.setenv(name, base)
        yield graph, services


def found(review: Path) -> dict[int, str]:
    """The works of the search by number, each with what it says of who cites it."""
    with at_work(review) as session:
        library = session.library()
        return {
            int((one.doi or "0").rpartition(".")[2]): " ".join(one.notes)
            for one in library.records.values()
            if one.search == "chasing"
        }


@pytest.mark.every_output
def test_the_union_of_three_services_comes_in_each_work_once_with_who_said_so(
    review: Path, served: Served
) -> None:
    done = update(review)
    assert not done.failed
    works = found(review)
    assert sorted(works) == [1, 2, 21, 101, 102, 103, 104, 105, 201, 202, 203, 204]
    assert works[104] == "cited by 10.5555/cheer.2 (Crossref)"
    assert works[101] == "cited by 10.5555/cheer.1 (Crossref, OpenAlex)"
    assert "cited by 10.5555/cheer.2 (Europe PMC, OpenAlex)" in works[103]
    assert works[203] == "cites 10.5555/cheer.3 (Europe PMC)"
    with at_work(review) as session:
        library = session.library()
        ways = {one.way for one in library.searches.values() if one.name == "chasing"}
        assert ways == {"citations"}
        twice = [ids for ids in library.members.values() if len(ids) > 1]
        assert sum("chasing" in {library.records[one].search for one in ids} for ids in twice) == 3
    flow = json.loads((review / "output/prisma.json").read_text("utf-8"))
    assert flow["total"]["identified_other"] == 12
    tables = (review / "output/tables.en.md").read_text("utf-8")
    assert (
        "Backward and forward citation searching from seed references (the included reports; "
        "n = 19) in Crossref, Europe PMC, OpenAlex, last run on 10 June 2024"
    ) in tables


def test_a_later_update_asks_for_newly_included_reports_only(review: Path, served: Served) -> None:
    graph, services = served
    update(review)
    for service in services.values():
        service.asked.clear()
    again = update(review)
    assert not again.news
    assert all(service.asked == [] for service in services.values())
    graph.cites[22] = {301}
    sheet = listed(review, "--stage", "eligibility", "--reviewer", "ann", "--all")
    back = filled(sheet, review / "more.xlsx", {TITLES[21]: {"Decision": "include"}})
    assert ajour("decide", back).code in {0, 3}
    update(review)
    assert 301 in found(review)
    paths = [path for path, _, _ in services["Crossref"].asked]
    assert paths == ["/works/10.5555/cheer.22"]


@pytest.mark.parametrize("name", ["OpenAlex", "Europe PMC", "Crossref"])
def test_a_service_that_fails_is_asked_again_and_nothing_is_doubled(
    review: Path, served: Served, name: str
) -> None:
    services = served[1]
    services[name].troubles = ["", "", *["half"] * 99]
    done = update(review)
    assert f"{name} could not be asked about all seed references" in "\n".join(done.failed)
    services[name].troubles.clear()
    assert not update(review).failed
    works = found(review)
    assert sorted(works) == [1, 2, 21, 101, 102, 103, 104, 105, 201, 202, 203, 204]
    with at_work(review) as session:
        numbers = [one.doi for one in session.library().records.values() if one.search == "chasing"]
    assert len(numbers) == len(set(numbers))


def test_references_alone_and_of_named_seeds(review: Path, served: Served) -> None:
    text = (review / "review.toml").read_text("utf-8")
    more = 'from = ["10.5555/cheer.2"]\ndirection = "references"\n'
    (review / "review.toml").write_text(text + more, "utf-8")
    update(review)
    assert sorted(found(review)) == [103, 104, 105]


def test_worth_says_beforehand_how_the_included_are_linked(review: Path, served: Served) -> None:
    graph, services = served
    graph.cites = {number: {number - 1} for number in range(2, 20)}
    graph.lacks = {}
    said = ajour("citations", review, "--worth")
    assert said.code == 0, said.err
    assert "OpenAlex lists 19 included reports. Of these reports, 19 cite another" in said.out
    assert "likely to be worthwhile" in said.out
    graph.cites = {}
    assert (
        "is likely to find few further reports for this review"
        in ajour("citations", review, "--worth").out
    )
    services["OpenAlex"].troubles = ["500"] * 99
    said = ajour("citations", review, "--worth")
    assert said.code == 2
    assert "OpenAlex: the service answered 500" in said.err


def test_how_far_a_search_has_come_is_told(review: Path, served: Served) -> None:
    assert "19 seed references; answers received: OpenAlex 0" in ajour("citations", review).out
    update(review)
    said = ajour("citations", review).out
    assert "19 seed references; answers received: OpenAlex 19, Europe PMC 19, Crossref 19" in said
