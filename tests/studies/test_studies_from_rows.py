"""Rows of the studies sheet become studies, or are refused with every fault at its cell."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import Refused
from pipeline.studies.scheme import TableScheme
from pipeline.studies.study import StudyRow, studies_from_rows
from tests.support.appendices import scheme_from_toml


def test_a_filled_row_is_a_study(scheme: TableScheme, rows: Any) -> None:
    (study,) = studies_from_rows(
        rows({"outcome_categories": "a; w1", "reports": "btk, cdf;ghj", "overlap": "Kohort"}),
        scheme,
    )
    assert study.outcomes == ("a", "w1")
    assert study.reports == ("btk", "cdf", "ghj")
    assert (study.year, study.country, study.countries) == (2022, "Norge", ("Norge",))
    assert study.extracted


def test_several_countries_are_kept_apart(scheme: TableScheme, rows: Any) -> None:
    changes = {"country": "2 europeiske", "countries": "Norge; Sverige;"}
    assert studies_from_rows(rows(changes), scheme)[0].countries == ("Norge", "Sverige")


@pytest.mark.parametrize("context", ["before", "Før", "BEFORE", "before ", "Before"])
def test_a_context_may_be_given_by_code_or_by_name(
    scheme: TableScheme, rows: Any, context: str
) -> None:
    assert studies_from_rows(rows({"data_context": context}), scheme)[0].context == "before"


def test_columns_may_bear_their_language(scheme: TableScheme, rows: Any) -> None:
    changes = {"country": "", "country_nb": "Norge", "design_en": "cohort", "design_nb": "kohort"}
    (study,) = studies_from_rows(rows(changes), scheme)
    assert study.country == "Norge"
    assert (study.text("design", "en"), study.text("design", "nb")) == ("cohort", "kohort")
    assert study.text("finding") == ""


def test_ticks_and_letters_that_agree_are_one_answer(scheme: TableScheme, rows: Any) -> None:
    changes = {"outcome_categories": "ab", "outcome:a": "X", "outcome:b": "ja", "outcome:w1": "nei"}
    assert studies_from_rows(rows(changes), scheme)[0].outcomes == ("a", "b")


def test_a_row_that_only_the_program_filled_in_waits(scheme: TableScheme) -> None:
    values = {"study_id": "s1", "first_author": "Ås", "year": "2022.0", "reports": "btk"}
    (study,) = studies_from_rows([StudyRow(file="f", row=2, values=values)], scheme)
    assert not study.extracted
    assert study.year == 2022


def test_what_the_program_does_not_know_of_a_waiting_study_is_no_fault(scheme: TableScheme) -> None:
    values = {"study_id": "s1", "first_author": "", "year": "", "title": "T"}
    (study,) = studies_from_rows([StudyRow(file="f", row=2, values=values)], scheme)
    assert (study.first_author, study.year, study.extracted) == ("", 0, False)


def test_an_empty_row_is_passed_over(scheme: TableScheme) -> None:
    assert studies_from_rows([StudyRow(file="f", row=2, values={"year": " "})], scheme) == ()


def test_one_context_needs_no_column(rows: Any) -> None:
    plain = scheme_from_toml({})
    (study,) = studies_from_rows(rows({"data_context": ""}), plain)
    assert study.context == "all"


WRONG = [
    pytest.param({"first_author": " "}, "column first_author: the cell is empty", id="no author"),
    pytest.param({"year": "22"}, 'column year: found "22"; expected a year', id="two digits"),
    pytest.param({"year": ""}, "column year: found an empty cell", id="no year"),
    pytest.param({"year": "2150"}, 'found "2150"', id="a year to come"),
    pytest.param({"data_context": "now"}, 'found "now"; expected one of before', id="context"),
    pytest.param({"data_context": ""}, "column data_context: found an empty cell", id="none"),
    pytest.param({"country": ""}, "column country: the cell is empty", id="no country"),
    pytest.param({"outcome_categories": "az"}, '"z" is not an outcome category', id="letter"),
    pytest.param({"outcome:a": "kanskje"}, 'column outcome:a: found "kanskje"', id="tick"),
    pytest.param(
        {"outcome_categories": "a", "outcome:b": "x"},
        "letters and the ticks name different",
        id="both",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), WRONG)
def test_a_wrong_cell_is_named(
    scheme: TableScheme, rows: Any, change: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        studies_from_rows(rows({"data_context": "before", "design": "x", **change}), scheme)
    assert f"studies.xlsx, sheet Studier, row 2, {sentence}" in str(refused.value) or (
        "studies.xlsx, sheet Studier, row 2" in str(refused.value)
        and sentence in str(refused.value)
    )


def test_a_row_without_an_id_goes_by_its_number(scheme: TableScheme, rows: Any) -> None:
    (study,) = studies_from_rows(rows({"study_id": "", "data_context": "before"}), scheme)
    assert (study.study_id, study.row) == ("#2", 2)


def test_all_faults_are_told_at_once(scheme: TableScheme, rows: Any) -> None:
    with pytest.raises(Refused) as refused:
        studies_from_rows(rows({"year": "x"}, {"study_id": "s2"}, {"data_context": "?"}), scheme)
    assert len(refused.value.faults) == 3
    assert "is already in studies.xlsx, sheet Studier, row 2" in str(refused.value)


def test_letters_are_refused_where_there_are_no_categories(rows: Any) -> None:
    with pytest.raises(Refused, match="has no categories"):
        studies_from_rows(rows({"outcome_categories": "a"}), scheme_from_toml({}))


@given(st.sets(st.sampled_from(["a", "b", "w1"])), st.sampled_from(["; ", ",", " "]))
def test_any_set_of_categories_comes_back(chosen: set[str], between: str) -> None:
    section = {"outcomes": {"categories": [{"code": code} for code in ("a", "b", "w1")]}}
    values = {
        "study_id": "s",
        "first_author": "A",
        "year": "2020",
        "country": "?",
        "outcome_categories": between.join(sorted(chosen)),
    }
    (study,) = studies_from_rows(
        [StudyRow(file="f", row=1, values=values)], scheme_from_toml(section)
    )
    assert set(study.outcomes) == chosen
