"""Bytes that are not UTF-8 in a text that is otherwise UTF-8."""

import re

STRAY = re.compile("[\udc80-\udcff]")
"""Bytes that were not UTF-8, as Python keeps them (PEP 383)."""

LONE = re.compile("\udced[\udca0-\udcbf][\udc80-\udcbf]")
"""A surrogate written as if it were UTF-8 (ED A0 80), which UTF-8 forbids (RFC 3629).
In Windows-1252 it would be an i with an accent and two signs that never follow it."""


def is_utf8(good: int, stray: int, lone: int) -> bool:
    """Whether a text with stray bytes is UTF-8 with damaged places, and not another encoding.

    Text in a one-byte encoding is hardly ever valid UTF-8. `good` counts characters above 127
    that are UTF-8, `stray` bytes that are not, and `lone` those of the latter that are lone
    surrogates.
    """
    return good > stray - lone or stray == lone


def broken_line(data: bytes) -> int | None:
    r"""The line, from 1, of the first bytes that are not UTF-8 in a text that is otherwise UTF-8.

    None if all of it is UTF-8, or if it is plainly in another encoding.

    >>> broken_line(b"a\n\xed\xa0\x80"), broken_line(b"a\n\xe6"), broken_line("æ".encode())
    (2, None, None)
    """
    text = data.decode("utf-8", "surrogateescape")
    first = STRAY.search(text)
    if not first:
        return None
    stray, lone = len(STRAY.findall(text)), 3 * len(LONE.findall(text))
    good = sum(char > "\x7f" for char in text) - stray
    return text.count("\n", 0, first.start()) + 1 if is_utf8(good, stray, lone) else None


NAMES = {
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1257": "Windows-1257",
    "cp850": "the code page 850 of DOS",
    "mac_roman": "Mac Roman",
    "gb18030": "GBK",
    "big5": "Big5",
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR",
    "euc_jp": "EUC-JP",
    "koi8_r": "KOI8-R",
    "iso8859_2": "ISO 8859-2",
    "iso-8859-1": "ISO 8859-1",
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
}
"""The usual names of the encodings that are detected."""
