"""What a report's files say to reviewers, in the words and the order of their language."""

import re
from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.filled_lists import filled, listed
from tests.support.reviews import ajour, entry, rows_of, small_review

pytestmark = pytest.mark.every_output

AUTHORS = {
    "Åsen, A": "Sleep after a year of telework",
    "Aas, B": "Neck pain and the kitchen table",
    "Øst, C": "Leadership at a distance in small firms",
    "Ærø, D": "Telemedicine for rural clinics",
    "Zetterlund, E": "Burnout among teleworkers",
}


SCRIPT = "\U0010fe01"
"""A letter of a script that no machine has a typeface for."""

PROSE = """included = { nb = "Kontorarbeid hjemme", en = "Office work at home" }
excluded = { nb = "Overtid hjemme", en = "Overtime at home" }
"""


def with_prose(review: Path) -> None:
    """Give the element of exposure, not that of publication, texts of its own for the table."""
    path = review / "criteria.toml"
    first, second = path.read_text("utf-8").split('\n[[element]]\nname = "type"')
    path.write_text(f'{first}{PROSE}\n[[element]]\nname = "type"{second}', "utf-8")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review in both languages of five articles, of which one is included."""
    review = small_review(tmp_path_factory.mktemp("files"))
    text = (review / "review.toml").read_text("utf-8")
    text = text.replace('language = "en"', 'language = "en"\nlanguages = ["nb"]\nunit = "article"')
    text = text.replace('"Small review"', f'"Small review {SCRIPT}"')
    text = text.replace("run_on = 2024-01-10", "run_on = 2024-01-10\nhits = 9")
    (review / "review.toml").write_text(text, "utf-8")
    with_prose(review)
    made = "".join(
        entry(title, author=author, more="AU  - B, C\nAU  - D, E\nAU  - F, G\nVL  - 5\nSP  - 11\n")
        for author, title in AUTHORS.items()
    )
    (review / "searches/1/medline/export.ris").write_text(made, "utf-8")
    (review / "searches/1/wos/export.ris").unlink()
    update(review)
    for stage, others in (("screening", "include"), ("eligibility", "exclude")):
        path = listed(review, "--stage", stage, "--reviewer", "ann", "--all")
        reason = {"Reason": "Wrong exposure"} if others == "exclude" else {}
        answers = {
            AUTHORS["Zetterlund, E"]: {"Decision": "include"},
            "*": {"Decision": others, **reason},
        }
        back = filled(path, review / "decisions" / path.name, answers)
        assert ajour("decide", back, "--review", review).code == 0
    assert ajour("report", review).code == 0
    return review / "output"


@pytest.mark.slow
def test_the_report_notes_in_its_language_that_records_are_missing(output: Path) -> None:
    nb, en = ((output / f"report.{one}.html").read_text("utf-8") for one in ("nb", "en"))
    assert "medline: kilden oppga 9 treff, men 5 referanser ble importert: 4 mangler" in nb
    assert "medline: the source reported 9 hits, but 5 records were imported: 4 missing" in en


def test_the_report_names_letters_that_its_pictures_lack(output: Path) -> None:
    nb, en = ((output / f"report.{one}.html").read_text("utf-8") for one in ("nb", "en"))
    assert f"viser □ for tegn som ingen skrifttype på maskinen har: {SCRIPT} (legg en" in nb
    assert f"characters that no typeface on this machine has: {SCRIPT} (put a" in en


def test_excluded_reports_stand_in_the_order_of_the_language(output: Path) -> None:
    found = {
        language: re.findall(
            r"^\| ([^ |]+) [A-Z], B C", (output / f"tables.{language}.md").read_text("utf-8"), re.M
        )
        for language in ("nb", "en")
    }
    assert found["nb"] == ["Aas", "Ærø", "Øst", "Åsen"]
    assert found["en"] == ["Aas", "Åsen", "Ærø", "Øst"]


def test_excluded_reports_are_cited_as_the_included_ones_are(output: Path) -> None:
    journal = "Journal of Small Cases. 2023;5:11."
    for language in ("nb", "en"):
        excluded = (output / f"tables.{language}.md").read_text("utf-8")
        included = (output / f"references.vancouver-nlm.{language}.md").read_text("utf-8")
        assert f"Aas B, B C, D E, F G. Neck pain and the kitchen table. {journal}" in excluded
        assert f"Zetterlund E, B C, D E, F G. Burnout among teleworkers. {journal}" in included


def test_a_review_of_articles_calls_its_reports_so_in_text_and_tables(output: Path) -> None:
    text = (output / "text.nb.md").read_text("utf-8")
    assert "Vi vurderte fem artikler i fulltekst og ekskluderte fire" in text
    assert "Vi inkluderte én artikkel." in text
    # The criteria have an element of that name, which the text lists.
    assert "publikasjon" not in text.replace("eksponering og publikasjon", "")
    assert "Artikler ekskludert i fulltekst" in (output / "tables.nb.md").read_text("utf-8")


def test_the_table_of_criteria_has_their_own_texts_or_else_questions_and_reasons(
    output: Path,
) -> None:
    nb, en = ((output / f"tables.{one}.md").read_text("utf-8") for one in ("nb", "en"))
    assert "| Eksponering | Kontorarbeid hjemme | Overtid hjemme |" in nb
    assert "| Exposure | Office work at home | Overtime at home |" in en
    assert "| Publikasjon | En artikkel | Feil type |" in nb


def test_a_typeface_put_into_the_review_makes_its_pictures_anew(tmp_path: Path) -> None:
    review = small_review(tmp_path)
    update(review)
    (review / "fonts").mkdir()
    (review / "fonts" / "new.ttf").write_bytes(b"no typeface, but a file of that name")
    said = ajour("report", review)
    assert said.code == 0
    assert len(list((review / "output" / "runs").iterdir())) == 2


def test_tables_come_by_their_numbers_and_the_figure_of_all_searches_is_called_so(
    output: Path,
) -> None:
    assert (output / "tables.nb.md").read_text("utf-8").startswith("**Tabell 1. ")
    page = (output / "report.nb.html").read_text("utf-8")
    assert ">Alle søk samlet<" in page
    assert ">Inkluderte artikler<" in page


def test_texts_of_the_table_are_printed_anew_and_no_record_is_read_again(tmp_path: Path) -> None:
    review = small_review(tmp_path)
    update(review)
    before = rows_of(review / "ajour.db")["assessment"]
    with_prose(review)
    assert ajour("report", review).code == 0
    told = (review / "output" / "tables.en.md").read_text("utf-8")
    assert "Office work at home" in told
    assert rows_of(review / "ajour.db")["assessment"] == before
