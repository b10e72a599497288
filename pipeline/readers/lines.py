"""Lines of a file, with only CR, LF and CRLF as line ends, each record in its own encoding."""

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from pipeline.readers.mended import LOST, TWICE, Mended
from pipeline.readers.survey import Survey
from pipeline.text.code_pages import encoding_of, sense_in
from pipeline.text.encodings import LONE, STRAY
from pipeline.text.twice_encoded import once

UNREADABLE = (
    "ajour cannot read these bytes in the encoding of the file. Save the file as UTF-8 in the "
    "program that wrote it"
)

SURELY = 2.5
"""Points of sense from which a record is read in a different encoding than the rest of its file."""

MOST_LINES = 500
"""Lines that are judged together if nothing shows where a record ends."""

EDGE = re.compile(r"ER(?:[ \t]*-|[ \t]*[\r\n]|\Z)|[\s,;]*\Z|\}\s*\Z")
"""The last line of a record."""

START = re.compile(r"TY[ \t]+-|PMID ?-|PT [A-Z]\s*\Z|<\d+\. ?>|\s*@[A-Za-z]+\s*[{(]|%0 |RT ")
"""The first line of a record."""


def lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Each line with its original line end; bytes that cannot be decoded become lone surrogates.

    Python's str.splitlines would end a line at U+2028, U+0085 and six others, which occur inside
    fields. A byte-order mark is removed wherever a file begins, also from a second file that was
    appended to the first.
    """
    text = io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")
    try:
        for line in text:
            yield line.lstrip("\ufeff") if line[0] == "\ufeff" else line
    finally:
        # The caller closes the stream; if it has done so, nothing is left to detach.
        with suppress(ValueError):
            text.detach()


def decoded(stream: BinaryIO, found: Survey, mended: Mended, *, row: bool = False) -> Iterator[str]:
    """Each line as from `lines`, but each record in the encoding that makes sense of it.

    `row` says that each line is a record. Letters that were encoded twice are repaired. All changes
    are noted in `mended`.
    """
    if found.encoding.startswith(("utf-16", "utf-32")):
        yield from _once(lines(stream, found.encoding), mended)
    elif not found.foreign:
        yield from _once(lines(stream, "utf-8"), mended)
    else:
        for first, block in _blocks(lines(stream, "utf-8"), row=row):
            yield from _once(_in_sense(block, first, found, mended), mended, first)


def _once(text: Iterator[str] | list[str], mended: Mended, first: int = 1) -> Iterator[str]:
    """The lines, with letters that were encoded twice repaired."""
    told = False
    for number, line in enumerate(text, first):
        if line.isascii():
            if told and EDGE.match(line):
                told = False
            yield line
            continue
        better = once(line)
        if better != line and not told:
            mended.note(TWICE, number)
            told = True
        if "\ufffd" in line:
            mended.note(LOST, number)
        yield better


def _blocks(text: Iterator[str], *, row: bool) -> Iterator[tuple[int, list[str]]]:
    """The lines of about one record, and the number of the first."""
    block: list[str] = []
    first = 1
    for number, line in enumerate(text, 1):
        if block and (row or len(block) >= MOST_LINES or START.match(line)):
            yield first, block
            block = []
        if not block:
            first = number
        block.append(line)
        if EDGE.match(line):
            yield first, block
            block = []
    if block:
        yield first, block


def _in_sense(block: list[str], first: int, found: Survey, mended: Mended) -> list[str]:
    """The lines of one record, in the encoding that makes sense of them."""
    if all(line.isascii() for line in block):
        return block
    kept = found.encoding if not found.encoding.startswith("utf-8") else ""
    foreign = [line for line in block if is_foreign(line, whole=bool(kept))]
    if not foreign:
        return block
    data = b"".join(line.encode("utf-8", "surrogateescape") for line in foreign)
    encoding = _encoding(data, kept, found.foreign)
    if not encoding:
        return block
    if encoding != kept:
        number = first + block.index(foreign[0])
        mended.note(encoding, number)
    if encoding == "utf-8":
        return block
    return [line if line not in foreign else _read(line, encoding) for line in block]


def is_foreign(line: str, *, whole: bool) -> bool:
    """Whether a line needs another encoding than UTF-8, as does all of a `whole` file.

    Lone surrogates alone are damaged UTF-8.
    """
    return not line.isascii() and (whole or STRAY.search(LONE.sub("", line)) is not None)


def _encoding(data: bytes, kept: str, foreign: str) -> str:
    """The encoding of a record's bytes: that of the file if it makes sense, else a separate one."""
    usual = kept or foreign
    points = sense_in(data, usual)
    if kept and not STRAY.search(data.decode("utf-8", "surrogateescape")):
        return "utf-8" if sense_in(data, "utf-8") > points else kept
    if points > 0:
        return usual
    guess = encoding_of(data)
    if guess.sure and guess.points >= SURELY:
        return guess.encoding
    return kept


def _read(line: str, encoding: str) -> str:
    return line.encode("utf-8", "surrogateescape").decode(encoding, "surrogateescape")


def unreadable(line: str) -> bool:
    r"""Whether a line has bytes that do not exist in its encoding.

    >>> unreadable("caf\udce9"), unreadable("café")
    (True, False)
    """
    return not line.isascii() and STRAY.search(line) is not None
