"""[tables] of review.toml: read as it stands, or refused with section and key."""

from typing import Any

import pytest

from pipeline.errors import Refused
from pipeline.languages import Wording
from tests.support.appendices import scheme_from_toml


def test_an_empty_section_is_one_context_of_all() -> None:
    scheme = scheme_from_toml({})
    assert [one.code for one in scheme.contexts] == ["all"]
    assert [one.code for one in scheme.columns] == ["all"]
    assert scheme.unit == "study"


def test_columns_are_those_of_the_contexts_where_none_are_named() -> None:
    contexts = [
        {"code": "a", "column": "x", "name": "A"},
        {"code": "b", "column": "x"},
        {"code": "c"},
    ]
    scheme = scheme_from_toml({"contexts": contexts})
    assert [(one.code, one.name["nb"]) for one in scheme.columns] == [("x", "A"), ("c", "c")]
    assert scheme.context("b").column == "x"


def test_words_may_be_one_for_all_languages_or_one_each() -> None:
    section = {"designs": ["RCT", {"nb": "Kohort", "en": "Cohort"}, {"en": "Survey"}]}
    assert scheme_from_toml(section).designs == (
        Wording(nb="RCT", en="RCT"),
        Wording(nb="Kohort", en="Cohort"),
        Wording(en="Survey"),
    )


def test_the_drawing_of_each_appendix_is_its_own() -> None:
    section = {
        "countries": {"order": "count", "zero": "-", "number": 4, "title": "Land"},
        "studies": {"order": "year", "columns": [{"name": "Hvem", "parts": ["author_year"]}]},
        "outcomes": {"headings": {"all": "Til sammen"}},
    }
    scheme = scheme_from_toml(section)
    assert (scheme.by_country.order, scheme.by_country.zero) == ("count", "-")
    assert scheme.by_country.number == "4"
    assert scheme.included.order == "year"
    assert scheme.headings[0].parts == ("author_year",)
    assert scheme.by_outcome.headings["all"]["nb"] == "Til sammen"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"kontext": []}, "[tables]: unknown key 'kontext'; did you mean 'contexts'?"),
    ({"unit": "paper"}, "[tables]: unit is 'paper'; expected one of study, article, report"),
    (
        {"contexts": "a"},
        "[tables]: contexts is 'a'; expected tables, each headed [[tables.contexts]]",
    ),
    ({"contexts": [{"name": "A"}]}, "[[tables.contexts]] A: code is missing; expected text"),
    (
        {"contexts": [{"code": "a"}, {"code": "a"}]},
        "[[tables.contexts]] a: code is 'a'; expected each value only once",
    ),
    (
        {"contexts": [{"code": "a", "column": "x"}], "columns": [{"code": "y"}]},
        "[[tables.contexts]] a: column is 'x'; expected one of y",
    ),
    ({"countries": {"order": "year"}}, "[tables.countries]: order is 'year'; expected one of name"),
    ({"countries": {"zero": 0}}, "[tables.countries]: zero is 0; expected text in quotes"),
    ({"countries": {"rows": "Norge"}}, "[tables.countries]: rows is 'Norge'; expected a list"),
    ({"countries": []}, "[tables]: countries is []; expected a table headed [tables.countries]"),
    ({"countries": {"rows": [7]}}, "[tables.countries]: item 1 of rows is 7; expected text, or"),
    (
        {"countries": {"rows": [{"se": "Norga"}]}},
        "item 1 of rows is {'se': 'Norga'}",
    ),
    (
        {"countries": {"headings": {"x": "X"}}},
        "[tables.countries.headings]: unknown key 'x'; expected",
    ),
    (
        {"outcomes": {"categories": [{"code": "a", "group": "h"}]}},
        (
            "[[tables.outcomes.categories]] a: group is 'h'; expected a name that this file "
            "defines, but none is defined"
        ),
    ),
    (
        {"outcomes": {"groups": [{"code": "h"}], "categories": [{"code": "a"}]}},
        "[[tables.outcomes.categories]] a: group is missing; expected one of h",
    ),
    (
        {"counts": [{"name": "n", "contexts": ["x"]}]},
        "[[tables.counts]] n: item 1 of contexts is 'x'; expected one of all",
    ),
    (
        {"counts": [{"name": "n", "contexts": "x"}]},
        "[[tables.counts]] n: contexts is 'x'; expected a list",
    ),
    (
        {"counts": [{"name": "n", "printed": True}]},
        "[[tables.counts]] n: printed is true; expected a whole number",
    ),
    (
        {"counts": [{"name": "n", "parts": [{"name": "p", "column": "q"}]}]},
        "[[tables.counts.parts]] n, p: column is 'q'; expected one of study_id",
    ),
    (
        {"studies": {"columns": [{"name": "x", "parts": ["y"]}]}},
        "[[tables.studies.columns]] x: item 1 of parts is 'y'; expected one of study_id",
    ),
]


@pytest.mark.parametrize(("section", "sentence"), WRONG)
def test_a_wrong_section_is_refused_by_section_and_key(
    section: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        scheme_from_toml(section)
    assert sentence in str(refused.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        scheme_from_toml({"unit": 1, "x": 2, "countries": {"order": "z"}})
    assert len(refused.value.faults) == 3


def test_contexts_without_columns_of_their_own_may_not_be_called_by_no_text() -> None:
    with pytest.raises(Refused, match="headings is 'x'"):
        scheme_from_toml({"countries": {"headings": "x"}})
