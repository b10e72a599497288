"""What the program may decide by itself: nothing, unless review.toml names it."""

import json
from pathlib import Path

import pytest

from flows.orchestration.update import update
from tests.support.reviews import ajour, entry


def _total(review: Path) -> dict[str, int]:
    numbers: dict[str, int] = json.loads(ajour("status", review, "--json").out)["total"]
    return numbers


def _add(review: Path, text: str) -> None:
    path = review / "review.toml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def _protocol(review: Path) -> None:
    text = entry("Telework and sleep: protocol of a trial", author="Plan, P")
    (review / "searches/1/wos/protocol.ris").write_text(text, "utf-8")


def test_a_criterion_decides_nothing_unless_it_is_named(review: Path) -> None:
    _protocol(review)
    update(review)
    assert _total(review)["excluded_automatic"] == 0
    assert _total(review)["not_yet_screened"] == 6


def test_a_named_criterion_removes_before_screening_and_can_be_listed(review: Path) -> None:
    _protocol(review)
    _add(review, '\n[automation]\ncriteria = ["type"]\n')
    update(review)
    assert _total(review)["excluded_automatic"] == 1
    assert _total(review)["not_yet_screened"] == 5
    listed = ajour("trace", "automation_criteria_records", "--review", review).out
    assert "protocol of a trial" in listed


def test_a_persons_word_takes_a_removed_record_back(review: Path) -> None:
    _protocol(review)
    _add(review, '\n[automation]\ncriteria = ["type"]\n')
    update(review)
    found = ajour("trace", "automation_criteria_records", "--review", review, "--json").out
    record = json.loads(found)["records"][0]["record"]
    (review / "back.csv").write_text(f"id,Verdict\n{record},include\n", "utf-8")
    said = ajour(
        *("decide", review / "back.csv", "--reviewer", "ann", "--stage", "screening", "--revise")
    )
    assert said.code == 0, said.err
    assert _total(review)["excluded_automatic"] == 0
    assert _total(review)["screened"] == 1


@pytest.mark.every_output
def test_the_error_of_a_criterion_that_decides_stands_in_the_status_and_below_the_figure(
    review: Path,
) -> None:
    _protocol(review)
    second = entry("Telework and pain: protocol of a cohort", author="Plan, Q")
    (review / "searches/1/wos/second.ris").write_text(second, "utf-8")
    _add(review, '\n[automation]\ncriteria = ["type"]\n')
    update(review)
    assert "People have not decided on any of these" in ajour("status", review).out
    found = ajour("trace", "automation_criteria_records", "--review", review, "--json").out
    record = json.loads(found)["records"][0]["record"]
    (review / "back.csv").write_text(f"id,Verdict\n{record},include\n", "utf-8")
    ajour(*("decide", review / "back.csv", "--reviewer", "ann", "--stage", "screening", "--revise"))
    said = ajour("status", review).out
    assert "has marked 2 reports as ineligible. People have also decided on 1 of these" in said
    (error,) = json.loads(ajour("status", review, "--json").out)["automation"]
    assert error == {"element": "type", "marked": 2, "judged": 1, "otherwise": 1}
    made = ajour("report", review)
    assert made.code in (0, 3), made.err
    page = (review / "output" / "report.en.html").read_text("utf-8")
    assert "people have also assessed 1 and included 1" in page


def test_a_criterion_that_nobody_knows_is_refused_by_name(review: Path) -> None:
    _add(review, '\n[automation]\ncriteria = ["colour"]\n')
    said = ajour("status", review)
    assert said.code == 2
    assert "colour" in said.err


def test_a_stopping_rule_leaves_nothing_unread_before_its_test_has_reached_its_target(
    review: Path,
) -> None:
    _add(review, "\n[automation.stopping]\nexclude_unread = true\n")
    update(review)
    assert _total(review)["excluded_automatic"] == 0
    assert _total(review)["not_yet_screened"] == 5


def test_changed_criteria_are_read_again_and_older_decisions_are_told(review: Path) -> None:
    update(review)
    listed = json.loads(ajour("candidates", review, "--reviewer", "ann", "--all", "--json").out)
    assert listed["listed"] == 5
    records = json.loads(ajour("trace", "identified_records", "--review", review, "--json").out)
    record = records["records"][0]["report"]
    (review / "one.csv").write_text(f"id,Verdict\n{record},exclude\n", "utf-8")
    assert (
        ajour("decide", review / "one.csv", "--reviewer", "ann", "--stage", "screening").code == 0
    )
    path = review / "criteria.toml"
    path.write_text(path.read_text("utf-8").replace('"telemedicine"', '"commut*"'), "utf-8")
    status = json.loads(ajour("status", review, "--json").out)
    assert status["older_criteria"] == 1
    told = json.loads(ajour("trace", "identified_records", "--review", review, "--json").out)
    commuting = next(one["record"] for one in told["records"] if "Commuting" in one["title"])
    assert "commut" in ajour("explain", commuting, "--review", review).out.lower()
