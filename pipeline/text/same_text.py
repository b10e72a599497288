"""Whether a text is another text after a spreadsheet changed it."""

import re
import unicodedata

from pipeline.text.letters import UNDECOMPOSED

SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−\u00ad", "-"),
        **dict.fromkeys("‘’‚‛′`´ʼ'", ""),
        **dict.fromkeys('“”„‟″«»"', ""),
        "\ufffd": "?",
    }
)
"""Signs that programs exchange for each other; quotation marks may also be lost."""

NOT_SEEN = re.compile("[\u200b-\u200f\u2060\ufeff]")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
LETTERS_LOST = 3
"""Most letters that a program writes for one letter missing from its encoding."""


def reduced(text: str) -> str:
    """A text without what spreadsheets change: blanks, case, dashes, quotation marks.

    Letters are split from their diacritics; one that is not ASCII becomes "?".

    >>> reduced(" Well‐Being \u00a0of “Łódź”…"), reduced("α"), reduced("a''b")
    ('well-beingoflodz...', '?', 'ab')
    """
    text = NOT_SEEN.sub("", text.translate(SIGNS)).casefold().translate(UNDECOMPOSED)
    text = unicodedata.normalize("NFKD", text.translate(SIGNS))
    kept = (letter for letter in text if not unicodedata.combining(letter))
    return "".join("".join(kept).split()).encode("ascii", "replace").decode()


def alike(one: str, other: str) -> bool:
    """Whether two texts are the same apart from the effects of spreadsheets and encodings.

    A "?" may replace any letter of the other text.

    >>> alike("Well‐Being in Łódź", "Well-Being in ?ód?"), alike("0,1250", "0.125")
    (True, True)
    >>> alike("We slept well", "We slept ill"), alike("Sleep?", "Sleep")
    (False, True)
    """
    mine, yours = plain_number(one), plain_number(other)
    if mine and yours:
        return mine == yours
    mine, yours = reduced(one), reduced(other)
    return mine == yours or _fits(mine, yours) or _fits(yours, mine)


def _fits(pattern: str, text: str) -> bool:
    """Whether a text has the letters of another in order, with some for each "?"."""
    first, *parts = re.split(r"\?+", pattern)
    if not parts or not text.startswith(first):
        return False
    at = len(first)
    for run, part in zip(re.findall(r"\?+", pattern), parts, strict=True):
        window = at + len(run) * LETTERS_LOST + len(part)
        at = text.find(part, at, window) + len(part) if part else min(window, len(text))
        if at < len(part):
            return False
    return at == len(text) or (not parts[-1] and at >= len(text))


def plain_number(text: str) -> str:
    """A number in one spelling, whatever its decimal sign and zeros; "" for other texts.

    >>> plain_number("0,1250"), plain_number("2020.0"), plain_number("a1")
    ('0.125', '2020', '')
    """
    bare = text.strip().lstrip("'").replace("\u00a0", "")
    if not NUMBER.fullmatch(bare):
        return ""
    whole, _, decimals = bare.replace(",", ".").partition(".")
    return ".".join(part for part in (whole, decimals.rstrip("0")) if part)
