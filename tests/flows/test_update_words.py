"""An update says what it did itself: new duplicates, and nothing new even if something failed."""

from pathlib import Path

import pytest

from exports.pictures.text_width import wrap
from flows.orchestration.update import update
from flows.reporting.waiting import list_out
from flows.review.session import at_work
from flows.screening.reading_queue import next_batch
from pipeline.decisions import Stage
from pipeline.review.lists_out import ListOut
from tests.support.reviews import TITLES, ajour, entry, later_round, small_review


def test_the_update_tells_new_duplicates_apart_from_earlier_ones(review: Path) -> None:
    first = update(review).stages["link duplicates"].told[0]
    assert first.startswith("1 new duplicate linked, 1 in all; ")
    later_round(review)
    second = update(review).stages["link duplicates"].told[0]
    assert second.startswith("1 new duplicate linked, 2 in all; ")
    (review / "searches/2/later/more.ris").write_text(entry("Unlike all", author="X, Y"), "utf-8")
    third = update(review).stages["link duplicates"].told[0]
    assert third.startswith("0 new duplicates linked, 2 in all; ")


def test_an_update_with_a_refused_file_says_that_nothing_else_is_new(review: Path) -> None:
    (review / "searches/1/wos/half.ris").write_bytes(b"\0\1\2")
    assert ajour("update", review).code == 3
    said = ajour("update", review)
    assert said.out.startswith(
        "Small review: ajour found nothing new, apart from the problems listed at the end. "
        "Nothing was changed.\n"
    )
    assert "half.ris" in said.err


def test_the_report_keeps_the_letter_and_names_what_to_open(review: Path) -> None:
    letter = update(review).letter
    (review / "searches/2/later/more.ris").write_text(
        entry(TITLES[1], author="Author1, A"), "utf-8"
    )
    command = ["import", review / "searches/2/later/more.ris", "--search", "later"]
    assert ajour(*command, "--review", review).code == 0
    said = ajour("report", review)
    assert "wrote" in said.out
    assert (review / "output/letter.md").read_text("utf-8") == letter
    assert not (review / "output/latest/letter.md").exists()
    assert f"Open: {review / 'output/letter.md'}" in said.out
    assert ajour("check", review).code == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "in the list on the screening page have"), ("nb", "i listen på screeningsiden er")],
)
def test_the_letter_calls_a_list_on_the_page_what_it_is(
    review: Path, language: str, words: str
) -> None:
    own = review / "review.toml"
    text = own.read_text("utf-8").replace('language = "en"', f'language = "{language}"')
    own.write_text(text, "utf-8")
    update(review)
    with at_work(review) as session:
        next_batch(session, "ann", Stage.SCREENING, "read")
    later_round(review)
    assert words in update(review).letter
    assert "the list on the screening page of ann (all " in ajour("status", review).out


@pytest.mark.parametrize(
    ("rows", "waiting", "words"),
    [
        (84, 84, "a.xlsx (all 84 reports)"),
        (39, 27, "a.xlsx (27 of its 39 reports)"),
        (1, 1, "a.xlsx (1 report)"),
    ],
)
def test_a_list_is_named_with_its_waiting_reports(rows: int, waiting: int, words: str) -> None:
    out = ListOut(file="a.xlsx", reviewer="ann", at="", rows=rows, waiting=waiting)
    assert list_out(out) == words


@pytest.mark.parametrize(
    ("top", "words"),
    [
        (2, "All of these reports are also on lists that have not been returned: "),
        (4, "3 of these reports are also on lists that have not been returned: "),
    ],
)
def test_a_list_says_how_many_of_its_reports_are_on_other_lists(
    tmp_path: Path, top: int, words: str
) -> None:
    review = small_review(tmp_path, screening="double")
    update(review)
    ask = ("candidates", review, "--reviewer", "ann")
    assert ajour(*ask, "--top", 3, "--batch").code == 0
    assert words in ajour(*ask, "--top", top).out


def test_no_blank_stands_before_the_comma_after_a_number_in_brackets() -> None:
    text = "Databases: Embase (n = 4), Medline (n = 5); CINAHL (n = 1)."
    assert wrap(text, 900, 7) == [text]


def test_the_folder_written_to_is_named_within_the_review(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(review.parent)
    told = update(Path(review.name)).stages["write"].told[0]
    assert told.endswith(" files to output/runs/2024-06-10-1 (also in output).")
    later_round(review)
    told = update(review).stages["write"].told[0]
    assert told.endswith(" files to output/runs/2024-06-10-2 (also in output).")


def test_an_update_with_nothing_new_does_not_read_the_library(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(review)

    def read_library(*_: object) -> None:
        raise AssertionError("a large library takes seconds to read")

    monkeypatch.setattr("flows.review.session.read_library", read_library)
    monkeypatch.setattr("flows.review.session.read_outline", read_library)
    assert update(review).letter
