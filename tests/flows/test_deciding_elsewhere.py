"""Decisions made in other programs, taken into a review."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.filled_lists import listed, records
from tests.support.reviews import TITLES, ajour, entry, rows_of

RAYYAN = ("key", "title", "year", "journal", "authors", "notes", "doi", "pubmed_id")


def _rayyan(path: Path, rows: Sequence[tuple[str, str]], **more: str) -> Path:
    """Rayyan's csv: title and verdicts per person, as "Kari=Included; Ola=Excluded"."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, RAYYAN)
        writer.writeheader()
        for number, (title, said) in enumerate(rows):
            words = (one.split("=") for one in said.split("; "))
            verdicts = ", ".join(f'"{who}"=>"{word}"' for who, word in words)
            row = {"key": f"rayyan-{number}", "title": title, "year": "2023", **more}
            writer.writerow({**row, "notes": f"RAYYAN-INCLUSION: {{{verdicts}}}"})
    return path


def _reviewed(review: Path) -> list[str]:
    return sorted(f"{one[7]} {one[3]}" for one in rows_of(review / "ajour.db")["decision"])


def test_an_old_library_with_its_decisions_is_the_start_of_an_update(review: Path) -> None:
    old = [f"{'Telework' if n % 2 else 'Rowing'} and outcome number {n} of many" for n in range(30)]
    text = "".join(entry(title, author=f"Writer{n}, W") for n, title in enumerate(old))
    (review / "searches/1/medline/old.ris").write_text(text, "utf-8")
    update(review)
    said = [(one, f"Emily={'Included' if 'Telework' in one else 'Excluded'}") for one in old]
    file = _rayyan(review / "articles.csv", said, journal="Journal of Small Cases")
    taken = ajour("decide", file, "--reviewer-map", "Emily=ann")
    assert taken.code == 0, taken.err
    assert "30 decisions by ann imported" in taken.out
    told = update(review).stages["rank"].told
    assert "ranked (model trained on 30 decisions)" in str(told)


def test_rows_are_known_by_id_number_and_likeness_and_the_others_are_listed(review: Path) -> None:
    export = review / "searches/1/wos/export.ris"
    export.write_text(
        export.read_text("utf-8").replace("TI  - Commuting", "DO  - 10.1234/x\nTI  - Commuting"),
        "utf-8",
    )
    update(review)
    ids = records(review)
    rows = [
        ("Commuting and time", f"{ids[TITLES[0]]}", "10.9999/none"),
        ("Commuting & time", "", "10.1234/X"),
        ("Neck pain and the kitchen table.", "", ""),
        ("Whales of the southern seas", "", "10.1234/x"),
        ("Something else altogether", "", ""),
    ]
    file = review / "labels.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["title", "ajour_id", "doi", "authors", "year", "asreview_label"])
        writer.writerows([*row, "Author1, A", 2023, 1] for row in rows)
    where = review / "left.csv"
    said = ajour("decide", file, "--reviewer", "bo", "--unmatched", where, "--json")
    assert said.code == 0, said.err
    told = json.loads(said.out)["files"][0]
    assert told["matched"] == {"DOI": 1, "id": 1, "likeness": 1}
    assert [one["row"] for one in told["unmatched"]] == [5, 6]
    left = where.read_text("utf-8-sig")
    assert "Whales" in left
    assert "Something else" in left
    again = ajour("decide", file, "--reviewer", "bo", "--unmatched", where)
    assert (again.code, "never overwrites" in again.err) == (2, True)
    assert told["new"] == 3
    text = file.read_text("utf-8").replace("asreview_label", "notes,asreview_label")
    text = text.replace("2023,1", f"2023,ajour:{ids[TITLES[0]]},1")
    file.write_text(text, encoding="utf-8")
    chosen = ajour("decide", file, "--reviewer", "bo", "--dry-run", "--json")
    assert json.loads(chosen.out)["files"][0]["unmatched"] == []


def test_people_whom_the_review_does_not_know_are_named_all_at_once(review: Path) -> None:
    update(review)
    file = _rayyan(
        review / "a.csv", [(TITLES[0], "Emily=Included; Tor=Excluded")], authors="Author0, A"
    )
    before = rows_of(review / "ajour.db")
    said = ajour("decide", file, "--from", "rayyan")
    assert said.code == 2
    assert '--reviewer-map "Emily=NAME"' in said.err
    assert "Tor is not a reviewer" in said.err
    assert rows_of(review / "ajour.db") == before
    taken = ajour("decide", file, "--reviewer-map", "Emily=ann", "--reviewer-map", "Tor=bo")
    assert taken.code == 0, taken.err
    assert _reviewed(review) == ["ann include", "bo exclude"]


def test_a_file_without_persons_needs_a_reviewer(review: Path) -> None:
    update(review)
    file = review / "asreview.csv"
    file.write_text(
        f'title,authors,year,asreview_label\n{TITLES[0]},"Author0, A",2023,1\n', "utf-8"
    )
    said = ajour("decide", file, "--from", "asreview")
    assert said.code == 2
    assert "--reviewer" in said.err
    assert ajour("decide", file, "--from", "asreview", "--reviewer", "ann").code == 0
    assert _reviewed(review) == ["ann include"]


