"""The share of relevant reports that single screeners miss, estimated from excludes read again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pipeline.agreement.kappa import wilson
from pipeline.decisions import Decision, Stage, Verdict, standing
from pipeline.records import RecordId

READ = {Verdict.INCLUDE, Verdict.MAYBE}


@dataclass(frozen=True, slots=True, kw_only=True)
class MissRate:
    """What one screener is estimated to miss.

    Of the screener's `excludes`, `drawn` were drawn at random and read again, and `missed` of those
    proved relevant. `found` counts all excludes that proved relevant, whether they were drawn at
    random or suspected.
    `rate` is the share of all relevant reports that the screener excluded, 0 to 1; `low` to `high`
    is its 95 % interval. All three are None if nothing was drawn or no relevant report is known.
    """

    reviewer: str
    includes: int
    excludes: int
    drawn: int
    missed: int
    found: int
    rate: float | None = None
    low: float | None = None
    high: float | None = None


def miss_rates(
    decisions: Iterable[Decision],
    outcomes: Mapping[RecordId, bool],
    by_lot: Callable[[RecordId], bool],
) -> list[MissRate]:
    """The miss rate of each screener whose excludes were read again, in order of name.

    `decisions` are each reviewer's own standing decisions; the first one on a report is that of its
    screener. `outcomes` gives the outcome of each settled report. `by_lot` says whether the report
    belongs to the random sample of all excludes; a report that was only suspected does not, and
    counts in `found` alone.
    The share missed in the sample, with its Wilson interval, is applied to all excludes; the
    excludes in `found` are certainly missed. The rate is the number missed, divided by that number
    plus the includes.
    """
    by_report: dict[RecordId, list[Decision]] = {}
    screening = (one for one in decisions if one.stage is Stage.SCREENING and not one.resolves)
    for one in sorted(standing(screening), key=lambda said: said.number):
        by_report.setdefault(one.record, []).append(one)
    names = sorted({said[0].reviewer for said in by_report.values()})
    rates = [_of(name, by_report, outcomes, by_lot) for name in names]
    return [one for one in rates if one.drawn or one.found]


def _of(
    name: str,
    by_report: Mapping[RecordId, list[Decision]],
    outcomes: Mapping[RecordId, bool],
    by_lot: Callable[[RecordId], bool],
) -> MissRate:
    own = {record: said for record, said in by_report.items() if said[0].reviewer == name}
    includes = sum(said[0].verdict in READ for said in own.values())
    out = {record: said for record, said in own.items() if said[0].verdict is Verdict.EXCLUDE}
    again = {record: said for record, said in out.items() if len(said) > 1}
    missed = {
        record for record, said in again.items() if outcomes.get(record, said[1].verdict in READ)
    }
    drawn = [record for record in again if by_lot(record)]
    hits = sum(record in missed for record in drawn)
    rate = low = high = None
    if drawn and includes + len(missed):
        low_share, high_share = wilson(hits, len(drawn))
        counts = [max(share * len(out), len(missed)) for share in (low_share, high_share)]
        expected = max(hits / len(drawn) * len(out), len(missed))
        rate, low, high = (one / (one + includes) for one in (expected, *counts))
    return MissRate(
        reviewer=name,
        includes=includes,
        excludes=len(out),
        drawn=len(drawn),
        missed=hits,
        found=len(missed),
        rate=rate,
        low=low,
        high=high,
    )
