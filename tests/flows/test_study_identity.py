"""A study keeps its id, and people's links, whatever is merged, split, found or withdrawn."""

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.review.session import at_work
from pipeline.store.studies import given_studies
from tests.support.filled_lists import filled_csv, listed, numbers, records
from tests.support.random_sheets import without_pictures
from tests.support.reviews import TITLES, ajour, entry

INCLUDE = {"*": {"Decision": "include"}}
FOUND = (*TITLES, "Commuting and time")


@pytest.fixture
def included(review: Path) -> Path:
    """Five reports, all of them included."""
    with without_pictures():
        update(review)
    for stage in ("screening", "eligibility"):
        blank = listed(
            review, "--stage", stage, "--reviewer", "ann", "--all", "--format", "csv",
        )  # fmt: skip
        said = ajour("decide", filled_csv(blank, review / f"{stage}.csv", INCLUDE))
        assert said.code == 0, said.err
    return review


def ids(review: Path) -> dict[str, str]:
    """The study of each included report, by its title."""
    with at_work(review) as session:
        library = session.library()
        return {library.reports[one].title or "": study for one, study in library.groups.of.items()}


def copies(review: Path, titles: Sequence[str] = TITLES) -> None:
    """A later search finds the same articles again."""
    text = "".join(entry(one, author=f"Author{TITLES.index(one)}, A") for one in titles)
    (review / "searches/2/later/export.ris").write_text(text, "utf-8")
    assert ajour("import", review / "searches/2/later/export.ris", "--search", "later", "--review",
                 review).code == 0  # fmt: skip


def copy_of(review: Path, title: str) -> tuple[str, str]:
    """The first search's record of an article and the later one's."""
    with at_work(review) as session:
        found = {one.search: one.id for one in session.library().records.values()
                 if one.title == title}  # fmt: skip
    return found["medline"], found["later"]


def test_ids_stay_when_duplicates_of_every_article_come_in(included: Path) -> None:
    before = ids(included)
    copies(included)
    assert ajour("studies", included).code == 0
    assert ids(included) == before
    assert set(before) == set(FOUND)


@pytest.mark.parametrize("name", ["id", "doi form", "author and year", "title"])
def test_reports_and_studies_are_named_by_what_people_have_at_hand(
    included: Path, name: str
) -> None:
    report = records(included)[TITLES[0]]
    named = {
        "id": report.upper(),
        "doi form": report,
        "author and year": "Author0 et al. (2023)",
        "title": TITLES[0].upper(),
    }[name]
    said = ajour("studies", included, "--link", named, "Author1, A 2023", "--by", "ann")
    assert said.code == 0, said.err
    assert numbers(included)["included_studies"] == 4
    assert ids(included)[TITLES[0]] == ids(included)[TITLES[1]] == records(included)[TITLES[1]]


def test_a_doi_names_a_report_in_any_of_its_spellings(review: Path) -> None:
    text = "".join(
        entry(f"Desk {at} at home", author=f"Lie{at}, O", more=f"DO  - 10.1000/DESK.{at}\n")
        for at in range(2)
    )
    (review / "searches/1/medline/export.ris").write_text(text, "utf-8")
    (review / "searches/1/wos/export.ris").unlink()
    update(review)
    said = ajour(
        "studies", review, "--link", "https://doi.org/10.1000/desk.0", "doi:10.1000/Desk.1"
    )
    assert said.code == 0, said.err


def test_an_unknown_study_and_one_of_several_ask_and_change_nothing(included: Path) -> None:
    report = records(included)[TITLES[0]]
    said = ajour("studies", included, "--link", report, "Ukjent studie")
    assert said.code == 3
    assert "there is no study “Ukjent studie”" in said.err
    assert "Author1 2023" in said.err
    text = entry("Quite another thing at home", author="Author1, A")
    (included / "searches/2/later/export.ris").write_text(text, "utf-8")
    update(included)
    for stage in ("screening", "eligibility"):
        more = listed(included, "--stage", stage, "--reviewer", "ann", "--all", "--format", "csv")
        assert ajour("decide", filled_csv(more, included / f"2{stage}.csv", INCLUDE)).code == 0
    said = ajour("studies", included, "--link", report, "Author1 2023")
    assert said.code == 3
    assert "could be any of these studies" in said.err
    assert numbers(included)["included_studies"] == 6
    assert ajour("studies", included, "--link", "Nobody 1999", report).code == 2


def test_a_link_survives_a_merge_of_the_linked_reports_and_their_split_again(
    included: Path,
) -> None:
    known = records(included)
    one, other, third = (known[title] for title in TITLES[:3])
    assert ajour("studies", included, "--link", one, third).code == 0
    before = ids(included)
    assert numbers(included)["included_studies"] == 4
    assert ajour("duplicates", included, "--join", one, other, "--reviewer", "ann").code == 0
    assert numbers(included)["included_studies"] == 3
    assert ajour("duplicates", included, "--split", one, "--reviewer", "ann").code == 0
    assert numbers(included)["included_studies"] == 4
    assert ids(included) == before


