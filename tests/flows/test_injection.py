"""Nothing of a record or a setting runs, leads anywhere or hides in what is written or printed."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from exports.cells import write_text
from flows.review.atomic_files import LONGEST_NAME, bounded, distinct, safe_name
from tests.support.attack import Attack
from tests.support.hostile_inputs import faults, of_csv, of_ris
from tests.support.reviews import ajour, small_review


@pytest.mark.slow
@pytest.mark.every_output
def test_nothing_of_a_hostile_review_gets_out(tmp_path: Path) -> None:
    attack = Attack(tmp_path, shift=31, records=4, languages=["en"])
    attack.write_everything(under_prefect=False)
    assert len(attack.files()) > 90
    assert attack.found() == []


def test_the_scanner_sees_what_it_is_to_see(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# <b>x</b>\n\n[x](javascript:y) <javascript:z>\n")
    (tmp_path / "a.html").write_text("<p onclick=x><a href='javascript:x'>y</a><img src=z>")
    assert len(list(faults(tmp_path / "a.md"))) >= 3
    assert len(list(faults(tmp_path / "a.html"))) >= 3
    assert list(of_csv("a,b\n\uff1d1,x;=1+1\n"))
    assert list(of_ris("TY  - JOUR\nTY  - JOUR\nER  - \n"))


@pytest.mark.parametrize("name", ["../../x", "-x", "CON", "a" * 300, "å" * 200, ".", "a\x1b\n/b"])
def test_a_name_made_of_a_value_is_one_that_any_system_takes(name: str) -> None:
    made = safe_name(name)
    assert len(made.encode()) <= LONGEST_NAME
    assert made[0] not in "-."
    assert not set(made) & set("/\\\n\x1b")
    assert made.upper() != "CON"


def test_long_names_that_begin_alike_stay_apart() -> None:
    assert bounded("a" * 300) != bounded("a" * 301)
    assert distinct(["a-b", "A-B", "a-b"]) == ["a-b", "A-B-2", "a-b-3"]


def test_two_reviewers_whose_names_look_alike_have_a_list_each(tmp_path: Path) -> None:
    from flows.orchestration.update import update

    review = small_review(tmp_path)
    path = review / "review.toml"
    path.write_text(path.read_text("utf-8").replace('"ann", "bo"', '"ann b", "Ann/B"'), "utf-8")
    update(review)
    lists = sorted(one.name for one in (review / "lists").iterdir())
    assert lists == ["screening-Ann-B-2.xlsx", "screening-ann-b.xlsx"]


def test_a_list_named_for_another_form_is_refused(tmp_path: Path) -> None:
    from flows.orchestration.update import update

    review = small_review(tmp_path)
    update(review)
    for words in (
        ["duplicates", review, "--reviewer", "ann", "-o", tmp_path / "x.csv"],
        ["candidates", review, "--reviewer", "ann", "-o", tmp_path / "y.docx"],
        ["trace", "identified_records", "--review", review, "-o", tmp_path / "z.xlsx"],
        ["export-audit", review, "-o", tmp_path / "a.xlsx"],
    ):
        said = ajour(*words)
        nothing = "Nothing" in said.out or "No pair" in said.out
        assert nothing or (said.code == 2 and "othing was written" in said.err)
    assert [path.name for path in tmp_path.iterdir()] == ["review"]


def test_a_text_like_the_markup_of_a_workbook_stays_text(tmp_path: Path) -> None:
    import xlsxwriter

    for options in ({}, {"constant_memory": True}):
        with xlsxwriter.Workbook(tmp_path / "a.xlsx", options) as book:
            write_text(book.add_worksheet(), (0, 0), "<r><t>&</t></r>")
        sheet = load_workbook(tmp_path / "a.xlsx").active
        assert sheet is not None
        assert str(sheet["A1"].value).strip() == "<r><t>&</t></r>"
