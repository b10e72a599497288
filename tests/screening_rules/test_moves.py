"""Where rules look: sections, moves, brackets, openings, titles alone, languages."""

import pytest

from screening_rules.assessment import Assessment
from screening_rules.criteria_file import criteria_from
from screening_rules.verdicts import assess
from tests.support.criteria import HEAD, record

TEXT = """
[facts.design.cross_sectional]
look = ["title", "aim", "methods", "results"]
brackets = false
cancelled_by = ["limitation*"]
lines = ["cross-section*"]

[facts.kind.opinion]
look = ["title"]
opening = true
lines = ["viewpoint or commentary"]

[[element]]
name = "design"
label = { en = "Design" }
question = { en = "Longitudinal?" }
reason = { code = "design", en = "Wrong design", priority = 1 }

[[element.rule]]
verdict = "not met"
when = ["design.cross_sectional"]

[[element.rule]]
verdict = "not met"
when = ["kind.opinion"]
title_alone = true
"""


def verdict(title: str, abstract: str = "", text: str = TEXT, **fields: object) -> str:
    found: Assessment = next(
        assess(
            [record(title, abstract, **fields)],
            criteria_from("title_alone = false\n" + HEAD + text),
        )
    )
    return found.element("design").verdict


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        pytest.param(
            "Earlier studies were cross-sectional. We followed 90 clerks.",
            "unclear",
            id="earlier work",
        ),
        pytest.param("Little is known beyond cross-sectional data.", "unclear", id="what is known"),
        pytest.param(
            "A limitation is the cross-sectional measurement of age.", "unclear", id="a limitation"
        ),
        pytest.param(
            "Future research should go beyond cross-sectional designs.", "unclear", id="asked for"
        ),
        pytest.param(
            "Clerks kept a diary (cross-sectional setting).", "unclear", id="a word in brackets"
        ),
        pytest.param(
            "BACKGROUND: Cross-sectional work abounds. METHODS: A diary. RESULTS: Less.",
            "unclear",
            id="a labelled background",
        ),
        pytest.param(
            "BACKGROUND: The aim of this cross-sectional study was sleep. METHODS: A survey.",
            "not met",
            id="an aim within the background",
        ),
        pytest.param(
            "AIM: To see, in a cross-sectional study, how clerks sleep. METHODS: A survey.",
            "not met",
            id="a labelled aim",
        ),
        pytest.param("In this cross-sectional study we asked 90 clerks.", "not met", id="methods"),
        pytest.param("Cross-sectional, clerks.", "not met", id="a sentence without a move"),
    ],
)
def test_a_word_counts_where_the_study_itself_is_told_of(abstract: str, expected: str) -> None:
    assert verdict("Sleep", abstract) == expected


def test_a_title_alone_excludes_only_by_rules_that_say_so() -> None:
    assert verdict("Cross-sectional study of sleep") == "unclear"
    assert verdict("Cross-sectional study of sleep", "Clerks slept.") == "not met"
    assert verdict("Viewpoint: the office is dead") == "not met"


def test_an_opening_word_counts_at_the_start_of_its_field_only() -> None:
    assert verdict("A new viewpoint on distance", "Clerks slept.") == "unclear"
    assert verdict("Commentary on sleep", "Clerks slept.") == "not met"


def test_without_the_key_a_title_alone_excludes_as_it_did() -> None:
    found = next(assess([record("A cross-sectional study")], criteria_from(HEAD + TEXT)))
    assert found.element("design").verdict == "not met"


def test_lists_of_words_stand_in_for_their_names() -> None:
    with pytest.raises(Exception, match="no list of words named 'year'"):
        criteria_from(
            HEAD + '[words]\nmonth = ["may"]\n' + TEXT.replace('"limitation*"', '"{year}"')
        )
    text = '[words]\nmonth = ["may or june"]\n' + TEXT.replace(
        '"cross-section*"', '"asked adj3 {month}"'
    )
    assert verdict("Sleep", "Clerks were asked in May.", text) == "not met"
    assert verdict("Sleep", "Clerks were asked in July.", text) == "unclear"


def test_a_language_without_words_is_left_unclear() -> None:
    french = (
        "Nous avons suivi les employés de la banque; une étude cross-sectional avec des données."
    )
    assert verdict("Sommeil", french) == "not met"
    assert verdict("Sommeil", french, 'languages = ["en", "nb"]\n' + TEXT) == "unclear"
    assert verdict("Sommeil", french, 'languages = ["en", "fr"]\n' + TEXT) == "not met"
