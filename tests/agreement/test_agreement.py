"""Agreement against a published example, against scikit-learn, and at its edges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from pipeline.agreement.kappa import agreement, agreement_by, both_decided, both_reasoned
from pipeline.agreement.overlap import overlap
from pipeline.decisions import Decision, Origin, Stage, Verdict
from pipeline.records import RecordId

SKIN = {
    "terrible": {"terrible": 10, "poor": 4, "marginal": 1, "clear": 0},
    "poor": {"terrible": 5, "poor": 10, "marginal": 12, "clear": 2},
    "marginal": {"terrible": 2, "poor": 4, "marginal": 12, "clear": 5},
    "clear": {"terrible": 0, "poor": 2, "marginal": 6, "clear": 13},
}
"""Two dermatologists, 88 patients: SAS/STAT User's Guide, The FREQ Procedure, example "Cohen's
Kappa Coefficient" (data SkinCondition)."""


def pairs_of(table: dict[str, dict[str, int]]) -> list[tuple[str, str]]:
    return [
        (one, other) for one, row in table.items() for other, n in row.items() for _ in range(n)
    ]


def test_the_published_example_is_met_to_four_digits() -> None:
    found = agreement(pairs_of(SKIN))
    assert found.n == 88
    assert round(found.kappa or 0, 4) == 0.3449
    assert round(found.error or 0, 4) == 0.0724
    assert round(found.low or 0, 4) == 0.2030
    assert round(found.high or 0, 4) == 0.4868


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=60))
@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::UserWarning")
def test_kappa_is_scikit_learns(pairs: list[tuple[str, str]]) -> None:
    ours = agreement(pairs)
    if ours.kappa is None:
        assert len({word for pair in pairs for word in pair}) == 1
        return
    theirs = cohen_kappa_score([one for one, _ in pairs], [other for _, other in pairs])
    assert ours.kappa == pytest.approx(theirs, abs=1e-9)
    assert -1 <= ours.low <= ours.kappa <= ours.high <= 1
    swapped = agreement([(other, one) for one, other in pairs])
    assert swapped.kappa == pytest.approx(ours.kappa)
    assert swapped.error == pytest.approx(ours.error)


def test_nothing_judged_by_both_has_no_kappa() -> None:
    found = agreement([])
    assert (found.n, found.share, found.kappa) == (0, None, None)


def test_one_word_throughout_has_no_kappa_but_a_share() -> None:
    found = agreement([("in", "in")] * 12)
    assert (found.share, found.kappa, found.low) == (1.0, None, None)


def test_full_agreement_on_two_words_is_one() -> None:
    found = agreement([("in", "in")] * 5 + [("out", "out")] * 5)
    assert (found.kappa, found.low, found.high) == (1.0, 1.0, 1.0)


def test_each_criterion_has_its_own_figure() -> None:
    judged = [("exposure", "met", "met"), ("design", "met", "not met"), ("design", "met", "met")]
    found = agreement_by(judged)
    assert list(found) == ["design", "exposure"]
    assert (found["design"].n, found["design"].agreed) == (2, 1)


def said(record: str, reviewer: str, verdict: Verdict, number: int, **more: object) -> Decision:
    given: dict[str, object] = {
        "record": RecordId(record),
        "stage": Stage.SCREENING,
        "verdict": verdict,
        "reviewer": reviewer,
        "when": "2026-01-01T00:00:00+00:00",
        "origin": Origin(name="list.xlsx"),
        "number": number,
    }
    return Decision(**(given | more))  # type: ignore[arg-type]


def test_only_what_both_decided_counts_and_the_last_word_of_each() -> None:
    decisions = [
        said("a", "Ola", Verdict.EXCLUDE, 1),
        said("a", "Kari", Verdict.INCLUDE, 2),
        said("a", "Ola", Verdict.MAYBE, 3),
        said("b", "Ola", Verdict.EXCLUDE, 4),
        said("c", "Kari", Verdict.EXCLUDE, 5),
        said("c", "Ola", Verdict.EXCLUDE, 6),
        said("a", "Kari", Verdict.EXCLUDE, 7, stage=Stage.ELIGIBILITY),
        said("b", "Enighet", Verdict.INCLUDE, 8, resolves=True),
    ]
    both = both_decided(decisions, Stage.SCREENING)
    assert both == {
        ("Kari", "Ola"): [(Verdict.INCLUDE, Verdict.INCLUDE), (Verdict.EXCLUDE, Verdict.EXCLUDE)]
    }
    apart = both_decided(decisions, Stage.SCREENING, maybe_apart=True)
    assert apart["Kari", "Ola"][0] == (Verdict.INCLUDE, Verdict.MAYBE)


def test_reasons_show_on_which_criterion_two_people_differ_and_silence_does_not() -> None:
    decisions = [
        said("a", "Kari", Verdict.EXCLUDE, 1, reason="design"),
        said("a", "Ola", Verdict.EXCLUDE, 2, reason="population", other_reasons=("design",)),
        said("b", "Kari", Verdict.INCLUDE, 3),
        said("b", "Ola", Verdict.EXCLUDE, 4, reason="population"),
        said("c", "Ola", Verdict.EXCLUDE, 5, reason="language"),
        said("d", "Kari", Verdict.EXCLUDE, 6),
        said("d", "Ola", Verdict.EXCLUDE, 7, reason="design"),
    ]
    both = both_reasoned(decisions, Stage.SCREENING)["Kari", "Ola"]
    assert both == [
        ("design", True, True),
        ("design", False, False),
        ("population", False, True),
        ("population", False, True),
    ]
    found = agreement_by(both)
    assert (found["design"].share, found["population"].share) == (1.0, 0.0)


def test_overlap_adds_up_and_a_report_seen_twice_counts_once() -> None:
    found = overlap([("a", ["X"]), ("a", ["Y"]), ("b", ["X"]), ("c", ["X", "Y", "Z"])])
    assert found.reports == 3 == sum(found.sets.values())
    assert found.found == {"X": 3, "Y": 2, "Z": 1}
    assert found.alone == {"X": 1, "Y": 0, "Z": 0}
    assert found.shared == {("X", "Y"): 2, ("X", "Z"): 1, ("Y", "Z"): 1}


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.lists(st.sampled_from("XYZ"), max_size=3))))
def test_overlap_in_any_order_is_the_same(reports: list[tuple[str, list[str]]]) -> None:
    assert overlap(reports) == overlap(reversed(reports))
