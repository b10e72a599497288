"""A faulty file of the review's own people costs what is made from it, and nothing else."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from flows.orchestration.update import update
from tests.support.reviews import ajour

BROKEN = b"\xff\xfe\x00broken\x00"


def attach(review: Path, content: bytes) -> Path:
    """Give the search medline a strategy."""
    path = review / "strategies" / "medline.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    toml = (review / "review.toml").read_text("utf-8")
    with_it = toml.replace(
        'name = "medline"', 'name = "medline"\nstrategy = "strategies/medline.txt"'
    )
    (review / "review.toml").write_text(with_it, "utf-8")
    return path


def sheet(review: Path) -> None:
    book = Workbook()
    book.active.append(["study_id", "first_author", "year"])
    book.active.append(["a", "Nordal", "no year"])
    book.save(review / "studies.xlsx")


def strategy(content: bytes) -> tuple[str, Callable[[Path], object]]:
    return "medline.txt", lambda review: attach(review, content)


def file(name: str, content: bytes) -> tuple[str, Callable[[Path], object]]:
    return name, lambda review: (review / name).write_bytes(content)


FAULTS = {
    "a line that cannot be parsed": strategy(b"1. telework*.ti.  6\n2. (=1+1<script>  4\n"),
    "a strategy of bytes": strategy(BROKEN),
    "a strategy of nothing": strategy(b""),
    "hits of 5,000 digits": strategy(b"1. telework*.ti.  " + b"9" * 5_000 + b"\n"),
    "a studies sheet of bytes": file("studies.xlsx", BROKEN),
    "a cut studies sheet": file("studies.xlsx", b"PK\x03\x04" + BROKEN),
    "an empty studies.csv": file("studies.csv", b""),
    "a faulty cell of the studies sheet": ("studies.xlsx", sheet),
    "a template that is not a template": file("text.en.md", b"{% if %}"),
    "a template of bytes": file("text.en.md", BROKEN),
    "a template that asks for too much": file("text.en.md", b"{{ 'x' * 99999999999999 }}"),
}


@pytest.mark.every_output
@pytest.mark.parametrize("fault", FAULTS)
def test_all_else_is_written_and_the_letter_names_the_file(review: Path, fault: str) -> None:
    name, spoil = FAULTS[fault]
    spoil(review)
    done = update(review)
    (told,) = done.failed
    assert name in told
    assert name in done.letter
    assert name in (review / "output" / "letter.md").read_text("utf-8")
    for file in ("report.html", "tables.en.xlsx", "text.en.md", "prisma.json", "run.json"):
        assert (review / "output" / file).stat().st_size
    again = update(review)
    assert not again.news
    assert again.failed == done.failed
    assert ajour("report", review).code == 3


@pytest.mark.parametrize("fault", [one for one in FAULTS if "template" not in one])
def test_status_goes_on_and_names_the_file(review: Path, fault: str) -> None:
    name, spoil = FAULTS[fault]
    spoil(review)
    update(review)
    said = ajour("status", review)
    assert said.code == 0
    assert name in said.out


@pytest.mark.every_output
def test_a_strategy_is_printed_as_written_and_mended_at_once(review: Path) -> None:
    path = attach(review, b"1. telework*.ti.  6\n2. (=1+1<script>  4\n3. 1 and home.ti.  2\n")
    (told,) = update(review).failed
    assert "line 2" in told
    (table,) = (review / "output" / "tables").glob("medline.en.csv")
    text = table.read_text("utf-8-sig")
    assert "telework*.ti." in text
    assert "(=1+1<script>" in text
    lines = [line for line in text.splitlines() if line[:2] in {"1,", "2,", "3,"}]
    assert [line.rsplit(",", 1)[1] for line in lines] == ["6", "4", "2"]
    path.write_bytes(b"1. telework*.ti.  6\n")
    assert not update(review).failed
    assert ajour("report", review).code == 0


@pytest.mark.every_output
def test_half_a_letter_of_a_template_is_left_out(review: Path) -> None:
    (review / "text.en.md").write_bytes(b"Words {{ '\\ud800' }} of ours.")
    assert not update(review).failed
    assert (review / "output" / "text.en.md").read_text("utf-8").startswith("Words of ours.")


@pytest.mark.every_output
def test_a_template_that_was_changed_is_written_anew(review: Path) -> None:
    update(review)
    (review / "text.en.md").write_text("Words of our own.", "utf-8")
    assert ajour("report", review).code == 0
    assert (review / "output" / "text.en.md").read_text("utf-8").startswith("Words of our own.")


@pytest.mark.every_output
def test_whatever_lies_among_the_typefaces_ends_nothing(review: Path) -> None:
    fonts = review / "fonts"
    (fonts / "folder.ttf").mkdir(parents=True)
    (fonts / "bytes.ttf").write_bytes(BROKEN)
    (fonts / "empty.otf").write_bytes(b"")
    (fonts / "gone.ttf").symlink_to("nowhere")
    (fonts / "loop.ttf").symlink_to("loop.ttf")
    os.mkfifo(fonts / "pipe.ttf")
    assert not update(review).failed


def test_a_studies_sheet_with_faults_is_not_taken_for_an_empty_one(review: Path) -> None:
    update(review)
    sheet(review)
    assert ajour("studies", review, "--sheet").code == 2
    assert not list(review.glob("new-studies*"))


def test_a_foreign_folder_among_the_runs_is_no_run(review: Path) -> None:
    update(review)
    runs = review / "output" / "runs"
    for name in ("2024-06-10-\u00b2", "zzzz-zz-zz-1", "9999-99-99", "2024-06-10-x"):
        (runs / name).mkdir()
    toml = (review / "review.toml").read_text("utf-8")
    (review / "review.toml").write_text(f"{toml}\n# changed\n", "utf-8")
    update(review)
    assert (review / "output" / "latest.txt").read_text("utf-8") == "2024-06-10-2"
    assert ajour("diff", review).code == 0


MANIFESTS = (
    "[" * 100_000,
    "{}",
    '{"made_from": 1, "files": []}',
    '{"made_from": "x", "files": {"a\\u0000b": "c"}}',
    "\0",
)


@pytest.mark.parametrize("content", MANIFESTS, ids=range(len(MANIFESTS)))
def test_a_manifest_that_can_not_be_read_is_written_again(review: Path, content: str) -> None:
    update(review)
    (review / "output" / "latest" / "manifest.json").write_text(content, "utf-8")
    assert ajour("report", review).code == 0
    assert json.loads((review / "output" / "manifest.json").read_text("utf-8"))["files"]
