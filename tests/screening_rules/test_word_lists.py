"""Lists of words in braces: parsed once, and the same tree as with their words in the line."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import Refused
from pipeline.strategy.notation import parse
from screening_rules import word_lists
from screening_rules.word_lists import LIST, WordLists

ROOT = Path(__file__).resolve().parents[2]
LISTS = {
    "month": ["may or june", "(mai adj2 juni)"],
    "year": ['"2020" or "2021"'],
    "time": ["{month} or {year}"],
    "both": ["may and june"],
}


def lists_of(words: dict[str, list[str]]) -> WordLists:
    lists = WordLists()
    for name, own in words.items():
        lists.add(name, own)
    return lists


def expanded(query: str, words: dict[str, list[str]]) -> str:
    """The line with the words of its lists written out, lists in lists too."""
    while LIST.search(query):
        query = LIST.sub(lambda found: f"({' or '.join(words[found[1]])})", query)
    return query


@pytest.mark.parametrize(
    "query",
    [
        "{month}",
        "asked adj3 {month}",
        "{month} adj {year} adj and adj {year}",
        "({time} adj2 again).ti. or {year}.ab.",
        "{month} not {year}",
        "{both} and home",
        "{time} adj3 {time}",
    ],
)
def test_a_list_gives_the_tree_of_its_words(query: str) -> None:
    made, written = lists_of(LISTS).parse(query), parse(expanded(query, LISTS))
    assert (made, repr(made)) == (written, repr(written))


@pytest.mark.parametrize(
    "query",
    [
        "in {month}",  # a phrase cannot hold a list
        "{month}*",
        "{month}/",
        "{month}{year}",
        "home adj2 {both}",  # and has no place
        "{month} not {month}",
        "{month} adj0 {year}",
        "({month}",
    ],
)
def test_a_fault_beside_a_list_is_that_of_its_words(query: str) -> None:
    with pytest.raises(Refused) as made:
        lists_of(LISTS).parse(query)
    with pytest.raises(Refused) as written:
        parse(expanded(query, LISTS))
    assert made.value.faults == written.value.faults


@pytest.mark.parametrize(
    "path",
    [
        *sorted((ROOT / "screening_rules").glob("hjemmekontor.toml")),
        *sorted((ROOT / "tests" / "screening_rules" / "questions").glob("*.toml")),
    ],
    ids=lambda path: path.stem,
)
def test_every_line_of_the_kept_criteria_has_the_tree_of_its_words(path: Path) -> None:
    values = tomllib.loads(path.read_text("utf-8"))
    words = values.get("words", {})
    lists = lists_of(words)
    queries = [text for text in texts_in(values) if LIST.search(text)]
    assert all(lists.parse(query) == parse(expanded(query, words)) for query in queries)


def texts_in(value: object) -> Iterator[str]:
    """Every text in the values of a file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_in(inner)


def test_a_list_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def counted(query: str) -> object:
        parsed.append(query)
        return parse(query)

    lists = lists_of(LISTS)
    monkeypatch.setattr(word_lists, "parse", counted)
    lists.parse("asked adj3 {month}")
    assert len(parsed) == 1
    assert "june" not in parsed[0]
