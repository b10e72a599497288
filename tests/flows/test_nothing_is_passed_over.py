"""What nothing reads, or what has two names, is named at once with what was probably meant."""

import json
import shutil
from contextlib import chdir
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.review.completed_commands import with_review
from tests.support.filled_lists import filled_csv, listed, numbers
from tests.support.reviews import ajour, entry, rows_of

HEAD = '\n[[search]]\nname = "{}"\nround = "{}"\nsource = "{}"\n'


def edited(review: Path, old: str, new: str, name: str = "review.toml") -> None:
    path = review / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def put(review: Path, place: str, text: str = "") -> None:
    path = review / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or entry("Telework and tides"), "utf-8")


def told(review: Path) -> str:
    """What was overlooked, which every place that tells of the review says alike."""
    done = update(review)
    every = "\n".join(done.overlooked)
    letter = done.letter.replace("\\", "")
    assert all(with_review(one, review.resolve()) in letter for one in done.overlooked)
    with chdir(review):  # elsewhere, commands are completed with the review
        assert all(one in ajour("status", review).out for one in done.overlooked)
        assert all(f"note: {one}" in ajour("check", review).out for one in done.overlooked)
    return every


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        pytest.param(
            "searches/2/Later/a.ris",
            "searches/2/Later/ (a.ris) is not read: review.toml does not name this folder. Did you "
            "mean searches/2/later/?",
            id="another case",
        ),
        pytest.param("searches/1/Medlin/a.ris", "mean searches/1/medline/?", id="a letter short"),
        pytest.param("searches/1/Web of Science/a.txt", "searches/1/wos/?", id="the source's name"),
        pytest.param("exports/medline.ris", "exports/ (medline.ris)", id="a folder of one's own"),
        pytest.param("medline-may.ris", "medline-may.ris is not read.", id="beside review.toml"),
        pytest.param("searches/wos.ris", "Did you mean searches/1/wos/?", id="in no folder"),
        pytest.param("searches/1/wos.ris", "Did you mean searches/1/wos/?", id="of a round"),
        pytest.param(
            "searches/3/medline/a.ris", "searches/3/medline/ (a.ris)", id="no round of this name"
        ),
        pytest.param(
            "searches/2/wos/a.ris", "of this name belongs to round 1", id="another round's"
        ),
        pytest.param("searches/1/embase/a.xyz", "Add a search for it", id="unknown ending"),
        pytest.param("Searches/1/medline/a.ris", "Searches/", id="the folder of all searches"),
        pytest.param("searches/1/wos/b.ris.part", "did not finish", id="an unfinished download"),
        pytest.param("decisions/ann.xlsx", "ajour decide decisions/ann.xlsx", id="a sheet"),
        pytest.param("Studies.csv", "Did you mean studies.csv?", id="the sheet of studies"),
    ],
)
def test_what_lies_where_nothing_reads_it_is_named_with_what_is_meant(
    review: Path, place: str, sentence: str
) -> None:
    put(review, place)
    assert sentence in told(review)


def test_a_review_as_it_should_be_has_nothing_to_name(review: Path) -> None:
    for place in (".hidden.ris", "notes/idea.docx", "my list.xlsx", "searches/1/wos/read me.md"):
        put(review, place, "words")
    (review / "searches/1/empty").mkdir()
    update(review)
    assert told(review) == ""
    assert ajour("update", review).code == 0


def test_what_is_overlooked_needs_somebody_even_where_nothing_is_new(review: Path) -> None:
    update(review)
    put(review, "searches/1/WOS/a.ris")
    said = ajour("update", review)
    assert said.code == 3
    assert "Did you mean searches/1/wos/?" in said.err


def test_a_file_that_review_toml_names_is_not_told_as_unread(review: Path) -> None:
    put(review, "others.ris")
    assert "others.ris is not read" in told(review)
    edited(review, "[reviewers]", '[other_references]\nfile = "others.ris"\n\n[reviewers]')
    assert "others.ris" not in told(review)


def test_a_norwegian_letter_names_it_in_norwegian(review: Path) -> None:
    edited(review, 'language = "en"', 'language = "nb"')
    put(review, "searches/1/WOS/a.ris")
    letter = update(review).letter
    assert "Mente du searches/1/wos/?" in letter
    assert "Did you" not in letter


SCOPUS = (
    "TY  - JOUR\nTI  - Tides\nPY  - 2020\nN1  - Export Date: 1 May 2024\nDB  - Scopus\nER  - \n"
)
EMBASE = "TY  - JOUR\nTI  - Tides\nPY  - 2020\nDB  - Embase\nER  - \n"


