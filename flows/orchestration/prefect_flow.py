"""The search update as a Prefect flow: one task per stage, without logic of its own.

Importing this module imports Prefect; `prefect_settings.settle` must have been called before.
"""

import re
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Failed

from flows.orchestration.allowed_reviews import allowed
from flows.orchestration.prefect_runs import close_crashed
from flows.orchestration.prepared import prepared
from flows.orchestration.update import STAGES, Update, go_on, run_stage, update
from flows.review.runner_file import read_runner
from flows.review.settings_file import read_review
from flows.stages.context import Done, MapParts, Turn
from pipeline.errors import AjourError


def _as_task(name: str, folder: Path, turn: Turn) -> Done:
    """Run a stage as a task with its name; its result is passed in memory only.

    The first stage runs with the review's lock held: any other run that Prefect believes is running
    has then lost its process, which no one else reports if a worker died.
    """
    if name == next(iter(STAGES)):
        close_crashed(str(folder), but=flow_run.id)
    stage = task(name=name, persist_result=False, cache_policy=NO_CACHE)(run_stage)
    done: Done = stage(name, folder, turn)
    return done


def _enter(name: str, done: Done) -> None:
    """Record a stage that was done while Prefect started, as a task with its name."""

    def was_done() -> Done:
        return done

    task(name=name, persist_result=False, cache_policy=NO_CACHE)(was_done)()


@flow(name="search update", flow_run_name="update of {folder}", validate_parameters=False)
def search_update(folder: str) -> Update | State[AjourError]:
    """One search update of the review in a folder, which must be one of those named here.

    A refusal ends the run as failed, with its sentence as the state's message. The letter is an
    artifact of the run. If flow.toml names Dask, stages that can be divided are.
    """
    return _updated(folder, full=False)


@flow(name="search update in full", flow_run_name="update of {folder}", validate_parameters=False)
def full_search_update(folder: str) -> Update | State[AjourError]:
    """A search update that asks the sources for everything; only `ajour update --full` runs it.

    A separate flow, so that runs of the other one have no parameter but the folder.
    """
    return _updated(folder, full=True)


def _updated(folder: str, *, full: bool) -> Update | State[AjourError]:
    try:
        review = allowed(folder)
        with _map_parts(review) as map_parts:
            done = _done(review, map_parts, full=full)
    except AjourError as fault:
        return Failed(message=str(fault), data=fault)
    create_markdown_artifact(markdown=done.letter, key=_key(folder), description=folder)
    return done


def _done(review: Path, map_parts: MapParts, *, full: bool) -> Update:
    """The whole update, or the rest of one that this program began before its flow."""
    begun = prepared()
    if begun is None:
        return update(review, call=_as_task, full=full, map_parts=map_parts)
    for name, done in begun.stages.items():
        _enter(name, done)
    begun.turn = replace(begun.turn, map_parts=map_parts)
    return go_on(review, begun, _as_task)


def _map_parts(review: Path) -> AbstractContextManager[MapParts]:
    """The function that processes the parts of a stage: here, or on the cluster flow.toml names."""
    runner = read_runner(review)
    if runner.kind == "threads":
        return nullcontext(map)
    from flows.orchestration.dask_cluster import on_dask

    return on_dask(runner, read_review(review).state)


def _key(folder: str) -> str:
    """The artifact's key; Prefect requires lowercase letters, digits and dashes."""
    name = re.sub(r"[^a-z0-9]+", "-", Path(folder).name.lower()).strip("-")
    return f"letter-{name}" if name else "letter"
