"""Compares the files of one search with the number of records that the database reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pipeline.receipts import Receipt

PAGES = (500, 1000, 2000, 5000, 10_000)
"""Most records that databases export in one file: a file with exactly as many may have
successors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchNote:
    """A problem with the files of a search, for exports to put into words.

    `file` is the file concerned, `other` the file that came before it. `first` to `last` are
    numbers as the source counts, `came` and `expected` counts of records.

    - missing, too_many: `came` records, but `expected` were reported.
    - full: `file` has exactly `came` records, the most that a database exports at once.
    - left_out: `came` faulty records of `file` were left out.
    - twice: `file` has the content of `other`.
    - again: records `first` to `last` of `file` came in an earlier file too.
    - gap: records `first` to `last` did not come, before `file` continues with the next.
    """

    kind: Literal["missing", "too_many", "full", "left_out", "twice", "again", "gap"]
    file: str = ""
    other: str = ""
    came: int = 0
    expected: int = 0
    first: int = 0
    last: int = 0


def batch_notes(receipts: Sequence[Receipt], expected: int | None) -> list[BatchNote]:
    """The problems with the files of a search; empty if there are none.

    `expected` is the librarian's count, or that of the strategy's last line. Reported are a sum
    that differs, the same file twice, counters with gaps or repeats, and a full last file.
    """
    came = sum(one.records + one.accepted_faults for one in receipts)
    notes = [*_twice(receipts), *_counters(receipts)]
    if expected is not None and came != expected:
        kind: Literal["missing", "too_many"] = "missing" if came < expected else "too_many"
        notes.append(BatchNote(kind=kind, came=came, expected=expected))
        full = [one for one in receipts if one.records in PAGES and came < expected]
        notes += [BatchNote(kind="full", file=_name(one), came=one.records) for one in full]
    left = [one for one in receipts if one.accepted_faults]
    notes += [BatchNote(kind="left_out", file=_name(one), came=one.accepted_faults) for one in left]
    return notes


def _name(receipt: Receipt) -> str:
    return f"{receipt.file} ({receipt.member})" if receipt.member else receipt.file


def _twice(receipts: Sequence[Receipt]) -> list[BatchNote]:
    first: dict[str, Receipt] = {}
    notes = []
    for one in receipts:
        known = first.setdefault(one.sha256, one)
        if known is not one and one.sha256:
            notes.append(BatchNote(kind="twice", file=_name(one), other=_name(known)))
    return notes


def _counters(receipts: Sequence[Receipt]) -> list[BatchNote]:
    """Gaps and repeats in the numbers that a source printed before its records.

    A manual selection has gaps too, so within one file they are reported only if most of the other
    numbers increase by one.
    """
    counted = sorted((one for one in receipts if one.numbers), key=lambda one: one.numbers[0])
    if not counted or not all(_runs(one.numbers) for one in counted):
        return []
    notes = [] if counted[0].numbers[0] == 1 else [_gap(0, counted[0].numbers[0], counted[0])]
    seen = 0
    for one in counted:
        again = [number for number in one.numbers if number <= seen]
        if again:
            file = _name(one)
            notes.append(BatchNote(kind="again", file=file, first=again[0], last=again[-1]))
        for number in one.numbers:
            if number > seen + 1 and seen:
                notes.append(_gap(seen, number, one))
            seen = max(seen, number)
    return notes


def _runs(numbers: Sequence[int]) -> bool:
    steps = [after - before for before, after in pairwise(numbers)]
    return not steps or steps.count(1) * 2 > len(steps)


def _gap(before: int, after: int, receipt: Receipt) -> BatchNote:
    """Missing numbers, as the source counts."""
    return BatchNote(kind="gap", file=_name(receipt), first=before + 1, last=after - 1)
