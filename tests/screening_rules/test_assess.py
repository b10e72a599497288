"""Verdicts with the words they rest on, suggestions, and what is taken over."""

import json
import pickle
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import Refused
from pipeline.records import Record, RecordId
from screening_rules.assessment import Assessment, as_json, from_json, highlights
from screening_rules.automation import automation, pilot
from screening_rules.criteria import Criteria
from screening_rules.criteria_file import read_criteria
from screening_rules.evidence import CriteriaEvidence, Finder
from screening_rules.texts import read_text
from screening_rules.verdicts import assess
from tests.support.criteria import DESIGN, ELEMENT, criteria, read, record

CRITERIA = Path(__file__).parents[2] / "screening_rules" / "hjemmekontor.toml"


@pytest.fixture(scope="module")
def working_from_home() -> Criteria:
    return read_criteria(CRITERIA)


@pytest.fixture(scope="module")
def finder(working_from_home: Criteria) -> Finder:
    return Finder(working_from_home)


def verdict(found: Assessment, name: str = "exposure") -> str:
    return found.element(name).verdict


def test_what_speaks_for_is_met_with_its_words() -> None:
    found = read("Effects of teleworking")
    assert verdict(found) == "met"
    span = found.element("exposure").spans[0]
    assert (span.field, span.start, span.end, span.words) == ("title", 11, 22, "teleworking")
    assert (span.line, span.kind) == ("exposure.for.1", "for")
    with pytest.raises(KeyError):
        found.element("outcome")


def test_what_speaks_against_is_not_met() -> None:
    found = read("Telehealth visits")
    assert verdict(found) == "not met"
    assert (found.suggestion, found.reason) == ("exclude", "exposure")


def test_what_speaks_for_and_against_is_unclear() -> None:
    assert verdict(read("Telehealth and telework")) == "unclear"


def test_silence_is_unclear_and_never_excludes() -> None:
    found = read("Coffee")
    assert {one.verdict for one in found.elements} == {"unclear"}
    assert (found.suggestion, found.reason) == ("unclear", None)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Staff who did not telework", "unclear", id="not"),
        pytest.param("People unable to work from home", "unclear", id="two words between"),
        pytest.param("Ikke work from home", "unclear", id="Norwegian"),
        pytest.param("No effect of telework", "met", id="the effect is not there"),
        pytest.param("Not only telework", "met", id="not only"),
        pytest.param("Not at all a study that has telework", "met", id="out of reach"),
        pytest.param("It was not. Telework rose", "met", id="another sentence"),
        pytest.param("No homework", "unclear", id="nothing there"),
    ],
)
def test_negated_mentions_do_not_count_for(title: str, expected: str) -> None:
    assert verdict(read(title)) == expected


def test_a_fact_may_count_negated_mentions() -> None:
    found = read("A cross-sectional study, not in the pandemic")
    assert verdict(found, "design") == "not met"


def test_negation_does_not_reach_over_fields() -> None:
    assert verdict(read("They did not", "telework")) == "met"


def test_what_is_set_aside_does_not_count() -> None:
    text = ELEMENT.replace('set_aside_for = ["homework"]', 'set_aside_for = ["telework centre"]')
    found = next(iter(assess([record("Telework centre")], criteria(text))))
    assert verdict(found) == "unclear"
    found = next(iter(assess([record("Telework centre and teleworkers")], criteria(text))))
    assert [span.words for span in found.spans] == ["teleworkers"]


def test_the_first_rule_that_applies_gives_the_verdict() -> None:
    found = read("Telework in the pandemic: a cross-sectional study", year=2023)
    design = found.element("design")
    assert (design.verdict, design.rule) == ("not met", "design.rule.1")
    assert {(span.words, span.kind) for span in design.spans} == {
        ("pandemic", "against"),
        ("cross-sectional", "against"),
    }


@pytest.mark.parametrize(
    ("abstract", "year", "expected"),
    [
        pytest.param("A cross-sectional study", 2021, "not met", id="published before the day"),
        pytest.param("A cross-sectional study", 2022, "unclear", id="published on the day"),
        pytest.param("A cross-sectional study", None, "unclear", id="no date settles nothing"),
        pytest.param("The pandemic", 2021, "unclear", id="one of two facts"),
        pytest.param("A cohort in the pandemic", 2021, "met", id="the design counts"),
        pytest.param("Cross-sectional, cohort", 2021, "met", id="unless"),
        pytest.param("No cohort; cross-sectional", 2021, "not met", id="a negated design"),
        pytest.param("Cross-sectional. Longitudinal studies are needed", 2021, "not met", id="as"),
    ],
)
def test_rules_weigh_facts_and_dates(abstract: str, year: int | None, expected: str) -> None:
    assert verdict(read("Telework", abstract, year=year), "design") == expected


def test_a_rule_that_leaves_open_shows_no_words() -> None:
    assert read("Telework", "The pandemic").element("design").spans == ()


def test_include_is_suggested_when_all_that_is_needed_is_met() -> None:
    assert read("Telework: a cohort").suggestion == "include"
    unneeded = criteria((ELEMENT + DESIGN).replace("needed = true", "needed = false"))
    assert next(iter(assess([record("Telework: a cohort")], unneeded))).suggestion == "unclear"


def test_of_several_reasons_the_first_by_priority_is_given() -> None:
    found = read("Telehealth", "Cross-sectional", year=2020)
    assert [one.verdict for one in found.elements] == ["not met", "not met"]
    assert found.reason == "design"


