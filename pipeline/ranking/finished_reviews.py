"""The table of finished reviews from which the odds of the stopping certificate are learned."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from math import isfinite
from pathlib import Path

from pipeline.errors import Fault, Refused
from pipeline.text.csv_cells import csv_text

TARGETS = (0.8, 0.9, 0.95, 0.99)
"""The shares of includes to be found, 0 to 1, for which odds are learned."""

CONFIDENCES = (0.8, 0.9, 0.95, 0.99)
"""The confidences, 0 to 1, for which odds are learned."""

COLUMNS = ("review", "mark", "records", "included", "seed", "target", *map(str, CONFIDENCES))
"""The columns of the table; those of the confidences have the odds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedReplay:
    """One replay of a finished review, and the largest odds at which it reached its target.

    `mark` identifies the review whatever its file is called. `odds` has one number for each of
    `CONFIDENCES`: at these odds and at smaller ones, the certificate came only after the share
    `target` was found. Below 1 if even the test without odds came too early.
    """

    review: str
    mark: str
    records: int
    included: int
    seed: str
    target: float
    odds: tuple[float, ...]


@cache
def shipped() -> tuple[FinishedReplay, ...]:
    """The table that comes with the program."""
    text = (files("pipeline.ranking") / "finished_reviews.csv").read_text("utf-8")
    return tuple(parsed("finished_reviews.csv", text))


def read_table(path: Path) -> tuple[FinishedReplay, ...]:
    """A team's own table, as `ajour evaluate stopping --table` writes it."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise Refused(f"{path}: the table of finished reviews cannot be read: {fault}.") from fault
    return tuple(parsed(path.name, text))


def parsed(name: str, text: str) -> list[FinishedReplay]:
    """The rows of a table, or every fault in them."""
    rows = csv.DictReader(StringIO(text))
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise Refused(
            f"{name}: this is not a table of finished reviews; expected the columns "
            f"{', '.join(COLUMNS)}, as `ajour evaluate stopping --table` writes them."
        )
    found, faults = [], []
    for line, row in enumerate(rows, start=2):
        try:
            found.append(_replay(row))
        except (TypeError, ValueError):
            said = ",".join(str(row[one]) for one in COLUMNS)
            faults.append(
                Fault(f"line {line}", f"a number in this line is missing or not above 0: {said}")
            )
    if faults:
        raise Refused(f"{name}: this table was not used.", faults)
    return found


def written(replays: Iterable[FinishedReplay]) -> str:
    """A table as csv: the same replays give the same text."""
    return csv_text([COLUMNS, *(_cells(one) for one in sorted(replays, key=_key))])


def reviews(replays: Sequence[FinishedReplay]) -> int:
    """The number of finished reviews behind the replays."""
    return len({one.mark for one in replays})


def _key(replay: FinishedReplay) -> tuple[str, str, str, float]:
    return replay.review, replay.mark, replay.seed, replay.target


def _cells(replay: FinishedReplay) -> Iterator[str | int | float]:
    yield from (replay.review, replay.mark, replay.records, replay.included, replay.seed)
    yield from (replay.target, *replay.odds)


def _replay(row: dict[str, str]) -> FinishedReplay:
    """One row; ValueError or TypeError if a cell is missing or is not a number."""
    odds = tuple(float(row[str(one)]) for one in CONFIDENCES)
    target = float(row["target"])
    if not all(isfinite(one) and one > 0 for one in (target, *odds)):
        raise ValueError("odds and target must be numbers above 0")
    return FinishedReplay(
        review=row["review"],
        mark=row["mark"],
        records=int(row["records"]),
        included=int(row["included"]),
        seed=row["seed"],
        target=target,
        odds=odds,
    )
