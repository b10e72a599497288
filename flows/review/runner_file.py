"""Where the parts of an update are worked on: flow.toml, which changes no result."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit

from flows.review.toml_section import Section, read_toml
from pipeline.errors import Fault, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """What flow.toml says: on this machine's threads, or on a Dask cluster.

    `cluster` is the address of the cluster's scheduler; without one `workers` processes are
    started on this machine. `size` is how many reports make one part.
    """

    kind: Literal["threads", "dask"] = "threads"
    cluster: str | None = None
    workers: int = 2
    size: int = 2_000


def read_runner(folder: Path) -> Runner:
    """What a review's flow.toml says, threads where there is none; Refused with all its faults."""
    path = folder / "flow.toml"
    if not path.exists():
        return Runner()
    faults: list[Fault] = []
    section = Section("", read_toml(path), faults)
    usual = Runner()
    kinds = ("threads", "dask")
    found = Runner(
        kind=cast('Literal["threads", "dask"]', section.choose("runner", kinds, usual.kind)),
        cluster=section.take("cluster", str, None),
        workers=section.take("workers", int, usual.workers),
        size=section.take("partition", int, usual.size),
    )
    section.done()
    faults += _senseless(found)
    if faults:
        raise Refused(f"{path}: nothing was done; flow.toml needs mending.", faults)
    return found


def _senseless(runner: Runner) -> Iterator[Fault]:
    """What each key allows but no machine can do."""
    if not 1 <= runner.workers <= 256:
        yield Fault("workers", f"{runner.workers} can not be; expected 1 to 256")
    if runner.size < 1:
        yield Fault("partition", f"{runner.size} can not be; expected 1 report or more")
    if runner.cluster is not None and not runner.cluster.startswith(("tcp://", "tls://")):
        expected = "expected a scheduler's address like tcp://127.0.0.1:8786"
        yield Fault("cluster", f"{runner.cluster!r}; {expected}")


def ready_runner(folder: Path, server: str | None) -> Runner:
    """What flow.toml says, when it can be done with this Prefect server (None: one of our own).

    Raises Refused where Dask is not installed, or where workers on other machines would have to
    reach a server that listens on this one only.
    """
    runner = read_runner(folder)
    if runner.kind == "dask" and find_spec("prefect_dask") is None:
        raise Refused(
            f'{folder / "flow.toml"}: runner "dask" needs prefect-dask, which is not installed; '
            'it comes with: pip install "ajour[dask]". Nothing was done.'
        )
    if runner.cluster and not _here(runner.cluster) and (server is None or _here(server)):
        raise Refused(
            f"{folder / 'flow.toml'}: the workers of {runner.cluster} need a Prefect server that "
            "they can reach; name it with --server. Nothing was done."
        )
    return runner


def _here(address: str) -> bool:
    """Whether an address is of this machine only."""
    return urlsplit(address).hostname in {"127.0.0.1", "localhost", "::1"}
