"""Every exception of ajour, its sentence and its exit code."""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where.

    >>> print(Fault("line 412", "this record has no ER line, so its end is unknown"))
    line 412: this record has no ER line, so its end is unknown
    >>> print(Fault("", "the file is empty"))
    the file is empty
    """

    place: str
    sentence: str

    def __str__(self) -> str:
        """Place and sentence as the reader sees them."""
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


FULL = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
}
"""What a system says where there is no room, in words that everybody knows."""


def reason(fault: OSError) -> str:
    """Why a file could not be read or written.

    >>> reason(OSError(errno.ENOSPC, "No space left on device"))
    'the disk is full'
    >>> reason(OSError(errno.EACCES, "Permission denied"))
    'Permission denied'
    """
    return FULL.get(fault.errno or 0, fault.strerror or str(fault))


class AjourError(Exception):
    """A fault of ours, told in one sentence."""

    exit_code: ClassVar[int] = 1


class Refused(AjourError):
    """The input is refused whole, with all its faults at once; nothing was changed.

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
        """The sentence, then one line a fault, in the order found."""
        return "\n".join([self.sentence, *(f"  - {fault}" for fault in self.faults)])


class Busy(Refused):
    """Another process works on the same review; nothing was changed."""


class PersonNeeded(AjourError):
    """The work is done, but something waits for a person."""

    exit_code = 3