def test_spans_in_keywords_count_over_the_joined_text() -> None:
    found = read("x", keywords=("Stress", "Telework; home", "telework"))
    keywords = "Stress; Telework; home; telework"
    assert [keywords[span.start : span.end] for span in found.spans] == ["Telework", "telework"]


def test_sections_are_told_apart() -> None:
    text = ELEMENT.replace(
        'for = ["telework*", "work* adj2 home"]', 'look = ["methods"]\nfor = ["cohort"]'
    )
    asked = criteria(text)
    structured = "BACKGROUND: Cohort? METHODS: A {} of clerks. RESULTS: None."
    found = [
        verdict(one)
        for one in assess(
            [
                record("1", structured.format("cohort")),
                record("2", structured.format("sample")),
                record("3", "A cohort of clerks."),
            ],
            asked,
        )
    ]
    assert found == ["met", "unclear", "met"]


def test_an_assessment_survives_json_and_pickle() -> None:
    found = read("Telework in the pandemic: a cross-sectional study", year=2021)
    assert from_json(json.loads(json.dumps(as_json(found)))) == found
    assert pickle.loads(pickle.dumps(found)) == found


def test_highlights_do_not_overlap_and_show_against_above_for() -> None:
    both = criteria(ELEMENT.replace('"telehealth"', '"work from"'))
    found = next(iter(assess([record("Work from home and telework")], both)))
    assert highlights(found) == {
        "title": ((0, 9, "against"), (9, 14, "for"), (19, 27, "for")),
    }


def test_what_did_not_change_is_taken_over() -> None:
    records = [record("Telework: a cohort"), record("Telehealth")]
    first = {one.record: one for one in assess(records, criteria())}
    assert list(assess(records, criteria(), known=first)) == list(first.values())
    after = criteria(ELEMENT.replace('"telehealth"', '"cohort"') + DESIGN)
    marked = {
        key: from_json({**as_json(one), "elements": [
            {**element, "rule": "taken over"} for element in as_json(one)["elements"]
        ]})
        for key, one in first.items()
    }  # fmt: skip
    found = list(assess(records, after, known=marked))
    assert [[reading.rule for reading in one.elements] for one in found] == [
        ["", "taken over"], ["", "taken over"],
    ]  # fmt: skip
    assert verdict(found[0]) == "unclear"


TITLES = st.lists(
    st.sampled_from(
        ["telework", "not", "telehealth", "cohort", "pandemic", ".", "cross-sectional"]
    ),
    max_size=8,
).map(" ".join)


@given(titles=st.lists(TITLES, max_size=6))
def test_a_record_is_read_alike_alone_and_in_company(titles: list[str]) -> None:
    records = [Record(id=RecordId(str(at)), title=one) for at, one in enumerate(titles)]
    asked = criteria()
    together = list(assess(records, asked))
    assert together == [one for each in records for one in assess([each], asked)]


SENTENCES = (
    "BACKGROUND: Little is known of telework during the pandemic.",
    "METHODS: We followed 3,500 employees who worked from home, not patients at home.",
    "RESULTS: None of them teleworked; work from home was not possible (telehealth was).",
    "Previous studies were cross-sectional, and this is a cohort with three waves.",
    "Neither telework nor age changed sleep, unlike in a systematic review.",
    "We could not, for reasons of safety, work from home before the pandemic",
)


@given(
    records=st.lists(
        st.builds(
            Record,
            title=st.sampled_from(SENTENCES),
            abstract=st.lists(st.sampled_from(SENTENCES), max_size=4).map(" ".join),
            keywords=st.lists(st.sampled_from(["Telework", "Cohort Studies/mt", "not"])).map(tuple),
            year=st.sampled_from([None, 2019, 2022]),
        ),
        min_size=2,
        max_size=4,
    )
)
@settings(max_examples=20)
def test_what_is_found_in_an_abstract_depends_on_no_other(
    records: list[Record], finder: Finder, working_from_home: Criteria
) -> None:
    texts = [read_text(record) for record in records]
    groups = [group.name for group in working_from_home.groups()]

    def found(evidence: Iterable[CriteriaEvidence]) -> list[object]:
        return [(one.found(name), one.negated(name)) for one in evidence for name in groups]

    together = found(finder.evidence(texts))
    assert together == [one for text in texts for one in found(finder.evidence([text]))]


def test_named_criteria_may_decide_and_say_why() -> None:
    asked = criteria()
    found = list(assess([record("Telehealth"), record("Telework")], asked))
    removals = automation(found, asked, ["exposure", "design"])
    assert [(one.record, one.criterion, one.reason.code) for one in removals] == [
        ("Telehealth", "exposure", "exposure"),
    ]
    assert [span.words for span in removals[0].spans] == ["Telehealth"]
    assert automation(found, asked, []) == []


def test_a_criterion_that_is_none_can_not_decide() -> None:
    with pytest.raises(
        Refused, match="'colour' is not a criterion with a reason; expected one of: exposure"
    ):
        automation([], criteria(), ["colour"])


def test_a_pilot_is_the_same_sample_for_all() -> None:
    ids = [RecordId(str(number)) for number in range(30)]
    assert pilot(ids, 5, seed=7) == pilot(reversed(ids), 5, seed=7)
    assert len(set(pilot(ids, 5, seed=7))) == 5
    assert sorted(pilot(ids, 99, seed=7)) == sorted(ids)
    assert pilot(ids, 5, seed=7) != pilot(ids, 5, seed=8)
