"""Text broken into lines that fit a width."""

import re

from exports.prisma_flow.text_width import width

WORDS = re.compile(r"\(n = [^)]*\)[.:]?|(?:[\u00a0\u202f]|\S)+")
"""A number in brackets stays in one piece; so does what a no-break space joins."""


def wrap(text: str, room: float, size: float, *, bold: bool = False, hang: float = 0) -> list[str]:
    """The lines of a text, none wider than the room; at least one.

    All lines but the first have less room by `hang`. A word that is wider than a line is broken
    where it has a hyphen or slash, or else anywhere.

    >>> wrap("Records screened (n = 1154)", 60, 8.5)
    ['Records', 'screened', '(n = 1154)']
    """
    lines: list[str] = []
    line = ""
    for word in WORDS.findall(text):
        for place, part in enumerate(_pieces(word, room - hang, size, bold)):
            longer = f"{line} {part}" if line else part
            full = width(longer, size, bold=bold) > room - (hang if lines else 0)
            if line and (full or place):
                lines.append(line)
                line = part
            else:
                line = longer
    return [*lines, line]


def _pieces(word: str, room: float, size: float, bold: bool) -> list[str]:
    """The word, or pieces of it that each fit a line."""
    if width(word, size, bold=bold) <= room:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, bold=bold) > room:
            head, mark, tail = _at_mark(pieces[-1])
            pieces[-1] = head + mark
            pieces.append(tail)
        pieces[-1] += letter
    return pieces


def _at_mark(piece: str) -> tuple[str, str, str]:
    """A piece broken behind its last hyphen or slash, where it has one past its middle."""
    place = max(piece.rfind("-"), piece.rfind("/"))
    if place < len(piece) // 2:
        return piece, "", ""
    return piece[:place], piece[place], piece[place + 1 :]
