"""What belongs to a report is kept apart from it and shown with it: in lists, tables, the page."""

import csv
from pathlib import Path

import pytest

from flows.review.session import at_work
from flows.screening.related import related_lines, retracted_reports
from flows.stages.refresh import refresh
from tests.support.reviews import TITLES, ajour, entry, small_review


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """Round 1, with a correction, a notice of retraction, and a title that is marked."""
    review = small_review(tmp_path)
    notices = (
        entry(f"Correction to: {TITLES[0]}", author="Author0, A", year=2024)
        + entry(f"Retraction notice to: {TITLES[1]}", author="Author1, A", year=2024)
        + entry(f"RETRACTED ARTICLE: {TITLES[2]}", author="Author2, A")
    )
    (review / "searches/1/wos/notices.ris").write_text(notices, "utf-8")
    for search in ("medline", "wos"):
        files = sorted((review / "searches/1" / search).iterdir())
        assert ajour("import", *files, "--search", search, "--review", review).code == 0
    return review


def test_notices_are_reports_of_their_own_and_the_marked_copy_is_not(review: Path) -> None:
    with at_work(review) as session:
        refresh(session)
        library = session.library()
        titles = sorted(record.title or "" for record in library.reports.values())
        retracted = {library.reports[one].title for one in retracted_reports(library, session.db)}
        lines = related_lines(library, session.db, "en")
    assert len(titles) == 7, titles
    assert retracted & {TITLES[2], f"RETRACTED ARTICLE: {TITLES[2]}"}
    assert TITLES[1] in retracted
    told = sorted(line.split(":")[0] for every in lines.values() for line in every)
    assert told == [
        "correction",
        "correction of",
        "retraction notice",
        "retraction notice of",
    ]


def test_a_list_shows_what_belongs_to_a_report(review: Path) -> None:
    path = review / "list.csv"
    said = ajour("candidates", review, "--reviewer", "ann", "--all", "--format", "csv", "-o", path)
    assert said.code == 0, said.err
    with path.open(encoding="utf-8-sig", newline="") as file:
        flags = {row["Title"]: row["Flags"] for row in csv.DictReader(file)}
    assert "correction: Correction to: Sleep" in flags[TITLES[0]]
    assert "retracted" in flags[TITLES[1]]
    assert "correction of: " in flags[f"Correction to: {TITLES[0]}"]


@pytest.mark.every_output
def test_the_tables_and_the_page_show_it_too(review: Path) -> None:
    assert ajour("report", review).code in (0, 3)
    (table,) = (review / "output" / "tables").glob("*elated*.csv")
    text = table.read_text("utf-8-sig")
    assert "correction" in text
    assert "Retraction notice to" in text
    (page,) = (review / "output").glob("report.html")
    assert "Related reports that are not duplicates" in page.read_text("utf-8")
