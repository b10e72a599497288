"""Types that the stages of an update share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

Part = TypeVar("Part")
Found = TypeVar("Found")


class MapParts(Protocol):
    """Returns the result of a function for each part, in the parts' order, as `map` does.

    Other implementations may run parts elsewhere: function and parts are then pickled. A part that
    is a list may be split, so the function must give the same results for the pieces as for the
    whole.
    """

    def __call__(self, work: Callable[[Part], Found], parts: Iterable[Part], /) -> Iterable[Found]:
        """The results; parts are requested only as they can be processed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The run, the version of the program and the time (ISO 8601, UTC) of a stage.

    With `full`, the sources are asked for everything, not only for what is new.
    `map_parts` runs the work that can be divided.
    """

    run: int
    version: str
    when: str
    full: bool = False
    map_parts: MapParts = map


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a stage did, in sentences; () if nothing was due.

    `failed` are things that a person has to fix while the rest continues; `stopped` says why the
    update could not continue at all. `seconds` is the time taken.
    """

    told: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    stopped: str = ""
    seconds: float = 0.0
