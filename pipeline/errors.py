"""Every exception of ajour, its sentence and its exit code."""

import errno
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

SHOWN = 10
"""Most items of a list that a message shows; the rest are counted."""

LINE_HOLDS = 1_000
"""Most characters in a line of a message: a name or value in a file may be of any length."""


def first_ten(items: Sequence[str]) -> list[str]:
    """The first ten items, followed by the number of the others.

    >>> first_ten(["a", "b"]), first_ten(["x"] * 100_000)[9:]
    (['a', 'b'], ['x', 'and 99,990 more'])
    """
    more = len(items) - SHOWN
    return [*items[:SHOWN], f"and {more:,} more"] if more > 0 else [*items]


def shortened(text: str, most: int = LINE_HOLDS) -> str:
    """A text cut to so many characters, with three dots for the rest.

    >>> shortened("a word"), shortened("abcdefgh", 6)
    ('a word', 'abc...')
    """
    return text if len(text) <= most else f"{text[: most - 3]}..."


@dataclass(frozen=True, slots=True)
class Fault:
    """One error, and its place.

    >>> print(Fault("line 412", "this record has no ER line, so its end is unknown"))
    line 412: this record has no ER line, so its end is unknown
    >>> print(Fault("", "the file is empty"))
    the file is empty
    """

    place: str
    sentence: str

    def __str__(self) -> str:
        """Place and sentence as shown to the reader."""
        return shortened(f"{self.place}: {self.sentence}" if self.place else self.sentence)


ROW = re.compile(r"(.*\brow )(\d+)(.*)", re.DOTALL)


def one_a_kind(faults: Iterable[Fault]) -> list[Fault]:
    r"""Merges faults with the same sentence and column, listing their rows; in the order found.

    >>> same = [Fault(f"a.csv, row {row}, column B", "found x") for row in (2, 3, 4, 7)]
    >>> print(*one_a_kind([*same, Fault("a.csv, row 5, column C", "found x")]), sep="\n")
    a.csv, rows 2 to 4 and 7, column B: found x
    a.csv, row 5, column C: found x
    """
    rows: dict[tuple[str, str, str], list[int]] = {}
    for fault in faults:
        found = ROW.fullmatch(fault.place)
        before, after = (found[1], found[3]) if found else (fault.place, "")
        numbers = rows.setdefault((before, after, fault.sentence), [])
        numbers += [int(found[2])] if found else []
    return [_together(*kind, numbers) for kind, numbers in rows.items()]


def by_row(faults: Iterable[Fault]) -> list[Fault]:
    r"""The faults of a file in the order of its rows; the sheets stay in the order found.

    >>> mixed = [Fault(f"a.csv, row {row}, column B", "found x") for row in (12, 2, 8)]
    >>> [fault.place for fault in by_row(mixed)]
    ['a.csv, row 2, column B', 'a.csv, row 8, column B', 'a.csv, row 12, column B']
    """
    sheets: dict[str, int] = {}

    def place(fault: Fault) -> tuple[int, int]:
        found = ROW.fullmatch(fault.place)
        sheet = found[1] if found else fault.place
        return sheets.setdefault(sheet, len(sheets)), int(found[2]) if found else 0

    return sorted(faults, key=place)


def _together(before: str, after: str, sentence: str, rows: Sequence[int]) -> Fault:
    if len(rows) < 2:
        return Fault(f"{before}{rows[0] if rows else ''}{after}", sentence)
    return Fault(f"{before[:-1]}s {stretches(rows)}{after}", sentence)


def stretches(numbers: Iterable[int]) -> str:
    """Numbers as ranges, for a sentence.

    >>> stretches([2, 3, 4, 7, 9, 10])
    '2 to 4, 7, 9 and 10'
    """
    parts = ranges(numbers, " to ")
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def ranges(numbers: Iterable[int], to: str) -> list[str]:
    """Numbers in order, three and more in a row as one range.

    >>> ranges([2, 3, 4, 7, 9, 10], "–")
    ['2–4', '7', '9', '10']
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        part
        for run in runs
        for part in ([f"{run[0]}{to}{run[-1]}"] if len(run) > 2 else [str(one) for one in run])
    ]


FULL = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
}
"""System errors for a full disk, in words that everybody knows."""


def reason(fault: OSError) -> str:
    """Why a file could not be read or written.

    >>> reason(OSError(errno.ENOSPC, "No space left on device"))
    'the disk is full'
    >>> reason(OSError(errno.EACCES, "Permission denied"))
    'Permission denied'
    """
    return FULL.get(fault.errno or 0, fault.strerror or str(fault))


class AjourError(Exception):
    """An error in ajour itself, stated in one sentence."""

    exit_code: ClassVar[int] = 1


class Refused(AjourError):
    """The input is refused as a whole, with all its faults at once; nothing was changed.

    >>> print(Refused("medline.ris: nothing was imported.", [Fault("line 9", "no ER line")]))
    medline.ris: nothing was imported.
      - line 9: no ER line
    """

    exit_code = 2

    def __init__(self, sentence: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.faults = tuple(faults)

    def __str__(self) -> str:
        """The sentence, then one line per fault in the order found: the first ten and a count."""
        told = [shortened(line) for line in self.sentence.split("\n")]
        shown = [str(fault) for fault in self.faults[: SHOWN + 1]]
        shown += [""] * (len(self.faults) - len(shown))
        return "\n".join([*told, *(f"  - {fault}" for fault in first_ten(shown))])


class ReaderFailed(Refused):
    """A reader failed on a file: the file is skipped, and the bug is in ajour, not in the file."""


class FaultyRecords(Refused):
    """Some records of a file are faulty; the file has others, which can be imported alone."""


def all_refused(refusals: Sequence[Refused]) -> Refused:
    """One refusal of several files: the first ten in full, and a count of the others."""
    return Refused("\n".join(first_ten([str(one) for one in refusals])))


class Busy(Refused):
    """Another process is working on the same review; nothing was changed."""


class PersonNeeded(AjourError):
    """The work is done, but something waits for a person."""

    exit_code = 3
