"""A few reports of a large library, read without the others in some milliseconds."""

from collections.abc import Collection

from pipeline.records import RecordId
from pipeline.review.filled import with_filled
from pipeline.review.library import Library
from pipeline.review.searches import plan
from pipeline.review.settings import Review
from pipeline.review.stored_library import decided_on, members_of
from pipeline.store.connection import Database
from pipeline.store.decisions import decisions
from pipeline.store.intake import searches
from pipeline.store.parts import beside, live_records, mates, stand_ins_of
from pipeline.store.ranks_and_assessments import assessments
from pipeline.store.studies import study_links
from pipeline.store.supplements import supplements
from pipeline.store.withdrawals import withdrawn_removals


def library_part(db: Database, review: Review, ids: Collection[RecordId]) -> Library:
    """The part of the library that concerns the reports of these records.

    For these reports it gives the same results as the whole library. Of other reports it has only
    the records that may be duplicates of theirs or belong to them, without their state. It has no
    studies and no lists.
    """
    gone = stand_ins_of(db, ids)
    wanted = {*ids, *(mate for one in ids for mate in gone.get(one, ()))}
    own = {one.record: one for one in mates(db, wanted)}
    mine = {*wanted, *own}
    gone = stand_ins_of(db, mine)
    others = beside(db, mine) | {mate for every in gone.values() for mate in every} - mine
    added = supplements(db)
    found = {one.id: one for one in with_filled(live_records(db, mine | others), added)}
    memberships = own | {one.record: one for one in mates(db, others)}
    memberships = {record: one for record, one in memberships.items() if record in found}
    instead = {
        one: mate
        for one, every in gone.items()
        if one not in found and (mate := next((here for here in every if here in found), None))
    }
    plans = {one.name: plan(one) for one in review.searches}
    reports = {
        memberships[record].report if record in memberships else record
        for record in mine & found.keys()
    }
    every = members_of(found, memberships)
    said = decisions(db, [*mine, *gone])
    return Library(
        review=review,
        searches={one.name: plans.get(one.name, one) for one in searches(db)},
        records=found,
        memberships=memberships,
        members={report: every[report] for report in sorted(reports)},
        decided=decided_on(said, found, memberships, instead),
        assessments=assessments(db, sorted(reports)),
        study_links=study_links(db),
        stand_ins=instead,
        kept_removals=withdrawn_removals(db),
        supplements=added,
    )
