"""Lists that are out while the review moves: their rows count for the reports as they are now."""

from pathlib import Path

import openpyxl
import pytest

from flows.orchestration.update import update
from flows.review.session import at_work
from pipeline.decisions import Stage
from tests.support.filled_lists import Answers, filled, filled_csv, listed, records
from tests.support.reviews import TITLES, ajour, entry, small_review

EVERY: Answers = {"*": {"Decision": "exclude"}}
FIRST = "searches/1/medline/export.ris"


@pytest.fixture
def out(review: Path) -> Path:
    """A list of all reports that went out to ann; filled in, it lies under decisions/."""
    update(review)
    return filled(
        listed(review, "--reviewer", "ann", "--all"), review / "decisions/ann.xlsx", EVERY
    )


def decided(review: Path) -> dict[str, str]:
    """The verdict that stands on each report, by its title."""
    with at_work(review) as session:
        library = session.library()
        return {
            record.title or "": str(verdict)
            for report, record in library.reports.items()
            if (verdict := library.verdict(report, Stage.SCREENING))
        }


def unread(review: Path) -> list[str]:
    with at_work(review) as session:
        return [str(one) for one in session.library().unread()]


def late(review: Path, text: str) -> None:
    (review / "searches/2/later/export.ris").write_text(text, "utf-8")
    update(review)


@pytest.mark.parametrize(
    "more",
    [
        pytest.param("", id="the same article again"),
        pytest.param("DO  - 10.1000/x\nN1  - seen\n", id="with a DOI"),
        pytest.param("AB  - We followed people, longer. All of it.\n", id="with another abstract"),
    ],
)
def test_a_duplicate_that_is_linked_meanwhile_stops_no_row(
    review: Path, out: Path, more: str
) -> None:
    late(review, "".join(entry(one, author=f"Author{at}, A", more=more)
                         for at, one in enumerate(TITLES)))  # fmt: skip
    said = ajour("decide", out)
    assert (said.code, len(decided(review))) == (0, 5), said.err


def test_reports_that_are_split_and_joined_meanwhile_get_the_verdicts_of_their_records(
    review: Path, out: Path
) -> None:
    known = records(review)
    assert ajour("duplicates", review, "--split", known[TITLES[0]], "--reviewer", "ann").code == 0
    one, other = known[TITLES[2]], known[TITLES[3]]
    assert ajour("duplicates", review, "--join", one, other, "--reviewer", "ann").code == 0
    said = ajour("decide", out)
    assert said.code == 0, said.err
    assert len(unread(review)) == 1  # the part that was on no list


def test_a_title_that_is_another_now_is_asked_about_and_all_else_is_taken(
    review: Path, out: Path
) -> None:
    export = review / FIRST
    book = openpyxl.load_workbook(out)
    page = book.worksheets[1]
    title = next(cell.column for cell in page[1] if cell.value == "Title")
    key = next(cell.column for cell in page[1] if cell.value == "key")
    page.cell(2, title).value = "Nap after a month of telework"
    page.cell(2, key).value = ""
    book.save(out)
    said = ajour("decide", out)
    assert said.code == 3
    assert "the list shows “Nap after a month" in said.err
    assert "the database now has" in said.err
    assert len(decided(review)) == 4
    assert ajour("decide", out).code == 3
    assert len(decided(review)) == 4
    again = ajour("decide", out, "--revise")
    assert "1 decision by ann imported, 1 of them on records whose title or abstract" in again.out
    assert (again.code, len(decided(review))) == (0, 5)
    assert ajour("decide", out).out.endswith("already imported. Nothing was changed.\n")
    assert export.exists()


def test_a_list_survives_another_title_of_the_review_and_other_words_for_its_reasons(
    review: Path,
) -> None:
    update(review)
    told = {"*": {"Decision": "exclude", "Reason": "Wrong exposure"}}
    path = listed(review, "--reviewer", "ann", "--all")
    csv = listed(review, "--reviewer", "ann", "--all", "--format", "csv")
    own = review / "review.toml"
    text = own.read_text("utf-8").replace("Small review", "A review of small things")
    own.write_text(text.replace('language = "en"', 'language = "nb"'), "utf-8")
    criteria = review / "criteria.toml"
    words = criteria.read_text("utf-8").replace('en = "Wrong exposure"', 'en = "Other exposure"')
    criteria.write_text(words.replace('code = "E"', 'code = "EXP"'), "utf-8")
    for back in (filled(path, review / "a.xlsx", told), filled_csv(csv, review / "b.csv", told)):
        said = ajour("decide", back)
        assert said.code == 0, said.err
    with at_work(review) as session:
        reasons = {one.reason for one in session.library().own_words()}
    assert reasons == {"EXP"}


