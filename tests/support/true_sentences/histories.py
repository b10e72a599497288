"""Many random reviews, each held against its facts, and what was found in them by kind."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.support.random_reviews import random_review
from tests.support.true_sentences.check import findings
from tests.support.true_sentences.findings import KINDS

CLOCK = "1718000000"
"""2024-06-10, after every day on which a search was run: no day of an import looks like one."""

Found = dict[str, list[str]]


def found_in(folder: Path, seeds: Iterable[int]) -> Found:
    """What is untrue in the reviews of some seeds, under every kind there is."""
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
    """Each kind as a test; those known to fail must fail, and leave the list once they do not."""
    failing = set(known)
    assert failing <= set(KINDS), failing - set(KINDS)
    mark = pytest.mark.xfail(reason="known to be untrue today", strict=True)
    return [pytest.param(one, marks=[mark] if one in failing else []) for one in sorted(KINDS)]


def told(found: Found, kind: str, most: int = 3) -> str:
    """The claim that failed, with the first findings against it."""
    return "\n".join([f"not so: {KINDS[kind]} ({len(found[kind])})", *found[kind][:most]])
