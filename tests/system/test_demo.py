"""The numbers of the report come out of the example, read from the files that it wrote."""

import csv
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tests.support.english_in_outputs import data_of, english
from tests.support.seen_texts import texts

pytestmark = pytest.mark.slow  # the whole example runs once for all of these

ROUND_1 = {
    "identified": 1323,
    "duplicates_software": 145,
    "duplicates_people": 24,
    "screened": 1154,
    "excluded": 1100,
    "assessed": 54,
    "excluded_eligibility": 31,
    "included": 23,
}


@pytest.fixture(scope="module")
def prisma(ran: Any) -> dict[str, Any]:
    path: Path = ran.folder / "output" / "prisma.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_round_1_has_the_flow_that_the_report_prints(prisma: dict[str, Any]) -> None:
    assert {key: prisma["rounds"]["1"][key] for key in ROUND_1} == ROUND_1


def test_round_2_screens_3703_and_includes_14(prisma: dict[str, Any]) -> None:
    found = prisma["rounds"]["2"]
    assert (found["screened"], found["included"]) == (3703, 14)
    assert set(ROUND_1) <= set(found)


def test_both_rounds_screen_4857_and_include_37(prisma: dict[str, Any]) -> None:
    assert (prisma["total"]["screened"], prisma["total"]["included"]) == (4857, 37)


def test_every_count_is_a_whole_number(prisma: dict[str, Any]) -> None:
    for counts in (*prisma["rounds"].values(), prisma["total"]):
        assert all(type(counts[key]) is int for key in ROUND_1)


