"""Values of review.toml, of the environment and of the command line that cannot be."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flows.orchestration.schedule import next_time
from flows.orchestration.update import update
from flows.review.clock import now
from flows.review.output_runs import run_names
from flows.review.settings_file import read_review
from pipeline.errors import Refused
from tests.support.reviews import ajour, later_round

SEARCH = """
[[search]]
name = "asked"
round = "1"
source = "PubMed"
query = "telework"
"""
LONG = "x" * 300
LETTER = "\u00f8"
"""Two bytes of UTF-8."""

WRONG = [
    ('name = "wos"', f'name = "{LONG}"', "at most 150"),
    ('name = "wos"', f'name = "{76 * LETTER}"', "152 bytes"),
    ('name = "wos"', 'name = "CON"', "Windows"),
    ('name = "wos"', 'name = "nul.old"', "Windows"),
    ('name = "wos"', 'name = "wos."', "ends with a full stop"),
    ('name = "wos"', 'name = " wos"', "begins or ends with a space"),
    ('name = "wos"', 'name = "w\\u0000s"', "an invisible character"),
    ('name = "wos"', 'name = "w\\u202es"', "an invisible character"),
    ('name = "wos"', 'name = "MEDLINE"', "would be the same file"),
    ('names = ["ann", "bo"]', f'names = ["{LONG}"]', "at most 150"),
    (
        'source = "MEDLINE"',
        'source = "MEDLINE"\nhits = 99999999999999999999999999',
        "to 999,999,999,999",
    ),
    (
        'source = "MEDLINE"',
        f'source = "MEDLINE"\nstrategy = "{LONG}"',
        "in the review's",
    ),
    (
        'source = "MEDLINE"',
        'source = "MEDLINE"\nstrategy = "a\\u0000"',
        "in the review's",
    ),
    (
        'source = "MEDLINE"',
        'source = "MEDLINE"\nstrategy = "loop"',
        "in the review's",
    ),
    (
        'source = "MEDLINE"',
        'source = "MEDLINE"\nstrategy = "pipe"',
        "in the review's",
    ),
]


@pytest.mark.parametrize(("was", "now", "sentence"), WRONG)
def test_a_value_that_can_not_be_is_one_fault_and_nothing_is_done(
    review: Path, was: str, now: str, sentence: str
) -> None:
    (review / "loop").symlink_to("loop")
    os.mkfifo(review / "pipe")
    text = (review / "review.toml").read_text("utf-8")
    (review / "review.toml").write_text(text.replace(was, now, 1), "utf-8")
    said = ajour("status", review)
    assert said.code == 2
    assert said.err.count("\n  - ") == 1
    assert sentence in said.err
    assert len(said.err) < 400 + len(str(review))
    assert not (review / "ajour.db").exists()


@pytest.mark.parametrize("said", ['kind = "pubmed"', 'fetch = "pubmed"'])
def test_the_kind_pubmed_of_version_0_1_means_the_same_as_fetch(review: Path, said: str) -> None:
    with (review / "review.toml").open("a", encoding="utf-8") as out:
        out.write(f"{SEARCH}{said}\n")
    search = read_review(review).searches[-1]
    assert (search.way, search.fetch) == ("database", "pubmed")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ('fetch = "scopus"', "[[search]] asked: fetch is 'scopus'; expected one of pubmed"),
        ('kind = "pubmd"', "[[search]] asked: kind is 'pubmd'; expected one of database"),
        (f"hits = 0x{'f' * 6000}", "hits is a number with thousands of digits; expected"),
    ],
)
def test_what_no_search_can_say_is_told_with_its_line(
    review: Path, said: str, sentence: str
) -> None:
    text = (review / "review.toml").read_text("utf-8") + SEARCH + said
    (review / "review.toml").write_text(text, "utf-8")
    with pytest.raises(Refused) as refused:
        read_review(review)
    (fault,) = refused.value.faults
    assert fault.place.startswith(f"review.toml, line {len(text.splitlines())}, ")
    assert sentence in str(fault)


def test_names_that_differ_in_how_an_accent_is_written_are_refused(review: Path) -> None:
    text = (review / "review.toml").read_text("utf-8")
    text = text.replace('"wos"', '"caf\u00e9"').replace('"later"', '"cafe\u0301"')
    (review / "review.toml").write_text(text, "utf-8")
    assert "would be the same file" in ajour("status", review).err


def test_the_longest_names_that_are_allowed_reach_every_file(review: Path) -> None:
    text = (review / "review.toml").read_text("utf-8")
    names = {'"1"': "r" * 150, '"wos"': "\u00f8" * 75, '"bo"': "\u00e5" * 75}
    for was, name in names.items():
        text = text.replace(was, f'"{name}"')
    (review / "review.toml").write_text(text, "utf-8")
    (review / "searches/1").rename(review / "searches" / names['"1"'])
    searches = review / "searches" / names['"1"']
    (searches / "wos").rename(searches / names['"wos"'])
    assert not update(review).failed
    assert ajour("check", review).code == 0


@pytest.mark.parametrize("value", ["abc", "99999999999999", "-1", "", " 5", "1e5", "\u00b2", "5.0"])
def test_a_time_that_is_none_is_one_sentence(
    review: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    said = ajour("report", review)
    assert said.code == 2
    assert "SOURCE_DATE_EPOCH" in said.err
    assert not (review / "output").exists()


def test_the_clock_without_a_fixed_time_is_that_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert abs((datetime.fromisoformat(now()) - datetime.now(UTC)).total_seconds()) < 60


@pytest.mark.parametrize(
    "cron", ["* * * * * *", "@daily", "@reboot", "* * * *", "", "60 * * * *", "* * * * " + "9" * 50]
)
def test_a_schedule_has_five_fields(cron: str) -> None:
    with pytest.raises(Refused, match="five fields"):
        next_time(cron, ZoneInfo("Europe/Oslo"))


@pytest.mark.parametrize("name", ["../..", LONG, "a\0b", "2024-06-10-9"])
def test_a_run_that_is_none_is_a_sentence(review: Path, name: str) -> None:
    for _ in range(2):
        for option in ("--from", "--to"):
            said = ajour("diff", review, option, name)
            assert said.code == 2
            assert "there is no run of this name" in said.err
        update(review)


def test_a_run_that_is_dated_after_today_is_told(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4102444800")
    update(review)
    assert "note:" not in ajour("check", review).out
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000000")
    later_round(review)
    (told,) = update(review).stages["write"].told
    assert "dated 2100-01-01, which is after today (2024-06-10)" in told
    assert run_names(review / "output/runs") == ["2100-01-01-1", "2100-01-01-2"]
    said = ajour("check", review)
    assert said.code == 0
    assert "note: The last run is dated 2100-01-01" in said.out
    assert len(json.loads(ajour("check", review, "--json").out)["notes"]) == 1
    (review / "output").rename(review / "old output")
    assert ajour("report", review).code == 0
    assert run_names(review / "output/runs") == ["2024-06-10-1"]