def test_a_list_of_another_review_is_refused_in_one_line_though_the_titles_are_the_same(
    review: Path, out: Path, tmp_path: Path
) -> None:
    other = small_review(tmp_path / "other")
    update(other)
    said = ajour("decide", out, "--review", other)
    assert said.code == 2
    assert said.err.count("\n  - ") == 1
    assert "this list belongs to the review “Small review”, not to this review" in said.err


def test_rows_of_a_withdrawn_export_wait_and_the_same_file_adds_them(
    review: Path, out: Path
) -> None:
    other = review / "searches/1/wos/export.ris"
    assert ajour("withdraw", other, "--why", "the wrong file").code == 0
    said = ajour("decide", out)
    assert said.code == 3
    assert said.err.count("the review no longer has a record with this id") == 1
    assert len(decided(review)) == 4
    assert ajour("import", other, "--search", "wos", "--review", review).code == 0
    assert ajour("decide", out).code == 0
    assert len(decided(review)) == 5


def test_a_verdict_stays_with_the_report_when_one_of_its_exports_is_withdrawn(
    review: Path, out: Path
) -> None:
    assert ajour("decide", out).code == 0
    assert ajour("withdraw", review / FIRST).code == 0
    assert decided(review) == {TITLES[0]: "exclude", "Commuting and time": "exclude"}
    assert unread(review) == []


def test_what_two_sheets_say_stands_while_either_does(review: Path, out: Path) -> None:
    path = listed(review, "--reviewer", "ann", "--all")
    half = filled(path, review / "half.xlsx", {TITLES[0]: {"Decision": "exclude"}, "*": {}})
    assert ajour("decide", half).code == 0
    assert "1 already recorded" in ajour("decide", out).out
    assert ajour("withdraw", half).code == 0
    assert len(decided(review)) == 5
    assert ajour("withdraw", out).code == 0
    assert decided(review) == {}
    assert ajour("decide", half, out).code == 0
    assert len(decided(review)) == 5


def test_a_withdrawn_list_comes_back_as_it_was_whatever_was_linked_since(
    review: Path, out: Path
) -> None:
    assert ajour("decide", out).code == 0
    before = decided(review)
    assert ajour("withdraw", out).code == 0
    late(review, "".join(entry(one, author=f"Author{at}, A", more="AB  - Else.\n")
                         for at, one in enumerate(TITLES)))  # fmt: skip
    said = ajour("decide", out)
    assert (said.code, decided(review)) == (0, before), said.err
    assert "5 withdrawn rows restored" in said.out


def test_faults_of_one_kind_are_one_line_with_their_rows(review: Path, out: Path) -> None:
    answers: Answers = {TITLES[0]: {"Decision": "include"}, "*": {"Decision": "eksluder"}}
    wrong = filled(out, review / "wrong.xlsx", answers)
    said = ajour("decide", wrong)
    assert said.code == 3
    assert said.err.count("did you mean 'ekskluder'?") == 1
    assert "rows " in said.err
    assert decided(review) == {TITLES[0]: "include"}


def test_two_rows_of_reports_that_were_joined_meanwhile_and_say_two_things_ask(
    review: Path,
) -> None:
    update(review)
    known = records(review)
    answers: Answers = {TITLES[2]: {"Decision": "include"}, "*": {"Decision": "exclude"}}
    out = filled(listed(review, "--reviewer", "ann", "--all"), review / "ann.xlsx", answers)
    pair = (known[TITLES[2]], known[TITLES[3]])
    assert ajour("duplicates", review, "--join", *pair, "--reviewer", "ann").code == 0
    said = ajour("decide", out)
    assert said.code == 3
    assert "for the same report" in said.err
    assert len(decided(review)) == 3
