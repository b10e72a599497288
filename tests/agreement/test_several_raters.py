"""Gwet's AC1 and Krippendorff's alpha against the examples that were published with them."""

from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.agreement.several_raters import screened_by_several, several_agreement
from pipeline.decisions import Decision, Origin, Stage, Verdict
from pipeline.records import RecordId

KRIPPENDORFF_2011 = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
"""Four observers, twelve units, five values (section C)."""

HAYES_2007 = """
. . . . . 3 4 1 2 1 1 3 3 . 3
1 . 2 1 3 3 4 3 . . . . . . .
. . 2 1 3 4 4 . 2 1 1 3 3 . 4
"""
"""Three coders, fifteen units, of which two coded one alone or none."""


def decided(record: str, reviewer: str, verdict: Verdict) -> Decision:
    return Decision(
        record=RecordId(record),
        stage=Stage.SCREENING,
        reviewer=reviewer,
        verdict=verdict,
        when="2024-01-01T00:00:00Z",
        origin=Origin(name="list.xlsx"),
        number=ord(record) * 10 + len(reviewer),
    )


def units(table: str) -> list[list[str]]:
    """The values of each unit, over the observers that gave one."""
    rows = [line.split() for line in table.strip().splitlines()]
    return [[value for value in column if value != "."] for column in zip(*rows, strict=True)]


@pytest.mark.parametrize(("table", "alpha"), [(KRIPPENDORFF_2011, 0.743), (HAYES_2007, 0.691)])
def test_alpha_is_that_of_the_published_examples(table: str, alpha: float) -> None:
    found = several_agreement(units(table), "12345"[: 5 if alpha > 0.7 else 4])
    assert found.alpha == pytest.approx(alpha, abs=0.0005)


def test_ac1_and_its_error_are_those_of_gwets_handbook() -> None:
    found = several_agreement(units(KRIPPENDORFF_2011), "12345")
    assert found.items == 11
    assert found.ac1 == pytest.approx(0.77544, abs=0.00001)
    assert found.low == pytest.approx(0.77544 - 1.96 * 0.14295, abs=0.0005)
    assert found.high == 1.0


def test_ac1_of_two_reviewers_is_that_of_gwets_article() -> None:
    """Table of 125 that kappa calls no better than chance, though 118 are agreed on."""
    both = [("yes", "yes")] * 118 + [("yes", "no")] * 5 + [("no", "yes")] * 2
    assert several_agreement(both, ["yes", "no"]).ac1 == pytest.approx(0.9408, abs=0.0001)


def test_nothing_judged_by_two_has_no_agreement() -> None:
    assert several_agreement([["in"], []], ["in", "out"]).ac1 is None


def test_one_word_throughout_has_ac1_and_no_alpha() -> None:
    found = several_agreement([["out", "out"]] * 5, ["in", "out"])
    assert (found.ac1, found.alpha) == (1.0, None)


@given(st.lists(st.lists(st.sampled_from("io"), max_size=4), max_size=12))
def test_the_order_of_items_and_reviewers_changes_nothing(judged: list[list[str]]) -> None:
    shuffled = [Random(1).sample(item, len(item)) for item in reversed(judged)]
    one, other = several_agreement(judged, "io"), several_agreement(shuffled, "io")
    assert (one.items, one.ac1) == (other.items, pytest.approx(other.ac1))
    assert one.alpha == pytest.approx(other.alpha)


@given(st.lists(st.tuples(*[st.sampled_from("io")] * 2), min_size=1, max_size=30))
def test_alpha_of_pairs_is_one_less_the_share_of_unlike_pairs(pairs: list[tuple[str, str]]) -> None:
    values = [value for pair in pairs for value in pair]
    unlike = sum(one != other for one, other in pairs) / len(pairs)
    each = list(product(range(len(values)), repeat=2))
    others = [(one, other) for one, other in each if one != other]
    chance = sum(values[one] != values[other] for one, other in others) / len(others)
    found = several_agreement(pairs, "io").alpha
    assert found is None if not chance else found == pytest.approx(1 - unlike / chance)


def test_maybe_counts_as_include_and_consensus_as_nobodys_word() -> None:
    said = [
        decided("a", "ann", Verdict.INCLUDE),
        decided("a", "bo", Verdict.MAYBE),
        decided("b", "ann", Verdict.EXCLUDE),
        decided("b", "cy", Verdict.EXCLUDE),
        decided("c", "ann", Verdict.EXCLUDE),
    ]
    found = screened_by_several(said, Stage.SCREENING)
    assert (found.items, found.ac1) == (2, 1.0)
