"""What decisions teach the ranking."""

import pytest

from pipeline.decisions import Decision, Origin, Stage, Verdict
from pipeline.ranking.labels import MAYBE_WEIGHT, Label, training_labels
from pipeline.records import RecordId

REPORT = RecordId("bcdfghjkmnpq")


def decision(verdict: str, reviewer: str = "Ada", stage: str = "screening", **more) -> Decision:
    return Decision(
        record=REPORT,
        stage=Stage(stage),
        verdict=Verdict(verdict),
        reviewer=reviewer,
        when="2024-01-01T00:00:00Z",
        origin=Origin(name="list.xlsx"),
        **more,
    )


FULL = "eligibility"
CASES = {
    "a plain include": ([decision("include")], Label(relevant=True)),
    "a plain exclude": ([decision("exclude")], Label(relevant=False)),
    "a maybe is a weak include": ([decision("maybe")], Label(relevant=True, weight=MAYBE_WEIGHT)),
    "two who agree count once": (
        [decision("exclude"), decision("exclude", "Bo")],
        Label(relevant=False),
    ),
    "two who disagree make a weak include": (
        [decision("include"), decision("exclude", "Bo")],
        Label(relevant=True, weight=MAYBE_WEIGHT),
    ),
    "who resolves it decides": (
        [
            decision("include", number=1),
            decision("exclude", "Bo", number=2),
            decision("exclude", "Cy", number=3, resolves=True),
        ],
        Label(relevant=False),
    ),
    "the later word of one reviewer stands": (
        [decision("exclude", number=1), decision("include", number=2)],
        Label(relevant=True),
    ),
    "an include at full text takes the place of a maybe": (
        [decision("maybe"), decision("include", stage=FULL)],
        Label(relevant=True),
    ),
    "an exclude at full text takes the place of an include": (
        [decision("include"), decision("exclude", stage=FULL, reason="P")],
        Label(relevant=False),
    ),
    "a disagreement at full text is a weak include": (
        [decision("include", stage=FULL), decision("exclude", "Bo", stage=FULL)],
        Label(relevant=True, weight=MAYBE_WEIGHT),
    ),
    "a report that awaits classification stands as screened": (
        [decision("include"), decision("awaiting classification", stage=FULL)],
        Label(relevant=True),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_decisions_become_one_label(case: str):
    decisions, label = CASES[case]
    assert training_labels({REPORT: decisions}) == {REPORT: label}


def test_a_report_nobody_decided_on_teaches_nothing():
    assert training_labels({REPORT: []}) == {}
    assert training_labels({REPORT: [decision("retrieved", stage="retrieval")]}) == {}
