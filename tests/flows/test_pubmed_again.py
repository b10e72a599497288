"""Answers of PubMed that cannot be read: their records come in all the same."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.orchestration.update import update
from flows.review.session import at_work
from pipeline.sources.history import last_run, pmids_in
from pipeline.store.intake import records
from tests.support.fake_eutils import Library, eutils

SEARCH = """
[[search]]
name = "pubmed"
round = "2"
source = "PubMed"
kind = "pubmed"
query = "telework"
"""
FOLDER = "searches/2/pubmed"


@pytest.fixture
def shelf(review: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A false PubMed with five records, and a review that asks it."""
    with (review / "review.toml").open("a", encoding="utf-8") as out:
        out.write(SEARCH)
    library = Library({str(30_000_000 + at): "2023/01/15" for at in range(5)})
    with eutils(library) as base:
        monkeypatch.setenv("AJOUR_EUTILS_URL", base)
        monkeypatch.setattr("pipeline.sources.eutils.RATE", {False: 10_000.0, True: 10_000.0})
        monkeypatch.setattr("pipeline.sources.eutils.TRIES", 1)
        yield library


def spoiled(review: Path, library: Library) -> Path:
    """An answer that version 0.1 saved with a NUL in it, and its note; its file."""
    folder = review / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "pubmed-20240101T000000Z.nbib"
    text = "\n".join(library.record(pmid) for pmid in library.entered)
    file.write_bytes(text.encode().replace(b"home", b"ho\0me"))
    note = {"query": "telework", "since": None, "run_at": "2024-01-01T00:00:00+00:00"}
    rest = {"next_since": "2024-01-01", "file": file.name, "count": 5, "written": 5}
    file.with_suffix(".json").write_text(json.dumps(note | rest))
    return file


def pmids(review: Path) -> list[str]:
    with at_work(review) as session:
        return sorted(one.pmid for one in records(session.db) if one.pmid)


@pytest.mark.every_output
def test_a_service_that_has_nothing_was_searched_and_gave_none(
    review: Path, shelf: Library
) -> None:
    shelf.entered = {}
    assert not update(review).failed
    text = (review / "output/text.en.md").read_text("utf-8")
    assert re.search(r"PubMed on \d+ \w+ \d{4} \(no records\)", text)
    assert "pubmed" not in (review / "output/open-points.md").read_text("utf-8").split("PRISMA")[0]


def test_an_answer_with_a_nul_is_a_failed_call_and_nothing_of_it_is_saved(
    review: Path, shelf: Library
) -> None:
    shelf.change = {"efetch": lambda content: content.replace(b"home", b"ho\0me")}
    told = "\n".join(update(review).failed)
    assert "ajour cannot read the answer" in told
    assert list((review / FOLDER).iterdir()) == []
    assert len(records_of_other_searches(review)) == 6
    shelf.change = {}
    assert not update(review).failed
    assert pmids(review) == sorted(shelf.entered)


def records_of_other_searches(review: Path) -> list[str]:
    with at_work(review) as session:
        return [one.id for one in records(session.db) if not one.pmid]


@pytest.mark.parametrize("full", [False, True], ids=["as usual", "--full"])
def test_records_of_an_answer_that_can_not_be_read_are_asked_for_again(
    review: Path, shelf: Library, *, full: bool
) -> None:
    file = spoiled(review, shelf)
    done = update(review, full=full)
    assert pmids(review) == sorted(shelf.entered)
    assert not done.failed
    assert any("fetched its records again" in one for one in done.stages["ask the sources"].told)
    assert not file.exists()
    assert file.with_name(f"{file.name}.refused").exists()
    again = update(review, full=full)
    assert not again.news
    assert not again.failed
    assert pmids(review) == sorted(shelf.entered)


def test_the_letter_says_that_a_spoiled_answer_is_asked_for_again(
    review: Path, shelf: Library
) -> None:
    file = spoiled(review, shelf)
    shelf.troubles = {"esearch": ["400"]}
    told = update(review).letter
    assert "asks for these records again" in told
    assert "Export this file again" not in told
    assert file.exists()
    assert not update(review).failed
    assert pmids(review) == sorted(shelf.entered)


def test_an_answer_that_was_withdrawn_is_not_asked_for_again(review: Path, shelf: Library) -> None:
    from tests.support.reviews import ajour

    update(review)
    (file,) = (review / FOLDER).glob("*.nbib")
    assert ajour("withdraw", file).code == 0
    update(review, full=True)
    assert pmids(review) == []


def test_a_run_whose_answer_is_refused_counts_until_a_later_run_asked_for_as_much(
    tmp_path: Path,
) -> None:
    def note(day: int, since: str | None) -> None:
        told = {"query": "x", "since": since, "run_at": f"2024-01-0{day}", "file": f"{day}.nbib"}
        told["next_since"] = f"2024-01-0{day}"
        (tmp_path / f"pubmed-{day}.json").write_text(json.dumps(told))

    def since(*refused: str) -> str:
        return str(last_run(tmp_path, "x", refused=refused))

    note(1, None)
    note(2, "2024-01-01")
    assert since() == "2024-01-02"
    assert since("2.nbib") == "2024-01-01"
    assert since("1.nbib") == "None"
    note(3, None)
    assert since("1.nbib", "2.nbib") == "2024-01-03"
    assert since("2.nbib", "3.nbib") == "None"


def test_what_only_bears_the_name_of_an_answer_is_passed_over(review: Path, shelf: Library) -> None:
    import os

    folder = review / FOLDER
    (folder / "folder.nbib").mkdir(parents=True)
    (folder / "pubmed-folder.json").mkdir()
    os.mkfifo(folder / "pipe.nbib")
    os.mkfifo(folder / "pubmed-pipe.json")
    (folder / "nowhere.nbib").symlink_to("gone")
    (folder / "loop.nbib").symlink_to("loop.nbib")
    (folder / "pubmed-deep.json").write_text("[" * 100_000)
    assert not update(review).failed
    assert pmids(review) == sorted(shelf.entered)
    assert pmids_in(folder) == frozenset(shelf.entered)


@pytest.mark.parametrize("place", ["searches/2/pubmed", "searches/2", "searches/1/wos"])
def test_a_file_in_the_place_of_a_folder_is_told_and_all_else_goes_on(
    review: Path, shelf: Library, place: str
) -> None:
    import shutil

    shutil.rmtree(review / place, ignore_errors=True)
    (review / place).parent.mkdir(parents=True, exist_ok=True)
    (review / place).write_text("no folder")
    done = update(review)
    assert any(place in one for one in done.failed), done.failed
    with at_work(review) as session:
        assert len([one for one in records(session.db) if one.search == "medline"]) == 4
    assert (review / "output" / "prisma.json").is_file()
