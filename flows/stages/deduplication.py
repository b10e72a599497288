"""Links the records of one report across all searches, old and new."""

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from flows.review.session import Session
from flows.stages.context import Turn
from pipeline.dedupe.links import Duplicates, Link
from pipeline.dedupe.rules_version import RULES_VERSION
from pipeline.records import RecordId
from pipeline.review.filled import with_filled
from pipeline.review.printed import printed_records
from pipeline.review.searches import put_plans
from pipeline.review.settings import Review
from pipeline.store.connection import Database, writing
from pipeline.store.duplicates import (
    Membership,
    StoredDoubt,
    StoredLink,
    StoredRelation,
    links,
    members,
    pair_verdicts,
    put_duplicates,
)
from pipeline.store.intake import files, records
from pipeline.store.rule_versions import put_rules_of_rounds, rules_of_rounds
from pipeline.store.runs import mark, marked
from pipeline.store.supplements import supplements
from pipeline.text.amounts import amount

if TYPE_CHECKING:
    from pipeline.dedupe.closure import Held


def digest(db: Database, review: Review, version: str) -> str:
    """A digest of what links depend on: files, filled fields, pair decisions, policy and rules."""
    rounds = sorted(f"{name} {rules}" for name, rules in rules_of_rounds(db).items())
    parts = [version, str(RULES_VERSION), review.preprints, *rounds]
    parts += sorted(f"{one.search} {one.sha256}" for one in files(db) if not one.withdrawn)
    filled = [one for one in supplements(db) if one.field in ("doi", "authors")]
    parts += [f"{one.record} {one.field} {one.text}" for one in filled]
    parts += [f"{one.one} {one.other} {one.same} {one.number}" for one in pair_verdicts(db)]
    return sha256("\n".join(parts).encode()).hexdigest()


def link_due(session: Session, turn: Turn) -> str | None:
    """Link the due records, in one transaction with its mark; None if nothing was due.

    Reports that people decided on, or that are part of a printed flow, keep the links of earlier
    rules until somebody applies the new rules.
    """
    db, review = session.db, session.review
    put_plans(db, review)
    if marked(db, "duplicates") == digest(db, review, turn.version):
        return None
    held = held_reports(session)
    found = linked_anew(session, turn, held)
    new_links = _newly_linked(found, {one.record: one.report for one in members(db)})
    with writing(db):
        put_findings(db, found)
        new = {search.round for search in session.review.searches} - rules_of_rounds(db).keys()
        put_rules_of_rounds(db, sorted(new), RULES_VERSION)
        due = digest(db, review, turn.version)
        mark(db, "duplicates", due, turn.run, turn.when)
    redundant = len(members(db)) - len({one.report for one in members(db)})
    doubtful = amount(len(found.band), "possible duplicate needs", "possible duplicates need")
    told = (
        f"{amount(new_links, 'new duplicate')} linked, {redundant:,} in all; {doubtful} a decision."
    )
    return f"{told} {_kept(held)}".strip()


def _newly_linked(found: Duplicates, before: Mapping[RecordId, RecordId]) -> int:
    """How many duplicates the links add to those of the reports before."""
    parts = ({before.get(one, one) for one in cluster.members} for cluster in found.clusters)
    return sum(len(each) - 1 for each in parts)


def _kept(held: "Held") -> str:
    if not held.records:
        return ""
    return (
        f"The rules for duplicates have changed. {len(held.records):,} records with decisions "
        f"or in a finished flow chart keep their links. To see what would change: ajour "
        f"duplicates "
        "--rules"
    )


def linked_anew(session: Session, turn: Turn, held: "Held") -> Duplicates:
    """The links that the current rules find in the whole library, except for held records."""
    from pipeline.dedupe.evidence import Policy  # slow: imports rapidfuzz
    from pipeline.dedupe.find import find_beside

    return find_beside(
        held,
        with_filled(records(session.db), supplements(session.db)),
        verdicts=pair_verdicts(session.db),
        policy=Policy(preprints=session.review.preprints),
        map_parts=turn.map_parts,
    )


def held_reports(session: Session) -> "Held":
    """The records whose links were made by earlier rules and are decided or printed."""
    from pipeline.dedupe.closure import NOTHING_HELD, Held  # slow: imports rapidfuzz

    rounds = rules_of_rounds(session.db)
    earlier = frozenset(name for name, rules in rounds.items() if rules < RULES_VERSION)
    if not earlier:
        return NOTHING_HELD
    kept: frozenset[RecordId] = printed_records(session.library(), earlier)
    return Held(
        records=kept,
        links=tuple(
            Link(one=one.one, other=one.other, rule=one.rule, because=one.because, score=one.score)
            for one in links(session.db)
            if one.decided_by == "software" and one.one in kept and one.other in kept
        ),
    )


def put_findings(db: Database, found: Duplicates) -> None:
    """Replace the stored links by these, in the caller's transaction."""
    put_duplicates(db, *_rows(found), relations=_relations(found))


def _relations(found: Duplicates) -> list[StoredRelation]:
    return [StoredRelation(record=one.record, of=one.of, kind=one.kind) for one in found.relations]


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
