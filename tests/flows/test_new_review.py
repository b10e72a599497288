"""A review begun with `ajour init`: its words, its reviewers, and databases that are misspelt."""

import tomllib
from pathlib import Path
from unittest import mock

import click
import pytest
from click.testing import CliRunner

from flows.cli.init import command
from flows.review.settings_file import read_review
from tests.support.reviews import ajour


def test_the_round_has_its_title_in_the_language_of_the_review(tmp_path: Path) -> None:
    titles = []
    for language in ("en", "nb"):
        folder = tmp_path / language
        assert ajour("init", folder, "--language", language).code == 0
        titles += [title for _, title in read_review(folder).rounds]
    assert titles == ["Search 1", "Søk 1"]


def test_a_review_that_was_there_is_not_told_as_created(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert f"Created the review {folder}. Next:" in ajour("init", folder).out
    said = ajour("init", folder)
    assert said.code == 0
    assert "Created" not in said.out
    assert f"The review {folder} exists already. Next:" in said.out
    (folder / "criteria.toml").unlink()
    assert "created the missing file criteria.toml." in ajour("init", folder).out


def test_reviewers_can_be_named_and_are_asked_for_otherwise(tmp_path: Path) -> None:
    said = ajour("init", tmp_path / "a")
    assert "write the names of your reviewers in" in said.out
    named = ("--reviewer", "Kari Moe", "--reviewer", 'Åse "B"')
    said = ajour("init", tmp_path / "b", *named)
    assert "write the names" not in said.out
    made = tomllib.loads((tmp_path / "b" / "review.toml").read_text("utf-8"))
    assert made["reviewers"]["names"] == ["Kari Moe", 'Åse "B"']


@pytest.mark.parametrize(
    ("database", "told"),
    [
        ("Embse", "Embse: ajour does not know this database. Did you mean Embase?"),
        ("Pubmd", "Did you mean PubMed?"),
        ("Epistemonikos", "Epistemonikos: ajour does not know this database. Please check"),
    ],
)
def test_a_database_that_nobody_knows_is_told_and_kept(
    tmp_path: Path, database: str, told: str
) -> None:
    said = ajour("init", tmp_path / "new", "--database", database, "--database", "Ovid MEDLINE")
    assert said.code == 0
    assert told in said.out
    assert "MEDLINE: ajour does not" not in said.out
    made = tomllib.loads((tmp_path / "new" / "review.toml").read_text("utf-8"))
    assert made["search"][0]["source"] == database


def test_a_terminal_is_asked_for_all_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answers = "sick leave\n\nen\nEmbse, MEDLINE\ny\nKari, Åse Berg\n"
    with mock.patch("flows.cli.init.at_terminal", return_value=True):
        said = CliRunner().invoke(command, [], input=answers)
    assert said.exit_code == 0, said.output
    made = tomllib.loads((tmp_path / "sick leave" / "review.toml").read_text("utf-8"))
    assert made["review"]["title"] == "sick leave"
    assert [one["source"] for one in made["search"]] == ["Embase", "MEDLINE"]
    assert made["reviewers"]["names"] == ["Kari", "Åse Berg"]


@pytest.mark.parametrize("said", ["EN", "English", "engelsk", "en-GB"])
def test_a_language_may_be_named_in_words_and_capital_letters(tmp_path: Path, said: str) -> None:
    assert ajour("init", tmp_path / "new", "--language", said).code == 0
    made = tomllib.loads((tmp_path / "new" / "review.toml").read_text("utf-8"))
    assert made["review"]["language"] == "en"


def test_answers_may_be_separated_by_semicolons(tmp_path: Path) -> None:
    answers = "\nEnglish\nscopus; web of science\nKari Moe; kari moe; Åse\n"
    with mock.patch("flows.cli.init.at_terminal", return_value=True):
        said = CliRunner().invoke(command, [str(tmp_path / "new")], input=answers)
    assert said.exit_code == 0, said.output
    made = tomllib.loads((tmp_path / "new" / "review.toml").read_text("utf-8"))
    assert [one["source"] for one in made["search"]] == ["Scopus", "Web of Science"]
    assert made["reviewers"]["names"] == ["Kari Moe", "Åse"]


def test_one_option_may_name_several_databases(tmp_path: Path) -> None:
    assert ajour("init", tmp_path, "--database", "pubmed; Scopus, embase").code == 0
    made = tomllib.loads((tmp_path / "review.toml").read_text("utf-8"))
    assert [one["source"] for one in made["search"]] == ["PubMed", "Scopus", "Embase"]


def test_the_notes_in_a_new_review_name_folders_that_are_there(tmp_path: Path) -> None:
    assert ajour("init", tmp_path, "--database", "Scopus").code == 0
    text = (tmp_path / "review.toml").read_text("utf-8")
    assert "searches/1/scopus/" in text
    assert "searches/1/medline/" not in text


def test_elsewhere_the_folder_must_be_named() -> None:
    with pytest.raises(click.MissingParameter):
        command.main([], standalone_mode=False)
