"""Doing what files and decisions have made due, without Prefect, before something is told."""

from flows import VERSION
from flows.review.clock import now
from flows.review.session import Session
from flows.stages.context import Turn
from flows.stages.criteria import read_due
from flows.stages.deduplication import link_due
from flows.stages.ranking import rank_due
from flows.stages.study_ids import give_study_ids
from pipeline.review.searches import put_plans
from pipeline.store.connection import writing
from pipeline.store.runs import note_event
from pipeline.store.sent_reasons import put_sent_reasons, sent_reasons
from pipeline.store.table_checksums import NAMES, damaged_results, forget_results


def refresh(session: Session, *, ranked: bool = False) -> tuple[str, ...]:
    """Link and read the criteria where that is due, and rank where a ranking is asked for.

    Returns what was done, in sentences; () where the store already says it all, and nothing is
    then written. Ranking is dear, and what does not show an order can do without.
    """
    damage = forget_damage(session)
    put_plans(session.db, session.review)
    turn = Turn(run=0, version=VERSION, when=now())
    stages = (link_due, read_due, rank_due) if ranked else (link_due, read_due)
    told = [due(session, turn) for due in stages]
    give_study_ids(session, turn)
    remember_reasons(session)
    return tuple(one for one in (damage, *told) if one)


def remember_reasons(session: Session) -> None:
    """Keep codes and wordings of the reasons, so that a list sent with them is understood later."""
    named = [(one.code, text) for one in session.criteria.reasons for _, text in one.text.texts]
    if not set(named) <= set(sent_reasons(session.db)):
        with writing(session.db):
            put_sent_reasons(session.db, named)


def forget_damage(session: Session) -> str | None:
    """Drop what stages computed and the disk has changed since, so that it is due again.

    Nobody reads damaged assessments or links that way, no automation either. It is noted for the
    audit; None where all is as it was written.
    """
    if not damaged_results(session.db):
        return None
    with writing(session.db):
        stages = damaged_results(session.db)
        if not stages:
            return None
        forget_results(session.db, stages)
        lost = ", ".join(NAMES[one] for one in stages)
        told = f"{lost}: not as they were written into the store; made anew"
        note_event(session.db, now(), told)
    return f"{told}. A disk that changes what it holds may be failing: ajour check, ajour backup."
