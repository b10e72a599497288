"""The cells of a map are those of a pivot, and add up to the studies of the flow."""

import json
from collections import Counter
from dataclasses import replace
from itertools import product

import pytest

from exports.evidence_map.data import changed_cells, map_json
from pipeline.errors import Refused
from pipeline.languages import Wording
from pipeline.studies.counts import appendix5
from pipeline.studies.evidence_map import (
    MOST_SEGMENTS,
    MapPlan,
    MapSource,
    axes_of,
    evidence_map,
    prove_map,
)
from pipeline.studies.scheme import TableScheme
from pipeline.studies.study import Study
from tests.support.drawn_maps import drawn, random_map, view

SHEETS = 200


def words(study: Study, column: str) -> set[str]:
    """The values of a cell as a person reads them: parts between semicolons, ? for nothing."""
    text = study.columns.get(column, "")
    found = {part.strip().casefold() for part in text.split(";")}
    return {part for part in found if part not in ("", "?")} or {""}


@pytest.mark.parametrize("seed", range(SHEETS))
def test_cells_of_outcomes_by_context_are_those_of_a_pivot_and_of_appendix_5(seed: int) -> None:
    made, studies, scheme = random_map(
        seed, MapPlan(rows="outcome_categories", columns="data_context")
    )
    column = {one.code: one.column for one in scheme.contexts}
    pivot = Counter(
        (code, column[one.context])
        for one in studies
        if one.extracted
        for code in one.outcomes or ("",)
    )
    cells = {
        (made.rows.values[row].key, made.columns.values[at].key): len(places)
        for (row, at), places in made.cells.items()
        if places
    }
    assert cells == pivot
    counted = appendix5(studies, scheme)
    for row in counted.rows:
        for code, number in zip(counted.columns, row.counts, strict=True):
            assert cells.get((row.code, code), 0) == number
    totals = {value.key: len(made.of_row(at)) for at, value in enumerate(made.rows.values)}
    assert {row.code: row.total for row in counted.rows}.items() <= totals.items()


@pytest.mark.parametrize("seed", range(SHEETS))
def test_any_two_columns_of_the_sheet_make_a_map(seed: int) -> None:
    made, studies, _ = random_map(seed, MapPlan(rows="countries", columns="design", segments=""))
    rows = [one for one in studies if one.extracted]
    pivot = Counter(
        cell
        for one in rows
        for cell in product(
            words(one, "countries") if one.columns.get("countries") else words(one, "country"),
            words(one, "design"),
        )
    )
    found = {
        (made.rows.values[row].key, made.columns.values[column].key): len(places)
        for (row, column), places in made.cells.items()
        if places
    }
    assert found == pivot
    assert len({at for places in made.cells.values() for at in places}) == len(rows)


@pytest.mark.parametrize("seed", range(0, SHEETS, 4))
def test_segments_add_up_to_their_cell_and_filters_hold_every_study(seed: int) -> None:
    made, studies, _ = random_map(seed, MapPlan(filters=("country", "year", "data_context")))
    for places in made.cells.values():
        assert sum(made.by_segment(places)) == len(places)
    assert len(made.segments.values) <= MOST_SEGMENTS
    assert all(all(one.filters) for one in made.studies)
    years = [value.key for value in made.filters[1].values]
    assert years == sorted(years)
    assert made.waiting == sum(not one.extracted for one in studies)


def test_more_segments_than_patterns_leave_the_rest_as_others() -> None:
    studies = [study(f"s{at}", design=f"Design {at % 12}") for at in range(30)]
    made = drawn(studies, TableScheme(), MapPlan())
    names = [value.name["nb"] for value in made.segments.values]
    assert (len(names), names[-1]) == (8, "Andre")
    assert sum(made.by_segment(range(30))) == 30


def study(name: str, **columns: str) -> Study:
    return Study(
        study_id=name,
        first_author="Berg",
        year=2023,
        context="all",
        country="Norge",
        columns={"country": "Norge", **columns},
    )


def test_without_outcomes_and_contexts_the_map_is_of_countries_and_years() -> None:
    assert axes_of(MapPlan(), TableScheme()) == ("country", "year")


