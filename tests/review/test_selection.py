"""Who decided at a stage is counted from decisions, and from nothing that review.toml says."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from pipeline.decisions import Decision, Origin, Scheme, Stage, Verdict, standing
from pipeline.records import Record, RecordId
from pipeline.review.library import Library
from pipeline.review.selection import StageSelection, selection, unscreened
from pipeline.review.settings import Reviewers
from pipeline.store.duplicates import Membership

Word = tuple[str, str, Verdict]
"""Who said what of which record; "!" before a name marks what settles a disagreement."""

IN, OUT = Verdict.INCLUDE, Verdict.EXCLUDE


def decisions_of(words: Sequence[Word]) -> list[Decision]:
    return [
        Decision(
            record=RecordId(record),
            stage=Stage.SCREENING,
            verdict=verdict,
            reviewer=who.lstrip("!"),
            resolves=who.startswith("!"),
            when="2024-01-01",
            origin=Origin(name="list.xlsx"),
            number=number,
        )
        for number, (record, who, verdict) in enumerate(words, 1)
    ]


def library_of(said: Sequence[Decision], scheme: Scheme) -> Library:
    """Reports a, b and c; a has a second record, a2."""
    ids = [RecordId(one) for one in ("a", "a2", "b", "c")]
    members = {RecordId(one): (RecordId(one),) for one in ("b", "c")}
    members[RecordId("a")] = (RecordId("a"), RecordId("a2"))
    decided: dict[RecordId, dict[Stage, tuple[Decision, ...]]] = {}
    for one in standing(said):
        report = RecordId(one.record[0])
        stages = decided.setdefault(report, {})
        stages[one.stage] = (*stages.get(one.stage, ()), one)
    reviewers = Reviewers(names=("ann", "bo", "cy"), screening=scheme)
    return Library(
        review=cast("Any", SimpleNamespace(reviewers=reviewers)),
        searches={},
        records={one: Record(id=one) for one in ids},
        memberships={
            one: cast("Membership", SimpleNamespace(report=RecordId(one[0]))) for one in ids
        },
        members=members,
        decided=decided,
        assessments={},
    )


def screened(words: Sequence[Word], scheme: Scheme = "double") -> StageSelection:
    said = decisions_of(words)
    return selection(library_of(said, scheme), said, Stage.SCREENING, consensus="consensus")


def test_nobody_is_counted_who_is_only_named_as_a_reviewer() -> None:
    found = screened([("a", "ann", IN), ("b", "ann", OUT)], "single")
    assert (found.people, found.alone, found.together) == (1, 2, 0)


def test_two_who_share_the_titles_out_have_read_none_together() -> None:
    found = screened([("a", "ann", IN), ("b", "bo", OUT)], "single")
    assert (found.people, found.alone, found.together) == (2, 2, 0)


def test_two_who_read_each_title_have_read_them_together() -> None:
    found = screened([("a", "ann", IN), ("a2", "bo", IN), ("b", "ann", OUT), ("b", "bo", OUT)])
    assert (found.people, found.alone, found.together) == (2, 0, 2)


def test_what_still_waits_for_somebody_was_read_by_nobody_yet() -> None:
    found = screened([("a", "ann", IN)])
    assert (found.people, found.alone, found.together) == (1, 0, 0)


@pytest.mark.parametrize(
    ("who", "ways"),
    [("consensus", (1, 0, 0)), ("cy", (0, 1, 0)), ("ann", (0, 0, 1))],
    ids=["consensus", "a third person", "one of the two"],
)
def test_a_disagreement_is_settled_by_whoever_settled_it(
    who: str, ways: tuple[int, int, int]
) -> None:
    found = screened([("a", "ann", IN), ("a", "bo", OUT), ("a", f"!{who}", OUT)])
    assert (found.by_consensus, found.by_third_person, found.by_reader) == ways
    assert found.settled == 1
    assert (found.people, found.together) == (2, 1)


def test_a_disagreement_that_stands_is_not_settled() -> None:
    assert screened([("a", "ann", IN), ("a", "bo", OUT)]).settled == 0


def test_two_agree_on_a_report_whichever_of_its_records_they_saw() -> None:
    words: list[Word] = [("a", "ann", IN), ("a2", "bo", IN), ("b", "ann", IN), ("b", "bo", OUT)]
    (found,) = screened(words).agreements
    assert (found.n, found.agreed) == (2, 1)


def test_what_one_of_two_settled_leaves_their_own_words_apart() -> None:
    (found,) = screened([("a", "ann", IN), ("a", "bo", OUT), ("a", "!ann", OUT)]).agreements
    assert (found.n, found.agreed) == (1, 0)


def test_a_report_of_another_record_is_counted_once_among_the_unscreened() -> None:
    said = decisions_of([("b", "ann", IN)])
    ids = [RecordId(one) for one in ("a", "a2", "b", "c")]
    assert len(unscreened(library_of(said, "single"), ids)) == 2
