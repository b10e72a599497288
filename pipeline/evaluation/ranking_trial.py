"""Measures of a replayed labelled review: how early includes are found, time and memory."""

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil, floor
from pathlib import Path
from time import process_time

from threadpoolctl import threadpool_limits

from pipeline.errors import Fault, Refused
from pipeline.evaluation.labelled_decisions import LabelledReview, read_labelled
from pipeline.evaluation.labelled_references import read_citations
from pipeline.evaluation.replay import (
    Replayed,
    Tell,
    quiet,
    replay_active,
    replay_cold,
    replay_update,
)
from pipeline.ranking.settings import DEFAULT, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingMeasures:
    """The measures of a ranking of N records with P includes, without prior records.

    `recall10`, `recall20`: share of the includes within the first floor(x N) records.
    `wss95`, `wss100`: (N - r) / N - (1 - x), r the rank at which ceil(x P) are found.
    `loss`: area between the perfect recall curve and this one, over P (N - P).
    `ap`: mean of i / rank of the i-th include.
    """

    records: int
    included: int
    loss: float
    wss95: float
    wss100: float
    recall10: float
    recall20: float
    ap: float


def measure(found: Sequence[bool]) -> RankingMeasures:
    """The measures of records in reading order. At least one must be included.

    >>> measure([True, False, True, False, False, False, False, False, False, False]).loss
    0.0625
    """
    total = len(found)
    ranks = [rank for rank, hit in enumerate(found, start=1) if hit]
    hits = len(ranks)
    area = sum(total - rank + 1 for rank in ranks)
    best = hits * (total - (hits - 1) / 2)

    def recall(share: float) -> float:
        return sum(rank <= floor(share * total) for rank in ranks) / hits

    def saved(target: float) -> float:
        return (total - ranks[ceil(target * hits) - 1]) / total - (1 - target)

    return RankingMeasures(
        records=total,
        included=hits,
        loss=(best - area) / (hits * (total - hits)) if total > hits else 0.0,
        wss95=saved(0.95),
        wss100=saved(1.0),
        recall10=recall(0.1),
        recall20=recall(0.2),
        ap=sum(place / rank for place, rank in enumerate(ranks, start=1)) / hits,
    )


Figures = dict[str, int | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The trial to be run. `mode` is "active", "update" or "cold".

    `references` is a file of the works that the records cite, for the mode "active".
    """

    path: Path
    mode: str = "active"
    priors: tuple[str, ...] = ()
    question: str = ""
    references: Path | None = None
    settings: Settings = DEFAULT


def run(trial: Trial, tell: Tell = quiet) -> Figures:
    """The results of a trial. An update has its measures twice: static_ and active_.

    `cpu_seconds` is the process time from opening the file to the last rank, `total_cpu_seconds`
    that of the whole process so far; all threads count. `peak_mb` is the process's largest
    memory so far, in 1024 * 1024 bytes.
    """
    begun = process_time()
    # One thread: the matrices are small, and a second thread costs more time than it saves.
    with threadpool_limits(limits=1):
        labelled = read_labelled(trial.path)
        figures = _replayed(trial, labelled, tell)
    ended = process_time()
    figures["cpu_seconds"] = round(ended - begun, 3)
    figures["total_cpu_seconds"] = round(process_time(), 3)
    figures["peak_mb"] = round(peak_mb(), 1)
    return figures


def peak_mb() -> float:
    """The largest memory this process has had; the system counts in kB, on macOS in bytes.

    nan on Windows, which does not report it.
    """
    try:
        import resource
    except ImportError:
        return float("nan")
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _replayed(trial: Trial, labelled: LabelledReview, tell: Tell) -> Figures:
    """The measures of the trial's mode."""
    if trial.references and trial.mode != "active":
        raise Refused("The option --references works only with --mode active.")
    if trial.mode == "update":
        static, active = replay_update(labelled, trial.settings, tell)
        size: Figures = {"records": len(active.found), "included": sum(active.found)}
        return {**size, **_figures(static, "static_"), **_figures(active, "active_")}
    if trial.mode == "cold":
        if not trial.question.strip():
            raise Refused("The mode cold needs the question of the review. Add --question TEXT.")
        return _figures(replay_cold(labelled, trial.question, trial.settings, tell))
    priors = _places(labelled, trial.priors)
    citations = read_citations(trial.references, labelled) if trial.references else ()
    return _figures(replay_active(labelled, priors, trial.settings, tell, citations))


def _figures(replayed: Replayed, prefix: str = "") -> Figures:
    """The measures of one replay by name."""
    figures: Figures = {**asdict(measure(replayed.found)), "refits": replayed.refits}
    return {prefix + name: value for name, value in figures.items()}


def _places(labelled: LabelledReview, priors: Sequence[str]) -> list[int]:
    """The rows of the priors in the file, in the order given."""
    places = {str(record.id): place for place, record in enumerate(labelled.records)}
    unknown = [
        Fault(prior, "no record has this record_id") for prior in priors if prior not in places
    ]
    if unknown:
        raise Refused("Some known records were not found.", unknown)
    return list(dict.fromkeys(places[prior] for prior in priors))
