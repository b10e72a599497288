"""The files of one search held against what the database said it found."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.readers.receipts import Receipt

PAGES = (500, 1000, 2000, 5000, 10_000)
"""Most records that databases export in one file: a file of just so many may have successors."""


def batch_notes(receipts: Sequence[Receipt], expected: int | None) -> list[str]:
    """What is odd about the files of a search, in sentences; empty where all is well.

    `expected` is the librarian's count, or that of the strategy's last line. Named are a sum that
    differs, the same file twice, counters that leave a gap or come twice, and a full last file.
    """
    came = sum(one.records + one.accepted_faults for one in receipts)
    notes = [*_twice(receipts), *_counters(receipts)]
    if expected is not None and came != expected:
        notes.append(_difference(came, expected))
        full = [one for one in receipts if one.records in PAGES]
        if came < expected and full:
            names = ", ".join(_name(one) for one in full)
            notes.append(f"{names}: exactly {full[-1].records} records; is a further file missing?")
    left = [one for one in receipts if one.accepted_faults]
    notes += [f"{_name(one)}: {one.accepted_faults} faulty records were left out" for one in left]
    return notes


def _difference(came: int, expected: int) -> str:
    """The two counts, and which way they differ.

    >>> _difference(433, 434)
    '434 hits were reported, but 433 records came: 1 is missing'
    """
    gap = abs(expected - came)
    which = "missing" if came < expected else "too many"
    verb = "is" if gap == 1 else "are"
    return f"{expected} hits were reported, but {came} records came: {gap} {verb} {which}"


def _name(receipt: Receipt) -> str:
    return f"{receipt.file} ({receipt.member})" if receipt.member else receipt.file


def _twice(receipts: Sequence[Receipt]) -> list[str]:
    first: dict[str, Receipt] = {}
    notes = []
    for one in receipts:
        known = first.setdefault(one.sha256, one)
        if known is not one and one.sha256:
            notes.append(f"{_name(one)} has the same content as {_name(known)}")
    return notes


def _counters(receipts: Sequence[Receipt]) -> list[str]:
    """Gaps and repeats in the numbers that a source printed before its records.

    A selection by hand leaves gaps too, so that within one file they are named only where the
    numbers run on otherwise: most of them by one.
    """
    counted = sorted((one for one in receipts if one.numbers), key=lambda one: one.numbers[0])
    if not counted or not all(_runs(one.numbers) for one in counted):
        return []
    notes = [] if counted[0].numbers[0] == 1 else [_gap(0, counted[0].numbers[0], counted[0])]
    seen = 0
    for one in counted:
        again = [number for number in one.numbers if number <= seen]
        if again:
            notes.append(
                f"{_name(one)}: records {again[0]} to {again[-1]} came in an earlier file too"
            )
        for number in one.numbers:
            if number > seen + 1 and seen:
                notes.append(_gap(seen, number, one))
            seen = max(seen, number)
    return notes


def _runs(numbers: Sequence[int]) -> bool:
    steps = [after - before for before, after in pairwise(numbers)]
    return not steps or steps.count(1) * 2 > len(steps)


def _gap(before: int, after: int, receipt: Receipt) -> str:
    """Numbers that did not come, as the source counts.

    >>> _gap(1000, 1002, Receipt(file="b.txt"))
    'record 1001 did not come (before b.txt goes on with 1002)'
    """
    missing = (
        f"record {after - 1}" if after == before + 2 else f"records {before + 1} to {after - 1}"
    )
    return f"{missing} did not come (before {_name(receipt)} goes on with {after})"
