"""Mistakes at the command line are understood, or are answered with what was meant."""

import shutil
from pathlib import Path

import pytest

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
        ("Searches/x.ris", "folder of their search, such as searches/1/medline/"),
        ("Exports/1/x/a.ris", "folder of their search, such as searches/1/medline/"),
        ("medline.ris", "Did you mean searches/1/medline/?"),
        ("records.ris", "folder of their search, such as searches/1/medline/"),
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
