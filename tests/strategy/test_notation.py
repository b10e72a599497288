"""Ovid's notation, and where it breaks."""

import csv
from pathlib import Path

import pytest

from pipeline.errors import Refused
from pipeline.strategy.notation import parse
from pipeline.strategy.tree import (
    AllOf,
    AnyOf,
    Heading,
    Limit,
    LineReference,
    Near,
    Phrase,
    Query,
    Within,
    Without,
    Word,
    Years,
)

OPERAND = "a word, a phrase in quotation marks or an opening parenthesis"
A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        pytest.param("a", A, id="a word"),
        pytest.param("Telework*", Word("telework*"), id="upper case is the same word"),
        pytest.param("a b", Phrase((A, B)), id="words side by side are a phrase"),
        pytest.param("a-b", Phrase((A, B)), id="a hyphen splits words"),
        pytest.param('"a or b"', Phrase((A, Word("or"), B)), id="quotes keep operators"),
        pytest.param("a or b and c", AnyOf((A, AllOf((B, C)))), id="and binds before or"),
        pytest.param("a and b not c", Without(AllOf((A, B)), C), id="and, not go to the left"),
        pytest.param("a not b and c", AllOf((Without(A, B), C)), id="not, and go to the left"),
        pytest.param("a adj b", Near(A, B, 0, ordered=True), id="bare adj is in order"),
        pytest.param("a adj1 b", Near(A, B, 0), id="adj1 is in either order"),
        pytest.param("a ADJ3 b", Near(A, B, 2), id="adj3 lets two words between"),
        pytest.param("a adj2 b adj3 c", Near(Near(A, B, 1), C, 2), id="chains bind left"),
        pytest.param("a or b adj2 c", AnyOf((A, Near(B, C, 1))), id="adj binds before or"),
        pytest.param("a.ti,ab.", Within(A, ("ab", "ti")), id="a field suffix"),
        pytest.param("a.ti", Within(A, ("ti",)), id="a field suffix without its last dot"),
        pytest.param("(a or b).ti. and c", AllOf((Within(AnyOf((A, B)), ("ti",)), C)), id="group"),
        pytest.param("exp a b/", Heading(("a", "b"), exploded=True), id="an exploded heading"),
        pytest.param("*a/ or b", AnyOf((Heading(("a",), focused=True), B)), id="a focused heading"),
        pytest.param("«a and b»/", Heading(("a", "and", "b")), id="a heading in French quotes"),
        pytest.param(
            "a, b/px", Heading(("a", "b"), subheadings=("px",)), id="a comma and a subheading"
        ),
        pytest.param("3 not 2", Without(LineReference(3), LineReference(2)), id="lines"),
        pytest.param(
            "or/1-2,4", AnyOf((LineReference(1), LineReference(2), LineReference(4))), id="or/"
        ),
        pytest.param("and/1,2", AllOf((LineReference(1), LineReference(2))), id="and/"),
        pytest.param('"2020"', Word("2020"), id="a number in quotes is a word"),
        pytest.param("2020.ti.", Within(Word("2020"), ("ti",)), id="a number with a field is one"),
        pytest.param("covid 19", Phrase((Word("covid"), Word("19"))), id="a number in a phrase"),
        pytest.param(
            "8 and 2021:2024.(sa_year).", AllOf((LineReference(8), Years(2021, 2024))), id="y"
        ),
        pytest.param("2021:current.yr.", Years(2021, None), id="years until now"),
        pytest.param("2021.yr.", Years(2021, 2021), id="one year"),
        pytest.param(
            'limit 8 to yr="2021 -Current"', AllOf((LineReference(8), Years(2021, None))), id="l1"
        ),
        pytest.param(
            'limit 8 to yr="2021-2023"', AllOf((LineReference(8), Years(2021, 2023))), id="l2"
        ),
        pytest.param("limit 8 to yr=2021", AllOf((LineReference(8), Years(2021, 2021))), id="l3"),
        pytest.param(
            "limit 3 to english language",
            AllOf((LineReference(3), Within(Word("english"), ("la",)))),
            id="a limit that is a field",
        ),
        pytest.param("limit 3 to humans", Limit(3, "humans"), id="a limit only a database knows"),
        pytest.param("a.mp. [mp=title, abstract]", Within(A, ("mp",)), id="a remark in brackets"),
        pytest.param(
            "wom#n colo?r x$", Phrase((Word("wom#n"), Word("colo?r"), Word("x$"))), id="w"
        ),
        pytest.param("work*3", Word("work*3"), id="truncation to at most three letters"),
        pytest.param("“a b” or c–b", AnyOf((Phrase((A, B)), Phrase((C, B)))), id="Word's signs"),
        pytest.param("don't", Phrase((Word("don"), Word("t"))), id="an apostrophe splits"),
    ],
)
def test_a_query_is_read_as_ovid_reads_it(query: str, tree: Query) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        (
            "",
            f"column 1: the line ends too early; expected {OPERAND}",
        ),
        (
            "(a or b",
            (
                "column 8: the line ends too early; expected an operator (and, or, not, adj) or a "
                "closing parenthesis"
            ),
        ),
        (
            "a or",
            f"column 5: the line ends too early; expected {OPERAND}",
        ),
        ("a b) c", "column 4: found ')'; expected an operator (and, or, not, adj)"),
        ("a (b or c)", "column 3: found '(b'; expected an operator (and, or, not, adj)"),
        ("a.author.", "column 2: found '.author.'; expected an operator (and, or, not, adj)"),
        ("a adj0 b", "column 3: adj0 finds nothing. For words next to each other, write adj1"),
        (
            "8 adj2 a",
            "column 3: 'adj2' can join only words, phrases and lists such as (home or remote)",
        ),
        (
            "(a and b) adj c",
            "column 11: 'adj' can join only words, phrases and lists such as (home or remote)",
        ),
        (
            "(a or (b and c)) adj c",
            "column 18: 'adj' can join only words, phrases and lists such as (home or remote)",
        ),
        (
            "wo*rk",
            "column 1: 'wo*rk' has a truncation sign inside the word; expected * or $ at its end",
        ),
        (
            "wo*3rk",
            "column 1: 'wo*3rk' has a truncation sign inside the word; expected * or $ at its end",
        ),
        ("*", "column 1: '*' has no letter or digit to search for"),
        ('a or "..."', "column 6: '\"...\"' contains no word"),
        (
            "a not a",
            "column 1: this line finds nothing, because both sides of NOT are the same",
        ),
        (
            "2024:2021.(sa_year).",
            "column 1: the first year, 2024, is later than the last year, 2021",
        ),
        ("or/7-1", "column 1: '7-1' begins with the higher number; expected 1-7"),
        ("or/1-9999", "column 1: '1-9999' has 9,999 lines; expected at most 500"),
    ],
)
def test_a_fault_names_the_column_and_what_was_expected(query: str, fault: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(query)
    assert [str(one) for one in refused.value.faults] == [fault]


def test_every_fault_of_a_query_is_told() -> None:
    with pytest.raises(Refused) as refused:
        parse("a adj0 b or wo*rk or *")
    assert [one.place for one in refused.value.faults] == ["column 3", "column 13", "column 22"]


def test_parentheses_without_end_are_refused() -> None:
    with pytest.raises(Refused, match="column 61: this line has more than 60 nested parentheses"):
        parse("(" * 5000 + "a" + ")" * 5000)


def test_all_29_lines_of_the_medline_strategy_parse(shared: Path) -> None:
    with (shared / "stami-2024" / "search-medline-ovid.csv").open(encoding="utf-8") as file:
        queries = [row["query"] for row in csv.DictReader(file)]
    assert len([parse(query) for query in queries]) == 29