def test_what_two_people_linked_to_two_records_of_one_report_is_one_study(included: Path) -> None:
    copies(included, TITLES[:1])
    first, later = copy_of(included, TITLES[0])
    assert ajour("duplicates", included, "--split", later, "--reviewer", "ann").code == 0
    for stage in ("screening", "eligibility"):
        more = listed(included, "--stage", stage, "--reviewer", "ann", "--all", "--format", "csv")
        assert ajour("decide", filled_csv(more, included / f"2{stage}.csv", INCLUDE)).code == 0
    known = records(included)
    assert ajour("studies", included, "--link", known[TITLES[1]], first).code == 0
    assert ajour("studies", included, "--link", known[TITLES[2]], later).code == 0
    assert numbers(included)["included_studies"] == 4
    assert ajour("duplicates", included, "--join", first, later, "--reviewer", "ann").code == 0
    assert numbers(included)["included_studies"] == 3
    told = ajour("studies", included).out
    assert "has several ids" in told


def test_an_id_stays_with_the_part_of_a_report_that_is_included(review: Path) -> None:
    copies(review, TITLES[:1])
    update(review)
    first, later = copy_of(review, TITLES[0])
    for stage in ("screening", "eligibility"):
        blank = listed(review, "--stage", stage, "--reviewer", "ann", "--all", "--format", "csv")
        assert ajour("decide", filled_csv(blank, review / f"{stage}.csv", INCLUDE)).code == 0
    before = ids(review)
    for part in (first, later):
        assert ajour("duplicates", review, "--split", part, "--reviewer", "ann").code == 0
        assert ids(review)[TITLES[0]] == before[TITLES[0]]
    with at_work(review) as session:
        assert len({one.id for one in given_studies(session.db)}) == len(given_studies(session.db))


@pytest.mark.parametrize("seed", range(6))
def test_the_studies_are_the_same_in_whatever_order_links_and_duplicates_come(
    included: Path, seed: int
) -> None:
    known = records(included)
    links = [(known[TITLES[0]], known[TITLES[1]]), (known[TITLES[2]], "Else 2023")]
    deeds = [
        lambda: copies(included),
        *(lambda pair=pair: ajour("studies", included, "--link", *pair) for pair in links),
    ]
    before = ids(included)
    random.Random(seed).shuffle(deeds)
    for deed in deeds:
        deed()
    assert ids(included) == {
        **before,
        TITLES[0]: before[TITLES[1]],
        TITLES[2]: before["Commuting and time"],
    }
    boxes = json.loads(ajour("status", included, "--json").out)["total"]
    assert (boxes["included"], boxes["included_studies"]) == (5, 3)


def test_a_link_that_is_taken_back_leaves_the_ids_as_they_were(included: Path) -> None:
    before = ids(included)
    assert ajour("studies", included, "--link", "Author0 2023", "Author1 2023").code == 0
    again = ajour("studies", included, "--link", "Author0 2023", "Author1 2023")
    assert (again.code, "already" in again.out) == (0, True)
    said = ajour("studies", included, "--unlink", "Author0 2023", "--by", "bo", "--why", "a slip")
    assert said.code == 0, said.err
    assert ids(included) == before
    audit = ajour("export-audit", included).out
    assert "unlinked" in audit
    assert "a slip" in audit
    assert ajour("studies", included, "--unlink", "Author0 2023").code == 2


def test_the_sheet_is_added_to_in_place_when_studies_come_and_go(included: Path) -> None:
    assert ajour("studies", included, "--sheet").code == 0
    sheet = included / "studies.xlsx"
    copies(included)
    assert "already" in ajour("studies", included, "--sheet").out
    text = entry("Burnout among teleworkers", author="New, N")
    (included / "searches/2/later/new.ris").write_text(text, "utf-8")
    update(included)
    for stage in ("screening", "eligibility"):
        more = listed(included, "--stage", stage, "--reviewer", "ann", "--all", "--format", "csv")
        assert ajour("decide", filled_csv(more, included / f"2{stage}.csv", INCLUDE)).code == 0
    answers = {TITLES[0]: {"Decision": "exclude"}, "*": {"Decision": "include"}}
    revised = filled_csv(included / "screening.csv", included / "revised.csv", answers)
    assert ajour("decide", revised, "--revise").code == 0
    before = sheet.read_bytes()
    said = ajour("studies", included, "--sheet").out
    assert "1 study added in row 7, 1 row marked as not counted" in said
    (kept,) = (included / "backups").glob("studies-*.xlsx")
    assert kept.read_bytes() == before
    notes = ajour("check", included).out
    assert "without a row" not in notes
    assert "is not included" in notes
    (included / ".~lock.studies.xlsx#").write_text("kari", "utf-8")
    back = {"*": {"Decision": "include", "Note": "after all"}}
    revised = filled_csv(included / "screening.csv", included / "again.csv", back)
    assert ajour("decide", revised, "--revise").code == 0
    refused = ajour("studies", included, "--sheet")
    assert (refused.code, "is open in a spreadsheet" in refused.err) == (2, True)
    (included / ".~lock.studies.xlsx#").unlink()
    assert "marks removed" in ajour("studies", included, "--sheet").out
    assert ajour("studies", included, "--sheet").code == 0