def table(path: Path) -> list[list[str]]:
    """The rows of a table that a run wrote as csv, in bokmål, without its heading."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines, delimiter=";"))[1:]


def printed(folder: Path, name: str) -> list[list[str]]:
    with (folder / "stami-2024" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))[1:]


@pytest.mark.parametrize(
    ("made", "of_the_report"),
    [
        ("Vedlegg-4", "appendix4-countries.csv"),
        ("Vedlegg-5", "appendix5-outcomes.csv"),
    ],
)
def test_the_appendix_is_that_of_the_report_cell_by_cell(
    ran: Any, shared: Path, made: str, of_the_report: str
) -> None:
    assert table(ran.folder / "output" / "tables" / f"{made}.nb.csv") == printed(
        shared, of_the_report
    )


def test_the_numbers_of_the_text_are_those_of_the_report(ran: Any, shared: Path) -> None:
    made, given = (
        json.loads(path.read_text(encoding="utf-8"))
        for path in (
            ran.folder / "output" / "text-counts.json",
            shared / "stami-2024" / "text-counts.json",
        )
    )
    assert made == given


def test_the_running_text_gives_these_numbers(ran: Any) -> None:
    text = (ran.folder / "output" / "text.nb.md").read_text(encoding="utf-8")
    assert "Vi inkluderte 37 artikler. Tre ble publisert i 2021, 14 i 2022 og 20 i 2023." in text
    # A note to the authors stands in no text that is printed.
    told = "34 ifølge tabellene, 33 i den trykte teksten"
    assert told not in text
    assert told in (ran.folder / "output" / "åpne-punkter.md").read_text(encoding="utf-8")


def test_every_article_of_the_report_stands_in_the_list_of_references(ran: Any) -> None:
    """By first author and year, those of made-up titles too."""
    text = (ran.folder / "output" / "references.apa.nb.md").read_text(encoding="utf-8")
    with (ran.folder / "studies.csv").open(encoding="utf-8", newline="") as lines:
        missing = [
            row["study_id"] for row in csv.DictReader(lines) if row["first_author"] not in text
        ]
    assert missing == []


@pytest.mark.parametrize("number", ["4", "5"])
def test_the_workbook_and_the_markdown_say_the_same_as_the_csv(ran: Any, number: str) -> None:
    output = ran.folder / "output"
    expected = [row[-5:] for row in table(output / "tables" / f"Vedlegg-{number}.nb.csv")]
    book = load_workbook(output / "tables.nb.xlsx")
    cells = [
        ["0" if value in (None, "", "·") else str(value) for value in row[-5:]]
        for row in book[f"Vedlegg {number}"].iter_rows(values_only=True)
    ]
    text = (output / "tables.nb.md").read_text(encoding="utf-8")
    part = text[text.index(f"Vedlegg {number}. ") :]
    lines = [
        [cell.strip(" *") for cell in re.split(r"(?<!\\)\|", line)[-6:-1]]
        for line in part.splitlines()
        if line.startswith("|")
    ]
    marked = [["0" if value in ("", "·") else value for value in line] for line in lines]
    for row in expected:
        assert row in cells
        assert row in marked


def test_appendix_3_has_3_12_9_12_and_1_studies(ran: Any) -> None:
    tables = ran.folder / "output" / "tables"
    counts = [len(table(tables / f"Tabell-{number}.nb.csv")) for number in range(2, 7)]
    assert counts == [3, 12, 9, 12, 1]


def test_check_finds_nothing_wrong(
    ran: Any, ajour: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = ajour("check", str(ran.folder))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_numbers_of_the_report_are_counted_again_from_an_archive(
    ran: Any, ajour: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    archive = tmp_path / "review.zip"
    assert ajour("archive", str(ran.folder), "--output", str(archive)).returncode == 0
    with ZipFile(archive) as files:
        numbers = json.loads(files.read("data/flow.json"))[""]["numbers"]
    boxes = ("identified_records", "screened_records", "assessed_reports", "included_reports")
    assert [numbers[box] for box in boxes] == [5688, 4857, 95, 37]
    done = ajour("check", str(archive))
    assert done.returncode == 0, done.stderr
    assert "counting the rows again" in done.stdout


def test_a_review_of_seven_vendors_exports_balances(
    ran: Any, exports: Path, ajour: Callable[..., subprocess.CompletedProcess[str]], shared: Path
) -> None:
    with (exports / "counts.csv").open(encoding="utf-8", newline="") as lines:
        records = {row["file"]: int(row["records"]) for row in csv.DictReader(lines)}
    searches = sorted((ran.real / "searches" / "1").iterdir())
    total = json.loads((ran.real / "output" / "prisma.json").read_text("utf-8"))["total"]
    assert total["identified"] == sum(records[f"{one.name}.ris"] for one in searches)
    removed = ("duplicates_software", "duplicates_people", "excluded_automatic", "excluded_other")
    left = total["screened"] + total["not_yet_screened"]
    assert total["identified"] == left + sum(total[key] for key in removed)
    assert ajour("check", str(ran.real)).returncode == 0


def test_the_same_update_again_changes_nothing_and_says_so(ran: Any) -> None:
    assert "nothing new. Nothing was changed" in ran.again
    runs = [path for path in (ran.folder / "output" / "runs").iterdir() if path.is_dir()]
    assert len(runs) == 3


def test_the_readmes_picture_is_the_one_that_the_demo_draws(ran: Any) -> None:
    shown = Path(__file__).resolve().parents[2] / "docs" / "flow.svg"
    assert shown.read_bytes() == (ran.folder / "output" / "flow.nb.svg").read_bytes()


@pytest.mark.parametrize("place", ["output", "lists"])
def test_no_english_stands_in_what_norwegian_readers_see(ran: Any, place: str) -> None:
    data = data_of(ran.folder)
    left: dict[str, str] = {}
    for path in sorted((ran.folder / place).rglob("*")):
        long = path.name.endswith(("1-screening.xlsx", "2-screening.csv"))  # the others say it too
        if path.is_file() and not long and "runs" not in path.parts:
            for text in texts(path):
                left |= dict.fromkeys(english(text, data), path.name)
    assert left == {}
