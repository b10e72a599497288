"""Parts of a stage as mapped Prefect tasks on a Dask cluster, through prefect-dask.

Importing this module imports Prefect and Dask; `prefect_settings.settle` must have been called
before, and a Prefect server must be named that the workers can reach.
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
"""Seconds that are waited for a first worker, and for a part before it is asked who is left."""

WAITING = 2
"""Parts a worker (2 to 4) that are sent at a time: one to work on and one that waits."""


@contextmanager
def on_dask(runner: Runner, state: Path) -> Iterator["OnDask"]:
    """Parts worked on by a cluster's workers; the cluster is started, or asked, at the first part.

    A worker that dies costs its part's time: the part is given to another one. `state` is the
    review's state folder, where workers of this machine put what does not fit in memory. Raises
    Refused where the cluster can not be reached, or has given a part up.
    """
    with ExitStack() as held:
        started = cache(lambda: held.enter_context(_cluster(runner, state)))
        yield OnDask(started, WAITING * runner.workers, runner.size)


class OnDask:
    """Gives each part to a worker; one that is alone is worked on here, which is sooner done.

    No dataclass: Prefect sends a stage's arguments along with each part, and would send the fields
    of a dataclass one by one. `most` parts are sent at a time; a list has `size` items at most.
    """

    def __init__(self, started: Callable[[], DaskTaskRunner], most: int, size: int) -> None:
        self._started, self._most, self._size = started, most, size

    def __call__(self, work: Callable[[Part], Found], parts: Iterable[Part]) -> Iterator[Found]:
        """What is found in each part, in the parts' order."""
        waiting = (piece for part in parts for piece in _pieces(part, self._size))
        first = list(islice(waiting, 2))
        if len(first) < 2:
            return map(work, first)
        return _mapped(self._started(), work, chain(first, waiting), self._most)

    def __reduce__(self) -> tuple[Callable[[], object], tuple[()]]:
        """What a worker gets of it: nothing, since it has no cluster to give parts to."""
        return tuple, ()


def _pieces(part: Any, size: int) -> Iterator[Any]:
    """A list in pieces, any other part as it is."""
    if not isinstance(part, list):
        yield part
        return
    for start in range(0, len(part), size):
        yield part[start : start + size]


def _mapped(
    cluster: DaskTaskRunner, work: Callable[[Part], Found], parts: Iterable[Part], most: int
) -> Iterator[Found]:
    """What the workers find in each part, in the parts' order; `most` are sent at a time.

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
    """Work on one part, in a worker."""
    work, part = pickle.loads(packed)  # noqa: S301  # nosec B301 - packed by our own program
    return pickle.dumps(work(part))


def _unpacked(sent: PrefectDaskFuture[bytes], cluster: DaskTaskRunner) -> Any:
    """What was found in one part; Refused where the cluster has given it up, or nobody is left."""
    try:
        found = sent.result(timeout=PATIENCE)
        return pickle.loads(found)  # noqa: S301  # nosec B301 - packed by our own program
    except TimeoutError:
        if not cluster.client.scheduler_info()["workers"]:
            raise Refused(
                "All workers of the cluster are gone; what was done before stands, and the next "
                "update goes on from there."
            ) from None
        return _unpacked(sent, cluster)
    except KilledWorker:
        raise Refused(
            "The cluster gave a part up, because several workers died of it, perhaps for lack of "
            "memory; nothing was kept of this stage. A smaller partition in flow.toml may help."
        ) from None


@contextmanager
def _cluster(runner: Runner, state: Path) -> Iterator[DaskTaskRunner]:
    """The cluster that flow.toml names, or one of processes on this machine."""
    logging.getLogger("distributed").setLevel(logging.ERROR)
    own = {
        "n_workers": runner.workers,
        "threads_per_worker": 1,
        "host": "127.0.0.1",
        # TLS with keys made for this run: whoever can speak to a scheduler can run code.
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
    """Start the cluster or reach it; Refused where it is not there, or not of our version.

    A worker without the program would end as soon as it got a part, and the part wait for ever.
    """
    where = runner.cluster or "on this machine"
    try:
        tasks.client.wait_for_workers(1, timeout=PATIENCE)
        found = tasks.client.run(version, "ajour", on_error="return")
    except OSError as fault:
        raise Refused(f"flow.toml: no Dask workers answer at {where} ({fault}).") from None
    others = {worker: said for worker, said in found.items() if said != VERSION}
    if others:
        faults = [Fault(worker, str(said)) for worker, said in sorted(others.items())]
        raise Refused(f"flow.toml: workers {where} are not of ajour {VERSION}, as we are.", faults)
