"""Reads returned files by path, one format at a time."""

from collections.abc import Sequence
from pathlib import Path

from exports.returned import decisions, pairs
from exports.returned.formats import ReadOptions, read_foreign
from exports.returned.workbooks import incoming
from pipeline.decisions import Reason, Stage, Verdict
from pipeline.review.decision_rows import ReturnedFile


def read_decisions(path: Path, *, reasons: Sequence[Reason] = ()) -> ReturnedFile:
    """Read a list written by ajour."""
    return decisions.read(incoming(path), ReadOptions(reasons=reasons))


def read_pairs(path: Path) -> ReturnedFile:
    """Read a sheet of pairs written by ajour."""
    return pairs.read(incoming(path), ReadOptions())


def read_elsewhere(
    path: Path,
    *,
    reasons: Sequence[Reason] = (),
    verdict: Verdict | None = None,
    stage: Stage | None = None,
    articles: Path | None = None,
) -> ReturnedFile:
    """Read a file of another program."""
    options = ReadOptions(reasons=reasons, verdict=verdict, stage=stage, articles=articles)
    return read_foreign(incoming(path), options)
