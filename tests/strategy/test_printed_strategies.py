"""Forty made-up strategies as eight vendors print them: every line kept, and nearly all tried."""

from collections import Counter
from pathlib import Path

import pytest

from pipeline.records import Record, RecordId
from pipeline.strategy.notation import NOTATIONS, parse
from pipeline.strategy.numbered import Strategy, printed_strategy
from pipeline.strategy.translation import translated
from pipeline.strategy.written import written
from screening_rules.search import try_lines

FILES = sorted((Path(__file__).parent / "printed").iterdir())
LINES = 21
RECORDS = [Record(id=RecordId("a"), title="Telework and sleep", keywords=("Telecommuting",))]


def strategy(path: Path) -> Strategy:
    return printed_strategy(path.read_text(encoding="utf-8"), name=path.name)


def test_there_are_five_strategies_a_notation() -> None:
    assert Counter(path.name.split("-")[0] for path in FILES) == dict.fromkeys(NOTATIONS, 5)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_line_is_kept_with_its_hits_and_its_notation_known(path: Path) -> None:
    read = strategy(path)
    assert [line.number for line in read.lines] == list(range(1, LINES + 1))
    assert read.notation == path.name.split("-")[0]
    assert read.wrong is None
    assert all(line.hits and line.query in _plain(path) for line in read.lines)


def _plain(path: Path) -> str:
    """The file's text, with doubled quotation marks made single and two columns made one."""
    text = path.read_text(encoding="utf-8").replace('""', '"')
    return text.replace('","Expanders', " Expanders")


@pytest.mark.parametrize("name", NOTATIONS)
def test_what_is_not_tried_is_what_only_the_database_can_do(name: str) -> None:
    ran = Counter[str]()
    for path in FILES:
        if path.name.startswith(f"{name}-"):
            read = strategy(path)
            numbers = [line.number for line in read.lines]
            tried = try_lines(RECORDS, read.lines, numbers, notation=read.notation)
            ran.update(line.reason or "tried" for line in tried)
    assert set(ran) <= {"tried", "database"}
    assert ran["tried"] >= 100  # of 105; the five others at most end in limits of the database


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_line_written_and_read_again_is_the_same(path: Path) -> None:
    read = strategy(path)
    form = NOTATIONS[read.notation]
    for number, tree in read.trees.items():
        assert parse(written(tree, form), form.name) == tree, read.line(number).query


@pytest.mark.parametrize("to", NOTATIONS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_line_can_be_proposed_in_every_notation(path: Path, to: str) -> None:
    read = strategy(path)
    for tree in read.trees.values():
        turned = translated(tree, NOTATIONS[read.notation], NOTATIONS[to])
        assert turned.query is not None
        assert turned.lost or turned.text
        assert parse(turned.text, to) == turned.query
