"""What a screener misses, estimated from a lot of all excludes and not from the suspected ones."""

from random import Random

from pipeline.agreement.misses import MissRate, miss_rates
from pipeline.decisions import Decision, Origin, Stage, Verdict
from pipeline.records import RecordId


def said(record: int, reviewer: str, verdict: Verdict, number: int) -> Decision:
    return Decision(
        record=RecordId(f"{record:05}"),
        stage=Stage.SCREENING,
        reviewer=reviewer,
        verdict=verdict,
        when="2024-01-01T00:00:00Z",
        origin=Origin(name="list.xlsx"),
        number=number,
    )


def rate(decisions: list[Decision], lot: set[int]) -> MissRate:
    (found,) = miss_rates(decisions, {}, lambda record: int(record) in lot)
    return found


def test_what_was_suspected_counts_as_found_and_not_in_the_rate() -> None:
    decisions = [said(nth, "ann", Verdict.EXCLUDE, nth) for nth in range(100)]
    decisions += [said(nth, "ann", Verdict.INCLUDE, nth) for nth in range(100, 110)]
    decisions += [said(0, "bo", Verdict.INCLUDE, 200)]  # suspected, and rightly
    decisions += [said(nth, "bo", Verdict.EXCLUDE, 200 + nth) for nth in range(1, 21)]
    found = rate(decisions, set(range(1, 21)))
    assert (found.includes, found.excludes, found.drawn, found.missed, found.found) == (
        *(10, 100, 20, 0, 1),
    )
    assert found.rate == 1 / 11
    assert found.low == 1 / 11
    assert found.high is not None
    assert 0.5 < found.high < 0.7


def test_a_settled_word_stands_before_the_second_persons() -> None:
    decisions = [said(1, "ann", Verdict.EXCLUDE, 1), said(1, "bo", Verdict.INCLUDE, 2)]
    found = miss_rates(decisions, {RecordId("00001"): False}, lambda _: True)
    assert (found[0].missed, found[0].rate) == (0, None)


def test_nobody_read_again_has_no_rate() -> None:
    assert miss_rates([said(1, "ann", Verdict.EXCLUDE, 1)], {}, lambda _: True) == []


def test_the_interval_covers_the_true_rate_in_nineteen_of_twenty_reviews() -> None:
    """2,000 reports, 120 relevant, 13 % of them missed; suspicion finds half, 5 % are drawn."""
    covered = 0
    for seed in range(200):
        lot = Random(seed)
        missed = set(lot.sample(range(120), 16))
        wrong = {nth for nth in missed if lot.random() < 0.5}
        drawn = {nth for nth in range(2_000) if lot.random() < 0.05}
        decisions = [
            said(nth, "ann", _truth(nth < 120 and nth not in missed), nth) for nth in range(2_000)
        ]
        out = [nth for nth in range(2_000) if nth >= 120 or nth in missed]
        decisions += [
            said(nth, "bo", _truth(nth < 120), 5_000 + nth)
            for nth in out
            if nth in drawn or nth in wrong
        ]
        found = rate(decisions, drawn)
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= 16 / 120 <= found.high
    assert covered >= 190


def _truth(relevant: bool) -> Verdict:
    return Verdict.INCLUDE if relevant else Verdict.EXCLUDE
