"""ajour evaluate stopping and left: rules are tried on finished reviews."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli.evaluate import command
from pipeline.errors import Refused
from pipeline.evaluation.finished_reviews import labelled_files, mark_of, read_priors, replayed
from pipeline.evaluation.labelled_decisions import read_labelled
from pipeline.evaluation.stopping_trial import stopping_figures, table_rows
from pipeline.ranking.finished_reviews import FinishedReplay
from tests.ranking.test_evaluate_ranking import review

RULES = {"certificate", "test", "row50", "row100"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two finished reviews, the priors of both, and a file that is none."""
    for name, size in (("one", 400), ("two", 300)):
        (tmp_path / f"{name}.csv").write_text(review(size), "utf-8")
    (tmp_path / "priors.csv").write_text(
        "dataset,seed,included_id,excluded_id\none,1,0,1\none,2,5,2\ntwo,1,10,3\ntwo,2,0,1\n",
        "utf-8",
    )
    return tmp_path


def evaluate(*arguments: object) -> Result:
    return CliRunner().invoke(command, [*map(str, arguments)])


def test_each_rule_has_what_it_read_and_what_was_found(data: Path):
    said = evaluate("stopping", data, "--priors", data / "priors.csv", "--json").stdout
    figures = json.loads(said)
    assert set(figures) == {"reviews", "rules", "each"}
    assert figures["reviews"] == 2
    assert set(figures["rules"]) == RULES
    assert set(figures["each"]) == {"one", "two"}
    for rule, one in figures["rules"].items():
        each = [stops[rule] for stops in figures["each"].values()]
        assert one["read"] == pytest.approx(sum(stop["read"] for stop in each) / 2)
        assert one["reached"] == sum(stop["recall"] >= 0.95 for stop in each) / 2
    assert figures["rules"]["certificate"]["read"] <= figures["rules"]["test"]["read"]


def test_left_says_at_each_tenth_what_is_expected_and_what_is_true(data: Path):
    said = evaluate("left", data, "--priors", data / "priors.csv", "--seed", "2", "--json").stdout
    figures = json.loads(said)
    assert set(figures) == {"reviews", "within_factor_two", "covered", "each"}
    looks = figures["each"]["one"]
    assert [look["read"] for look in looks] == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    assert all(set(look) == {"read", "expected", "low", "high", "true"} for look in looks)
    assert all(look["low"] <= look["true"] <= look["high"] for look in looks)
    assert 0 <= figures["within_factor_two"] <= 1 == figures["covered"]


def test_the_odds_are_not_learned_from_the_review_that_they_are_tried_on(data: Path):
    """The only finished reviews that allow large odds are the one it is tried on, renamed."""
    replay = replayed(data / "one.csv", read_priors(data / "priors.csv"), "1")
    own = [row for row in table_rows(replay) if row.target == 0.95]
    assert own[0].mark == mark_of(read_labelled(data / "one.csv"))
    others = [
        FinishedReplay(
            review=f"{number}",
            mark=f"{number}",
            records=900,
            included=30,
            seed="1",
            target=0.95,
            odds=(1.0,) * 4,
        )
        for number in range(6)
    ]
    for finished in ([*others, *own * 9], others):
        stops = stopping_figures([replay], finished)["rules"]
        assert stops["certificate"] == stops["test"]


def test_a_table_of_finished_reviews_is_written_once_from_all_priors(data: Path):
    table = data / "table.csv"
    words = ("stopping", data / "two.csv", "--priors", data / "priors.csv", "--table", table)
    assert evaluate(*words).exit_code == 0
    lines = table.read_text("utf-8").splitlines()
    assert lines[0] == "review,mark,records,included,seed,target,0.8,0.9,0.95,0.99"
    assert len(lines) == 1 + 2 * 4
    assert isinstance(evaluate(*words).exception, Refused)
    again = evaluate("stopping", data / "one.csv", "--finished", table, "--json")
    assert json.loads(again.stdout)["reviews"] == 1


def test_without_priors_the_same_seed_draws_the_same(data: Path):
    first, second = (replayed(data / "one.csv", None, "7") for _ in range(2))
    assert first == second
    assert len(first.found) == 398


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--seed", "9"), "no known records for the seed 9"),
        (("--priors", "one.csv"), "has no column dataset"),
    ],
    ids=["a seed that the file has not", "a file that has no priors"],
)
def test_what_is_missing_is_named(data: Path, words: tuple[str, ...], told: str):
    options = [data / word if word.endswith(".csv") else word for word in words]
    if "--priors" not in options:
        options += ["--priors", data / "priors.csv"]
    result = evaluate("stopping", data / "one.csv", *options)
    assert told in str(result.exception)


def test_a_review_without_priors_and_a_folder_without_reviews_are_refused(data: Path):
    (data / "three.csv").write_text(review(), "utf-8")
    result = evaluate("left", data / "three.csv", "--priors", data / "priors.csv")
    assert "has no data set of this name" in str(result.exception)
    (data / "empty").mkdir()
    with pytest.raises(Refused, match="No file has the columns"):
        labelled_files([data / "empty"])