@pytest.mark.parametrize(
    ("text", "source", "platform", "asked"),
    [
        pytest.param(SCOPUS, "MEDLINE", "Ovid", True, id="vendor against platform"),
        pytest.param(SCOPUS, "Scopus", "", False, id="the same vendor"),
        pytest.param(SCOPUS, "CINAHL", "", True, id="vendor against database"),
        pytest.param(SCOPUS, "arbeidstilsynet.no", "", False, id="a place that nobody knows"),
        pytest.param(EMBASE, "MEDLINE", "Ovid", True, id="another database"),
        pytest.param(EMBASE, "Embase", "Ovid", False, id="the same database"),
        pytest.param(entry("Tides"), "Scopus", "", False, id="no vendor's mark"),
    ],
)
def test_an_export_of_another_place_is_asked_about(
    review: Path, text: str, source: str, platform: str, asked: bool
) -> None:
    more = HEAD.format("other", "1", source) + f'platform = "{platform}"\n'
    edited(review, "\n[reviewers]", more + "\n[reviewers]")
    put(review, "searches/1/other/tides.ris", text)
    found = told(review)
    assert ("Is the file in the right folder?" in found) == asked
    assert asked == bool(found)
    assert "Scopus (Scopus)" not in found


def test_a_day_that_has_not_come_is_named(review: Path) -> None:
    edited(review, "run_on = 2024-01-10", "run_on = 2062-05-12")
    assert "the search medline was run on 2062-05-12" in told(review)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("12.05.2020", "write this date as 2020-05-12, without quotes."),
        ("12/05/2020", "write dates like 2023-08-31, without quotes."),
        ('"2020-05-12"', "expected a date without quotes, like 2023-08-31"),
    ],
)
def test_a_date_in_another_manner_is_told_with_how_it_is_written(
    review: Path, written: str, said: str
) -> None:
    edited(review, "run_on = 2024-01-10", f"run_on = {written}")
    assert said in ajour("check", review).err


def test_two_spellings_of_one_reviewer_are_named(review: Path) -> None:
    edited(review, '["ann", "bo"]', '["ann", "bo", "Ann."]')
    assert "ann and Ann. look like two spellings of one person's name" in told(review)


def decided(review: Path, *words: str) -> None:
    update(review)
    (review / "decisions").mkdir()
    path = listed(review, "--reviewer", "ann", "--all", "--format", "csv")
    answers = {"*": {"Decision": "exclude", "Reason": "E"}}
    assert ajour("decide", filled_csv(path, review / "decisions/a.csv", answers)).code == 0


@pytest.mark.parametrize("new", ["Ann", "Anna", "ann."])
def test_a_renamed_reviewer_is_named_with_what_to_do(review: Path, new: str) -> None:
    decided(review)
    edited(review, '["ann", "bo"]', f'["{new}", "bo"]')
    sentence = f"If {new} is the same person, write ann there as before"
    assert "ann has made 5 decisions but is not among the reviewers" in told(review)
    assert sentence in told(review)


def test_somebody_who_has_left_stays_named(review: Path) -> None:
    decided(review)
    edited(review, '["ann", "bo"]', '["bo"]')
    assert "If the person has left, keep the name there and also list it under away" in told(review)
    edited(review, '["bo"]', '["ann", "bo"]\naway = ["ann"]')
    assert told(review) == ""


def test_a_reason_that_criteria_do_not_have_any_more_is_named(review: Path) -> None:
    decided(review)
    edited(review, 'code = "E"', 'code = "exposure"', "criteria.toml")
    found = told(review)
    assert "5 decisions give the reason E, which is not in criteria.toml" in found


def test_one_decision_is_not_told_as_several(review: Path) -> None:
    update(review)
    path = listed(review, "--reviewer", "ann", "--top", 1, "--format", "csv")
    answers = {"*": {"Decision": "exclude", "Reason": "E"}}
    assert ajour("decide", filled_csv(path, review / "a.csv", answers)).code == 0
    edited(review, 'code = "E"', 'code = "exposure"', "criteria.toml")
    edited(review, '["ann", "bo"]', '["bo"]')
    found = told(review)
    assert "ann has made 1 decision but" in found
    assert "1 decision gives the reason E, which is not in criteria.toml; it is shown" in found


def test_a_search_with_a_day_and_no_file_is_an_open_point(review: Path) -> None:
    update(review)
    assert (
        "later (MEDLINE): the search date is given, but no records have been imported"
        in "".join(path.read_text("utf-8") for path in (review / "output").glob("open-points.md"))
        or json.loads((review / "output/run.json").read_text("utf-8"))["open points"]
    )


