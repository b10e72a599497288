"""Runs a search update as a list of stages; returns its outcome and what a person must do."""

import os
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path

from exports.language.catalogue import Words
from flows import VERSION
from flows.reporting.letter import close, nothing_new, send
from flows.reporting.output_state import damaged, output_is_due, standing_outputs
from flows.reporting.overlooked import overlooked
from flows.review.clock import now
from flows.review.lock import only_update
from flows.review.search_dates import is_answer
from flows.review.session import Session, at_work
from flows.review.settings_file import read_review
from flows.review.steps import step
from flows.stages.context import Done, MapParts, Turn
from flows.stages.import_files import keep_rejects
from flows.stages.intake import TakenIn, new_files, take_in_new
from flows.stages.intake_messages import sentence
from flows.stages.notices import watch_due
from flows.stages.refused_exports import not_refused
from flows.stages.rereading import look_for_changes
from flows.stages.sources import ask_sources, seeds_included
from pipeline.errors import FaultyRecords, ReaderFailed, Refused, reason
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.review.settings import Review, SearchPlan
from pipeline.store.connection import writing
from pipeline.store.intake import files
from pipeline.store.runs import begin_run, finish_run, marked_in, runs
from pipeline.store.table_checksums import damaged_results
from pipeline.text.shell_words import command_line, with_variable


def _ask(folder: Path, turn: Turn) -> Done:
    """Ask the sources that are network services."""
    taken: dict[str, set[str]] = defaultdict(set)
    with at_work(folder) as session:
        for file in files(session.db):
            taken[file.search].add(file.sha256)
        cited = any(one.fetch == "citations" for one in session.review.searches)
        included = seeds_included(session.library()) if cited else ()
    return ask_sources(
        session.review, when=turn.when, taken=taken, full=turn.full, included=included
    )


def _watch(folder: Path, turn: Turn) -> Done:
    """Ask services for retractions and other notices, if review.toml says so."""
    with at_work(folder) as session:
        return watch_due(session, turn.when)


def _full_texts(folder: Path, turn: Turn) -> Done:
    """Look for free copies and for PDFs, if review.toml says so or the folder of PDFs exists."""
    with at_work(folder) as session:
        plan = session.review.full_text
        if not plan.open_access and not (session.review.folder / plan.folder).is_dir():
            return Done()
        from flows.stages.full_texts import full_texts_due  # needed by few updates

        return full_texts_due(session, turn.when)


def _fill(folder: Path, turn: Turn) -> Done:
    """Fill empty fields from services, if review.toml says so."""
    with at_work(folder) as session:
        if not session.review.fill:
            return Done()
        from flows.stages.fill import fill_due, sentences  # needed by few updates

        found = fill_due(session, turn)
    return Done(told=tuple(sentences(found)), failed=tuple(found.failed))


def _fill_waits(session: Session) -> bool:
    """Whether a service is still to be asked about an empty field."""
    if not session.review.fill:
        return False
    from flows.stages.fill import fill_waits  # needed by few updates

    return fill_waits(session)


def _fill_failed(folder: Path) -> bool:
    """Whether a service failed for an empty field; every update asks it again."""
    with at_work(folder) as session:
        if not session.review.fill:
            return False
        from flows.stages.fill import fill_failed  # needed by few updates

        return fill_failed(session)


def _take_in(folder: Path, turn: Turn) -> Done:
    """Import new files under searches/."""
    with at_work(folder) as session:
        db, review = session.db, session.review
        otherwise = look_for_changes(session)
        results = take_in_new(db, review, when=turn.when, map_parts=turn.map_parts)
        for result in results:
            if result.rejects:
                keep_rejects(result.path, result.rejects)
        plans = {one.name: one for one in session.review.searches}
    return Done(
        told=tuple(sentence(one) for one in results if not one.refused),
        failed=tuple(_refused(review, plans[one.search], one) for one in results if one.refused)
        + otherwise,
    )


def _refused(review: Review, search: SearchPlan, file: TakenIn) -> str:
    """Why a file was refused and what to do about it; a folder's fault explains itself."""
    words, told = Words(PROGRAM_LANGUAGE, "failures"), sentence(file)
    if isinstance(file.refused, ReaderFailed):
        line = command_line("ajour convert", file.path, "--to", "jsonl", "--out", "OUT")
        command = with_variable("AJOUR_TRACEBACK", "1", line)
        return words("import_reader", search=search.name, told=told, command=command)
    # Path.is_file raises where rights are missing.
    if not os.path.isfile(file.path):  # noqa: PTH113
        return words("import_folder", search=search.name, told=told)
    if is_answer(search, file.path):
        return words("import_again", search=search.name, told=told, service=search.source)
    if not isinstance(file.refused, FaultyRecords):
        return words("import_refused", search=search.name, told=told)
    place = file.path.relative_to(review.folder)
    command = command_line("ajour import", place, "--search", search.name, "--accept-faults")
    return words("import_export", search=search.name, told=told, command=command)


