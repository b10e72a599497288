"""What --json prints is what docs/json.md says of it."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from flows.cli.json_shapes import FAILURE, SHAPES
from flows.cli.main import COMMANDS, group
from flows.orchestration.update import update
from tests.ranking.test_evaluate_ranking import review as labelled_review
from tests.support.filled_lists import filled
from tests.support.reviews import ajour, entry, small_review

LINES = {
    "archive": "archive {review}",
    "init": "init {folder}/new",
    "import": "import {folder}/more.ris --search medline --review {review}",
    "add": "add {review} --search medline --title Something --doi 10.1000/something",
    "fill": "fill 10.1000/something --abstract Words --review {review}",
    "explain": "explain 10.1000/something --review {review}",
    "search LINE": "search telework --review {review}",
    "search LINE --to NOTATION": "search telework --to pubmed --review {review}",
    "search LINE --missed": "search 1 --strategy {folder}/lines.txt --known {folder}/more.ris",
    "criteria try": "criteria try --title telework --review {review}",
    "criteria changed": "criteria changed {review}",
    "criteria report": "criteria report {review}",
    "duplicates": "duplicates {review} --reviewer ann",
    "duplicates --join RECORD RECORD": "duplicates {review} --reviewer ann --join {first} {last}",
    "duplicates --split RECORD": "duplicates {review} --reviewer ann --split {last}",
    "duplicates --rules": "duplicates {review} --rules",
    "candidates": "candidates {review} --reviewer ann --output {folder}/list.xlsx",
    "decide": "decide {list} --review {review}",
    "candidates --pilot N": "candidates {review} --pilot 2",
    "conflicts": "conflicts {review}",
    "recheck": "recheck {review} --reviewer ann",
    "reread": "reread {review}",
    "withdraw": "withdraw {folder}/more.ris --review {review}",
    "studies": "studies {review}",
    "citations": "citations {review}",
    "fill --dry-run": "fill --dry-run --review {review}",
    "fulltext": "fulltext {review}",
    "integrity": "integrity {review}",
    "status": "status {review}",
    "report": "report {review}",
    "update": "update {review}",
    "diff": "diff {review}",
    "trace": "trace --review {review}",
    "trace BOX": "trace identified_records --review {review}",
    "schedule --systemd": 'schedule {review} --cron "0 6 1 * *" --systemd',
    "screen --withdraw-link NAME": "screen {review} --withdraw-link ann",
    "check": "check {review}",
    "backup": "backup {review}",
    "export-audit": "export-audit {review}",
    "export-audit --output FILE": "export-audit {review} --output {folder}/audit.csv",
    "convert": "convert {folder}/more.ris --to csv --out {folder}/more.csv",
    "docs PAGE": "docs screener",
    "docs --list": "docs --list",
    "completion": "completion",
    "evaluate ranking": "evaluate ranking {folder}/read.csv --prior 0 --prior 1",
    "evaluate ranking --mode update": "evaluate ranking {folder}/read.csv --mode update",
    "evaluate stopping": "evaluate stopping {folder}/read.csv",
    "evaluate stopping --table FILE": "evaluate stopping {folder}/read.csv --table {folder}/t.csv",
    "evaluate left": "evaluate left {folder}/read.csv",
    "evaluate dedupe": "evaluate dedupe {folder}/clusters.csv",
    "evaluate recheck": "evaluate recheck {folder}/read.csv --draws 1",
    "evaluate criteria": "evaluate criteria {folder}/read.csv --criteria {review}/criteria.toml",
    "evaluate criteria --pilot N": "evaluate criteria {folder}/read.csv --pilot 2",
}
"""A line for each shape, in an order that works."""

ELSEWHERE = {
    "schedule": "waits for its time; tests/flows/test_schedule.py reads its first line",
    "screen": "serves until it is stopped; tests/page start it",
    "citations --worth": "asks OpenAlex; tests/flows/test_citations.py has a false one",
}
"""Shapes that need a network or do not end, with the tests that look at them."""

KINDS = {"text": str, "flag": bool, "number": int | float, "list": list, "object": dict}

CLUSTERS = """record_id,title,authors,year,journal,volume,number,pages,doi,abstract,cluster
1,Sleep after a year of telework,"Nordal, K",2023,Journal,1,2,3,10.1000/1,,a
2,Sleep after a year of telework,"Nordal, K",2023,Journal,1,2,3,10.1000/1,,a
3,Neck pain and the kitchen table,"Else, E",2021,Review,4,5,6,,,b
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("json")
    review = small_review(folder)
    update(review)
    (folder / "more.ris").write_text(entry("A wholly new report"), "utf-8")
    (folder / "lines.txt").write_text("1. telework.ti,ab.\n", "utf-8")
    (folder / "read.csv").write_text(labelled_review(300), "utf-8")
    (folder / "clusters.csv").write_text(CLUSTERS, "utf-8")
    return dict(_printed(folder, review))


