"""Lines of a file, with only CR, LF and CRLF as line ends."""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

UNREADABLE = "these bytes can not be read in the encoding of the file"


def lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Each line with its end as it stood; bytes that can not be read become lone surrogates.

    Python's str.splitlines would end a line at U+2028, U+0085 and six others, which stand inside
    fields. A byte-order mark is taken off wherever a file begins, also of a second file that was
    appended to the first.
    """
    text = io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")
    try:
        for line in text:
            yield line.lstrip("\ufeff") if line[0] == "\ufeff" else line
    finally:
        # The stream is its opener's to close; where that has happened, nothing is left to detach.
        with suppress(ValueError):
            text.detach()


def unreadable(line: str) -> bool:
    r"""Whether a line holds bytes that its encoding does not have.

    >>> unreadable("caf\udce9"), unreadable("café")
    (True, False)
    """
    return any("\udc80" <= char <= "\udcff" for char in line)
