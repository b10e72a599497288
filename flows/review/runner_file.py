"""Reads flow.toml, which says where the parts of an update run and changes no result."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field

from pipeline.errors import Refused
from pipeline.toml.document import read_toml
from pipeline.toml.kinds import Kind, whole
from pipeline.toml.schema import checked

ADDRESS = Kind(
    "a scheduler's address like tcp://127.0.0.1:8786",
    lambda value: type(value) is str and value.startswith(("tcp://", "tls://")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """The content of flow.toml: use this machine's threads, or a Dask cluster.

    `cluster` is the address of the cluster's scheduler; without it, `workers` processes are started
    on this machine. `size` is how many reports make one part.
    """

    kind: Annotated[Literal["threads", "dask"], Field(alias="runner")] = "threads"
    cluster: Annotated[str, ADDRESS] | None = None
    workers: Annotated[int, whole("1 to 256", 1, 256)] = 2
    size: Annotated[int, whole("1 report or more", 1, float("inf")), Field(alias="partition")] = (
        2_000
    )


def read_runner(folder: Path) -> Runner:
    """A review's flow.toml, or threads if there is none; Refused with all its faults."""
    path = folder / "flow.toml"
    if not path.exists():
        return Runner()
    refusal = f"{path}: flow.toml has errors. Nothing was done."
    return checked(Runner, read_toml(path), refusal)


def ready_runner(folder: Path, server: str | None) -> Runner:
    """The content of flow.toml, if it works with this Prefect server (None: a local one).

    Raises Refused if Dask is not installed, or if workers on other machines would have to reach a
    server that listens only on this one.
    """
    runner = read_runner(folder)
    if runner.kind == "dask" and find_spec("prefect_dask") is None:
        raise Refused(
            f'{folder / "flow.toml"}: runner "dask" needs prefect-dask, which is not installed. '
            'Nothing was done. Install it with: pip install "ajour[dask]"'
        )
    if runner.cluster and not _here(runner.cluster) and (server is None or _here(server)):
        raise Refused(
            f"{folder / 'flow.toml'}: the workers of {runner.cluster} need a Prefect server "
            f"that they can reach. Nothing was done. Name the server with --server."
        )
    return runner


def _here(address: str) -> bool:
    """Whether an address is reachable on this machine only."""
    return urlsplit(address).hostname in {"127.0.0.1", "localhost", "::1"}
