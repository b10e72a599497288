"""Services that answer by themselves, in an update: taken in, told, counted, never in the way."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.review.session import at_work
from pipeline.store.intake import records
from tests.support.fake_service import FalseService, serving
from tests.support.false_searches import SERVICES, Shelf, shelf

SEARCH = """
[[search]]
name = "{name}"
round = "2"
source = "{source}"
kind = "{kind}"
fetch = "{name}"
query = "telework OR home"
"""
NAMES = {
    "europepmc": ("Europe PMC", "database"),
    "openalex": ("OpenAlex", "database"),
    "clinicaltrials": ("ClinicalTrials.gov", "register"),
}
SECRET = "K3Y-OF-OURS"


@pytest.fixture
def services(review: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, FalseService]]:
    """The three services with 12 records each, and a review that asks them."""
    with (review / "review.toml").open("a", encoding="utf-8") as out:
        for name, (source, kind) in NAMES.items():
            out.write(SEARCH.format(name=name, source=source, kind=kind))
    served = {name: SERVICES[name](shelf(12)) for name in NAMES}
    monkeypatch.setattr("pipeline.sources.client.TRIES", 1)
    monkeypatch.setenv("OPENALEX_API_KEY", SECRET)
    with ExitStack() as stack:
        for name, service in served.items():
            base = stack.enter_context(serving(service))
            monkeypatch.setenv(f"AJOUR_{name.upper()}_URL", base)
        yield served


def found(review: Path, search: str) -> int:
    with at_work(review) as session:
        return sum(one.search == search for one in records(session.db))


@pytest.mark.every_output
def test_an_update_takes_in_what_services_answer_and_twice_adds_nothing(
    review: Path, services: dict[str, FalseService]
) -> None:
    done = update(review)
    assert not done.failed
    assert {name: found(review, name) for name in NAMES} == dict.fromkeys(NAMES, 12)
    flow = json.loads((review / "output/prisma.json").read_text("utf-8"))
    assert flow["rounds"]["2"]["identified"] == 36
    text = (review / "output/text.en.md").read_text("utf-8")
    for source, _ in NAMES.values():
        assert re.search(rf"{re.escape(source)} on \d+ \w+ \d{{4}}", text), source
    printed = "".join(path.read_text("utf-8") for path in (review / "output").glob("*.html"))
    assert printed.count("telework OR home") >= 3
    again = update(review)
    assert not again.news
    assert not again.failed
    assert {name: found(review, name) for name in NAMES} == dict.fromkeys(NAMES, 12)


def test_the_same_report_of_two_services_is_one_report(
    review: Path, services: dict[str, FalseService]
) -> None:
    update(review)
    with at_work(review) as session:
        library = session.library()
        shared = [ids for ids in library.members.values() if len(ids) > 1]
        sources = [{library.records[one].search for one in ids} for ids in shared]
    assert sources.count({"europepmc", "openalex"}) == 12


def test_a_service_that_fails_is_told_and_the_others_are_taken_in(
    review: Path, services: dict[str, FalseService]
) -> None:
    services["openalex"].troubles = ["401"] * 9
    services["europepmc"].troubles = ["refuse"] * 9
    done = update(review)
    told = "\n".join(done.failed)
    assert "OpenAlex: the service answered 401" in told
    assert "Europe PMC: the connection failed" in told
    assert "The next update asks this source again" in done.letter
    assert found(review, "clinicaltrials") == 12
    for service in services.values():
        service.troubles.clear()
    assert not update(review).failed
    assert {name: found(review, name) for name in NAMES} == dict.fromkeys(NAMES, 12)


def test_a_cut_off_answer_is_told_in_the_letter(
    review: Path, services: dict[str, FalseService]
) -> None:
    services["openalex"].answer = SERVICES["openalex"](
        Shelf(shelf(12).days, counts=lambda _: 12_300)
    ).answer
    done = update(review)
    assert "Only 12 of 12,300 records were fetched" in done.letter
    assert found(review, "openalex") == 12


def test_a_key_is_in_no_file_of_a_review(review: Path, services: dict[str, FalseService]) -> None:
    services["openalex"].troubles = ["", "500"]
    update(review)
    assert services["openalex"].asked[0][1]["api_key"] == SECRET
    for path in review.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path
