"""Doing what files and decisions have made due, without Prefect, before something is told."""

from flows import VERSION
from flows.clock import now
from flows.session import Session
from flows.stages import Turn
from flows.stages.criteria import read_due
from flows.stages.duplicates import link_due
from flows.stages.intake import put_plans
from flows.stages.ranking import rank_due


def refresh(session: Session, *, ranked: bool = False) -> tuple[str, ...]:
    """Link and read the criteria where that is due, and rank where a ranking is asked for.

    Returns what was done, in sentences; () where the store already says it all, and nothing is
    then written. Ranking is dear, and what does not show an order can do without.
    """
    put_plans(session.db, session.review)
    turn = Turn(run=0, version=VERSION, when=now())
    stages = (link_due, read_due, rank_due) if ranked else (link_due, read_due)
    told = [due(session, turn) for due in stages]
    return tuple(one for one in told if one)
