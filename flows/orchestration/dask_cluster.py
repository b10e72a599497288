"""Runs parts of a stage as mapped Prefect tasks on a Dask cluster, through prefect-dask.

Importing this module imports Prefect and Dask; `prefect_settings.settle` must have been called
before, and a Prefect server that the workers can reach must be named.
"""

import logging
import pickle  # nosec B403
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from typing import Any

from distributed import KilledWorker
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect_dask.task_runners import DaskTaskRunner, PrefectDaskFuture

from flows import VERSION
from flows.review.runner_file import Runner
from flows.stages.context import Found, Part
from pipeline.errors import Fault, Refused

PATIENCE = 60
"""Seconds to wait for the first worker, and for a part before checking which workers are left."""

WAITING = 2
"""Parts per worker (2 to 4) that are sent at a time: one in work and one waiting."""


@contextmanager
def on_dask(runner: Runner, state: Path) -> Iterator["OnDask"]:
    """Parts processed by a cluster's workers; the cluster is started or reached at the first part.

    If a worker dies, its part is given to another one. `state` is the review's state folder, where
    workers of this machine put what does not fit in memory. Raises Refused if the cluster cannot be
    reached, or has given up a part.
    """
    with ExitStack() as held:
        started = cache(lambda: held.enter_context(_cluster(runner, state)))
        yield OnDask(started, WAITING * runner.workers, runner.size)


class OnDask:
    """Gives each part to a worker; a single part is processed here, which is faster.

    Not a dataclass: Prefect sends a stage's arguments along with each part, and would send a
    dataclass field by field. `most` parts are sent at a time; a list has `size` items at most.
    """

    def __init__(self, started: Callable[[], DaskTaskRunner], most: int, size: int) -> None:
        self._started, self._most, self._size = started, most, size

    def __call__(self, work: Callable[[Part], Found], parts: Iterable[Part]) -> Iterator[Found]:
        """The result of each part, in the parts' order."""
        waiting = (piece for part in parts for piece in _pieces(part, self._size))
        first = list(islice(waiting, 2))
        if len(first) < 2:
            return map(work, first)
        return _mapped(self._started(), work, chain(first, waiting), self._most)

    def __reduce__(self) -> tuple[Callable[[], object], tuple[()]]:
        """The state sent to a worker: nothing, since it has no cluster to give parts to."""
        return tuple, ()


def _pieces(part: Any, size: int) -> Iterator[Any]:
    """A list split into pieces; any other part unchanged."""
    if not isinstance(part, list):
        yield part
        return
    for start in range(0, len(part), size):
        yield part[start : start + size]


def _mapped(
    cluster: DaskTaskRunner, work: Callable[[Part], Found], parts: Iterable[Part], most: int
) -> Iterator[Found]:
    """The workers' result for each part, in the parts' order; `most` are sent at a time.

    Parts travel as bytes: Prefect and Dask would look through every record of them for futures.
    """
    name = getattr(work, "func", work).__name__.replace("_", " ")
    mapped = task(name=name, persist_result=False, cache_policy=NO_CACHE)(work_on)
    sent: deque[PrefectDaskFuture[bytes]] = deque()
    for part in parts:
        if len(sent) == most:
            yield _unpacked(sent.popleft(), cluster)
        sent.append(cluster.submit(mapped, parameters={"packed": pickle.dumps((work, part))}))
    while sent:
        yield _unpacked(sent.popleft(), cluster)


def work_on(packed: bytes) -> bytes:
    """Process one part, in a worker."""
    work, part = pickle.loads(packed)  # noqa: S301  # nosec B301 - packed by our own program
    return pickle.dumps(work(part))


def _unpacked(sent: PrefectDaskFuture[bytes], cluster: DaskTaskRunner) -> Any:
    """The result of one part; Refused if the cluster has given it up, or no worker is left."""
    try:
        found = sent.result(timeout=PATIENCE)
        return pickle.loads(found)  # noqa: S301  # nosec B301 - packed by our own program
    except TimeoutError:
        if not cluster.client.scheduler_info()["workers"]:
            raise Refused(
                "All workers of the cluster have stopped. Finished stages were saved. The "
                "next update continues after them."
            ) from None
        return _unpacked(sent, cluster)
    except KilledWorker:
        raise Refused(
            "The cluster gave up because several workers stopped, perhaps for lack of memory. "
            "Nothing was saved from this stage. A smaller partition in flow.toml may help."
        ) from None


@contextmanager
def _cluster(runner: Runner, state: Path) -> Iterator[DaskTaskRunner]:
    """The cluster that flow.toml names, or one of processes on this machine."""
    logging.getLogger("distributed").setLevel(logging.ERROR)
    own = {
        "n_workers": runner.workers,
        "threads_per_worker": 1,
        "host": "127.0.0.1",
        # TLS with keys made for this run: anyone who can connect to a scheduler can run code.
        "protocol": "tls",
        "security": True,
        "dashboard_address": None,
        "local_directory": str(state / "dask"),
        "silence_logs": logging.ERROR,
    }
    where = {"address": runner.cluster} if runner.cluster else {"cluster_kwargs": own}
    with DaskTaskRunner(**where) as tasks:
        _connect(tasks, runner)
        yield tasks


def _connect(tasks: DaskTaskRunner, runner: Runner) -> None:
    """Start or reach the cluster; Refused if it is not there, or has another version.

    A worker without the program would exit on its first part, and the part would wait forever.
    """
    where = runner.cluster or "on this machine"
    try:
        tasks.client.wait_for_workers(1, timeout=PATIENCE)
        found = tasks.client.run(version, "ajour", on_error="return")
    except OSError as fault:
        raise Refused(f"flow.toml: no Dask workers answer ({where}): {fault}.") from None
    others = {worker: said for worker, said in found.items() if said != VERSION}
    if others:
        faults = [Fault(worker, str(said)) for worker, said in sorted(others.items())]
        raise Refused(
            f"flow.toml: some workers ({where}) do not have version {VERSION} of ajour, which "
            "this computer has. Install this version on all workers.",
            faults,
        )
