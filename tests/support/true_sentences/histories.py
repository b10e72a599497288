"""Compares many random reviews with their facts, and collects the findings by kind."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.support.random_reviews import random_review
from tests.support.true_sentences.check import findings
from tests.support.true_sentences.findings import KINDS

CLOCK = "1718000000"
"""2024-06-10, after the day of every search, so that no import has the day of a search."""

Found = dict[str, list[str]]


def found_in(folder: Path, seeds: Iterable[int]) -> Found:
    """The findings in the reviews of some seeds, under every kind there is."""
    found: Found = {kind: [] for kind in KINDS}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", CLOCK)
        for seed in seeds:
            place = folder / f"seed-{seed}"
            place.mkdir()
            facts = random_review(place, seed)
            for one in findings(place / "review", facts):
                found[one.kind].append(f"seed {seed}: {one}")
            shutil.rmtree(place)
    return found


def every_kind(known: Iterable[str]) -> list[Any]:
    """Each kind as a test; known kinds must fail, and must leave the list when they pass."""
    failing = set(known)
    assert failing <= set(KINDS), failing - set(KINDS)
    mark = pytest.mark.xfail(reason="known to be untrue today", strict=True)
    return [pytest.param(one, marks=[mark] if one in failing else []) for one in sorted(KINDS)]


def told(found: Found, kind: str, most: int = 3) -> str:
    """The contradicted claim, with the first findings."""
    return "\n".join([f"not so: {KINDS[kind]} ({len(found[kind])})", *found[kind][:most]])
