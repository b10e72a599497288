"""Does the work due before reporting: plans, links, criteria, order and ids of studies."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

from flows import VERSION
from flows.review.clock import now
from flows.review.session import Session
from flows.review.steps import step
from flows.stages.context import Turn
from flows.stages.deduplication import link_due
from flows.stages.ranking import rank_due
from flows.stages.study_ids import give_study_ids
from pipeline.files import bytes_of
from pipeline.review.searches import put_plans
from pipeline.store.connection import writing
from pipeline.store.contents import contents
from pipeline.store.runs import marked, note_event
from pipeline.store.sent_reasons import put_sent_reasons, sent_reasons
from pipeline.store.table_checksums import COMPUTED, NAMES, damaged_results, forget_results

READ = ("cluster", "file", "stand_in", "supplement")
"""The tables that the reading of the criteria depends on; a file's seal covers its records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWork:
    """What was done, in sentences, and the input the criteria were last read on; "" if unknown."""

    told: tuple[str, ...]
    read_of: str


def do_due(
    session: Session, *, ranked: bool, read_of: str = "", used: Collection[str] = COMPUTED
) -> DueWork:
    """Link and read the criteria if due, and rank if a ranking is requested.

    `read_of` is the input on which an earlier call says the criteria were read: if it is unchanged,
    no text is examined. `used` names the results that the caller reads: only these are checked for
    damage, and those that the due work reads.
    """
    damage = forget_damage(session, used)
    put_plans(session.db, session.review)
    turn = Turn(run=0, version=VERSION, when=now())
    step("link duplicates")
    told = [damage, link_due(session, turn)]
    before = _inputs(session)
    if damage or read_of != _read_of(session, before):
        told += [forget_damage(session, {"criteria"} - {*used}), _criteria_read(session, turn)]
    read_of = _read_of(session, before) if _inputs(session) == before else ""
    if ranked:
        step("rank what is unread")
        told.append(rank_due(session, turn))
    give_study_ids(session, turn)
    remember_reasons(session)
    return DueWork(told=tuple(one for one in told if one), read_of=read_of)


def _criteria_read(session: Session, turn: Turn) -> str | None:
    from flows.stages.criteria import read_due  # slow to import

    step("read the criteria")
    return read_due(session, turn)


def rank_alone(session: Session) -> tuple[str, ...]:
    """Rank where nothing else is due; says what was done, as `do_due` does."""
    step("rank what is unread")
    told = rank_due(session, Turn(run=0, version=VERSION, when=now()))
    return (told,) if told else ()


def _inputs(session: Session) -> str:
    criteria = sha256(bytes_of(session.review.criteria)).hexdigest()
    return f"{VERSION} {session.review.hash} {criteria} {contents(session.db, *READ)}"


def _read_of(session: Session, inputs: str) -> str:
    """The inputs with the mark that the reading left in the store."""
    return sha256(f"{inputs} {marked(session.db, 'criteria')}".encode()).hexdigest()


def remember_reasons(session: Session) -> None:
    """Save the codes and wordings of the reasons, so that old lists can be read later."""
    named = session.in_use.wordings
    if not set(named) <= set(sent_reasons(session.db)):
        with writing(session.db):
            put_sent_reasons(session.db, named)


def forget_damage(session: Session, used: Collection[str] = COMPUTED) -> str | None:
    """Delete computed results that the disk has corrupted, so that they are due again.

    So neither people nor automation use damaged assessments or links. The deletion is logged for
    the audit. `used` names the results to check. Returns None if these are as they were written.
    """
    if not damaged_results(session.db, used):
        return None
    with writing(session.db):
        stages = damaged_results(session.db, used)
        if not stages:
            return None
        forget_results(session.db, stages)
        lost = ", ".join(NAMES[one] for one in stages)
        told = f"{lost}: these data were damaged in the database and were computed again"
        note_event(session.db, now(), told)
    return (
        f"{told}. The disk may be failing. Check the review with ajour check, and copy "
        f"the database with ajour backup"
    )
