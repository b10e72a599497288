"""Strategies that ask for more than anybody writes: refused, and nothing but refused."""

import pytest

from pipeline.errors import Refused
from pipeline.strategy.notation import parse
from pipeline.strategy.numbered import read_strategy
from screening_rules.search import try_lines


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("(" * 20_000, "this line has more than 60 nested parentheses"),
        (
            " not ".join(f"a{n}" for n in range(3_000)),
            "joins terms with 'not' more than 30 times in a row",
        ),
        (
            " adj ".join(f"a{n}" for n in range(3_000)),
            "joins terms with 'adj' more than 30 times in a row",
        ),
        ("(" * 9 + (" not ".join("abcdefghijklmnopqrst") + ") not ") * 9 + "z", "nested levels"),
        ("9" * 5_000, "this number has 5,000 digits; expected the number of a line"),
        ("limit " + "9" * 5_000 + " to humans", "this number has 5,000 digits"),
        ("or/1-" + "9" * 5_000, "this number has 5,000 digits"),
        ("or/" + ",".join(["1-499"] * 4_000), "this line joins more than 500 other lines"),
        ("a" * 30_001, "this line has more than 30,000 characters"),
        (" or ".join(["x*y"] * 4_000), "has a truncation sign inside the word; expected"),
    ],
    ids=["brackets", "not", "adj", "deep", "line", "limit", "or/", "joined", "long", "truncations"],
)
def test_a_query_without_bounds_is_refused(query: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(query)
    assert told in str(refused.value)
    assert len(str(refused.value)) < 4_000


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\n".join(f"{n} a" for n in range(1, 1_100)), "more than 1,000 numbered lines"),
        ("1 a\n" + " b\n" * 100_000, "takes up more than 400 lines of the file"),
        ("1 a  " + "9" * 5_000, "expected at most 12 digits"),
        ("line,query,hits\n1,a," + "9" * 5_000, "expected at most 12 digits"),
        ("line,query,hits\n" + "9" * 5_000 + ",a,1", "expected at most 12 digits"),
    ],
    ids=["lines", "continued", "hits", "hits in csv", "number in csv"],
)
def test_a_file_without_bounds_is_refused(text: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        read_strategy(text)
    assert told in str(refused.value)


@pytest.mark.parametrize("blanks", [100_000, 900_000])
def test_a_run_of_blanks_before_no_count_is_gone_over_once(blanks: int) -> None:
    assert read_strategy("1 a" + " " * blanks + "\n2 b").lines[0].query == "a"
    read_strategy("run" + " " * blanks + "\n1 a")


def test_a_count_is_still_found_behind_its_query() -> None:
    text = "1 exp Telework/ 747\n2 a or b  2,515\n3 1 or 2 (2 900)\n4 a.ti.\t7\n5 or/1-2 (2600)\n"
    assert [line.hits for line in read_strategy(text).lines] == [747, 2515, 2900, 7, 2600]


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("{0} or {0}", "nested levels"),
        ("{0} or {1}", "words and operators"),
        ("{0} not b{0}", "nested levels"),
    ],
    ids=["the line before, twice", "the two before", "a chain"],
)
def test_lines_that_name_each_other_without_end_are_told_and_not_carried_out(
    step: str, told: str
) -> None:
    lines = ["1 a", "2 b"] + [f"{n} {step.format(n - 1, n - 2)}" for n in range(3, 150)]
    strategy = read_strategy("\n".join(lines))
    tried = try_lines([], strategy.lines, [10, 149])
    assert tried[0].fault == ""
    assert told in tried[1].fault
