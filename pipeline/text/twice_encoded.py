"""Text encoded twice: UTF-8 that a program read in another encoding, and saved again."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial

from pipeline.text.sense import sense

PAGES = ("cp1252", "mac_roman", "cp1250", "cp1254")
"""The encodings that programs mistake UTF-8 for."""

TIMES = 3
"""Most times that a text is decoded again; each save by such a program adds one."""

GAIN = 0.5
"""Points of sense that the letters must gain, so that rare spellings are not taken for damage."""

TINY = 0.01
"""Points by which a further code page must beat the one before it."""


def once(text: str) -> str:
    """The text with letters as they were before the second encoding; most texts are unchanged.

    >>> once("sÃ¸vn hos lÃ¦rere"), once("s√∏vn"), once("SÃO PAULO"), once("Ã…se")
    ('søvn hos lærere', 'søvn', 'SÃO PAULO', 'Åse')
    """
    if text.isascii() or not _any_pair().search(text) or not _any_image().search(text):
        return text
    best, most = text, sense(text) + GAIN
    for page in PAGES:
        for better in _taken_back(text, page):
            points = sense(better)
            if points >= most:
                best, most = better, points + TINY
    return best


def _taken_back(text: str, page: str) -> Iterator[str]:
    """The text decoded once, twice and so on, assuming the same code page each time."""
    pattern, codes = _images(page)
    for _ in range(TIMES):
        better = pattern.sub(partial(_decoded, codes=codes), text)
        if better == text:
            return
        yield (text := better)


def _decoded(found: re.Match[str], *, codes: Mapping[str, int]) -> str:
    try:
        return bytes(codes[char] for char in found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


@cache
def _any_pair() -> re.Pattern[str]:
    """The first two signs of twice-encoded text: most lines lack them, so the test is fast."""
    leads, tails = (
        {sign for page in PAGES for sign, byte in _images(page)[1].items() if byte in wanted}
        for wanted in (range(0xC2, 0xF5), range(0x80, 0xC0))
    )
    first, second = ("".join(map(re.escape, sorted(signs))) for signs in (leads, tails))
    return re.compile(f"[{first}][{second}]")


@cache
def _any_image() -> re.Pattern[str]:
    """The forms of UTF-8 in any of the code pages."""
    return re.compile("|".join(_images(page)[0].pattern for page in PAGES))


@cache
def _images(page: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """The forms of non-ASCII UTF-8 characters in an encoding; and each sign's byte."""
    codes = {chr(byte): byte for byte in range(0x80, 0xA0)} if page.startswith("cp") else {}
    codes |= {bytes([byte]).decode(page, "replace"): byte for byte in range(0x80, 0x100)}
    codes.pop("\ufffd", None)
    tail = _signs(codes, 0x80, 0xBF)
    pattern = (
        f"{_signs(codes, 0xC2, 0xDF)}{tail}|{_signs(codes, 0xE0, 0xEF)}{tail}{{2}}"
        f"|{_signs(codes, 0xF0, 0xF4)}{tail}{{3}}"
    )
    return re.compile(pattern), codes


def _signs(codes: Mapping[str, int], first: int, last: int) -> str:
    inside = sorted(char for char, byte in codes.items() if first <= byte <= last)
    return f"[{''.join(map(re.escape, inside))}]"
