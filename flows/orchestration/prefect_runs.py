"""Prefect's own runs: those left as running by a dead process are closed as crashed."""

import time
from pathlib import Path
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Crashed

from flows.review.lock import only_update
from pipeline.errors import Busy
from pipeline.review.settings import Review

RECORDING = 10
"""Seconds to wait until a server has recorded what it was sent."""


def close_left(review: Review) -> int:
    """Close runs left behind by dead processes, if no update is running; return how many."""
    try:
        with only_update(review.state):
            return close_crashed(str(review.folder.resolve()))
    except Busy:
        return 0


def close_crashed(folder: str, *, but: str | None = None) -> int:
    """Close the runs of a review's updates that are marked running but have no process.

    Call it while holding the review's lock: then every run that Prefect believes is running has
    lost its process. `but` is the caller's own run; from within a run, those about to begin are
    left alone, since the lock will stop them. Returns how many were closed.
    """
    states = [StateType.RUNNING] if but else [StateType.RUNNING, StateType.PENDING]
    running = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=states)),
        id=FlowRunFilterId(not_any_=[UUID(but)] if but else None),
    )
    named = FlowFilter(name=FlowFilterName(any_=["search update", "search update in full"]))
    closed = 0
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(flow_filter=named, flow_run_filter=running):
            place = run.parameters.get("folder")
            if place and Path(place).resolve() == Path(folder).resolve():
                state: State[None] = Crashed(
                    message="The process of this update stopped unexpectedly. The next update "
                    "continues the work."
                )
                client.set_flow_run_state(run.id, state, force=True)
                closed += 1
    return closed


def wait_until_recorded(run: UUID, tasks: int) -> None:
    """Wait until a server has recorded the ends of a run's tasks, which it gets as messages.

    A server stopped earlier loses them; waiting for a busy one ends after RECORDING seconds.
    """
    last = time.monotonic() + RECORDING
    with get_client(sync_client=True) as client:
        while time.monotonic() < last:
            filter_ = FlowRunFilter(id=FlowRunFilterId(any_=[run]))
            found = client.read_task_runs(flow_run_filter=filter_)
            if sum(one.state is not None and one.state.is_final() for one in found) >= tasks:
                return
            time.sleep(0.1)


def last_crashed(client: SyncPrefectClient, deployment: UUID) -> bool:
    """Whether the last run of a deployment that was carried out at all died."""
    ended = FlowRunFilter(
        state=FlowRunFilterState(
            type=FlowRunFilterStateType(
                any_=[StateType.CRASHED, StateType.COMPLETED, StateType.FAILED]
            )
        )
    )
    found = client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment])),
        flow_run_filter=ended,
        sort=FlowRunSort.START_TIME_DESC,
        limit=1,
    )
    return any(run.state_type == StateType.CRASHED for run in found)
