"""The stages of an update as plain functions; each writes in one transaction, with its mark."""

from dataclasses import dataclass

from flows.review.runner_file import Partitions


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """In which run, by which version of the program and when (ISO 8601, UTC) a stage is done.

    With `full` the sources are asked for everything, not only for what came since the last run.
    With `partitions` the stages that can be divided are worked on elsewhere, part by part.
    """

    run: int
    version: str
    when: str
    full: bool = False
    partitions: Partitions | None = None


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
