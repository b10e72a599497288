"""One measured replay of a labelled review: its figures, its time and its memory."""

import resource
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import process_time

from threadpoolctl import threadpool_limits

from pipeline.errors import Fault, Refused
from pipeline.evaluation.labelled_decisions import Labelled, read_labelled
from pipeline.evaluation.ranking_measures import measure
from pipeline.evaluation.replay import (
    Replayed,
    Tell,
    quiet,
    replay_active,
    replay_cold,
    replay_update,
)
from pipeline.ranking.settings import DEFAULT, Settings

Figures = dict[str, int | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is to be measured. `mode` is "active", "update" or "cold"."""

    path: Path
    mode: str = "active"
    priors: tuple[str, ...] = ()
    question: str = ""
    settings: Settings = DEFAULT


def run(trial: Trial, tell: Tell = quiet) -> Figures:
    """The figures of a trial. An update has its measures twice: static_ and active_.

    `cpu_seconds` is the process time from opening the file to the last rank, `total_cpu_seconds`
    that of the whole process so far; all threads count. `peak_mb` is the process's largest
    memory so far, in 1024 * 1024 bytes.
    """
    begun = process_time()
    # One thread: the matrices are small, and a second thread spends more time than it saves.
    with threadpool_limits(limits=1):
        labelled = read_labelled(trial.path)
        figures = _replayed(trial, labelled, tell)
    ended = process_time()
    figures["cpu_seconds"] = round(ended - begun, 3)
    figures["total_cpu_seconds"] = round(process_time(), 3)
    figures["peak_mb"] = round(peak_mb(), 1)
    return figures


def peak_mb() -> float:
    """The largest memory this process has held; the system counts in kB, on macOS in bytes."""
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _replayed(trial: Trial, labelled: Labelled, tell: Tell) -> Figures:
    """The measures of the trial's mode."""
    if trial.mode == "update":
        static, active = replay_update(labelled, trial.settings, tell)
        size: Figures = {"records": len(active.found), "included": sum(active.found)}
        return {**size, **_figures(static, "static_"), **_figures(active, "active_")}
    if trial.mode == "cold":
        if not trial.question.strip():
            raise Refused("A cold start needs a question: --question TEXT.")
        return _figures(replay_cold(labelled, trial.question, trial.settings, tell))
    priors = _places(labelled, trial.priors)
    return _figures(replay_active(labelled, priors, trial.settings, tell))


def _figures(replayed: Replayed, prefix: str = "") -> Figures:
    """The measures of one replay by name."""
    figures: Figures = {**asdict(measure(replayed.found)), "refits": replayed.refits}
    return {prefix + name: value for name, value in figures.items()}


def _places(labelled: Labelled, priors: Sequence[str]) -> list[int]:
    """Where the priors stand in the file, in the order given."""
    places = {str(record.id): place for place, record in enumerate(labelled.records)}
    unknown = [
        Fault(prior, "no record has this record_id") for prior in priors if prior not in places
    ]
    if unknown:
        raise Refused("The priors were not all found.", unknown)
    return list(dict.fromkeys(places[prior] for prior in priors))
