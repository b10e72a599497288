"""What a report's files say to reviewers, in the words and the order of their language."""

import re
from pathlib import Path

import pytest
from filling import filled, listed
from making import ajour, entry, small_review

from flows.update import update

pytestmark = pytest.mark.every_output

AUTHORS = {
    "Åsen, A": "Sleep after a year of telework",
    "Aas, B": "Neck pain and the kitchen table",
    "Øst, C": "Leadership at a distance in small firms",
    "Ærø, D": "Telemedicine for rural clinics",
    "Zetterlund, E": "Burnout among teleworkers",
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review in both languages of five articles, of which one is included."""
    review = small_review(tmp_path_factory.mktemp("files"))
    text = (review / "review.toml").read_text("utf-8")
    text = text.replace('language = "en"', 'language = "en"\nlanguages = ["nb"]\nunit = "article"')
    text = text.replace("run_on = 2024-01-10", "run_on = 2024-01-10\nhits = 9")
    (review / "review.toml").write_text(text, "utf-8")
    made = "".join(
        entry(title, author=author, more="AU  - B, C\nAU  - D, E\nAU  - F, G\n")
        for author, title in AUTHORS.items()
    )
    (review / "searches/1/medline/export.ris").write_text(made, "utf-8")
    (review / "searches/1/wos/export.ris").unlink()
    update(review)
    for stage, others in (("screening", "include"), ("eligibility", "exclude")):
        path = listed(review, "--stage", stage, "--reviewer", "ann", "--all")
        reason = {"Reason": "Wrong exposure"} if others == "exclude" else {}
        answers = {
            AUTHORS["Zetterlund, E"]: {"Verdict": "include"},
            "*": {"Verdict": others, **reason},
        }
        back = filled(path, review / "decisions" / path.name, answers)
        assert ajour("decide", back, "--review", review).code == 0
    assert ajour("report", review).code == 0
    return review / "output"


def test_the_report_notes_in_its_language_that_records_are_missing(output: Path) -> None:
    nb, en = ((output / f"report.{one}.html").read_text("utf-8") for one in ("nb", "en"))
    assert "medline: kilden oppga 9 treff, men 5 referanser ble importert: 4 mangler" in nb
    assert "medline: the source reported 9 hits, but 5 records came: 4 missing" in en


def test_excluded_reports_stand_in_the_order_of_the_language(output: Path) -> None:
    found = {
        language: re.findall(
            r"^\| ([^ |]+) [A-Z], B C", (output / f"tables.{language}.md").read_text("utf-8"), re.M
        )
        for language in ("nb", "en")
    }
    assert found["nb"] == ["Aas", "Ærø", "Øst", "Åsen"]
    assert found["en"] == ["Aas", "Åsen", "Ærø", "Øst"]


def test_others_than_the_first_authors_are_told_in_the_language(output: Path) -> None:
    nb, en = ((output / f"tables.{one}.md").read_text("utf-8") for one in ("nb", "en"))
    assert "D E, mfl. Sleep after" in nb
    assert "et al." not in nb
    assert "D E, et al. Sleep after" in en


def test_a_review_of_articles_calls_its_reports_so_in_text_and_tables(output: Path) -> None:
    text = (output / "text.nb.md").read_text("utf-8")
    assert "Fem artikler ble vurdert i fulltekst, og fire ble ekskludert" in text
    assert "Én artikkel ble inkludert." in text
    assert " 1 artikkel ble inkludert." in text
    assert "publikasjon" not in text
    assert "Artikler ekskludert i fulltekst" in (output / "tables.nb.md").read_text("utf-8")
