"""The figures of a review: the numbers of its flow and tables, and the files beside them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.reporting.material import Material
from flows.reporting.searches import source_overlap
from flows.review.session import at_work
from pipeline.decisions import Stage
from pipeline.review.reading import reading_by_round
from pipeline.review.screening_weeks import screening_weeks
from pipeline.review.source_yields import yields_by
from pipeline.store.decisions import decisions
from tests.support.drawn_charts import said
from tests.support.filled_lists import filled_csv, listed
from tests.support.random_reviews import random_review
from tests.support.random_sheets import without_pictures
from tests.support.reviews import ajour

INCLUDE = {"*": {"Decision": "include"}}


@pytest.fixture(autouse=True)
def _drawn_as_text() -> Iterator[None]:
    with without_pictures():
        yield


@pytest.fixture(scope="module", params=range(4))
def material(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Material:
    """A random review, half-way through its work."""
    folder = tmp_path_factory.mktemp("random")
    with pytest.MonkeyPatch.context() as patch, without_pictures():
        patch.setenv("SOURCE_DATE_EPOCH", "1718000000")
        random_review(folder, request.param)
    review = next(folder.rglob("review.toml")).parent
    with at_work(review) as session:
        found = Material(session=session, library=session.library())
        _ = found.flows, found.rows
        return found


@pytest.mark.slow
def test_found_and_read_are_the_numbers_of_each_rounds_flow(material: Material) -> None:
    for one in reading_by_round(material.library):
        flow = material.flows.rounds[one.round]
        assert one.passed[-1] <= flow["all_passed_screening_records"]
        assert one.unread == flow["all_not_yet_screened_records"]
        taken_up = flow["all_passed_screening_records"] - one.passed[-1]
        assert flow["all_screened_records"] == one.read + taken_up
        assert one.included[-1] <= one.passed[-1]


@pytest.mark.slow
def test_yields_of_sources_are_those_of_a_pivot(material: Material) -> None:
    library = material.library
    rows = [(library.source_of(one), library.report_of(one)) for one in library.records]
    of_report = defaultdict(set)
    for source, report in rows:
        of_report[report].add(source)
    found = yields_by(library, library.source_of)
    for source in {source for source, _ in rows}:
        own = [report for one, report in rows if one == source]
        alone = {report for report in own if of_report[report] == {source}}
        included = {*own} & {*library.included}
        earned = found[source]
        assert (earned.found, earned.alone) == (len(own), sum(one in alone for one in own))
        assert (earned.includes, earned.includes_alone) == (len(included), len(included & alone))
    assert sum(one.found for one in found.values()) == len(library.records)
    assert sum(source_overlap(library).sets.values()) == len(library.members)


@pytest.mark.slow
def test_the_weeks_of_a_person_add_up_to_the_reports_with_a_word_of_the_person(
    material: Material,
) -> None:
    zone = material.session.review.zone
    with at_work(material.session.review.folder) as session:
        found = screening_weeks(material.library, decisions(session.db), zone)
    words = Counter(
        one.reviewer for one in material.library.own_words() if one.stage is Stage.SCREENING
    )
    assert {who: sum(counts) for who, counts in found.persons.items()} == words
    assert all(week.weekday() == 0 for week in found.weeks)


def test_a_week_is_that_of_the_first_word_where_the_reviewers_live(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sunday 23:30 in Greenwich is Monday in Oslo; a word revised later stays in its week."""
    update(review)
    at = datetime.fromisoformat("2024-06-16T23:30:00+00:00").timestamp()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(at)))
    blank = listed(review, "--reviewer", "ann", "--all", "--format", "csv")
    assert ajour("decide", filled_csv(blank, review / "ann.csv", INCLUDE)).code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(at) + 20 * 86400))
    out = {"*": {"Decision": "exclude"}}
    revised = filled_csv(blank, review / "again.csv", out)
    assert ajour("decide", "--revise", revised).code == 0
    with at_work(review) as session:
        library = session.library()
        found = screening_weeks(library, decisions(session.db), session.review.zone)
    assert [one.isoformat() for one in found.weeks] == ["2024-06-17"]
    assert (found.persons, found.screened, found.waiting) == ({"ann": (5,)}, 5, 0)


@pytest.mark.every_output
def test_each_figure_lies_in_the_output_in_both_languages_with_its_words(review: Path) -> None:
    path = review / "review.toml"
    text = path.read_text("utf-8").replace(
        'language = "en"', 'language = "en"\nlanguages = ["en", "nb"]'
    )
    path.write_text(text, "utf-8")
    update(review)
    folder = review / "output" / "figures"
    endings = [
        f"{language}.{ending}"
        for language in ("en", "nb")
        for ending in ("pdf", "png", "svg", "txt")
    ]
    assert {one.name for one in folder.iterdir()} == {
        f"{name}.{ending}" for name in ("source-overlap", "source-yield") for ending in endings
    }
    told = (folder / "source-overlap.nb.txt").read_text("utf-8")
    assert told.startswith("Figurtekst\n\nOverlapp mellom kildene (n = 5).")
    assert "\n\nAlternativ tekst\n\n" in told
    assert "MEDLINE + Web of Science (n = 1)" in told
    page = (review / "output" / "report.nb.html").read_text("utf-8")
    assert '<section id="charts"' in page
    assert "Hver referanse er talt én gang" in page
    assert "UpSet-diagram." in page


def test_a_review_without_a_sheet_has_no_figure_of_studies(review: Path) -> None:
    update(review)
    with at_work(review) as session:
        made = Material(session=session, library=session.library()).charts["en"]
    assert [one.name for one in made] == ["source-overlap", "source-yield"]
    assert said(made[1])["Web of Science, Only in this source"] == 1
