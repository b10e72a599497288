"""Replays finished reviews from their prior records; all stopping rules are tested on this."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from pipeline.errors import Fault, Refused
from pipeline.evaluation.labelled_decisions import NEEDED, LabelledReview, read_labelled
from pipeline.evaluation.replay import replay_active
from pipeline.ranking.settings import DEFAULT
from pipeline.text.delimited import labelled_rows

PRIOR_COLUMNS = ("dataset", "seed", "included_id", "excluded_id")
"""The columns of a file of priors; `dataset` is the name of a labelled file without its suffix."""

SEED = "535"
"""The seed if none was requested and the file of priors has this one, or if there is no file."""

DRAWN_SEEDS = ("1", "2", "3", "4", "5")
"""The seeds of a table of finished reviews if no file of priors was given."""

Priors = Mapping[str, Mapping[str, tuple[str, str]]]
"""The ids of a known include and a known exclude, by dataset and seed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedReview:
    """Whether each record was included, in reading order, without the two prior records.

    `mark` is that of `FinishedReplay`: it depends on the includes, not on the name of the file.
    """

    name: str
    mark: str
    seed: str
    found: tuple[bool, ...]

    @property
    def included(self) -> int:
        """The records to be found."""
        return sum(self.found)


def labelled_files(paths: Sequence[Path]) -> list[Path]:
    """The labelled files named, and those in the folders named; Refused if one is missing."""
    found: list[Path] = []
    for path in paths:
        found += (
            [one for one in sorted(path.glob("*.csv")) if _labelled(one)]
            if path.is_dir()
            else [path]
        )
    if not found:
        raise Refused(f"No file has the columns {', '.join(NEEDED)}.")
    names = [one.stem for one in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Refused(
            "Each file needs a different name.",
            [Fault(name, "several files have this name") for name in twice],
        )
    return found


def read_priors(path: Path) -> Priors:
    """The prior records of a csv; Refused if it lacks the columns of such a file."""
    headings, rows = labelled_rows(path)
    missing = [name for name in PRIOR_COLUMNS if name not in headings]
    if missing:
        raise Refused(f"{path.name}: the file has no column {' or '.join(missing)}.")
    priors: dict[str, dict[str, tuple[str, str]]] = {}
    for _, cells in rows:
        row = dict(zip(headings, map(str.strip, cells), strict=False))
        pair = (row["included_id"], row["excluded_id"])
        priors.setdefault(row["dataset"], {})[row["seed"]] = pair
    return priors


def replayed(path: Path, priors: Priors | None, seed: str | None) -> ReplayedReview:
    """A finished review, replayed from the priors of a seed; drawn if no file has them."""
    labelled = read_labelled(path)
    return _replayed(path, labelled, seed_of(path, priors, seed), priors)


def every_replay(path: Path, priors: Priors | None) -> Iterator[ReplayedReview]:
    """A finished review, replayed from each pair of priors."""
    labelled = read_labelled(path)
    for seed in _pairs(path, priors) if priors is not None else DRAWN_SEEDS:
        yield _replayed(path, labelled, seed, priors)


def seed_of(path: Path, priors: Priors | None, seed: str | None) -> str:
    """The seed requested; else the usual one, or the first that the file of priors has."""
    if priors is None:
        return seed or SEED
    pairs = _pairs(path, priors)
    if seed is not None and seed not in pairs:
        known = Fault(path.stem, f"the known records have the seeds {', '.join(pairs)}")
        raise Refused(f"--seed: there are no known records for the seed {seed}.", [known])
    return seed or (SEED if SEED in pairs else next(iter(pairs)))


def _pairs(path: Path, priors: Priors) -> Mapping[str, tuple[str, str]]:
    """The priors of one review, by seed."""
    if path.stem not in priors:
        known = [Fault("data sets in the file", ", ".join(sorted(priors)) or "none")]
        raise Refused(
            f"{path.stem}: the file of known records has no data set of this name.", known
        )
    return priors[path.stem]


def _replayed(
    path: Path, labelled: LabelledReview, seed: str, priors: Priors | None
) -> ReplayedReview:
    places = _drawn(labelled, seed) if priors is None else _given(labelled, path, priors, seed)
    # One thread: the matrices are small, and a second thread costs more time than it saves.
    with threadpool_limits(limits=1):
        found = replay_active(labelled, places, DEFAULT).found
    if not any(found):
        raise Refused(
            f"{path.name}: apart from the record known at the start, no record is included."
        )
    return ReplayedReview(name=path.stem, mark=mark_of(labelled), seed=seed, found=found)


def _given(labelled: LabelledReview, path: Path, priors: Priors, seed: str) -> list[int]:
    """The rows of the priors in a file; Refused if the review has no record with this id."""
    known = {str(record.id) for record in labelled.records}
    wanted = priors[path.stem][seed]
    if absent := [record for record in wanted if record not in known]:
        sentence = f"the data set has no record with the id {' or '.join(absent)}"
        fault = Fault(f"{path.stem}, seed {seed}", sentence)
        raise Refused("Some known records were not found.", [fault])
    return [labelled.place(record) for record in wanted]


def _drawn(labelled: LabelledReview, seed: str) -> list[int]:
    """An include and an exclude, drawn at random."""
    included = np.array(labelled.included)
    chance = np.random.default_rng(int.from_bytes(sha256(seed.encode()).digest()[:4]))
    return [int(chance.choice(np.flatnonzero(side))) for side in (included, ~included)]


def mark_of(labelled: LabelledReview) -> str:
    """A digest of the included titles, which identifies a review."""
    pairs = zip(labelled.records, labelled.included, strict=True)
    titles = sorted(" ".join((one.title or "").casefold().split()) for one, hit in pairs if hit)
    return sha256("\n".join(titles).encode()).hexdigest()[:12]


def _labelled(path: Path) -> bool:
    """Whether a csv of a folder is a labelled review; the folder may have other files too."""
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        headings = next(csv.reader(file), [])
    return all(name in headings for name in NEEDED)
