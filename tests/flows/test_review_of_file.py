"""A filled-in list finds its review from where it lies, or says how the review is named."""

import shutil
from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.filled_lists import filled, listed
from tests.support.reviews import ajour, small_review

EVERY = {"*": {"Decision": "exclude"}}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a review in reviews/telework and a filled-in list among the downloads."""
    home = tmp_path / "home"
    (home / "reviews").mkdir(parents=True)
    (home / "Downloads").mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    review = small_review(home / "reviews").rename(home / "reviews/telework")
    update(review)
    filled(listed(review, "--reviewer", "ann", "--all"), home / "Downloads/ann.xlsx", EVERY)
    monkeypatch.chdir(home / "Downloads")
    return home


def test_a_list_among_the_downloads_finds_its_review(desk: Path) -> None:
    assert ajour("decide", "ann.xlsx").code == 0


def test_a_list_finds_its_review_under_another_title(desk: Path) -> None:
    settings = desk / "reviews/telework/review.toml"
    settings.write_text(settings.read_text("utf-8").replace("Small review", "Renamed"), "utf-8")
    assert ajour("decide", "ann.xlsx").code == 0


def test_a_list_is_not_given_to_another_review_of_the_same_title(desk: Path) -> None:
    other = small_review(desk)
    update(other)
    assert ajour("decide", "ann.xlsx").code == 0
    shutil.rmtree(desk / "reviews")
    said = ajour("decide", "ann.xlsx")
    assert said.code == 2
    assert (
        "ann.xlsx: this file is not in the folder of a review. The file belongs to the" in said.err
    )
    assert f"name the review: ajour decide ann.xlsx --review {other}" in said.err


def test_of_two_copies_of_a_review_neither_is_guessed(desk: Path) -> None:
    shutil.copytree(desk / "reviews/telework", desk / "my copy")
    said = ajour("decide", "ann.xlsx")
    assert said.code == 2
    assert "several folders here may be that review" in said.err
    assert "name the review: ajour decide ann.xlsx --review FOLDER" in said.err
    assert f"a review nearby: {desk / 'my copy'} (Small review)" in said.err


def test_a_list_without_a_review_near_is_told_the_whole_command(desk: Path) -> None:
    shutil.rmtree(desk / "reviews")
    said = ajour("decide", "ann.xlsx")
    assert said.code == 2
    assert "name the review: ajour decide ann.xlsx --review FOLDER" in said.err


def test_from_the_home_folder_no_review_of_somebody_else_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = tmp_path / "me", tmp_path / "you"
    update(small_review(mine))
    update(small_review(theirs))
    filled(listed(mine / "review", "--reviewer", "ann", "--all"), mine / "ann.xlsx", EVERY)
    monkeypatch.setenv("HOME", str(mine))
    monkeypatch.chdir(mine)
    shutil.rmtree(mine / "review")
    said = ajour("decide", "ann.xlsx")
    assert said.code == 2
    assert "that review is not nearby" in said.err
