"""Compares two runs: boxes, decisions, studies and searches."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.review.output_runs import run_names
from flows.review.settings_file import read_review
from pipeline.errors import Fault, Refused
from pipeline.text.likeness import guess

NOT_TOLD = (
    "lists",
    "lists out",
    "left",
    "settlers",
    "notes",
    "last decision",
    "included",
    "counting",
    "changed suggestions",
)
"""Keys of a summary that only the letter and the change log use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two runs and their differences (what, before, after), in the order of the flow."""

    before: str
    after: str
    changed: tuple[tuple[str, object, object], ...]


def diff(folder: Path, before: str | None, after: str | None) -> Difference:
    """The differences between two runs; by default, between the last two."""
    runs = read_review(folder).output / "runs"
    names = run_names(runs)
    if before is None and after is None and len(names) < 2:
        has = "only one" if names else "none"
        raise Refused(f"{runs}: a comparison needs two runs, but this folder has {has}.")
    for named in (before, after):
        if named and named not in names:
            raise _no_run(named, names)
    after = after or names[-1]
    if before is None:
        earlier = names[: names.index(after)] if after in names else []
        if not earlier:
            raise Refused(f"{runs}: there is no run before {after} to compare with.")
        before = earlier[-1]
    one, other = (_summary(runs, name, names) for name in (before, after))
    return Difference(before=before, after=after, changed=tuple(_changed(one, other)))


def _summary(runs: Path, name: str, names: list[str]) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = json.loads((runs / name / "run.json").read_text("utf-8"))
        return found
    except (OSError, ValueError, RecursionError):
        raise _no_run(name, names) from None


def _no_run(named: str, names: list[str]) -> Refused:
    last = Fault("runs", ", ".join(names[-10:]) or "none")
    question = guess(named, reversed(names)) or "."
    return Refused(f"{named[:60]}: there is no run of this name{question}", [last])


def _changed(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[tuple[str, object, object]]:
    """Every value that differs, by its path; for lists, the items added and removed."""
    found: list[tuple[str, object, object]] = []
    for key in dict.fromkeys([*one, *other]):
        before, after = one.get(key), other.get(key)
        if before == after or key in NOT_TOLD or not (before or after):
            continue
        if isinstance(before, dict) or isinstance(after, dict):
            inner = _changed(before or {}, after or {})
            found += [(f"{key} {path}", was, now) for path, was, now in inner]
        else:
            found.append((key, before, after))
    return found
