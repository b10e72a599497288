"""Mistakes at the command line are understood, or are answered with what was meant."""

import shutil
from pathlib import Path

import pytest

from flows.review.reviewer_names import named_reviewer
from tests.support.reviews import ajour, small_review


@pytest.fixture
def unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A review without a single export, below the working folder."""
    monkeypatch.chdir(tmp_path)
    review = small_review(tmp_path).relative_to(tmp_path)
    for path in review.glob("searches/*/*/*.ris"):
        path.rename(tmp_path / "export.ris")
    return review


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("Searches/x.ris", "into the folder of its search under searches/"),
        ("Exports/1/x/a.ris", "into the folder of its search under searches/"),
        ("medline.ris", "Did you mean searches/1/medline/?"),
        ("records.ris", "into the folder of its search under searches/"),
        ("searches/x.ris", "move it to the folder of a search"),
        ("searches/1/x.ris", "move it to the folder of a search"),
        ("searches/wos/x.ris", "Did you mean searches/1/wos/?"),
        ("searches/1/WoS/x.ris", "Did you mean searches/1/wos/?"),
        ("searches/1/scopus/x.ris", "Add a search for it to review.toml"),
    ],
)
def test_an_update_without_exports_names_those_in_a_wrong_place(
    place: str, told: str, unread: Path
) -> None:
    (unread / place).parent.mkdir(parents=True, exist_ok=True)
    shutil.move("export.ris", unread / place)
    said = ajour("update", unread)
    assert said.code == 2
    assert "no search has an export file yet" in said.err
    line = next(one for one in said.err.splitlines() if " is not read" in one)
    assert told in line


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The review "sick leave" of a team whose names have accents and two words."""
    monkeypatch.chdir(tmp_path)
    small_review(tmp_path, screening="double").rename("sick leave")
    path = Path("sick leave/review.toml")
    names = '["Kari Nordmann", "Ola Nordmann", "Åse Berg", "Anne-Marie O\'Hara"]'
    path.write_text(path.read_text("utf-8").replace('["ann", "bo"]', names), "utf-8")
    return Path("sick leave")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("åse", "Åse Berg"),
        ("BERG", "Åse Berg"),
        ("ase", "Åse Berg"),
        ("Berg, Åse", "Åse Berg"),
        ("kari n", "Kari Nordmann"),
        ("Nordmann Kari", "Kari Nordmann"),
        ("ohara", "Anne-Marie O'Hara"),
        ("anne marie", "Anne-Marie O'Hara"),
        ("KÅRI", "Kari Nordmann"),
    ],
)
def test_a_reviewer_is_known_by_any_part_of_the_name(said: str, meant: str, team: Path) -> None:
    assert named_reviewer(team, said) == meant


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("nord", "'nord' could be several reviewers."),
        ("kri", "did you mean 'Kari Nordmann'?"),
        ("Karl", "did you mean 'Kari Nordmann'?"),
        ("ohra", 'did you mean "Anne-Marie O\'Hara"?'),
        ("xx", "'xx' is not a reviewer of this review."),
    ],
)
def test_a_name_that_is_nobody_s_is_answered_with_who_may_be_meant(
    said: str, told: str, team: Path
) -> None:
    assert told in ajour("candidates", team, "--reviewer", said).err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("help", "to see the help: ajour --help"),
        ("version", "did you mean '--version'?"),
        ("decisions", "did you mean 'decide'?"),
        ("Status", "did you mean 'status'?"),
        ("update -json", "No such option '-json'; did you mean '--json'?"),
        ("update -jsn", "did you mean '--json'?"),
        ("status -j", "did you mean '--json'?"),
        ("status --JSON", "did you mean '--json'?"),
        ("withdraw -a.ris", "To name a file that begins with a dash: ./-a.ris"),
        ("candidates --stage titles", "titles and abstracts has the name screening"),
        ("candidates --stage Fulltekst", "full texts has the name eligibility"),
        ("candidates --stage screning", "did you mean 'screening'?"),
    ],
)
def test_an_unknown_word_is_answered_with_what_was_meant(line: str, told: str) -> None:
    said = ajour(*line.split())
    assert said.code == 2
    assert told in said.err


def test_choices_are_read_whatever_their_case() -> None:
    assert ajour("completion", "ZSH").out.startswith("zsh:")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"en"', '"English"', "did you mean 'en'?"),
        ('"en"', '"norsk"', "did you mean 'nb'?"),
        ('"en"', '"EN"', "did you mean 'en'?"),
        ('title = "Small review"', "title = Small review", "put straight quotation marks"),
        ("[reviewers]", '[reviewers]\naway = ["kri"]', "did you mean 'Kari Nordmann'?"),
        ("[reviewers]", "[reviewers]\nweights = { Kri = 1 }", "did you mean 'Kari Nordmann'?"),
        ("[reviewers]", "[letter]\nwith = Yes\n[reviewers]", "write true or false"),
        (
            "[reviewers]",
            '[automation]\ncriteria = ["exposre"]\n[reviewers]',
            "did you mean 'exposure'?",
        ),
    ],
)
def test_a_slip_in_review_toml_is_answered_with_what_was_meant(
    old: str, new: str, told: str, team: Path
) -> None:
    path = team / "review.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    assert told in ajour("status", team).err


@pytest.mark.parametrize(
    ("box", "meant"),
    [
        ("reports excluded", "excluded_reports"),
        ("Reports assessed for eligibility", "assessed_reports"),
        ("Reports not retrieved", "not_retrieved_reports"),
        ("records identified", "identified_records"),
        ("screned", "screened_records"),
    ],
)
def test_a_box_is_suggested_for_the_words_of_the_flow_chart(
    box: str, meant: str, team: Path
) -> None:
    assert f"did you mean: {meant}\n" in ajour("trace", box, "--review", team).err


@pytest.mark.parametrize("box", ["Identified_Records", "identified records", "Identified-records"])
def test_a_box_is_known_whatever_stands_between_its_words(box: str, team: Path) -> None:
    assert ajour("trace", box, "--review", team).code == 0
