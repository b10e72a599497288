"""Empty fields filled from services: only what is empty, only what is certain, with its origin."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from flows.orchestration.update import is_due, update
from flows.review.session import at_work
from pipeline.sources import by_identifier
from pipeline.store.supplements import supplements
from tests.support.fake_service import FalseService
from tests.support.false_works import FalseWork, knowing
from tests.support.reviews import ajour, small_review

SLEEP = "Sleep among people who telework for a year"
NECK = "Neck pain and the kitchen table at home"
RAIN = "Rain and the mood of those who telework"
SECRET = "K3Y-OF-OURS"
Served = Mapping[str, FalseService]


def ris(title: str, **more: str) -> str:
    """A record with these tags and no others."""
    tags = {"TI": title, "AU": "Nordmann, Kari", "PY": "2021", **more}
    lines = "".join(f"{tag}  - {value}\n" for tag, value in tags.items() if value)
    return f"TY  - JOUR\n{lines}ER  - \n\n"


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """MEDLINE has the first without a DOI or abstract, Web of Science has it with its DOI."""
    review = small_review(tmp_path)
    for path in (review / "searches").rglob("*.ris"):
        path.unlink()
    medline = ris(SLEEP, PY="2021") + ris(NECK, AU="") + ris(RAIN, AB="Our own abstract.")
    (review / "searches/1/medline/a.ris").write_text(medline, "utf-8")
    return review


def wants(review: Path, what: str = "true") -> None:
    with (review / "review.toml").open("a", encoding="utf-8") as out:
        out.write(f"\n[records]\nfill = {what}\n")


WORKS = [
    FalseWork(title=SLEEP, doi="10.5555/sleep.1", pmid="90001", at=("Crossref", "Europe PMC")),
    FalseWork(title=NECK, doi="10.5555/neck.1", year=2021),
    FalseWork(title=RAIN, doi="10.5555/rain.1", year=2015),
]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr(by_identifier, "TRIES", 1)
    with knowing(WORKS) as (services, variables):
        for name, base in variables.items():
            monkeypatch.setenv(name, base)
        yield services


def filled(review: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """By the beginning of the title and field, what was filled and from where."""
    with at_work(review) as session:
        library = session.library()
        return {
            (str(library.records[one.record].title)[:4], one.field): (one.text, one.origin)
            for one in supplements(session.db)
        }


def test_nothing_is_asked_unless_review_toml_says_so(review: Path, served: Served) -> None:
    update(review)
    assert not any(one.asked for one in served.values())
    assert "fill = true" in ajour("fill", "--review", review).err


def test_a_dry_run_lists_what_would_be_filled_and_keeps_nothing(
    review: Path, served: Served
) -> None:
    update(review)
    said = ajour("fill", "--review", review, "--dry-run")
    assert said.code == 0, said.err
    assert "doi: 10.5555/sleep.1 (Crossref, by its title)" in said.out
    assert "the year of the work is 2015, not 2021" in said.out
    assert "Nothing was saved" in said.out
    assert not filled(review)
    told = json.loads(ajour("fill", "--review", review, "--dry-run", "--json").out)
    assert not told["kept"]
    assert {one["field"] for one in told["filled"]} == {"doi", "abstract", "authors", "references"}


def test_only_empty_fields_are_filled_each_with_its_origin(review: Path, served: Served) -> None:
    wants(review)
    done = update(review)
    assert not done.failed
    found = filled(review)
    assert found["Slee", "doi"] == ("10.5555/sleep.1", "Crossref, by its title")
    assert found["Neck", "authors"][0] == '["Nordmann, Kari"]'
    assert ("Slee", "authors") not in found
    assert {name for name, _ in found} == {"Slee", "Neck"}, "the year of the third is off"
    (told, doubts) = done.stages["fill in"].told
    assert told.startswith("Filled in: 2 DOIs, 2 abstracts, 1 list of authors, 2 reference lists.")
    assert doubts.startswith("1 record was not filled")
    assert not update(review).news
    explained = ajour("explain", "10.5555/sleep.1", "--review", review).out
    assert "doi from Crossref, by its title" in explained


def test_a_filled_doi_finds_the_duplicate(review: Path, served: Served) -> None:
    other = ris(f"{SLEEP}: the home study", DO="10.5555/sleep.1", AU="", PY="", AB="Other words.")
    (review / "searches/1/wos/b.ris").write_text(other, "utf-8")
    update(review)
    assert joined(review) == []
    wants(review, '["doi"]')
    done = update(review)
    assert joined(review) == [["medline", "wos"]]
    assert done.stages["link duplicates"].told[0].startswith("1 new duplicate linked, 1 in all")


def joined(review: Path) -> list[list[str]]:
    """The searches of each report that has several records."""
    with at_work(review) as session:
        library = session.library()
        return [
            sorted(library.records[one].search for one in ids)
            for ids in library.members.values()
            if len(ids) > 1
        ]


def test_a_withdrawn_export_comes_back_with_what_was_filled(review: Path, served: Served) -> None:
    wants(review, '["doi"]')
    update(review)
    asked = len(served["Crossref"].asked)
    export = review / "searches/1/medline/a.ris"
    assert ajour("withdraw", export, "--review", review).code in {0, 3}
    with at_work(review) as session:
        assert not session.library().records
    assert ajour("import", export, "--search", "medline", "--review", review).code == 0
    update(review)
    with at_work(review) as session:
        dois = {one.doi for one in session.library().records.values()}
    assert dois == {"10.5555/sleep.1", "10.5555/neck.1", None}
    assert len(served["Crossref"].asked) == asked


def test_a_source_that_gives_the_field_later_is_believed(review: Path, served: Served) -> None:
    wants(review, '["doi"]')
    update(review)
    with at_work(review) as session:
        (record,) = [one for one in session.library().records.values() if one.title == SLEEP]
        assert record.doi == "10.5555/sleep.1"
    said = ajour("fill", record.id, "--take-back", "doi", "--review", review)
    assert said.code == 0, said.err
    with at_work(review) as session:
        assert session.library().records[record.id].doi is None
    update(review)
    with at_work(review) as session:
        assert session.library().records[record.id].doi is None, "a person took it back"


def test_a_service_that_fails_is_told_and_asked_again(review: Path, served: Served) -> None:
    wants(review)
    for service in ("Crossref", "Europe PMC"):
        served[service].troubles = ["500"] * 20
    done = update(review)
    told = "\n".join(done.failed)
    assert "Filling in: Crossref could not be asked about 3 records" in told
    assert ("Slee", "doi") not in filled(review)
    for service in ("Crossref", "Europe PMC"):
        served[service].troubles = ["500"] * 20
    down = update(review)
    assert not down.news, "while a service is down there is nothing new"
    assert "Crossref could not be asked" in "\n".join(down.failed)
    assert not is_due(review)
    for one in served.values():
        one.troubles.clear()
    again = update(review)
    assert not again.failed
    assert again.news
    assert not is_due(review), "what was filled is in the outputs of the same update"
    assert filled(review)["Slee", "doi"][1] == "Crossref, by its title"


def test_a_wrong_setting_names_the_fields(review: Path) -> None:
    wants(review, '["titles"]')
    said = ajour("status", review)
    assert said.code == 2
    assert "doi, abstract, authors, references" in said.err
