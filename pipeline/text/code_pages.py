"""Detects the encoding of a text's bytes: the one that makes most sense of them.

charset-normalizer, tried on titles in ten encodings, identified five and took Norwegian for
Windows-1250: it needs more non-ASCII text than a list of records has.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pipeline.text.sense import characters, sense

LEAST_LEAD = 0.5
"""Points by which the best encoding must beat the next one that reads the bytes differently."""

LEAST = 1.0
"""Points that an encoding must reach: a single letter earns less."""

CLOSE = 6
"""The encodings that the best one is compared with."""

FEW = 4
"""Words for each one that two encodings read differently, from which such words are few."""

FAVOURITE = "cp1252"
"""The most common encoding of files; it is used unless another makes more sense."""

SAMPLE = 1 << 15
"""Bytes that are examined; a list of records shows its encoding long before that."""

FREQUENT, USUAL, ODD = 3.0, 2.0, -2.0
"""Points of an East Asian character that is frequent, usual, or hardly ever written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """An encoding by its Python name, and how much sense it makes of the bytes."""

    encoding: str
    points: float
    sure: bool


def encoding_of(data: bytes) -> Guess:
    """The encoding that makes most sense of bytes that are not UTF-8.

    It is unsure if no encoding makes sense, or if two do that read the bytes differently. ISO
    8859-1 is reported only if no byte is one that only Windows-1252 has.

    >>> encoding_of("Søvn på Østlandet".encode("mac-roman")).encoding
    'mac_roman'
    >>> encoding_of("Удалённая работа".encode("cp1251")).encoding
    'cp1251'
    """
    data = data[:SAMPLE]
    found = sorted(((_points(data, name), name) for name in PRIORS), key=lambda one: -one[0])
    best = found[0][1]
    if best != FAVOURITE and _lead(data, FAVOURITE, best) >= 0:
        best = FAVOURITE
    points = next(one for one, name in found if name == best)
    leads = (_lead(data, best, name) for _, name in found[:CLOSE] if name != best)
    sure = not data.isascii() and points >= LEAST and min(leads) >= LEAST_LEAD
    if best == FAVOURITE and not any(0x80 <= byte < 0xA0 for byte in data):
        best = "iso-8859-1"
    return Guess(encoding=best, points=points, sure=sure)


def _lead(data: bytes, one: str, other: str) -> float:
    """The points by which one encoding makes more sense than another.

    If few words are read differently, only these count: words that both read alike need no further
    languages to explain them, which would count against the encoding with more of them.
    """
    words = {piece for piece in data.split() if not piece.isascii()}
    unlike = {
        word for word in words if word.decode(one, "replace") != word.decode(other, "replace")
    }
    if not unlike:
        return math.inf
    if FEW * len(unlike) <= len(words):
        data = b" ".join(sorted(unlike))
    return _points(data, one) - _points(data, other)


def sense_in(data: bytes, encoding: str) -> float:
    """The points of bytes read in an encoding, without the encoding's prior."""
    text = data.decode(encoding, "replace")
    return sense(text, _ideographs(encoding))


def _points(data: bytes, encoding: str) -> float:
    return PRIORS[encoding] + sense_in(data, encoding)


def _ideographs(encoding: str) -> Callable[[str], float] | None:
    return partial(_run, encoding=encoding) if encoding in USUAL_LEADS else None


def _run(word: str, *, encoding: str) -> float:
    """The points of a run of East Asian characters, by their positions in their encoding."""
    manner, leads, syllables = USUAL_LEADS[encoding]
    frequent = characters(manner)
    points = 0.0
    for char in word:
        code = char.encode(encoding, "replace")
        if char in frequent:
            points += FREQUENT
        elif _is_kana(char):
            points += FREQUENT if manner == "japanese" else ODD
        elif "\uac00" <= char <= "\ud7a3":
            points += USUAL + 0.5 if syllables and code[:1] in leads else ODD
        elif code[0] in leads and len(code) > 1 and not syllables:
            # The second bytes of Chinese GBK outside its first set are below A1.
            points += USUAL if encoding != "gb18030" or code[1] > 0xA0 else ODD
        else:
            points += ODD
    return points


def _is_kana(char: str) -> bool:
    return "\u3041" <= char <= "\u30fe"


USUAL_LEADS: dict[str, tuple[str, frozenset[int] | range | bytes, bool]] = {
    "gb18030": ("simplified", range(0xB0, 0xD8), False),
    "big5": ("traditional", range(0xA4, 0xC7), False),
    "cp932": ("japanese", range(0x88, 0x98), False),
    "euc_jp": ("japanese", range(0xB0, 0xD0), False),
    "cp949": ("korean", bytes(range(0xB0, 0xC9)), True),
}
"""By encoding: the script, the first bytes of its usual characters, and whether these are
syllables."""

PRIORS = {
    "cp1252": 1.0,
    "cp1250": 0.0,
    "cp1251": 0.0,
    "cp1254": 0.0,
    "mac_roman": 0.3,
    "gb18030": 0.0,
    "big5": 0.0,
    "cp932": 0.0,
    "cp949": 0.0,
    "euc_jp": -0.2,
    "iso8859_2": -0.5,
    "koi8_r": -0.5,
    "cp1253": -0.5,
    "cp1257": -1.0,
    "cp850": -1.0,
}
"""The encodings that are compared, and the prior of each: how often programs write it."""
