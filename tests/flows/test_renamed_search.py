"""A search that gets a new name stays the search it was: records, counts, lists in flight."""

import shutil
from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.filled_lists import filled_csv, listed, numbers
from tests.support.reviews import TITLES, ajour, rows_of, small_review


def _rename(review: Path, old: str, new: str, *, was: bool = True) -> None:
    """As a user does it: the name in review.toml, the key `was`, the folder."""
    toml = review / "review.toml"
    key = f'name = "{new}"\n' + (f'was = "{old}"\n' if was else "")
    toml.write_text(toml.read_text("utf-8").replace(f'name = "{old}"\n', key), "utf-8")
    (review / "searches/1" / old).rename(review / "searches/1" / new)


def _listed(review: Path, reviewer: str) -> Path:
    return listed(review, "--reviewer", reviewer, "--all", "--format", "csv")


def _decide(review: Path, sheet: Path, reviewer: str, title: str = "*") -> None:
    filled_csv(sheet, sheet, {title: {"Decision": "include"}})
    said = ajour("decide", sheet, "--review", review, "--reviewer", reviewer)
    assert said.code in (0, 3), said.err


def _ids(review: Path) -> list[object]:
    return sorted(row[0] for row in rows_of(review / "ajour.db")["record"])


def test_a_renamed_search_keeps_its_records_counts_decisions_and_lists_in_flight(
    review: Path,
) -> None:
    update(review)
    _decide(review, _listed(review, "ann"), "ann", TITLES[0])
    before, counts = _ids(review), numbers(review)
    in_flight = _listed(review, "bo")
    _rename(review, "medline", "MEDLINE 2024")
    update(review)
    assert _ids(review) == before
    assert numbers(review) == counts
    _decide(review, in_flight, "bo")
    assert len(rows_of(review / "ajour.db")["decision"]) == 5
    assert ajour("check", review).code == 0
    toml = review / "review.toml"
    toml.write_text(toml.read_text("utf-8").replace('was = "medline"\n', ""), "utf-8")
    update(review)
    assert _ids(review) == before


def test_a_store_made_anew_gives_a_renamed_search_the_same_records(review: Path) -> None:
    update(review)
    before = _ids(review)
    _rename(review, "medline", "ovid")
    other = review.parent / "other"
    shutil.copytree(review, other, ignore=shutil.ignore_patterns("ajour.db*", "output", ".ajour"))
    update(other)
    assert _ids(other) == before


def test_a_search_may_be_renamed_twice_and_another_take_its_first_name(review: Path) -> None:
    update(review)
    before = _ids(review)
    _rename(review, "medline", "ovid")
    update(review)
    toml = review / "review.toml"
    toml.write_text(toml.read_text("utf-8").replace('was = "medline"\n', ""), "utf-8")
    _rename(review, "ovid", "embase")
    update(review)
    assert _ids(review) == before
    toml.write_text(
        toml.read_text("utf-8")
        + '\n[[search]]\nname = "medline"\nround = "1"\nsource = "MEDLINE"\n',
        "utf-8",
    )
    shutil.copytree(review / "searches/1/embase", review / "searches/1/medline")
    update(review)
    assert len(_ids(review)) == len(before) + 4
    assert {row[0]: row[-1] for row in rows_of(review / "ajour.db")["search"]} == {
        "later": "later", "medline": "embase", "medline-2": "medline", "wos": "wos",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "was", "told"),
    [
        (
            "medline",
            "wos",
            "the searches wos and medline have both been imported, each with its own files",
        ),
        (
            "ovid",
            "embase",
            "the review has imported no search of this name; expected one of later, medline, wos",
        ),
        ("ovid", "wos", "a search of this name is still in review.toml"),
    ],
)
def test_a_former_name_that_can_not_be_is_told_and_nothing_changes(
    review: Path, name: str, was: str, told: str
) -> None:
    update(review)
    before = rows_of(review / "ajour.db")
    toml = review / "review.toml"
    key = f'name = "{name}"\nwas = "{was}"\n'
    toml.write_text(toml.read_text("utf-8").replace('name = "medline"\n', key), "utf-8")
    said = ajour("status", review)
    assert said.code == 2
    assert f"[search {name}] was: {was!r}: {told}" in said.err
    assert rows_of(review / "ajour.db") == before


def test_a_new_name_without_the_former_one_is_told_by_the_check(review: Path) -> None:
    update(review)
    _rename(review, "medline", "ovid", was=False)
    assert 'write under that name: was = "medline"' in ajour("check", review).err


def test_every_command_works_between_the_rename_and_the_next_update(tmp_path: Path) -> None:
    review = small_review(tmp_path)
    update(review)
    _rename(review, "medline", "ovid")
    for command in ("check", "status", "candidates", "report"):
        words = ["--reviewer", "ann"] if command == "candidates" else []
        said = ajour(command, review, *words)
        assert said.code in (0, 3), (command, said.err)