def test_a_column_of_the_authors_own_and_a_criterion_can_be_axes() -> None:
    studies = [study("a", Theory="JD-R"), study("b", Theory="jd-r; ERI"), study("c")]
    plan = MapPlan(rows="theory", columns="criteria.exposure", segments="")
    readings = {"exposure": {"a": "met", "b": "unclear"}}
    made = evidence_map(
        MapSource(studies=studies, included=3, readings=readings), TableScheme(), plan
    )
    assert [value.name["en"] for value in made.rows.values] == ["ERI", "JD-R", "Not stated"]
    assert [value.key for value in made.columns.values] == ["met", "unclear", "not met", ""]
    found = {cell: len(places) for cell, places in made.cells.items() if places}
    assert found == {(0, 1): 1, (1, 0): 1, (1, 1): 1, (2, 3): 1}


def test_a_column_that_the_sheet_lacks_is_refused_with_those_that_it_has() -> None:
    with pytest.raises(Refused, match=r"\[map\]") as told:
        drawn([study("a", Theory="x")], TableScheme(), MapPlan(rows="thoery", filters=("yaer",)))
    text = str(told.value)
    assert '"thoery" is not a column' in text
    assert '"yaer" is not a column' in text
    assert "Theory" in text


def test_two_languages_of_a_cell_are_one_value() -> None:
    studies = [
        study("a", design_nb="Kohort; Intervju", design_en="Cohort; Interviews"),
        study("b", design="kohort"),
    ]
    made = drawn(studies, TableScheme(), MapPlan(rows="design", segments=""))
    assert [(one.name["nb"], one.name["en"]) for one in made.rows.values] == [
        ("Intervju", "Interviews"),
        ("Kohort", "Cohort"),
    ]


def test_listed_designs_are_rows_without_a_study_too() -> None:
    scheme = TableScheme(designs=(Wording(nb="RCT"), Wording(nb="Kohort", en="Cohort")))
    made = drawn([study("a", design="Cohort")], scheme, MapPlan(rows="design", segments=""))
    assert [one.name["nb"] for one in made.rows.values] == ["RCT", "Kohort"]
    assert made.gaps == 1


def test_a_map_that_does_not_add_up_to_the_flow_is_refused() -> None:
    made = drawn([study("a"), study("b")], TableScheme(), MapPlan())
    with pytest.raises(Refused, match="the flow chart counts 3"):
        prove_map(made, 3)
    with pytest.raises(Refused, match="the flow chart counts 1"):
        prove_map(replace(made, included=1), 1)


def test_cells_whose_studies_are_others_than_before_are_changed() -> None:
    before = drawn([study("a", design="x"), study("b")], TableScheme(), MapPlan(rows="design"))
    told = json.loads(map_json(view(before), run="2026-01-01-1", by_update=True))
    assert changed_cells(before, told) == frozenset()
    after = drawn(
        [study("a", design="x"), study("b", design="x"), study("c", design="y")],
        TableScheme(),
        MapPlan(rows="design"),
    )
    keys = {after.rows.values[row].key for row, _ in changed_cells(after, told)}
    assert keys == {"x", "y"}
    other = drawn([study("a")], TableScheme(), MapPlan(rows="sector"))
    assert changed_cells(other, told) == frozenset()


@pytest.mark.parametrize("damaged", [{}, {"rows": 3}, {"rows": {"column": "country"}}])
def test_a_damaged_earlier_map_rings_nothing(damaged: dict[str, object]) -> None:
    assert changed_cells(drawn([study("a")], TableScheme(), MapPlan()), damaged) == frozenset()


def test_the_data_hold_each_cell_with_its_studies() -> None:
    made, studies, _ = random_map(7, MapPlan())
    told = json.loads(map_json(view(made), run="2026-01-01-1", by_update=False))
    ids = {one["id"] for one in told["studies"]}
    assert ids == {one.study_id for one in studies if one.extracted}
    assert {one for cell in told["cells"] for one in cell["studies"]} == ids
    for cell in told["cells"]:
        assert cell["n"] == len(cell["studies"]) == sum(cell["segments"].values())
    assert told["drawn"] + told["waiting"] == told["included"]
