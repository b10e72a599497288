"""The width of text in the figure's typeface, and text wrapped to fit a width.

Widths are those of Liberation Sans, which is bundled with the renderer; Arial and Helvetica, which
browsers use instead, have the same widths.
"""

import re
from functools import cache
from typing import Final

REGULAR: Final[dict[int, str]] = {
    188: "′",
    191: "'",
    222: "ijlįĵĺļłſ‘’‚",
    260: "|¦",
    278: " !,./:;I[\\]ft\u00a0ÌÍÎÏìíîïĨĩĪīĬĭĮİıţŧ",
    292: "ľ",
    333: "()-`r{}¡¨²³´·¸¹ŀŕŗř\u2010“”„‹›",
    350: "•",
    355: '"',
    365: "º",
    370: "ª",
    375: "ť",
    389: "*",
    400: "°",
    444: "ĳ",
    469: "^",
    500: "JcksvxyzçýÿćĉċčĴķĸśŝşšŷźżž↑↓",
    537: "¶",
    549: "±÷≤≥",
    552: "¯",
    556: (
        "#$0123456789?L_abdeghnopqu¢£¤¥§«»àáâãäåèéêëðñòóôõöùúûüþāăąđēĕėęěĝğġģĥħ"
        "ĹĻĽĿŁńņňŋōŏőũūŭůűų\u2012–€"
    ),
    576: "µ",
    584: "+<=>~¬×−",
    604: "ŉ",
    611: "FTZ¿ßøŢŤŦŹŻŽ",
    615: "ď",
    667: "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞĀĂĄĒĔĖĘĚĶŚŜŞŠŶŸ",
    722: "CDHNRUwÇÐÑÙÚÛÜĆĈĊČĎĐĤĦŃŅŇŊŔŖŘŨŪŬŮŰŲŵ",
    735: "Ĳ",
    737: "©®",
    750: "\u2011",
    778: "GOQÒÓÔÕÖØĜĞĠĢŌŎŐ",
    833: "Mm",
    834: "¼½¾",
    889: "%æ",
    944: "WœŴ",
    1000: "ÆŒ—…™→",
    1015: "@",
}
"""Characters by width, in thousandths of the type size."""

BOLD: Final[dict[int, str]] = {
    238: "'",
    240: "′",
    278: " ,./I\\ijl\u00a0ÌÍÎÏìíîïĨĩĪīĬĭĮįİıĵĺļłſ‘’‚",
    280: "|¦",
    333: "!()-:;[]`ft¡¨²³´·¸¹ţŧ\u2010‹›",
    350: "•",
    365: "º",
    370: "ª",
    385: "ľ",
    389: "*r{}ŕŗř",
    400: "°",
    474: '"',
    479: "ŀť",
    500: "zźżž“”„↑↓",
    549: "±÷≤≥",
    552: "¯",
    556: "#$0123456789J_aceksvxy¢£¤¥§«¶»àáâãäåçèéêëýÿāăąćĉċčēĕėęěĳĴķĸśŝşšŷ\u2012–€",
    576: "µ",
    584: "+<=>^~¬×−",
    611: "?FLTZbdghnopqu¿ßðñòóôõöøùúûüþđĝğġģĥħĹĻĽĿŁńņňŋōŏőŢŤŦũūŭůűųŹŻŽ",
    667: "EPSVXYÈÉÊËÝÞĒĔĖĘĚŚŜŞŠŶŸ",
    708: "ŉ",
    719: "ď",
    722: "&ABCDHKNRUÀÁÂÃÄÅÇÐÑÙÚÛÜĀĂĄĆĈĊČĎĐĤĦĶŃŅŇŊŔŖŘŨŪŬŮŰŲ",
    737: "©®",
    750: "\u2011",
    778: "GOQwÒÓÔÕÖØĜĞĠĢŌŎŐŵ",
    785: "Ĳ",
    833: "M",
    834: "¼½¾",
    889: "%mæ",
    944: "WœŴ",
    975: "@",
    1000: "ÆŒ—…™→",
}
"""The same for the bold typeface."""

UNKNOWN = 1000
"""Width of a character in no table, in thousandths of the type size: a full square, which no letter
of another script and hardly any other character exceeds.
"""

SUBSTITUTE = 1.25
"""How much wider text with a character in no table can be: renderers then set the whole run in
another typeface (usually DejaVu Sans, a wide one).
"""


@cache
def _widths(bold: bool) -> dict[str, int]:
    table = BOLD if bold else REGULAR
    return {character: width for width, characters in table.items() for character in characters}


def exact_width(text: str, size: float, *, bold: bool = False) -> float | None:
    """The width of one line of text; None if any character is in no table."""
    widths = _widths(bold)
    known = all(character in widths for character in text)
    return width(text, size, bold=bold) if known else None


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line of text in the unit of its type size; never an underestimate.

    >>> round(width("n = 1154", 10), 1)
    39.2
    """
    widths = _widths(bold)
    known = all(character in widths for character in text)
    run = sum(widths.get(character, UNKNOWN) for character in text) * size / 1000
    return run if known else run * SUBSTITUTE


WORDS = re.compile(r"\(n = [^)]*\)[.,:;]*|(?:[\u00a0\u202f]|\S)+")
"""A number in brackets is not split; nor is text joined by a no-break space."""


def wrap(text: str, room: float, size: float, *, bold: bool = False, hang: float = 0) -> list[str]:
    """The lines of a text, none wider than the room; at least one.

    All lines but the first have less room by `hang`. A word wider than a line is broken at a hyphen
    or slash, or else anywhere.

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
    """A piece broken after its last hyphen or slash, if that is past its middle."""
    place = max(piece.rfind("-"), piece.rfind("/"))
    if place < len(piece) // 2:
        return piece, "", ""
    return piece[:place], piece[place], piece[place + 1 :]
