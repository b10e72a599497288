"""No cell of a csv begins with a formula, whatever sign a program parts cells at."""

import ast
import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.csv_cells import guarded, unguarded, write_rows

ROOT = Path(__file__).resolve().parents[2]
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
TRICKY = st.text("=+-@\uff1d\uff0d;,\t\r\n'\" \u00a0\u200b\ufeffa1(|.", max_size=25)


@given(st.one_of(st.text(max_size=40), TRICKY))
def test_a_guarded_text_reads_back_equal(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(
    "before", ["", " ", "\u00a0", "\ufeff", "\u200b", '"', "\t", "\r", "\n", "\u3000", "' "]
)
def test_a_sign_is_guarded_whatever_stands_before_it(sign: str, before: str) -> None:
    assert guarded(f"{before}{sign}1+1").startswith("'")


@pytest.mark.parametrize("end", [";", ",", "\t", "\n"])
@pytest.mark.parametrize("formula", ["=1+1", "@SUM(1)", "-2+3+cmd|' /C calc'!A0", "+HYPERLINK(1)"])
def test_no_program_that_parts_cells_elsewhere_finds_a_formula(end: str, formula: str) -> None:
    out = io.StringIO(newline="")
    write_rows(out, [["first", f"a title{end} {formula}{end}x"]])
    assert not any(
        cell.strip(' "').startswith(tuple(SIGNS)) for cell in re.split(r"[;,\t\n]", out.getvalue())
    )


@pytest.mark.parametrize(
    "text",
    [
        "r = 0.5; -0.3 (95 % CI -0.5, -0.1)",
        "Findings:\n- less sleep\n- more pain",
        "Ås, K. B.; Bø, A.",
        "dose-response, p=0.05",
        "COVID-19; a survey",
    ],
)
def test_running_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_numbers_of_ours_stay_numbers_and_texts_that_look_like_them_do_not() -> None:
    out = io.StringIO(newline="")
    write_rows(out, [[-5, 0.3, -0.25, None, "-5"]])
    assert out.getvalue() == "-5,0.3,-0.25,,'-5\n"


def test_only_this_one_module_writes_csv() -> None:
    writers = {"writer", "DictWriter"}
    found = [
        path.relative_to(ROOT).as_posix()
        for room in ("pipeline", "exports", "screening_rules", "flows")
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in writers
        and isinstance(node.value, ast.Name)
        and node.value.id == "csv"
    ]
    # A sheet of a workbook is read as lines of csv, which are never written to a file. In a studies
    # sheet the author's own cells stay as they are; what is added to them is guarded.
    assert sorted(set(found)) == [
        "exports/studies/sheet_update.py",
        "pipeline/readers/workbook.py",
        "pipeline/text/csv_cells.py",
    ]


@pytest.mark.parametrize("text", ["a;=1", '"=1";"', "a;b", 'he said "no"\n'])
def test_what_csv_quotes_comes_back(text: str) -> None:
    out = io.StringIO(newline="")
    write_rows(out, [[text]])
    ((cell,),) = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert unguarded(cell) == text
