"""The counts of appendices and text."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.language.catalogue import sort_key
from pipeline.studies.counts import Tongue, appendix3, appendix4, appendix5
from pipeline.studies.scheme import Drawing, TableScheme
from pipeline.studies.study import Study, studies_from_rows
from pipeline.studies.text_counts import differences, outcome_kinds, text_counts
from tests.support.appendices import scheme_from_toml

NORWEGIAN = Tongue(language="nb", key=lambda word: sort_key(word, "nb"))


@pytest.fixture
def studies(scheme: TableScheme, rows: Any) -> tuple[Study, ...]:
    return studies_from_rows(
        rows(
            {"first_author": "Ås", "outcome_categories": "a"},
            {"first_author": "Aas", "data_context": "after_a", "country": "Japan"},
            {"first_author": "Øye", "year": "2020", "country": "Østerrike"},
            {"first_author": "Bø", "country": "Norway", "outcome_categories": "a b w1"},
        ),
        scheme,
    )


def ordered(scheme: TableScheme, order: str) -> TableScheme:
    drawing = Drawing(order=order)  # type: ignore[arg-type]
    return replace(scheme, included=drawing, by_country=drawing, by_outcome=drawing)


@pytest.mark.parametrize(
    ("order", "authors"),
    [
        ("given", ["Ås", "Øye", "Bø"]),
        ("name", ["Bø", "Øye", "Ås"]),
        ("year", ["Øye", "Bø", "Ås"]),
    ],
)
def test_studies_stand_as_review_toml_asks(
    studies: tuple[Study, ...], scheme: TableScheme, order: str, authors: list[str]
) -> None:
    first = appendix3(studies, ordered(scheme, order), tongue=NORWEGIAN)[0]
    assert [one.first_author for one in first.studies] == authors


@pytest.mark.parametrize(
    ("order", "countries"),
    [
        ("given", ["Norge", "Japan", "Østerrike"]),
        ("name", ["Japan", "Norge", "Østerrike"]),
        ("count", ["Norge", "Japan", "Østerrike"]),
    ],
)
def test_countries_stand_as_review_toml_asks(
    studies: tuple[Study, ...], scheme: TableScheme, order: str, countries: list[str]
) -> None:
    table = appendix4(studies, ordered(scheme, order), tongue=NORWEGIAN)
    assert [one.name["nb"] for one in table.rows] == countries
    assert table.rows[countries.index("Norge")].counts == (2, 0)
    assert (table.sums.counts, table.sums.total) == ((3, 1), 4)


def test_a_country_is_one_row_in_whatever_language_the_sheet_has_it(
    studies: tuple[Study, ...], scheme: TableScheme
) -> None:
    assert appendix4(studies, scheme).rows[0].name["en"] == "Norway"


def test_outcomes_stay_in_their_groups(studies: tuple[Study, ...], scheme: TableScheme) -> None:
    table = appendix5(studies, ordered(scheme, "name"), tongue=NORWEGIAN)
    assert [one.code for one in table.rows] == ["b", "a", "w1"]
    assert [one.total for one in table.rows] == [1, 2, 1]


def test_outcomes_without_groups_are_one_list(rows: Any) -> None:
    plain = scheme_from_toml({"outcomes": {"categories": [{"code": "a"}]}})
    studies = studies_from_rows(rows({"outcome_categories": "a", "data_context": "all"}), plain)
    assert [one.total for one in appendix5(studies, plain).rows] == [1]
    assert "by_outcome_kind" not in text_counts(studies, plain)
    assert text_counts(studies, plain)["included_studies"] == 1


def test_kinds_of_outcome(studies: tuple[Study, ...], scheme: TableScheme) -> None:
    assert outcome_kinds(studies, scheme) == {
        "health_only": 1,
        "work_only": 0,
        "both": 1,
        "none": 2,
    }


def test_studies_that_wait_are_counted_apart(
    studies: tuple[Study, ...], scheme: TableScheme
) -> None:
    waiting = Study(study_id="w", first_author="W", year=2024)
    counts = text_counts((*studies, waiting), scheme)
    assert counts["included_studies"] == 4
    assert counts["waiting_for_extraction"] == 1
    assert sum(len(one.studies) for one in appendix3((*studies, waiting), scheme)) == 4


def test_a_study_may_have_data_from_several_countries(rows: Any, scheme: TableScheme) -> None:
    studies = studies_from_rows(rows({}, {"country": "2", "countries": "Norge; Japan"}), scheme)
    assert [study.countries for study in studies] == [("Norge",), ("Norge", "Japan")]


def test_a_printed_number_that_holds_is_no_difference(
    studies: tuple[Study, ...], scheme: TableScheme
) -> None:
    section = {
        "contexts": [{"code": code} for code in ("before", "after_a", "after_b")],
        "counts": [
            {"name": "right", "contexts": ["before"], "printed": 3},
            {"name": "wrong", "contexts": ["before"], "printed": 4},
            {"name": "plain", "contexts": ["after_a"]},
        ],
    }
    counted = scheme_from_toml(section)
    assert [(one.name, one.counted) for one in differences(studies, counted)] == [("wrong", 3)]
    assert text_counts(studies, counted)["plain"] == 1


CONTEXTS = st.sampled_from(["before", "after_a", "after_b"])
OUTCOMES = st.sets(st.sampled_from(["a", "b", "w1"])).map(lambda codes: tuple(sorted(codes)))


@given(
    st.lists(st.tuples(CONTEXTS, st.sampled_from(["Norge", "Fiji", "?"]), OUTCOMES), max_size=30)
)
def test_sums_are_those_of_the_rows(
    scheme: TableScheme, given: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    studies = [
        Study(
            study_id=f"s{at}",
            first_author="A",
            year=2020,
            context=context,
            country=country,
            countries=(country,),
            outcomes=outcomes,
        )
        for at, (context, country, outcomes) in enumerate(given)
    ]
    by_country = appendix4(studies, scheme)
    assert by_country.sums.total == len(studies)
    for at in range(len(by_country.columns)):
        assert by_country.sums.counts[at] == sum(row.counts[at] for row in by_country.rows)
    for row in (*by_country.rows, *appendix5(studies, scheme).rows):
        assert row.total == sum(row.counts)
    assert sum(outcome_kinds(studies, scheme).values()) == len(studies)
    assert sum(len(one.studies) for one in appendix3(studies, scheme)) == len(studies)
