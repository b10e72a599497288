"""Doing what files and decisions have made due, without Prefect, before something is told."""

from flows import VERSION
from flows.clock import now
from flows.session import Session
from flows.stages import Turn
from flows.stages.criteria import read_due
from flows.stages.duplicates import link_due
from flows.stages.intake import put_plans
from flows.stages.ranking import rank_due


def refresh(session: Session) -> tuple[str, ...]:
    """Link, read the criteria and rank where that is due; returns what was done, in sentences.

    () where the store already says it all; nothing is then written.
    """
    put_plans(session.db, session.review)
    turn = Turn(run=0, version=VERSION, when=now())
    told = [due(session, turn) for due in (link_due, read_due, rank_due)]
    return tuple(one for one in told if one)