def test_what_is_said_twice_is_taken_once_and_what_differs_is_refused(review: Path) -> None:
    update(review)
    same = [(TITLES[0], "ann=Included"), (TITLES[0] + ".", "ann=Included")]
    file = _rayyan(review / "same.csv", same, authors="Author0, A")
    assert ajour("decide", file).code == 0
    assert _reviewed(review) == ["ann include"]
    other = [(TITLES[1], "ann=Included"), (TITLES[1] + ".", "ann=Excluded")]
    twice = _rayyan(review / "other.csv", other, authors="Author1, A")
    said = ajour("decide", twice)
    assert said.code == 2
    assert "but row 2 says “include”" in said.err
    assert ajour("decide", twice, "--revise").code == 0
    assert _reviewed(review) == ["ann exclude", "ann include"]


def test_a_verdict_against_an_earlier_one_waits_for_the_word(review: Path) -> None:
    update(review)
    first = _rayyan(review / "a.csv", [(TITLES[0], "ann=Included")], authors="Author0, A")
    assert ajour("decide", first).code == 0
    second = _rayyan(review / "b.csv", [(TITLES[0], "ann=Excluded")], authors="Author0, A")
    said = ajour("decide", second, "--dry-run")
    assert said.code == 3
    assert "--revise" in said.err
    assert "0 decisions" in said.out
    assert ajour("decide", second, "--revise", "--dry-run").code == 0
    assert _reviewed(review) == ["ann include"]


def test_rayyans_log_takes_its_titles_from_the_articles(review: Path) -> None:
    update(review)
    articles = _rayyan(review / "articles.csv", [(TITLES[0], "x=Undecided")], authors="Author0, A")
    log = review / "customizations_log.csv"
    log.write_text(
        "created_at,user_id,user_email,article_id,key,value\n"
        "2023-01-01 10:00:00,7,a@example.org,0,included,1\n",
        "utf-8",
    )
    said = ajour("decide", log, "--articles", articles, "--reviewer-map", "Rayyan 7=bo")
    assert said.code == 0, said.err
    assert _reviewed(review) == ["bo include"]
    assert b"example.org" not in (review / "ajour.db").read_bytes()


def test_covidences_lists_say_by_name_or_by_word_what_they_are(review: Path) -> None:
    update(review)
    head = "Title,Authors,Published Year,Covidence #,Notes\n"
    row = f'{TITLES[0]},"Author0, A",2023,#1,Exclusion reason: Wrong thing;\n'
    file = review / "review_1_excluded.csv"
    file.write_text(head + row, "utf-8")
    said = ajour("decide", file, "--reviewer", "ann")
    assert said.code == 2
    assert '--reason-map "Wrong thing=CODE"' in said.err
    taken = ajour("decide", file, "--reviewer", "ann", "--reason-map", "Wrong thing=E")
    assert taken.code == 0, taken.err
    bare = review / "list.csv"
    bare.write_text(head + row + "\n", "utf-8")
    assert "Give the decision with --verdict" in ajour("decide", bare, "--reviewer", "bo").err
    words = ("--reviewer", "bo", "--stage", "screening", "--verdict", "exclude")
    assert ajour("decide", bare, *words).code == 0
    assert _reviewed(review) == ["ann exclude", "bo exclude"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--from", "covidence"), "not from covidence"),
        (("--reviewer-map", "Emily"), "expected THEIRS=OURS"),
        (("--reviewer-map", "Emily=anne"), "'anne' is not a reviewer; did you mean 'ann'?"),
        (("--reason-map", "Wrong thing=X"), "'X' is not a reason code; expected one of E, P"),
        (("--from", "nvivo"), "nvivo"),
    ],
)
def test_a_wrong_word_for_the_program_is_told(
    review: Path, words: tuple[str, ...], sentence: str
) -> None:
    update(review)
    file = _rayyan(review / "a.csv", [(TITLES[0], "ann=Included")])
    said = ajour("decide", file, *words)
    assert said.code == 2
    assert sentence in said.err


def test_a_file_that_is_of_no_program_is_refused_with_what_is_known(review: Path) -> None:
    update(review)
    file = review / "x.csv"
    file.write_text("a,b\n1,2\n", "utf-8")
    said = ajour("decide", file)
    assert said.code == 2
    assert "not a list of decisions" in said.err
    assert "asreview_label" in said.err


def test_the_forms_that_go_out_come_back_with_their_ids(review: Path) -> None:
    update(review)
    path = listed(review, "--reviewer", "ann", "--all", "--format", "asreview")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["included"] = "0"
    back = review / "back.csv"
    with back.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    said = ajour("decide", back, "--reviewer", "ann")
    assert said.code == 0, said.err
    assert "5 by id" in said.out


def test_a_file_of_another_program_is_withdrawn_like_any_other(review: Path) -> None:
    update(review)
    file = _rayyan(review / "a.csv", [(TITLES[0], "ann=Included")], authors="Author0, A")
    assert ajour("decide", file).code == 0
    assert "include by ann" in ajour("explain", records(review)[TITLES[0]], "--review", review).out
    assert ajour("withdraw", file, "--review", review).code == 0
    assert json.loads(ajour("status", review, "--json").out)["total"]["screened"] == 0
    assert ajour("decide", file).code == 0
    assert json.loads(ajour("status", review, "--json").out)["total"]["screened"] == 1


@pytest.mark.parametrize(("name", "content"), [("x.pdf", b"%PDF-1.7"), ("x.ris", b"TY  - JOUR")])
def test_what_can_not_be_read_is_refused_in_sentences(
    review: Path, name: str, content: bytes
) -> None:
    update(review)
    (review / name).write_bytes(content)
    for words in ((), ("--from", "ris")):
        said = ajour("decide", review / name, *words)
        assert said.code == 2, said.err
        assert name in said.err
