"""Linking the records of one report, across all searches old and new."""

from hashlib import sha256

from flows.review.session import Session
from flows.stages.context import Turn
from pipeline.dedupe.evidence import Policy
from pipeline.dedupe.find import find_duplicates
from pipeline.dedupe.links import Duplicates
from pipeline.review.searches import put_plans
from pipeline.review.settings import Review
from pipeline.store.connection import Database, writing
from pipeline.store.duplicates import (
    Membership,
    StoredDoubt,
    StoredLink,
    members,
    pair_verdicts,
    put_duplicates,
)
from pipeline.store.intake import files, records
from pipeline.store.runs import mark, marked


def digest(db: Database, review: Review, version: str) -> str:
    """What the links depend on: the files, people's words on pairs, the policy, the rules."""
    parts = [version, review.preprints]
    parts += sorted(f"{one.search} {one.sha256}" for one in files(db) if not one.withdrawn)
    parts += [f"{one.one} {one.other} {one.same} {one.number}" for one in pair_verdicts(db)]
    return sha256("\n".join(parts).encode()).hexdigest()


def link_due(session: Session, turn: Turn) -> str | None:
    """Link what is due, in one transaction with its mark; None where nothing was due."""
    db, review = session.db, session.review
    put_plans(db, review)
    due = digest(db, review, turn.version)
    if marked(db, "duplicates") == due:
        return None
    found = find_duplicates(
        records(db),
        known=None,
        verdicts=pair_verdicts(db),
        policy=Policy(preprints=review.preprints),
        map_parts=turn.map_parts,
    )
    with writing(db):
        put_duplicates(db, *_rows(found))
        mark(db, "duplicates", due, turn.run, turn.when)
    redundant = len(members(db)) - len({one.report for one in members(db)})
    return f"{redundant} records are of reports that others list too; {len(found.band)} pairs ask."


def _rows(
    found: Duplicates,
) -> tuple[list[StoredLink], list[StoredDoubt], list[Membership]]:
    links = [
        StoredLink(
            one=one.one,
            other=one.other,
            rule=one.rule,
            because=one.because,
            score=one.score,
            decided_by=one.decided_by,
        )
        for one in found.links
    ]
    doubts = [
        StoredDoubt(
            one=one.one,
            other=one.other,
            position=position,
            because=one.because,
            against=one.against,
            score=one.score,
        )
        for position, one in enumerate(found.band, start=1)
    ]
    memberships = [
        Membership(record=one, report=cluster.report)
        for cluster in found.clusters
        for one in cluster.members
    ]
    return links, doubts, memberships
