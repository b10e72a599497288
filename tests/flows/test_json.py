"""What --json prints is what docs/json.md says of it."""

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from flows.cli.json_shapes import SHAPES
from flows.cli.main import COMMANDS, group
from flows.orchestration.update import update
from tests.support.reviews import ajour, entry, small_review

LINES = {
    "archive": "archive {review}",
    "init": "init {folder}/new",
    "import": "import {folder}/more.ris --search medline --review {review}",
    "add": "add {review} --search medline --title Something",
    "search LINE --to NOTATION": "search telework --to pubmed --review {review}",
    "criteria try": "criteria try --title telework --review {review}",
    "criteria changed": "criteria changed {review}",
    "criteria report": "criteria report {review}",
    "duplicates": "duplicates {review} --reviewer ann",
    "duplicates --rules": "duplicates {review} --rules",
    "candidates": "candidates {review} --reviewer ann",
    "candidates --pilot N": "candidates {review} --pilot 2",
    "conflicts": "conflicts {review}",
    "recheck": "recheck {review} --reviewer ann",
    "reread": "reread {review}",
    "withdraw": "withdraw {folder}/more.ris --review {review}",
    "studies": "studies {review}",
    "citations": "citations {review}",
    "fulltext": "fulltext {review}",
    "integrity": "integrity {review}",
    "status": "status {review}",
    "trace BOX": "trace identified_records --review {review}",
    "schedule --systemd": 'schedule {review} --cron "0 6 1 * *" --systemd',
    "check": "check {review}",
    "backup": "backup {review}",
    "export-audit": "export-audit {review}",
    "convert": "convert {folder}/more.ris --to csv --out {folder}/more.csv",
    "docs --list": "docs --list",
    "completion": "completion",
}
"""A line for each shape that needs neither a network nor Prefect, in an order that works."""

KINDS = {"text": str, "flag": bool, "number": int | float, "list": list, "object": dict}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("json")
    review = small_review(folder)
    update(review)
    (folder / "more.ris").write_text(entry("A wholly new report"), "utf-8")
    return dict(_printed(folder, review))


def _printed(folder: Path, review: Path) -> Iterator[tuple[str, object]]:
    for name, line in LINES.items():
        words = (one.format(folder=folder, review=review) for one in shlex.split(line))
        said = ajour(*words, "--json")
        assert said.code == 0, (name, said.err)
        yield name, json.loads(said.out)


@pytest.mark.parametrize("name", LINES)
def test_a_command_prints_the_keys_and_kinds_that_are_documented(
    name: str, printed: dict[str, object]
) -> None:
    found, shape = printed[name], SHAPES[name]
    assert isinstance(found, dict)
    assert {*found} == {*shape}
    for key, said in shape.items():
        kind, _, nothing = said.partition(":")[0].partition(" or ")
        fits = isinstance(found[key], KINDS[kind]) or (nothing and found[key] is None)
        assert fits, (key, found[key], said)


def test_every_command_takes_json() -> None:
    context = click.Context(group)
    for name in COMMANDS:
        command = group.get_command(context, name)
        inner = getattr(command, "list_commands", lambda _: [])(context)
        for one in [command.get_command(context, each) for each in inner] or [command]:
            assert any("--json" in each.opts for each in one.params), name
