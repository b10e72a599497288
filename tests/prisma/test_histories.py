"""Random histories of a review always balance; a forgotten or doubled record never does."""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decisions import Decision, Origin, Outcome, Scheme, Stage, Verdict, outcome, standing
from pipeline.errors import Refused
from pipeline.prisma.evidence import PreviousReview, RecordEvidence, ReportEvidence
from pipeline.prisma.flow import Flow, Terms
from pipeline.records import RecordId
from tests.support.flow_counts import count

SEARCHES = {
    "medline-1": ("1", "database"),
    "central-1": ("1", "register"),
    "web-1": ("1", "website"),
    "medline-2": ("2", "database"),
    "cited-2": ("2", "citations"),
    "people-3": ("3", "organisation"),
    "medline-3": ("3", "database"),
}
ROUND_ORDER = ("1", "2", "3")
STAGES: dict[Stage, tuple[Verdict, ...]] = {
    Stage.SCREENING: (Verdict.INCLUDE, Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.MAYBE),
    Stage.RETRIEVAL: (Verdict.RETRIEVED, Verdict.RETRIEVED, Verdict.NOT_RETRIEVED),
    Stage.ELIGIBILITY: (Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.ONGOING, Verdict.AWAITING),
}


@dataclass
class Review:
    """A small store: records, who is linked to whom, and decisions in the order taken."""

    scheme: Scheme
    search_of: dict[str, str] = field(default_factory=dict)
    head: dict[str, str] = field(default_factory=dict)
    by: dict[str, Any] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    removed: dict[str, str] = field(default_factory=dict)
    study: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def take_in(self, search: str) -> str:
        name = f"r{len(self.search_of):03}"
        self.search_of[name] = search
        self.head[name] = name
        return name

    def rank(self, name: str) -> tuple[int, str]:
        return ROUND_ORDER.index(SEARCHES[self.search_of[name]][0]), name

    def clusters(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self.search_of:
            top = name
            while self.head[top] != top:
                top = self.head[top]
            found.setdefault(top, []).append(name)
        return {min(names, key=self.rank): sorted(names) for names in found.values()}

    def decide(
        self, name: str, stage: Stage, verdict: Verdict, reviewer: str, resolves: bool
    ) -> None:
        self.decisions.append(
            Decision(
                record=RecordId(name),
                stage=stage,
                verdict=verdict,
                reason="P1" if len(self.decisions) % 2 else "E1",
                reviewer=reviewer,
                when="2024-01-01T00:00:00Z",
                origin=Origin(name="f.xlsx"),
                resolves=resolves,
                number=len(self.decisions),
            )
        )

    def evidence(self) -> tuple[list[RecordEvidence], list[ReportEvidence]]:
        stands = standing(self.decisions)
        records, reports = [], []
        for first, names in self.clusters().items():
            at = {stage: self._at(stands, names, stage) for stage in Stage}
            settled = at[Stage.SCREENING] and at[Stage.SCREENING].state == "decided"
            removed = None if settled else self.removed.get(first)
            round_, way = SEARCHES[self.search_of[first]]
            study, previous = self.study.get(first, (None, False))
            reports.append(
                ReportEvidence(
                    report=RecordId(first),
                    round=round_,
                    way=way,  # type: ignore[arg-type]
                    screening=at[Stage.SCREENING],
                    retrieval=at[Stage.RETRIEVAL],
                    eligibility=at[Stage.ELIGIBILITY],
                    screened_by="automation" if len(names) % 5 == 0 else "people",
                    study=study,
                    study_is_previous=previous,
                    records=tuple(RecordId(name) for name in names),
                )
            )
            records += [self._record(name, first, removed) for name in names]
        return records, reports

    def _record(self, name: str, first: str, removed: str | None) -> RecordEvidence:
        search = self.search_of[name]
        round_, way = SEARCHES[search]
        return RecordEvidence(
            record=RecordId(name),
            report=RecordId(first),
            search=search,
            round=round_,
            source=search.partition("-")[0],
            way=way,  # type: ignore[arg-type]
            linked_by=None if name == first else self.by.get(name, "software"),
            removed_by=removed,
        )

    def _at(self, stands: list[Decision], names: list[str], stage: Stage) -> Outcome | None:
        votes = [one for one in stands if one.record in names and one.stage is stage]
        scheme: Scheme = "single" if stage is Stage.RETRIEVAL else self.scheme
        return outcome(votes, scheme) if votes else None


@st.composite
def reviews(draw: st.DrawFn) -> Review:
    """A review after up to 60 events: imports, joins, splits, decisions, revisions, removals."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    review = Review(scheme=draw(st.sampled_from(["single", "double", "double-blind"])))
    for event in draw(st.lists(st.integers(0, 99), max_size=60)):
        names = sorted(review.search_of)
        if event < 30 or not names:
            name = review.take_in(chance.choice(sorted(SEARCHES)))
            continue
        name = chance.choice(names)
        if event < 40:
            other = chance.choice(names)
            tops = {top: set(members) for top, members in review.clusters().items()}
            if not any(name in members and other in members for members in tops.values()):
                while review.head[name] != name:
                    name = review.head[name]
                review.head[name] = other
                review.by[name] = chance.choice(["software", "people"])
        elif event < 45:
            review.head[name] = name
        elif event < 50:
            review.removed[name] = chance.choice(["automation:language", "stopping", "other:x"])
        elif event < 55:
            known = chance.choice(["S1", "S2", "S3"])
            review.study[name] = (known, known == "S1")
        else:
            stage = chance.choice([*Stage, Stage.SCREENING, Stage.SCREENING])
            verdict = chance.choice(STAGES[stage])
            review.decide(name, stage, verdict, chance.choice("AB"), chance.random() < 0.1)
    return review


def imported(records: list[RecordEvidence]) -> dict[str, int]:
    return dict(Counter(record.search for record in records))


@given(reviews())
def test_every_history_balances_in_all_in_each_round_and_in_each_search(review: Review) -> None:
    records, reports = review.evidence()
    previous = PreviousReview(studies=5, reports=6, dropped_studies=1)
    terms = Terms(imported=imported(records), order=ROUND_ORDER)
    total = count(records, reports, previous=previous, terms=terms)
    assert total["identified"] + total["other_identified_records"] == len(records)
    found = {record.round for record in records}
    rounds = [count(records, reports, rounds=[one], terms=terms) for one in sorted(found)]
    for box in ("all_identified_records", "all_screened_records", "all_included_reports"):
        assert total[box] == sum(flow[box] for flow in rounds)
    again = sum(flow["all_found_again_decided_records"] for flow in rounds)
    alone = sum(flow["all_duplicates_records"] for flow in rounds)
    assert total["all_duplicates_records"] == alone + again
    assert total["all_found_again_decided_records"] == 0


@given(reviews())
def test_the_searches_of_a_round_add_up_to_the_round(review: Review) -> None:
    records, reports = review.evidence()
    for name in sorted({record.round for record in records}):
        whole = count(records, reports, rounds=[name])
        searches = sorted({one.search for one in records if one.round == name})
        parts = [count(records, reports, terms=Terms(searches=(one,))) for one in searches]
        for box, number in whole.numbers.items():
            if box in whole.members and "stud" not in box and not box.startswith("earlier"):
                if box == "new_reports":
                    continue
                assert number == sum(part[box] for part in parts), box


@given(reviews())
def test_each_record_stands_in_one_place_where_a_second_reading_puts_it(review: Review) -> None:
    records, reports = review.evidence()
    flow = count(records, reports)
    known = {report.report: report for report in reports}
    for record in records:
        assert record.record in flow.behind(_place(record, known[record.report]))


def _place(record: RecordEvidence, report: ReportEvidence) -> str:
    """Where a record ends, read in the order of the stages as a person would."""
    before = "" if record.way in ("database", "register") else "other_"
    if record.linked_by:
        return f"{before}duplicates_{record.linked_by}_records"
    if record.removed_by:
        kind = record.removed_by.partition(":")[0]
        names = {"automation": "automation_criteria", "stopping": "automation_stopping"}
        return f"{before}{names.get(kind, 'removed_other')}_records"
    screening = report.screening
    later = report.retrieval or report.eligibility
    if screening is None and before and later:
        return f"{before}passed_screening_records"
    if screening is None or screening.state != "decided":
        return f"{before}not_yet_screened_records"
    if screening.verdict is Verdict.EXCLUDE:
        return f"{before}excluded_{report.screened_by}_records"
    return f"{before}passed_screening_records"


@given(reviews(), st.integers(0, 10**6))
def test_a_forgotten_record_is_always_refused(review: Review, which: int) -> None:
    records, reports = review.evidence()
    if not records:
        return
    gone = records.pop(which % len(records))
    with pytest.raises(Refused) as refused:
        count(records, reports)
    named = " ".join(str(fault) for fault in refused.value.faults)
    assert gone.record in named or gone.report in named


@given(reviews(), st.integers(0, 10**6))
def test_a_forgotten_record_is_refused_by_the_receipts_alone(review: Review, which: int) -> None:
    records, reports = review.evidence()
    if not records:
        return
    held = imported(records)
    records.pop(which % len(records))
    untold = [replace(report, records=()) for report in reports]
    with pytest.raises(Refused):
        count(records, untold, terms=Terms(imported=held))


@given(reviews(), st.integers(0, 10**6))
def test_a_record_counted_twice_is_always_refused(review: Review, which: int) -> None:
    records, reports = review.evidence()
    if not records:
        return
    twice = records[which % len(records)]
    with pytest.raises(Refused, match=twice.record):
        count([*records, twice], reports)
    renamed = replace(twice, record=RecordId("zz"))
    with pytest.raises(Refused, match="zz"):
        count([*records, renamed], reports)


@given(reviews(), st.integers(0, 10**6))
def test_a_forgotten_or_doubled_report_is_always_refused(review: Review, which: int) -> None:
    records, reports = review.evidence()
    if not reports:
        return
    gone = reports[which % len(reports)]
    with pytest.raises(Refused, match=gone.report):
        count(records, [one for one in reports if one is not gone])
    with pytest.raises(Refused, match=gone.report):
        count(records, [*reports, gone])


@given(reviews())
def test_the_order_of_the_evidence_changes_nothing(review: Review) -> None:
    records, reports = review.evidence()
    shuffled: Flow = count(records[::-1], reports[::-1])
    assert shuffled == count(records, reports)
