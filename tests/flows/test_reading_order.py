"""The stopping rules and the interval, as the reports were in truth read."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.store.connection import opened
from pipeline.store.decisions import ranked_lists
from tests.support.filled_lists import listed
from tests.support.reviews import ajour, entry, small_review

REPORTS = 160
"""Made-up reports; every eighth is relevant."""

Row = Mapping[str, str]


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A review of 160 reports and the five of the small one; relevant titles tell of shift work."""
    review = small_review(tmp_path)
    chance = np.random.default_rng(5)
    words = ["".join(chance.choice([*"bdfgklmnprstv"], 3)) + end for end in ("a", "e", "i", "o")]
    words += ["".join(chance.choice([*"bdfgklmnprstvaeiou"], 7)) for _ in range(300)]
    text = ""
    for number in range(REPORTS):
        drawn = " ".join(chance.choice(words, 7))
        kind = "rotating shift work at night" if number % 8 == 0 else "other matters"
        text += entry(f"{drawn} and {kind} {number}", author=f"Name{number}, B", year=1990)
    (review / "searches/1/medline/more.ris").write_text(text, "utf-8")
    return review


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def is_relevant(row: Row) -> bool:
    return "shift work" in row["Title"]


def give_back(review: Path, rows: Sequence[Row], *, found: bool = True) -> None:
    """Decide on these rows; with `found` the relevant ones are included."""
    back = review.parent / "back.csv"
    with back.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for row in rows:
            if found and is_relevant(row):
                writer.writerow({**row, "Verdict": "include"})
            else:
                writer.writerow({**row, "Verdict": "exclude", "Reason": "E"})
    said = ajour("decide", back, "--review", review, "--reviewer", "ann", "--stage", "screening")
    assert said.code == 0, said.err
    back.unlink()


def all_of_it(review: Path) -> list[Row]:
    """The list of everything that waits, best first."""
    path = review.parent / "all.csv"
    path.unlink(missing_ok=True)
    listed(review, "--reviewer", "ann", "--all", "--format", "csv", "-o", str(path))
    return rows_of(path)


def standing(review: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ajour("status", review, "--json").out)
    return found


def left(rows: Iterable[Row]) -> int:
    return sum(map(is_relevant, rows))


def test_unread_reports_on_any_list_count_as_left(many: Path) -> None:
    """A batch with random checks and a list of everything after it; the batch was read in vain."""
    ajour("update", many)
    batch = many.parent / "batch.csv"
    words = ("--batch", "--top", "40", "--format", "csv", "-o", str(batch))
    listed(many, "--reviewer", "ann", *words)
    everything = all_of_it(many)
    read = rows_of(batch)
    give_back(many, read, found=False)
    progress = standing(many)["progress"]
    assert len(read) == 42
    assert progress["unread"] == len(everything) - 42
    assert progress["left_high"] >= left(everything[42:])
    assert progress["left_high"] > 0
    assert "between 0 and 0" not in ajour("status", many).out


def test_reading_by_rank_is_what_the_rules_are_asked_of(many: Path) -> None:
    ajour("update", many)
    everything = all_of_it(many)
    give_back(many, everything[:120])
    found = standing(many)
    assert (found["stopping"]["apart"], found["stopping"]["passed_over"]) == (0, 0)
    assert found["stopping"]["read"] == 120
    assert found["progress"]["left_low"] <= left(everything[120:]) <= found["progress"]["left_high"]
    assert found["certificate"]["replays"] == 40


@pytest.mark.parametrize("low", [0.3, 0.5])
def test_the_lowest_read_beside_the_top_say_nothing_of_the_middle(many: Path, low: float) -> None:
    ajour("update", many)
    everything = all_of_it(many)
    top, bottom = everything[:16], everything[-round(low * len(everything)) :]
    give_back(many, [*top, *bottom])
    found = standing(many)
    assert found["stopping"]["apart"] == len(bottom)
    assert found["progress"]["left_low"] <= left(everything) - left(top) - left(bottom)
    assert left(everything) - left(top) - left(bottom) <= found["progress"]["left_high"]
    assert not found["stopping"]["reached"]
    assert not found["certificate"]["reached"]
    assert "not read in the order" in ajour("status", many).out


def test_a_list_sorted_by_title_and_read_half_is_not_read_by_rank(many: Path) -> None:
    ajour("update", many)
    everything = sorted(all_of_it(many), key=lambda row: row["Title"])
    give_back(many, everything[: len(everything) // 2])
    found = standing(many)
    assert found["stopping"]["apart"] > 0.8 * found["stopping"]["read"]
    assert not found["stopping"]["reached"]
    assert found["progress"]["left_high"] >= left(everything[len(everything) // 2 :])


def test_what_was_passed_over_may_all_be_relevant(many: Path) -> None:
    ajour("update", many)
    everything = all_of_it(many)
    skipped, read = everything[60:64], [*everything[:60], *everything[64:150]]
    give_back(many, read)
    found = standing(many)
    assert found["stopping"]["passed_over"] == len(skipped)
    assert found["progress"]["left_high"] >= len(skipped)
    assert "ranked above reports that were read" in ajour("status", many).out


def test_reports_that_came_in_later_were_not_in_the_running(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the second round is read; what was read before says nothing of it."""
    ajour("update", many)
    give_back(many, all_of_it(many))
    assert standing(many)["stopping"]["p"] == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718100000")
    text = "".join(
        entry(f"Unheard of matter {number} in {'xyzw'[number % 4] * 5}", author=f"Later{number}, C")
        for number in range(20)
    )
    (many / "searches/2/later/export.ris").write_text(text, "utf-8")
    ajour("update", many)
    found = standing(many)
    assert found["progress"]["unread"] > 10
    assert found["progress"]["left_high"] == found["progress"]["unread"]
    assert not found["stopping"]["reached"]
    assert not found["certificate"]["reached"]


def test_a_list_bears_the_time_at_which_it_was_written(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ajour("update", many)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718200000")
    listed(many, "--reviewer", "ann", "--batch", "--top", "10")
    with opened(many / "ajour.db") as db:
        assert ranked_lists(db)[-1].at == "2024-06-12T13:46:40Z"