def _stage(module: str, name: str) -> Callable[[Path, Turn], Done]:
    """A stage that opens the review, does what is due, and reports it in one sentence.

    The function is given by name, so that its module is not imported if nothing is new.
    """

    def stage(folder: Path, turn: Turn) -> Done:
        due: Callable[[Session, Turn], str | None] = getattr(import_module(module), name)
        with at_work(folder) as session:
            told = due(session, turn)
        return Done(told=(told,) if told else ())

    return stage


def _write(folder: Path, turn: Turn) -> Done:
    """Write the outputs that are due; return those that faulty files prevented as failed.

    If no run has begun, only damaged files can be due.
    """
    with at_work(folder, again=True) as session:
        made = None if turn.run else standing_outputs(session, turn.version)
        if made is None:
            # These modules are slow to import.
            from flows.reporting.outputs import write_outputs
            from flows.stages.due_work import remember_reasons
            from flows.stages.study_ids import give_study_ids

            give_study_ids(session, turn)
            remember_reasons(session)
            made = write_outputs(session, turn)
    return Done(told=(made.told, *made.noted) if made.told else (), failed=made.left_out)


STAGES: dict[str, Callable[[Path, Turn], Done]] = {
    "ask the sources": _ask,
    "ask about integrity": _watch,
    "look for full texts": _full_texts,
    "import": _take_in,
    "fill in": _fill,
    "link duplicates": _stage("flows.stages.deduplication", "link_due"),
    "read the criteria": _stage("flows.stages.criteria", "read_due"),
    "rank": _stage("flows.stages.ranking", "rank_due"),
    "write": _write,
}
"""The stages of an update, in order. Each can be repeated, and does only what is due."""

FIRST_THAT_WRITES = "import"
"""A run begins before this stage, not earlier: until then, nobody knows what the sources answered,
or whether a notice from a service makes the output due.
"""

NEED_A_RUN = ("fill in", "link duplicates", "read the criteria", "rank")
"""Stages that must read the whole library to see whether they are due. If no run has begun, they
are not due, because no file, decision or answer of a person has changed.
"""

MAY_BEGIN = ("import", "fill in")
"""Stages that try again what failed in the last update; if that succeeds, a run begins."""

Caller = Callable[[str, Path, Turn], Done]
"""Runs a stage by its name, directly or as a Prefect task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """The outcome of an update by stage, what it resumed or computed again, and its letter.

    `overlooked` lists, in sentences, what nothing reads or what has two names. `unsent` says why
    the letter's command failed. `seconds` is the update's own time, without the time spent by what
    calls its stages.
    """

    stages: dict[str, Done]
    letter: str
    resumed: str | None = None
    unsent: str | None = None
    seconds: float = 0.0
    overlooked: tuple[str, ...] = ()

    @property
    def news(self) -> bool:
        """Whether any stage did anything."""
        return any(done.told for done in self.stages.values())

    @property
    def failed(self) -> tuple[str, ...]:
        """Everything that a person has to correct."""
        return _failed(self.stages)


def _failed(stages: Mapping[str, Done]) -> tuple[str, ...]:
    return tuple(one for done in stages.values() for one in done.failed)


def run_stage(name: str, folder: Path, turn: Turn) -> Done:
    """Run a stage; a refusal is returned as a value, since Prefect would print 200 lines of it."""
    begun = time.monotonic()
    try:
        done = STAGES[name](folder, turn)
    except Refused as fault:
        done = Done(stopped=str(fault))
    return replace(done, seconds=time.monotonic() - begun)


@dataclass(slots=True, kw_only=True)
class BegunUpdate:
    """An unfinished update: its turn, the results of the stages so far, and what it resumed.

    Its owner holds the review's lock. `seconds` is the time spent on the update itself.
    """

    turn: Turn
    stages: dict[str, Done] = field(default_factory=dict)
    resumed: str | None = None
    seconds: float = 0.0

    @property
    def next_stage(self) -> str | None:
        """The next stage; None after the last."""
        return next((name for name in STAGES if name not in self.stages), None)


def update(
    folder: Path,
    *,
    call: Caller = run_stage,
    full: bool = False,
    map_parts: MapParts = map,
) -> Update:
    """Run all stages of a review's update in order, and report the outcome in a letter.

    An interrupted run is resumed: what its stages wrote is kept, and only what is still due is
    done. Raises Busy if an update of the review is running, and Refused if a stage cannot go on;
    the results of earlier stages are then kept.
    """
    with only_update(read_review(folder).state):
        return go_on(folder, new_update(full=full, map_parts=map_parts), call)


def new_update(*, full: bool = False, map_parts: MapParts = map) -> BegunUpdate:
    """An update before its first stage; the caller must hold the review's lock."""
    turn = Turn(run=0, version=VERSION, when=now(), full=full, map_parts=map_parts)
    return BegunUpdate(turn=turn)


