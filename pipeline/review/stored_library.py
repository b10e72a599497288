"""The library of a store: read whole, or as an outline whose texts are read on demand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.decisions import Decision, Stage, standing
from pipeline.records import Record, RecordId
from pipeline.review.filled import with_filled
from pipeline.review.library import Library
from pipeline.review.on_demand import AllOnDemand, RecordsOnDemand
from pipeline.review.searches import plan
from pipeline.review.settings import Review
from pipeline.store.connection import Database
from pipeline.store.decisions import decisions, ranked_lists
from pipeline.store.duplicates import Membership, members
from pipeline.store.intake import (
    arrivals,
    places_of_records,
    records,
    searches,
    some_records,
    stand_ins,
)
from pipeline.store.ranks_and_assessments import StoredAssessment, assessments, automated
from pipeline.store.studies import given_studies, study_links
from pipeline.store.supplements import Supplement, supplements
from pipeline.store.withdrawals import withdrawn_removals


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """What takes most of the time to read, or reads itself on demand."""

    records: Mapping[RecordId, Record]
    assessments: Mapping[RecordId, StoredAssessment]
    arrivals: Mapping[RecordId, str]
    supplements: Sequence[Supplement]


def read_library(db: Database, review: Review) -> Library:
    """Everything in the store that is not withdrawn."""
    added = supplements(db)
    texts = _Texts(
        records={one.id: one for one in with_filled(records(db), added)},
        assessments=assessments(db),
        arrivals=arrivals(db),
        supplements=added,
    )
    return _library(db, review, texts)


def read_outline(db: Database, review: Review) -> Library:
    """The same library, with records and assessments that are read when they are asked for.

    Counting asks for none of them, and they are nearly all of a large library. The store has to
    stay open.
    """
    added, places = supplements(db), places_of_records(db)

    def read(ids: Sequence[RecordId]) -> Iterable[Record]:
        return with_filled(some_records(db, ids), added)

    texts = _Texts(
        records=RecordsOnDemand(places.found_in, read),
        assessments=AllOnDemand(lambda: assessments(db)),
        arrivals=places.arrivals,
        supplements=added,
    )
    made = _library(db, review, texts)
    # A library would make these two from its records and assessments.
    made.__dict__["found_in"] = places.found_in
    made.__dict__["automated"] = automated(db) if review.automation.criteria else {}
    return made


def _library(db: Database, review: Review, texts: _Texts) -> Library:
    # review.toml may say more than the store knows until the next command that writes.
    plans = {one.name: plan(one) for one in review.searches}
    found = texts.records
    memberships = {one.record: one for one in members(db) if one.record in found}
    instead = {
        record: mate
        for record, mates in stand_ins(db).items()
        if record not in found and (mate := next((one for one in mates if one in found), None))
    }
    said = decisions(db)
    return Library(
        review=review,
        searches={one.name: plans.get(one.name, one) for one in searches(db)},
        records=found,
        memberships=memberships,
        members=members_of(found, memberships),
        decided=decided_on(said, found, memberships, instead),
        assessments=texts.assessments,
        given_studies=given_studies(db),
        study_links=study_links(db),
        stand_ins=instead,
        kept_removals=withdrawn_removals(db),
        supplements=texts.supplements,
        decisions=said,
        lists=ranked_lists(db),
        arrivals=texts.arrivals,
    )


def members_of(
    found: Iterable[RecordId], memberships: Mapping[RecordId, Membership]
) -> dict[RecordId, tuple[RecordId, ...]]:
    """Each report's records, the one that stands for it first, the others sorted."""
    linked: dict[RecordId, list[RecordId]] = defaultdict(list)
    for record, membership in memberships.items():
        linked[membership.report].append(record)
    every: dict[RecordId, tuple[RecordId, ...]] = {}
    for record in found:
        if record not in memberships:
            every[record] = (record,)
            if record in linked:
                linked[record].append(record)
    for report, ids in linked.items():
        every[report] = tuple(sorted(ids, key=lambda one: (one != report, one)))
    return {report: every[report] for report in sorted(every)}


def decided_on(
    said: Sequence[Decision],
    found: Collection[RecordId],
    memberships: Mapping[RecordId, Membership],
    instead: Mapping[RecordId, RecordId],
) -> dict[RecordId, dict[Stage, tuple[Decision, ...]]]:
    """The standing decisions by report and stage, those on any of its records.

    What was said of a record of a withdrawn export was said of the report, which others still list.
    """
    gathered: dict[RecordId, dict[Stage, list[Decision]]] = defaultdict(lambda: defaultdict(list))
    for decision in standing(said):
        record = instead.get(decision.record, decision.record)
        if record in found:
            membership = memberships.get(record)
            report = membership.report if membership else record
            gathered[report][decision.stage].append(decision)
    return {
        report: {stage: tuple(ones) for stage, ones in stages.items()}
        for report, stages in gathered.items()
    }
