"""PRISMA2020's csv holds the flow's numbers as the R package reads them."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.prisma_flow.options import FlowHead
from exports.prisma_flow.prisma2020 import SLOTS, prisma2020_csv
from pipeline.errors import Refused
from pipeline.prisma.boxes import resolve
from pipeline.prisma.flow import Flow
from tests.support.prisma2020_reader import read_prisma2020

REASONS = {"P": "Feil populasjon, ikke ansatt; selvstendig", "E": "Ikke hjemmekontor"}


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_csv_is_as_it_was(
    everything: Flow, golden: Callable[[str, str], None], language: Any
) -> None:
    head = FlowHead(language=language, reasons=REASONS)
    golden(f"everything.{language}.prisma2020.csv", prisma2020_csv(everything, head))


def test_it_has_the_34_rows_and_8_columns_of_the_template(stami: Flow) -> None:
    table = rows(prisma2020_csv(stami, FlowHead()))
    assert table[0] == ["data", "node", "box", "description", "boxtext", "tooltips", "url", "n"]
    assert len(table) == 1 + 34
    assert {len(row) for row in table} == {8}
    nodes = {row[1] for row in table[1:]} - {"NA", ""}
    assert nodes == {f"node{number}" for number in range(1, 24)}


def test_the_reader_gets_back_every_number(everything: Flow) -> None:
    read = read_prisma2020(prisma2020_csv(everything, FlowHead(reasons=REASONS)))
    assert read.warnings == ()
    for key, number in read.numbers.items():
        expected = None if key.endswith("_ma") else everything[resolve(key)]
        assert number == expected, key
    assert read.lists["database_specific_results"] == (
        ("MEDLINE", 1700),
        ("PsycINFO", 1026),
        ("Embase", 1000),
    )
    assert read.lists["dbr_excluded"] == (
        ("Feil populasjon – ikke ansatt – selvstendig", 60),
        ("Ikke hjemmekontor", 40),
        ("S", 18),
    )
    assert (read.previous, read.other) == (True, True)


def test_the_identities_hold_for_what_the_reader_gets_back(stami: Flow) -> None:
    read = read_prisma2020(prisma2020_csv(stami, FlowHead()))
    n = {key: number or 0 for key, number in read.numbers.items()}
    specific = sum(number or 0 for _, number in read.lists["database_specific_results"])
    assert n["database_results"] == specific == 1323
    removed = n["duplicates"] + n["excluded_automatic"] + n["excluded_other"]
    assert n["records_screened"] == n["database_results"] - removed
    excluded = sum(number or 0 for _, number in read.lists["dbr_excluded"])
    assert n["dbr_assessed"] - excluded == n["new_reports"] == 23


def test_what_the_template_lacks_is_left_empty_and_so_hidden(stami: Flow) -> None:
    read = read_prisma2020(prisma2020_csv(stami, FlowHead()))
    assert (read.previous, read.other) == (False, False)
    assert read.numbers["total_studies"] is None
    assert read.lists["other_excluded"] == ()
    forced = FlowHead(template="updated", other_methods=True)
    read = read_prisma2020(prisma2020_csv(stami, forced))
    assert (read.previous, read.other) == (True, True)
    assert read.lists["other_excluded"] == (("", 0),)


def test_labels_are_the_language_of_the_figure(stami: Flow) -> None:
    read = read_prisma2020(prisma2020_csv(stami, FlowHead(unit="article")))
    assert read.labels["dbr_assessed"] == "Artikler vurdert i fulltekst"
    assert read.labels["newstud"] == "Identifisering av studier via databaser og registre"
    assert read.labels["screening"] == "Screening"


def test_no_key_contains_another_beyond_what_the_package_allows() -> None:
    keys = [slot.key for slot in SLOTS if slot.key != "NA"]
    for key in keys:
        if key not in ("total_studies", "total_reports"):
            assert [other for other in keys if key in other] == [key]


def test_a_row_with_a_key_inside_its_key_spoils_the_lookup(stami: Flow) -> None:
    text = prisma2020_csv(stami, FlowHead()) + "duplicates_previous,NA,box3,,,NA,NA,4\n"
    assert read_prisma2020(text).warnings == ("duplicates is found in 2 rows",)


def test_a_missing_row_is_a_silent_zero_in_the_package_and_a_warning_here(stami: Flow) -> None:
    lines = prisma2020_csv(stami, FlowHead()).splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("records_screened"))
    read = read_prisma2020(text)
    assert read.numbers["records_screened"] == 0
    assert read.warnings == (
        "records_screened is missing; the package puts its default in its place",
    )


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("", ()),
        ("NA", ()),
        ("31", (("", 31),)),
        ("A, 1; B, 2", (("A", 1), ("B", 2))),
        ("A, 1;B, 2", (("A", 1), ("B", 2))),
        ("Before 2022, 12 xxx", (("Before 2022", 12),)),
        ("Wrong, really, 3", (("Wrong", None),)),
        ("No number", (("No number", None),)),
        ("A, 1,234", (("A", 1234),)),
    ],
    ids=[
        "empty hides",
        "NA hides",
        "a bare number has no label",
        "semicolon and space",
        "semicolon alone",
        "digits in a label are fine, the number ends where letters begin",
        "a comma in a label loses its number",
        "no comma, no number",
        "thousands with a comma",
    ],
)
def test_lists_are_cut_where_the_package_cuts_them(
    stami: Flow, cell: str, lines: tuple[tuple[str, int | None], ...]
) -> None:
    table = rows(prisma2020_csv(stami, FlowHead()))
    for row in table:
        if row[0] == "dbr_excluded":
            row[7] = cell
    out = io.StringIO()
    csv.writer(out).writerows(table)
    assert read_prisma2020(out.getvalue()).lists["dbr_excluded"] == lines


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1,154", 1154), ("1 154", 1154), ("n = 7", 7), ("1.2.3", None), ("NA", None)],
)
def test_numbers_lose_all_but_digits_and_points(stami: Flow, cell: str, number: int | None) -> None:
    text = prisma2020_csv(stami, FlowHead()).replace("NA,1154\n", f'NA,"{cell}"\n')
    assert read_prisma2020(text).numbers["records_screened"] == number


def test_a_csv_without_eight_columns_is_refused() -> None:
    with pytest.raises(Refused, match="has the 8 columns data, node, box"):
        read_prisma2020("data,n\nduplicates,3\n")


LABELS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from(',;" \n'),
    min_size=1,
    max_size=40,
)


@given(st.dictionaries(LABELS, st.integers(0, 10**7), min_size=1, max_size=8))
def test_a_list_is_read_back_whatever_its_labels_hold(
    make_flow: Any, make_column: Any, reasons: dict[str, int]
) -> None:
    total = sum(reasons.values())
    numbers = make_column(
        screened_records=total, passed_screening_records=total, excluded_reports=total
    )
    lists = {"excluded_reports": reasons, "database_records": {"MEDLINE": total}}
    flow = make_flow(lists, **numbers)
    read = read_prisma2020(prisma2020_csv(flow, FlowHead()))
    assert [number for _, number in read.lists["dbr_excluded"]] == list(reasons.values())
