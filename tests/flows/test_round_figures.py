"""The figure of a round beside that of all: which searches it names, and where they differ."""

import json
from pathlib import Path
from typing import Any

import pytest

from exports.language.catalogue import Words
from exports.prisma_flow.pending import found_again_note
from flows.orchestration.update import update
from tests.support.filled_lists import filled, listed
from tests.support.reviews import ajour, entry, later_round

EVERY = {"*": {"Decision": "exclude"}}


@pytest.fixture
def twice(review: Path) -> Path:
    """A review of two rounds; the second finds a report of the first again, which was decided."""
    text = (review / "review.toml").read_text("utf-8")
    both = 'language = "en"\nlanguages = ["en", "nb"]\nprevious_note = "The 2021 report is apart."'
    (review / "review.toml").write_text(text.replace('language = "en"', both), "utf-8")
    update(review)
    sheet = filled(listed(review, "--reviewer", "ann", "--all"), review / "ann.xlsx", EVERY)
    assert ajour("decide", sheet).code == 0
    later_round(review)
    update(review)
    return review


def _told(review: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((review / "output" / f"{name}.json").read_text("utf-8"))
    return found


def test_the_stamp_of_a_rounds_figure_names_the_searches_of_that_round(twice: Path) -> None:
    named = {
        name: [search for search, _ in _told(twice, name)["stamp"]["searches"]]
        for name in ("flow.en", "flow-round-1.en", "flow-round-2.en", "searches/wos.en")
    }
    assert named == {
        "flow.en": ["medline", "wos", "later"],
        "flow-round-1.en": ["medline", "wos"],
        "flow-round-2.en": ["later"],
        "searches/wos.en": ["wos"],
    }
    drawn = (twice / "output" / "flow-round-2.en.svg").read_text("utf-8")
    assert "later 2024-06-01" in drawn
    assert "medline 2024-01-10" not in drawn


def test_the_figure_of_all_says_what_the_figures_of_rounds_have_elsewhere(twice: Path) -> None:
    notes = {
        name: _told(twice, name)["note"]
        for name in ("flow.en", "flow.nb", "flow-round-1.en", "flow-round-2.en")
    }
    apart = "The 2021 report is apart."
    assert notes["flow-round-1.en"] == notes["flow-round-2.en"] == apart
    assert notes["flow.en"].startswith(f"{apart} Of the duplicates, 1 record was found again in a ")
    assert "Av dublettene er 1 referanse funnet igjen" in notes["flow.nb"]
    assert "found again in a later search" in (twice / "output/flow.en.svg").read_text("utf-8")


def test_the_note_counts_just_what_parts_all_duplicates_from_those_of_the_rounds(
    twice: Path,
) -> None:
    more = entry("Sleep after a year of telework", author="Author0, A") + entry("Newer still")
    (twice / "searches/2/later/more.ris").write_text(more, "utf-8")
    update(twice)
    duplicates = {
        name: _told(twice, name)["numbers"]["all_duplicates_records"]
        for name in ("flow.en", "flow-round-1.en", "flow-round-2.en")
    }
    apart = duplicates["flow.en"] - duplicates["flow-round-1.en"] - duplicates["flow-round-2.en"]
    assert apart == 2
    assert f"Of the duplicates, {apart} records were found again" in _told(twice, "flow.en")["note"]


def test_where_nothing_was_found_again_nothing_is_said(review: Path) -> None:
    update(review)
    assert _told(review, "flow.en")["note"] == ""


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("count", [1, 131])
def test_the_note_calls_the_box_of_a_round_what_the_figure_calls_it(
    language: Any, count: int
) -> None:
    label = Words(language, "flow")("found_again", n="").partition(" (")[0]
    rounds: Any = [{"all_found_again_decided_records": count}]
    note = found_again_note(rounds, language)
    assert label in note
    assert str(count) in note
