"""Ranks unread reports by all decisions made so far."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from flows.review.session import Session
from flows.stages.context import Turn
from pipeline.decisions import Stage
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.review.progress import chances_of, labels_of
from pipeline.review.reference_lists import citing_reports
from pipeline.store.connection import writing
from pipeline.store.ranks_and_assessments import StoredRank, lay_ready, put_ranking
from pipeline.store.runs import mark, marked
from pipeline.text.amounts import amount

if TYPE_CHECKING:
    from pipeline.ranking.order import Ranked


def rank_due(session: Session, turn: Turn) -> str | None:
    """Rank the reports that await screening, in one transaction with its mark.

    None if nothing was due: an order is valid until a decision, a record, the criteria or the
    program change.
    """
    db, library, due = session.db, session.library(), order_due(session, turn.version)
    if not due:
        return None
    from pipeline.ranking.order import rank  # slow: imports scikit-learn

    awaiting, labels = library.awaiting(Stage.SCREENING), labels_of(library)
    found = rank(
        [library.reports[one] for one in awaiting],
        [(library.reports[one], label) for one, label in labels.items()],
        query=session.in_use.query,
        cited=citing_reports(db, library),
    )
    chances = chances_of(library, [one.record for one in found.ranked])
    stored = [_stored(one, chances) for one in found.ranked]
    ready = lay_ready(db, turn.run, found.model.to_bytes(), stored)
    with writing(db):
        put_ranking(db, ready)
        mark(db, "ranking", due, turn.run, turn.when)
    by = amount(len(labels), "decision")
    return f"{amount(len(awaiting), 'unscreened report')} ranked (model trained on {by})."


def order_due(session: Session, version: str) -> str:
    """The inputs of the order that has to be made, as a digest; "" where the stored one is valid.

    Also "" where nothing awaits screening.
    """
    library = session.library()
    awaiting = library.awaiting(Stage.SCREENING)
    if not awaiting:
        return ""
    due = _digest(library, awaiting, session.in_use.query, version)
    return "" if marked(session.db, "ranking") == due else due


def _digest(library: Library, awaiting: Sequence[str], query: str, version: str) -> str:
    """The inputs that the order depends on."""
    said = [
        f"{one.record} {one.stage} {one.verdict} {one.number}"
        for stages in library.decided.values()
        for ones in stages.values()
        for one in ones
    ]
    said += [f"{one.record} {one.number}" for one in library.supplements]
    merged = [f"{report} {' '.join(ids)}" for report, ids in library.members.items()]
    return sha256(
        "\n".join([version, query, *awaiting, *sorted(said), *merged]).encode()
    ).hexdigest()


def _stored(one: "Ranked", chances: Mapping[RecordId, float] | None) -> StoredRank:
    """A rank with its position's probability, unless too few reports were read to estimate it."""
    probability = one.probability
    if chances is not None and probability is not None:
        probability = chances.get(one.record, probability)
    return StoredRank(
        record=one.record,
        position=one.position,
        score=one.score,
        probability=probability,
        lifted=tuple(word.term for word in one.lifted),
        lowered=tuple(word.term for word in one.lowered),
        flags=tuple(one.flags),
    )
