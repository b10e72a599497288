"""A search update as a list of stages; what it came to, and what a person has to do."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flows import VERSION
from flows.clock import now
from flows.lock import only_update
from flows.outputs import output_is_due, write_outputs
from flows.review_file import read_review
from flows.session import Session, at_work
from flows.stages import Done, Turn
from flows.stages.asking import ask_sources
from flows.stages.criteria import read_due
from flows.stages.duplicates import link_due
from flows.stages.intake import new_files, take_in_new
from flows.stages.ranking import rank_due
from flows.telling.imports import sentence
from pipeline.errors import Refused
from pipeline.store import writing
from pipeline.store.running import begin_run, finish_run, runs


def _ask(folder: Path, turn: Turn) -> Done:
    """Ask the sources that can be asked."""
    return ask_sources(read_review(folder), when=turn.when)


def _take_in(folder: Path, turn: Turn) -> Done:
    """Take in what is new under searches/."""
    with at_work(folder) as session:
        results = take_in_new(session.db, session.review, when=turn.when)
    return Done(
        told=tuple(sentence(one) for one in results if not one.refused),
        failed=tuple(sentence(one) for one in results if one.refused),
    )


def _stage(due: Callable[[Session, Turn], str | None]) -> Callable[[Path, Turn], Done]:
    """A stage that opens the review, does what is due, and says so in one sentence."""

    def stage(folder: Path, turn: Turn) -> Done:
        with at_work(folder) as session:
            told = due(session, turn)
        return Done(told=(told,) if told else ())

    return stage


STAGES: dict[str, Callable[[Path, Turn], Done]] = {
    "ask the sources": _ask,
    "take in": _take_in,
    "link duplicates": _stage(link_due),
    "read the criteria": _stage(read_due),
    "rank": _stage(rank_due),
    "write": _stage(write_outputs),
}
"""The stages of an update in their order. Each can be repeated, and does only what is due."""

Caller = Callable[[str, Path, Turn], Done]
"""Runs the stage of that name: plainly, or as a Prefect task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What an update came to, stage by stage, and what it took up."""

    stages: dict[str, Done]
    resumed: str | None = None

    @property
    def news(self) -> bool:
        """Whether any stage did anything."""
        return any(done.told for done in self.stages.values())

    @property
    def failed(self) -> tuple[str, ...]:
        """What a person has to mend."""
        return tuple(one for done in self.stages.values() for one in done.failed)


def run_stage(name: str, folder: Path, turn: Turn) -> Done:
    """Run a stage; a refusal comes back as a value, since Prefect would print 200 lines of it."""
    try:
        return STAGES[name](folder, turn)
    except Refused as fault:
        return Done(stopped=str(fault))


def update(folder: Path, *, call: Caller = run_stage) -> Update:
    """Run every stage of an update on a review, one after the other.

    A run that died is taken up: what its stages wrote stands with its marks, and only what is
    still due is done. Raises Busy where an update of the review is running, and Refused where a
    stage could not go on; what the stages before it did then stands.
    """
    review = read_review(folder)
    with only_update(review.state):
        turn, resumed = _begin(folder)
        stages: dict[str, Done] = {}
        for name in STAGES:
            stages[name] = call(name, folder, turn)
            if stages[name].stopped:
                raise Refused(stages[name].stopped)
        _finish(folder, turn)
        return Update(stages=stages, resumed=resumed)


def _begin(folder: Path) -> tuple[Turn, str | None]:
    """The turn of this run, entered in the store where anything is due."""
    when = now()
    with at_work(folder) as session:
        died = [one for one in runs(session.db) if not one.finished]
        number = 0
        if died or _due(session):
            with writing(session.db):
                number = begin_run(session.db, VERSION, when)
    resumed = (
        f"The update begun at {died[0].started} did not finish; it is taken up." if died else None
    )
    return Turn(run=number, version=VERSION, when=when), resumed


def _due(session: Session) -> bool:
    """Whether a new file or a changed file of the review's own gives the stages something to do."""
    new = next(iter(new_files(session.db, session.review)), None)
    return new is not None or output_is_due(session, VERSION)


def _finish(folder: Path, turn: Turn) -> None:
    if turn.run:
        with at_work(folder) as session, writing(session.db):
            finish_run(session.db, turn.run, now(), "{}")
