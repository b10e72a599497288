"""Thousands of made-up pairs: one report as two vendors write it, and two that look alike.

The rates are printed (pytest -s), with the seeds they were drawn with.
"""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from pipeline.dedupe.find import find_duplicates
from pipeline.dedupe.links import Duplicates
from pipeline.records import Record
from tests.support.vendor_look_alikes import look_alikes
from tests.support.vendor_twins import twins

Pairs = list[tuple[Record, Record, str]]
SEEDS = (11, 12)
"""Of twins and of look-alikes; no rule was fitted to what these draw."""

MISSED = 0.01
"""Most twins of all, as a share, that may be missed."""

BAND = 0.02
"""Most pairs in the band, as a share of records of ordinary libraries."""


def found_among(
    draw: Callable[[int, int], Iterator[tuple[Record, Record, str]]], count: int, seed: int
) -> tuple[Pairs, Duplicates, dict[str, str]]:
    pairs = list(draw(count, seed))
    library = [record for one, other, _ in pairs for record in (one, other)]
    found = find_duplicates(library)
    reports = found.reports([record.id for record in library])
    return pairs, found, {str(record): str(report) for record, report in reports.items()}


def hold_twins(count: int) -> None:
    pairs, found, reports = found_among(twins, count, SEEDS[0])
    missed = [(one, kind) for one, other, kind in pairs if reports[one.id] != reports[other.id]]
    mixed = [one for one in found.clusters if len({member[:-1] for member in one.members}) > 1]
    kinds = Counter(kind for _, kind in missed).most_common(5)
    rate = f"{len(missed)} of {count:,} twins missed ({len(missed) / count:.2%})"
    print(f"\nseed {SEEDS[0]}: {rate}, {kinds}; band {len(found.band)}; mixed {len(mixed)}")
    assert len(missed) <= MISSED * count
    assert not mixed
    assert len(found.band) <= BAND * 2 * count


def hold_look_alikes(count: int) -> None:
    pairs, found, reports = found_among(look_alikes, count, SEEDS[1])
    merged = [kind for one, other, kind in pairs if reports[one.id] == reports[other.id]]
    asked = {frozenset((doubt.one, doubt.other)) for doubt in found.band}
    kinds = Counter(
        kind for one, other, kind in pairs if frozenset((one.id, other.id)) in asked
    ).most_common()
    print(f"\nseed {SEEDS[1]}: {len(merged)} of {count:,} look-alikes merged; asked {kinds}")
    assert not Counter(merged)
    assert not found.clusters


def test_what_two_vendors_write_of_one_report_is_found() -> None:
    hold_twins(1_500)


def test_no_two_reports_that_look_alike_are_merged() -> None:
    hold_look_alikes(1_500)


@pytest.mark.slow
def test_twenty_thousand_twins_are_found_but_for_one_in_a_hundred() -> None:
    hold_twins(20_000)


@pytest.mark.slow
def test_not_one_of_twenty_thousand_look_alikes_is_merged() -> None:
    hold_look_alikes(20_000)
