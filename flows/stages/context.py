"""The stages of an update as plain functions; each writes in one transaction, with its mark."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

Part = TypeVar("Part")
Found = TypeVar("Found")


class MapParts(Protocol):
    """Gives what a piece of work finds in each part, in the parts' order; `map` does.

    Others may work elsewhere: work and parts are then carried by pickle, and a part that is a list
    may come in pieces, in which the work finds the same as in the whole.
    """

    def __call__(self, work: Callable[[Part], Found], parts: Iterable[Part], /) -> Iterable[Found]:
        """What the work finds; parts are asked for only as they can be worked on."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """In which run, by which version of the program and when (ISO 8601, UTC) a stage is done.

    With `full` the sources are asked for everything, not only for what came since the last run.
    `map_parts` does what can be divided.
    """

    run: int
    version: str
    when: str
    full: bool = False
    map_parts: MapParts = map


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a stage did, in sentences; () where nothing was due.

    `failed` are things that a person has to mend while the rest goes on; `stopped` says why the
    update could not go on at all. `seconds` is the time that it took.
    """

    told: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    stopped: str = ""
    seconds: float = 0.0