def _printed(folder: Path, review: Path) -> Iterator[tuple[str, object]]:
    traced = ajour("trace", "identified_records", "--review", review, "--json")
    ids = [one["record"] for one in json.loads(traced.out)["records"]]
    places = {"folder": folder, "review": review, "first": ids[0], "last": ids[-1]}
    for name, line in LINES.items():
        if "{list}" in line:
            said = {"*": {"Decision": "exclude"}}
            places["list"] = filled(folder / "list.xlsx", folder / "filled/list.xlsx", said)
        if name == "update":
            update(review)  # with nothing new it needs no Prefect
        words = (one.format(**places) for one in shlex.split(line))
        told = ajour(*words, "--json")
        assert told.code in {0, 3}, (name, told.err)
        yield name, json.loads(told.out)


@pytest.mark.parametrize("name", LINES)
def test_a_command_prints_the_keys_and_kinds_that_are_documented(
    name: str, printed: dict[str, object]
) -> None:
    found, shape = printed[name], SHAPES[name]
    assert isinstance(found, dict)
    every = next((said for key, said in shape.items() if key.isupper()), None)
    if every is None:
        assert {*found} == {*shape}
    for key, value in found.items():
        said = every or shape[key]
        kind, _, nothing = said.partition(":")[0].partition(" or ")
        fits = isinstance(value, KINDS[kind]) or (nothing and value is None)
        assert fits, (key, value, said)


def test_every_shape_is_printed_here_or_elsewhere() -> None:
    assert {*LINES} | {*ELSEWHERE} == {*SHAPES}
    assert not {*LINES} & {*ELSEWHERE}


def _commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            for inner in command.list_commands(context):
                found = command.get_command(context, inner)
                assert found is not None
                yield f"{name} {inner}", found
        else:
            yield name, command


def test_every_command_takes_json_and_has_a_shape() -> None:
    for name, command in _commands():
        assert any("--json" in each.opts for each in command.params), name
        assert any(f"{shape} ".startswith(f"{name} ") for shape in SHAPES), name


FAILURES = {
    "no review": "status {folder}/nowhere",
    "a fault in a file": "import {folder}/cut.ris --search medline --review {review}",
    "an unknown command": "staus {review}",
    "an unknown option": "status {review} --reviewr ann",
    "a missing argument": "decide",
    "an unknown reviewer": "candidates {review} --reviewer zz",
    "an unknown box": "trace boxes --review {review}",
    "an unknown page": "docs nothing",
    "an unknown choice": "candidates {review} --stage nothing",
    "no such file": "convert {folder}/nothing.ris --to csv -o {folder}/x.csv",
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_refusal_is_an_object_too(name: str, tmp_path: Path) -> None:
    review = small_review(tmp_path)
    (tmp_path / "cut.ris").write_text(entry("Whole") + "TY  - JOUR\nTI  - Cut", "utf-8")
    words = [one.format(folder=tmp_path, review=review) for one in FAILURES[name].split()]
    said = ajour(*words, "--json")
    told = json.loads(said.out)
    assert {*told} == {*FAILURE}
    assert said.code == told["exit_code"] == 2
    assert told["error"] in said.err.replace("\n", " ") or told["error"] in said.err
    assert all({*one} == {"place", "sentence"} for one in told["faults"])
    assert not told["page"] or f"More: ajour docs {told['page']}" in said.err
    assert ajour(*words).out == ""


def test_an_error_of_the_program_is_an_object_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_folder: Path) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("flows.inspection.told_status.told_status", broken)
    said = ajour("status", small_review(tmp_path), "--json")
    assert (said.code, json.loads(said.out)["exit_code"]) == (1, 1)