def test_a_search_under_a_new_name_is_not_counted_twice(review: Path) -> None:
    update(review)
    before, stored = numbers(review), rows_of(review / "ajour.db")
    edited(review, 'name = "wos"', 'name = "WoS Core"')
    (review / "searches/1/wos").rename(review / "searches/1/WoS Core")
    said = ajour("update", review)
    assert said.code == 2
    assert 'write: was = "wos"' in said.err
    assert rows_of(review / "ajour.db")["record"] == stored["record"]
    edited(review, 'name = "WoS Core"', 'name = "WoS Core"\nwas = "wos"')
    assert ajour("update", review).code == 0
    assert numbers(review) == before


def test_a_search_renamed_without_its_folder_is_named(review: Path) -> None:
    update(review)
    edited(review, 'name = "wos"', 'name = "WOS"')
    found = told(review)
    assert (
        "The search wos is no longer in review.toml, but its records still count (n = 2)" in found
    )
    assert 'If the search is now called WOS, write under that name: was = "wos"' in found
    assert "searches/1/wos/ (export.ris)" in found
    assert "withdraw each of its files: ajour withdraw export.ris --search wos" in found
    command = f"ajour withdraw --review {review} export.ris --search wos"
    assert f"{command}\n" in ajour("status", review).out
    assert ajour(*command.split()[1:]).code == 0, "another search has a file of this name"


def test_a_file_in_the_folder_of_its_search_is_not_to_be_moved_there(review: Path) -> None:
    put(review, "searches/1/wos/b.ris.part")
    put(review, "searches/1/wos/c.json")
    found = told(review)
    assert "b.ris.part is not read" in found
    assert "c.json is not read: .json files are treated as notes" in found
    assert "ajour import FILE --search NAME" in found
    assert "Add a search for it" not in found


def test_a_round_under_a_new_name_changes_no_number(review: Path) -> None:
    update(review)
    before = numbers(review)
    edited(review, 'name = "1"', 'name = "autumn"')
    edited(review, 'round = "1"', 'round = "autumn"')
    (review / "searches/1").rename(review / "searches/autumn")
    for command in ("check", "status", "trace"):
        words = ("screened_records", "--review") if command == "trace" else ()
        said = ajour(command, *words, review)
        assert said.code in (0, 3), said.err
        assert "fault of ajour" not in said.err
    assert ajour("update", review).code == 0
    assert numbers(review) == before


def test_a_round_renamed_without_its_folder_is_named(review: Path) -> None:
    update(review)
    edited(review, 'name = "1"', 'name = "autumn"')
    edited(review, 'round = "1"', 'round = "autumn"')
    assert "searches/1/medline/ (export.ris)" in told(review)


def test_a_file_that_moved_to_another_search_is_held_back(review: Path) -> None:
    update(review)
    before = numbers(review)
    shutil.move(review / "searches/1/wos/export.ris", review / "searches/2/later/wos.ris")
    said = ajour("update", review)
    assert said.code == 3
    assert "imported earlier from the file export.ris in the search wos" in said.err
    assert numbers(review) == before
    assert ajour("withdraw", review / "searches/2/later/wos.ris", "--why", "moved").code == 0
    assert ajour("update", review).code in (0, 3)
    assert numbers(review)["identified"] == before["identified"]


def test_the_same_export_of_two_searches_counts_for_both(review: Path) -> None:
    update(review)
    shutil.copy(review / "searches/1/wos/export.ris", review / "searches/2/later/wos.ris")
    assert ajour("update", review).code == 0
    assert numbers(review)["identified"] == 8


def test_criteria_that_are_still_the_template_are_named(
    tmp_path: Path,
) -> None:
    assert ajour("init", tmp_path / "new", "--language", "en", "--database", "MEDLINE").code == 0
    said = ajour("status", tmp_path / "new")
    assert "criteria.toml still has questions of the template (element: exposure, design)" in (
        said.out + said.err
    )


def test_criteria_of_a_review_are_not_taken_for_the_template(review: Path) -> None:
    assert "questions of the template" not in told(review)


def test_a_copy_of_an_imported_export_is_named_once_and_nothing_waits(review: Path) -> None:
    update(review)
    (export,) = sorted((review / "searches/1/wos").iterdir())
    shutil.copyfile(export, export.with_name("the same again.ris"))
    before = numbers(review)
    done = update(review)
    assert numbers(review) == before
    assert not done.overlooked
    told = ajour("status", review).out
    assert f"the same again.ris has the same content as {export.name}" in told
    assert "have not been imported" not in told
    export.rename(export.with_name("renamed.ris"))
    assert "has the same content" not in ajour("status", review).out
