# ruff: noqa: E501 - the sentences stand here as the user sees them
"""Numbered lines with their hits, as csv and as printed, and counts that cannot be."""

import csv
from pathlib import Path

import pytest

from pipeline.errors import Refused
from pipeline.strategy.notation import plain
from pipeline.strategy.numbered import Strategy, read_strategy
from pipeline.strategy.tree import LineReference

PRINTED = """Database(s): Ovid MEDLINE(R) ALL 1946 to August 31, 2023
Run on 2023-09-01
Search Strategy:
# Searches Results
1 ((work or working) adj1 home).ab,ti. 747
2 teleworking/\t307
3. «Home-Based Work».ti.   34
4 or/1-3 (1,054)
5) 4 and
   2021:2024.(sa_year).  500
6 limit 5 to english language
Saved as hjemmekontor
"""


def faults(text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_strategy(text, name="medline.csv")
    return [str(one) for one in refused.value.faults]


def test_the_printed_form_is_read_with_its_segment_and_day() -> None:
    read = read_strategy(PRINTED)
    assert [line.hits for line in read.lines] == [747, 307, 34, 1054, 500, None]
    assert read.line(3).query == '"Home-Based Work".ti.'
    assert read.line(5).query == "4 and 2021:2024.(sa_year)."
    assert read.database_segment == "Ovid MEDLINE(R) ALL 1946 to August 31, 2023"
    assert read.run_on == "2023-09-01"
    assert read.hits is None
    with pytest.raises(KeyError):
        read.line(7)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Date of search: 31 August 2023", "31 August 2023"),
        ("Searched on August 31, 2023", "August 31, 2023"),
        ("Dato: 31.08.2023", "31.08.2023"),
        ("Nothing of the kind", ""),
    ],
)
def test_the_day_of_the_search_is_kept_as_written(line: str, day: str) -> None:
    assert read_strategy(f"{line}\n1 home.ti. 5\n").run_on == day


def test_the_segment_may_stand_by_itself() -> None:
    read = read_strategy("Ovid MEDLINE(R) <1946 to 2023>\n1 home.ti. 5\n2 work.ti. 6\n")
    assert read.database_segment == "Ovid MEDLINE(R) <1946 to 2023>"


def test_a_csv_may_have_semicolons_other_names_and_thin_spaces() -> None:
    read = read_strategy("\ufeffNr;Søk;Treff\n1;“home office”.ti.;2\u202f515\n;remark;\n2;1;\n")
    assert [(line.query, line.hits) for line in read.lines] == [
        ('"home office".ti.', 2515),
        ("1", None),
    ]


def test_a_csv_without_hits_is_read() -> None:
    assert read_strategy("line,query\n1,home\n").lines[0].hits is None


def test_an_empty_strategy_has_no_hits() -> None:
    assert Strategy(lines=()).hits is None


def test_the_29_lines_of_the_review_are_read_and_balance(shared: Path) -> None:
    text = (shared / "stami-2024" / "search-medline-ovid.csv").read_text(encoding="utf-8")
    read = read_strategy(text)
    assert (len(read.lines), read.hits) == (29, 434)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param("3,1 and 2,6", "line 3: this line has 6 hits, but joining the earlier "
            "lines with AND gives at most 5 hits", id="and"),
        pytest.param("3,1 or 2,13", "line 3: this line has 13 hits, but joining the earlier "
            "lines with OR gives at most 12 hits", id="or, too many"),
        pytest.param("3,or/1-2,6", "line 3: this line has 6 hits, but joining the earlier "
            "lines with OR gives at least 7 hits", id="or, too few"),
        pytest.param("3,2 not 1,1", "line 3: this line has 1 hit, but joining the earlier "
            "lines with NOT gives at least 2 hits", id="not, too few"),
        pytest.param("3,2 not 1,8", "line 3: this line has 8 hits, but joining the earlier "
            "lines with NOT gives at most 7 hits", id="not, too many"),
        pytest.param("3,limit 1 to humans,6", "line 3: this line has 6 hits, but limiting the "
            "earlier line gives at most 5 hits", id="a limit"),
        pytest.param("3,1 and 2021:2022.yr.,6", "line 3: this line has 6 hits, but joining "
            "the earlier lines with AND gives at most 5 hits", id="years"),
        pytest.param("3,(1 or 2) and x.ti.,13", "line 3: this line has 13 hits, but joining "
            "the earlier lines with AND gives at most 12 hits", id="nested"),
        pytest.param("3,8 and 1,2", "line 3, column 1: this line refers to line 8, which does "
            "not exist", id="no such line"),
        pytest.param("3,3 or 1,5", "line 3, column 1: this line refers to line 3; "
            "expected an earlier line", id="itself"),
        pytest.param("3,1 (,5", "line 3, column 3: found '('; expected an operator (and, or, not, adj)", id="not parsed"),
        pytest.param("2,x.ti.,5", "line 2: an earlier line also has the number 2. Give each line its own number", id="a number twice"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_named(lines: str, expected: str) -> None:
    assert faults(f"line,query,hits\n1,a.ti.,5\n2,b.ti.,7\n{lines}\n") == [expected]


@pytest.mark.parametrize(
    "line",
    ["3,1 and 2,0", "3,1 or 2,12", "3,1 or 2,7", "3,2 not 1,2", "3,1,5", "3,1 or x.ti.,900", "3,1 or 1,5", "3,x.ti. not 1,4", "3,x.ti. and y.ti.,4", "3,1 not x.ti.,0"],
)  # fmt: skip
def test_what_can_be_is_taken(line: str) -> None:
    assert len(read_strategy(f"line,query,hits\n1,a.ti.,5\n2,b.ti.,7\n{line}\n").lines) == 3


def test_lines_whose_hits_nobody_gave_bound_nothing() -> None:
    assert (
        len(read_strategy("line,query,hits\n1,a,\n2,b,7\n3,1 or 2,900\n4,1 and 2,7\n").lines) == 4
    )


def test_all_faults_come_at_once() -> None:
    assert len(faults("line,query,hits\n1,a adj0 b,5\n2,9,7\n3,(,1\n")) == 3


def test_a_csv_that_is_none_is_refused_in_a_sentence() -> None:
    limit = csv.field_size_limit(1000)
    try:
        with pytest.raises(Refused, match="this is not a csv"):
            read_strategy("line,query\n1," + "x" * 2000)
    finally:
        csv.field_size_limit(limit)


def test_lines_may_end_as_on_an_old_macintosh() -> None:
    assert len(read_strategy("line,query,hits\r1,home,2\r2,work,3\r").lines) == 2


def test_empty_brackets_are_no_count() -> None:
    assert "expected" in faults("1 home ( )")[0]


def test_a_file_without_lines_is_refused() -> None:
    assert faults("nothing here") == [
        "the file has no numbered lines; expected lines with a number, a query and the hits",
    ]


def test_word_processors_signs_are_made_plain_one_for_one() -> None:
    assert plain("“a” «b» ‘c’ d–e\u00a0f") == '"a" "b" \'c\' d-e f'


def test_a_reference_stays_one_in_the_tree() -> None:
    assert read_strategy("line,query,hits\n1,a,5\n2,1,5\n").line(2).tree == LineReference(1)
