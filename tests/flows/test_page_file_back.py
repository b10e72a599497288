"""What the page in one file saves comes back as strictly as a sheet, and counts the same."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.review.session import at_work
from pipeline.store.decisions import decisions
from pipeline.store.supplements import supplements
from tests.support.filled_lists import filled, listed, numbers
from tests.support.page_saved import data_of, saved, title_of
from tests.support.reviews import TITLES, ajour, entry, rows_of, small_review

EVERY = {"*": {"verdict": "exclude", "reason": "E", "note": "=1+1, æøå"}}
FIRST = "searches/1/medline/export.ris"


@pytest.fixture
def double(tmp_path: Path) -> Path:
    """The small review, with two to decide on each report, and its first update done."""
    review = small_review(tmp_path, screening="double")
    update(review)
    return review


def page_of(review: Path, who: str = "ann", *words: object) -> Path:
    return listed(review, "--reviewer", who, "--all", "--format", "html", *words)


def said(review: Path) -> list[tuple[str, str, str | None, str | None]]:
    with at_work(review) as session:
        return sorted(
            (one.reviewer, one.verdict, one.reason, one.note) for one in decisions(session.db)
        )


def test_a_saved_file_is_recorded_once(double: Path) -> None:
    back = saved(page_of(double), double / "decisions/ann.json", EVERY)
    first = ajour("decide", back)
    assert first.code == 0, first.err
    assert "5 decisions by ann imported" in first.out
    assert said(double) == [("ann", "exclude", "E", "=1+1, æøå")] * 5
    before = rows_of(double / "ajour.db")
    assert ajour("decide", back).code == 0
    assert rows_of(double / "ajour.db") == before


def test_a_half_finished_file_and_the_whole_one_add_up(double: Path) -> None:
    page = page_of(double)
    half = saved(page, double / "half.json", {TITLES[0]: {"verdict": "maybe"}})
    whole = saved(page, double / "whole.json", {**EVERY, TITLES[0]: {"verdict": "maybe"}})
    assert ajour("decide", half).code == 0
    assert ajour("decide", whole).code == 0
    assert sorted(verdict for _, verdict, _, _ in said(double)) == ["exclude"] * 4 + ["maybe"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param(
            lambda text: text[: len(text) // 2], "is incomplete or was changed", id="torn"
        ),
        pytest.param(
            lambda text: text.replace('"exclude"', '"include"', 1),
            "after the page wrote the file",
            id="a verdict changed",
        ),
        pytest.param(
            lambda text: text.replace('"count": 5', '"count": 6'),
            "after the page wrote the file",
            id="a row lost",
        ),
        pytest.param(
            lambda text: text.replace('"format": 1', '"format": 9'), "reads format 1", id="newer"
        ),
        pytest.param(lambda text: text.replace('"stage"', '"step"'), "stage", id="no stage"),
        pytest.param(lambda text: "[" * 100_000, "", id="nothing of ours"),
    ],
)
def test_a_damaged_file_is_refused_whole(
    double: Path, change: Callable[[str], str], told: str
) -> None:
    back = saved(page_of(double), double / "ann.json", EVERY)
    back.write_text(change(back.read_text("utf-8")), "utf-8")
    refused = ajour("decide", back)
    assert refused.code == 2
    assert told in refused.err
    assert "Traceback" not in refused.err
    assert said(double) == []


def test_every_cut_of_a_file_is_refused(double: Path) -> None:
    back = saved(page_of(double), double / "ann.json", EVERY)
    whole = back.read_bytes()
    for length in range(1, len(whole) - 1, 97):
        back.write_bytes(whole[:length])
        assert ajour("decide", back, "--review", double).code == 2
    assert said(double) == []


def test_a_file_of_another_review_is_refused(double: Path, tmp_path: Path) -> None:
    other = small_review(tmp_path / "other", screening="double")
    update(other)
    back = saved(page_of(other), double / "ann.json", EVERY)
    refused = ajour("decide", back, "--review", double)
    assert refused.code == 2
    assert "Small review" in refused.err
    assert said(double) == []


def test_a_row_of_another_persons_list_waits_and_the_others_count(double: Path) -> None:
    page, others = page_of(double), page_of(double, "bo")
    key = data_of(others)["cards"][0]["row_key"]
    answers = {**EVERY, title_of(data_of(page)["cards"][0]): {"verdict": "include", "key": key}}
    told = ajour("decide", saved(page, double / "ann.json", answers))
    assert told.code == 3
    assert "row 1: this row is from the list of bo; expected the list of ann" in told.err
    assert [one[0] for one in said(double)] == ["ann"] * 4


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param({"verdict": "yes"}, "found “yes”; expected one of include", id="verdict"),
        pytest.param({"verdict": "exclude", "reason": "Q"}, "expected a reason", id="reason"),
        pytest.param(
            {"verdict": "include", "digest": "0123456789"}, "the checksum of this row", id="digest"
        ),
        pytest.param({"verdict": "include", "key": "btkwqnrvzqvs"}, "expected the key", id="key"),
    ],
)
def test_a_row_that_is_wrong_is_told_and_the_others_count(
    double: Path, row: dict[str, str], told: str
) -> None:
    back = saved(page_of(double), double / "ann.json", {**EVERY, TITLES[1]: row})
    answer = ajour("decide", back)
    assert answer.code == 3
    assert told in answer.err
    assert len(said(double)) == 4


@pytest.mark.parametrize(
    ("place", "more", "told"),
    [
        pytest.param(0, {"title": "Nap after a year"}, "the list shows “Nap after", id="title"),
        pytest.param(1, {}, "the abstract has changed since the list was sent", id="abstract"),
    ],
)
def test_a_text_that_is_another_now_is_asked_about(
    double: Path, place: int, more: dict[str, str], told: str
) -> None:
    page = page_of(double)
    card = data_of(page)["cards"][0]
    parts = card["row_key"].split("|")
    parts[6] = f"{parts[6][: 4 * place]}AAAA{parts[6][4 * place + 4 :]}"
    row = {"verdict": "include", "key": "|".join(parts), **more}
    back = saved(page, double / "ann.json", {**EVERY, title_of(card): row})
    answer = ajour("decide", back)
    assert answer.code == 3
    assert told in answer.err
    assert "the database now has" in answer.err
    assert len(said(double)) == 4
    assert ajour("decide", back, "--revise").code == 0
    assert len(said(double)) == 5


def test_an_abstract_that_was_pasted_in_is_kept_once_and_replaces_none(double: Path) -> None:
    bare = entry("A report without an abstract", author="Bare, B")
    text = "\n".join(line for line in bare.split("\n") if not line.startswith("AB"))
    (double / "searches/2/later/export.ris").write_text(text, "utf-8")
    update(double)
    page = page_of(double)
    cards = {title_of(card): card["row_key"] for card in data_of(page)["cards"]}
    at = "2026-01-05T10:00:00.000Z"
    added = [
        {"key": cards[title], "text": "We followed people who telework.", "at": at}
        for title in ("A report without an abstract", TITLES[0])
    ]
    half = saved(page, double / "half.json", {}, abstracts=added)
    told = ajour("decide", half)
    assert told.code == 0, told.err
    assert "1 abstract added" in told.out
    whole = saved(page, double / "whole.json", EVERY, abstracts=added)
    assert "abstract added" not in ajour("decide", whole).out
    with at_work(double) as session:
        kept = supplements(session.db)
    assert [(one.who, one.origin) for one in kept] == [("ann", "half.json")]


def test_a_page_says_what_is_left_but_where_that_would_tell_the_others_words(
    double: Path, tmp_path: Path
) -> None:
    assert ajour("decide", saved(page_of(double, "bo"), double / "bo.json", EVERY)).code == 0
    assert data_of(page_of(double))["start"]["progress"]["stopping"]
    blind = small_review(tmp_path / "blind", screening="double-blind")
    update(blind)
    assert ajour("decide", saved(page_of(blind, "bo"), blind / "bo.json", EVERY)).code == 0
    assert not data_of(page_of(blind))["start"]["progress"]["stopping"]


def test_a_page_holds_nobody_elses_decisions(tmp_path: Path) -> None:
    review = small_review(tmp_path, screening="double")
    update(review)
    secret = {"*": {"verdict": "exclude", "note": "bosmerknad"}}
    assert ajour("decide", saved(page_of(review, "bo"), review / "bo.json", secret)).code == 0
    text = page_of(review, "ann").read_text("utf-8")
    assert "bosmerknad" not in text
    assert '"standing":null' in text
    assert '"earlier":[{' not in text


def test_a_page_that_is_out_stands_as_a_sheet_does(double: Path) -> None:
    page = page_of(double)
    told = json.loads(ajour("candidates", double, "--reviewer", "ann", "--batch", "--json").out)
    assert [one["file"] for one in told["out"]] == [page.name]
    again = listed(double, "--reviewer", "ann", "--all", "--format", "html")
    assert again == page
    shorter = listed(double, "--reviewer", "ann", "--top", 2, "--format", "html")
    assert shorter.name == "screening-ann-2.html"
    assert page.is_file()


def test_the_same_page_twice_has_the_same_bytes(double: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.html", tmp_path / "b.html"
    for path in (first, second):
        page_of(double, "ann", "--output", path)
    assert first.read_bytes() == second.read_bytes()


def test_nothing_in_a_record_runs_in_the_page(double: Path) -> None:
    bad = entry("</script><script>alert(1)</script>", author="<!--, X", more="KW  - ]]>\n")
    (double / "searches/2/later/export.ris").write_text(bad, "utf-8")
    update(double)
    text = page_of(double).read_text("utf-8")
    assert text.count("<script") == 2
    assert "unsafe" not in text.split("<title>")[0]


def test_page_and_workbook_come_to_the_same(tmp_path: Path) -> None:
    counts, stands, outputs = [], [], []
    for form in ("xlsx", "html"):
        review = small_review(tmp_path / form, screening="single")
        update(review)
        path = listed(review, "--reviewer", "ann", "--all", "--format", form)
        if form == "xlsx":
            cells = {"Decision": "exclude", "Reason": "Wrong exposure", "Note": "x"}
            answers = {"*": cells, TITLES[0]: {"Decision": "include"}}
            back = filled(path, review / "decisions/ann.xlsx", answers)
        else:
            own = {"*": {"verdict": "exclude", "reason": "E", "note": "x"}}
            back = saved(
                path, review / "decisions/ann.json", own | {TITLES[0]: {"verdict": "include"}}
            )
        assert ajour("decide", back).code == 0
        update(review)
        counts.append(numbers(review))
        stands.append(said(review))
        output = review / "output"
        outputs.append(
            {
                str(one.relative_to(output)): one.read_bytes()
                for one in sorted(output.rglob("*.svg"))
            }
        )
    assert counts[0] == counts[1]
    assert stands[0] == stands[1]
    assert outputs[0] == outputs[1]