def go_on(folder: Path, begun: BegunUpdate, call: Caller = run_stage) -> Update:
    """Run the remaining stages and report on all stages, as `update` does."""
    while begun.next_stage:
        advance(folder, begun, call)
    start = time.monotonic()
    letter, odd = _finish(folder, begun.turn, _failed(begun.stages))
    unsent = send(read_review(folder), letter)
    begun.seconds += time.monotonic() - start
    return Update(
        stages=begun.stages,
        letter=letter,
        resumed=begun.resumed,
        unsent=unsent,
        seconds=begun.seconds,
        overlooked=odd,
    )


def advance(folder: Path, begun: BegunUpdate, call: Caller = run_stage) -> None:
    """Run the next stage; Refused if it cannot go on."""
    name = begun.next_stage
    assert name is not None
    if name == FIRST_THAT_WRITES:
        start = time.monotonic()
        begun.turn, begun.resumed = _begin(folder, begun.turn)
        begun.seconds += time.monotonic() - start
    step(f"{name} (step {1 + [*STAGES].index(name)} of {len(STAGES)})")
    idle = name in NEED_A_RUN and not begun.turn.run
    if idle and not (name == "fill in" and _fill_failed(folder)):
        done = Done()
    else:
        done = call(name, folder, begun.turn)
        if done.told and not done.stopped and not begun.turn.run and name in MAY_BEGIN:
            begun.turn, _ = _begin(folder, begun.turn)
    begun.seconds += done.seconds
    begun.stages[name] = done
    if done.stopped:
        if name == FIRST_THAT_WRITES:
            _finish_in_vain(folder, begun.turn)
        raise Refused(done.stopped)


def _finish_in_vain(folder: Path, turn: Turn) -> None:
    """End a run of which no export could be imported: the next update has nothing to continue."""
    if turn.run:
        with at_work(folder) as session, writing(session.db):
            finish_run(session.db, turn.run, now(), "{}")


def is_due(folder: Path) -> bool:
    """Whether the stages that write have anything to do, found without doing it."""
    with at_work(folder) as session:
        return (
            _due(session)
            or any(not one.finished for one in runs(session.db))
            or bool(damaged_results(session.db))
            or bool(damaged(session))
        )


def _begin(folder: Path, turn: Turn) -> tuple[Turn, str | None]:
    """The turn of this run, recorded in the store if anything is due, and what it resumes."""
    with at_work(folder) as session:
        damage = None
        if damaged_results(session.db):
            from flows.stages.due_work import forget_damage

            damage = forget_damage(session)
        died = [one for one in runs(session.db) if not one.finished]
        number = 0
        if died or _due(session):
            with writing(session.db):
                number = begin_run(session.db, VERSION, turn.when)
    told = [damage] if damage else []
    if died:
        told.insert(
            0,
            f"The update that started at {died[0].started} did not finish. This update "
            f"continues it.",
        )
    return replace(turn, run=number), " ".join(told) or None


def _due(session: Session) -> bool:
    """Whether a new or changed file, or a field to be filled, gives the stages something to do."""
    exports = not_refused(session.review, new_files(session.db, session.review))
    if next(exports, None) is not None:
        return True
    return bool(files(session.db)) and (output_is_due(session, VERSION) or _fill_waits(session))


def _finish(folder: Path, turn: Turn, failed: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Record the outcome of the run; return the letter, and what was overlooked."""
    with at_work(folder) as session:
        odd = tuple(overlooked(session, PROGRAM_LANGUAGE))
        if turn.run and marked_in(session.db, "output") == turn.run:
            try:
                summary, letter = close(session, failed)
            except OSError as fault:
                output = session.review.output
                raise Refused(f"{output}: cannot be written ({reason(fault)}).") from None
        else:
            summary, letter = "{}", nothing_new(session, failed)
        if turn.run:
            with writing(session.db):
                finish_run(session.db, turn.run, now(), summary)
    return letter, odd
