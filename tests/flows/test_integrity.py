"""A review of 20 included reports that is watched: three states, in everything that is written."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.review.session import at_work
from pipeline.sources import by_identifier
from pipeline.store.notices import notices
from tests.support.fake_service import FalseService
from tests.support.false_notices import World, doi, noticing, pmid
from tests.support.filled_lists import filled, listed
from tests.support.reviews import ajour, entry, small_review

TITLES = [f"Telework and matter number {number} of many" for number in range(1, 25)]
WATCH = "\n[integrity]\nwatch = true\n"
Served = tuple[World, Mapping[str, FalseService]]


def watched_review(folder: Path) -> Path:
    """24 reports: 20 included, the 21st excluded at full text, the 22nd awaits it, 2 screened out.

    The 20th has neither DOI nor PubMed number.
    """
    review = small_review(folder)
    for path in (review / "searches").rglob("*.ris"):
        path.unlink()
    text = ""
    for number, title in enumerate(TITLES, start=1):
        ids = f"DO  - {doi(number)}\nUR  - https://pubmed.ncbi.nlm.nih.gov/{pmid(number)}/\n"
        more = "" if number == 20 else ids
        text += entry(title, author=f"Nordal{number}, Kari", more=more)
    (review / "searches/1/medline/export.ris").write_text(text, "utf-8")
    update(review)
    screened = {title: {"Decision": "include"} for title in TITLES[:22]}
    sheet = listed(review, "--reviewer", "ann", "--all")
    done = filled(sheet, review / "screened.xlsx", {**screened, "*": {"Decision": "exclude"}})
    assert ajour("decide", done).code in {0, 3}
    sheet = listed(review, "--stage", "eligibility", "--reviewer", "ann", "--all")
    answers = {title: {"Decision": "include"} for title in TITLES[:20]}
    answers[TITLES[20]] = {"Decision": "exclude", "Reason": "Wrong type"}
    assert ajour("decide", filled(sheet, review / "read.xlsx", answers)).code in {0, 3}
    return review


@pytest.fixture
def review(tmp_path: Path) -> Path:
    return watched_review(tmp_path)


@pytest.fixture
def served(review: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    with (review / "review.toml").open("a", encoding="utf-8") as out:
        out.write(WATCH)
    monkeypatch.setattr(by_identifier, "TRIES", 1)
    world = World()
    with noticing(world) as (services, variables):
        for name, base in variables.items():
            monkeypatch.setenv(name, base)
        yield world, services


def states(review: Path) -> dict[str, str]:
    """The state of each watched report by its title."""
    said = json.loads(ajour("integrity", review, "--told", "--json").out)
    return {TITLES[int(one["reference"].split("number ")[1].split()[0]) - 1]: one["state"]
            for one in said["reports"]}  # fmt: skip


@pytest.mark.every_output
def test_two_retracted_and_a_preprint_published_are_told_everywhere(
    review: Path, served: Served
) -> None:
    update(review)
    world, _ = served
    world.retracted, world.published = {3, 4}, {5}
    done = update(review)
    assert not done.failed
    letter = done.letter
    first = letter.split("## ")[1]
    assert first.startswith("Retracted, corrected, published or with an expression of concern")
    assert first.count("retracted on 1 May 2024 (Crossref (Retraction Watch), ") == 2
    assert "First add a reason for retracted reports to criteria.toml." in first
    published = "preprint has been published as an article"
    assert f"{published} (Crossref, Europe PMC; notice: 10.5555/print.5, PMID 1)" in first
    output = review / "output"
    assert "Number of included reports that have been retracted: 2." in (
        output / "flow.en.svg"
    ).read_text("utf-8")
    for name in ("references.apa.en.md", "references.vancouver-nlm.en.md"):
        references = (output / name).read_text("utf-8")
        assert references.count("Retracted") == 2, name
    tables = (output / "tables.en.md").read_text("utf-8")
    assert "3 flagged, 18 checked with nothing found, 1 could not be checked" in tables
    assert "retracted on 1 May 2024" in (output / "open-points.md").read_text("utf-8")
    page = (output / "report.html").read_text("utf-8")
    assert "Number of included reports that have been retracted: 2." in page
    flow = json.loads((output / "prisma.json").read_text("utf-8"))
    assert flow["total"]["included"] == 20


def test_the_three_states_are_told_apart_with_source_and_day(review: Path, served: Served) -> None:
    world, _ = served
    world.retracted = {3}
    said = ajour("integrity", review)
    assert said.code == 3
    assert (
        "Integrity of 22 reports: 1 flagged, 20 without a notice, and 1 that no service" in said.out
    )
    found = states(review)
    assert found[TITLES[2]] == "flagged"
    assert found[TITLES[19]] == "not asked"
    assert found[TITLES[20]] == found[TITLES[21]] == "clear"
    assert len(found) == 22
    told = json.loads(ajour("integrity", review, "--told", "--json").out)["reports"]
    flagged = next(one for one in told if one["state"] == "flagged")
    assert flagged["flags"][0]["on"] == "2024-05-01"
    assert set(flagged["answered"]) == {"Crossref", "OpenAlex", "Europe PMC", "PubMed"}
    assert set(flagged["answered"].values()) == {"2024-06-10"}


def test_twice_in_a_row_changes_nothing(review: Path, served: Served) -> None:
    served[0].retracted = {3}
    assert update(review).news
    again = update(review)
    assert not again.news
    assert not again.failed


def test_nothing_is_decided(review: Path, served: Served) -> None:
    served[0].retracted = {1, 2, 3}
    with at_work(review) as session:
        before = [*session.library().included]
    update(review)
    with at_work(review) as session:
        assert [*session.library().included] == before


def test_a_reason_of_the_criteria_is_proposed(review: Path, served: Served) -> None:
    with (review / "criteria.toml").open("a", encoding="utf-8") as out:
        out.write(
            '\n[[element]]\nname = "retracted"\nlabel = { nb = "Status", en = "Status" }\n'
            'question = { nb = "Ikke trukket", en = "Not retracted" }\nagainst = ["retracted"]\n'
            'reason = { code = "R", nb = "Trukket tilbake", en = "Retracted", priority = 3 }\n'
        )
    served[0].retracted = {3}
    assert "reason “Retracted” (R)." in update(review).letter


@pytest.mark.parametrize("trouble", ["refuse", "500", "401", "nonsense", "half"])
def test_services_that_fail_leave_nothing_clear_and_the_update_goes_on(
    review: Path, served: Served, trouble: str
) -> None:
    for service in served[1].values():
        service.troubles = [trouble] * 99
    done = update(review)
    named = [one.split(" could not be asked about 21 reports (")[0] for one in done.failed]
    assert named in (
        ["Integrity: Crossref, OpenAlex, Europe PMC and PubMed"],
        ["Integrity: Crossref, OpenAlex and Europe PMC", "Integrity: PubMed"],
    )
    assert "The next update asks again." in done.letter
    assert set(states(review).values()) == {"not asked"}


def test_what_was_flagged_stays_flagged_when_nobody_answers(review: Path, served: Served) -> None:
    world, services = served
    world.retracted = {3}
    update(review)
    for service in services.values():
        service.troubles = ["500"] * 99
    update(review)
    found = states(review)
    assert found[TITLES[2]] == "flagged"
    assert found[TITLES[0]] == "clear"
    told = json.loads(ajour("integrity", review, "--told", "--json").out)["reports"]
    assert all(one["could not be asked"] for one in told if one["state"] != "not asked")


def test_one_service_that_fails_is_told_and_the_others_answer(review: Path, served: Served) -> None:
    world, services = served
    world.retracted = {3}
    services["Crossref"].troubles = ["500"] * 99
    done = update(review)
    assert len(done.failed) == 1
    assert "Crossref could not be asked" in done.failed[0]
    assert states(review)[TITLES[2]] == "flagged"


def test_a_retraction_stands_on_the_lists(review: Path, served: Served) -> None:
    from openpyxl import load_workbook

    served[0].retracted = {22}
    update(review)
    sheet = listed(review, "--stage", "eligibility", "--reviewer", "ann", "--all")
    cells = [str(cell.value) for ws in load_workbook(sheet) for row in ws for cell in row]
    assert any("retracted on 1 May 2024 (Crossref" in one for one in cells)


HEAD = (
    "Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,"
    "RetractionNature\n"
)


def test_the_file_of_retraction_watch_is_asked_without_a_network(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = review / "retraction_watch.csv"
    file.write_text(HEAD + f"1,A,4/2/2024 0:00,10.5555/R,{doi(7)},0,Retraction\n")
    said = ajour("integrity", review, "--file", file)
    assert said.code == 3
    assert "1 flagged, 20 without a notice, and 1 that no service could be asked" in said.out
    assert "Retraction Watch gave answers for 21 reports, most recently on 2024-04-02" in said.out
    with (review / "review.toml").open("a", encoding="utf-8") as out:
        out.write('\n[integrity]\nfile = "retraction_watch.csv"\n')
    letter = update(review).letter
    assert "retracted on 2 April 2024 (Retraction Watch; notice: 10.5555/r)" in letter
    file.write_text("nonsense\n")
    assert "expected the csv of Retraction Watch" in "\n".join(update(review).failed)


def test_nothing_is_asked_unless_review_toml_says_so(review: Path) -> None:
    done = update(review)
    assert not done.failed
    with at_work(review) as session:
        assert notices(session.db) == []


def test_offline_every_service_is_told_as_not_asked(review: Path) -> None:
    with (review / "review.toml").open("a", encoding="utf-8") as out:
        out.write(WATCH)
    told = "\n".join(update(review).failed)
    assert "AJOUR_OFFLINE" in told
    assert set(states(review).values()) == {"not asked"}
