"""Prefect's own runs: those that a dead process left as running are closed as crashed."""

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import State, StateType
from prefect.states import Crashed


def close_crashed(folder: str) -> int:
    """Close the runs of a review's updates that are running though nobody runs them.

    Call it while holding the review's lock, or before anything was started: then every run that
    Prefect holds for running has lost its process. Returns how many were closed.
    """
    running = FlowRunFilter(
        state=FlowRunFilterState(
            type=FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING])
        )
    )
    named = FlowFilter(name=FlowFilterName(any_=["search update"]))
    closed = 0
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(flow_filter=named, flow_run_filter=running):
            if run.parameters.get("folder") == folder:
                state: State[None] = Crashed(
                    message="Its process died; the next update takes it up."
                )
                client.set_flow_run_state(run.id, state, force=True)
                closed += 1
    return closed
