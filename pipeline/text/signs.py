"""Shows signs that are invisible but affect machines as escapes."""

import re

UNSEEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1: a terminal's commands
    r"\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction of text
    r"\u2028\u2029\u180e\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # invisible
    r"\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f"  # not characters
)
JOINERS = r"(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
"""Joiners beside a plain letter; within Persian words, Hindi and emoji they are legitimate."""

OBEYED = re.compile(rf"[{UNSEEN}]|\r(?!\n)|{JOINERS}")


def shown(text: str) -> str:
    r"""The text with invisible, direction and control signs shown as JSON escapes them.

    So JSON reads back unchanged. Line ends and tabs stay.

    >>> print(shown("red \x1b[31m, Gr\u00fc\u00dfe \u202eeslaf"))
    red \u001b[31m, Grüße \u202eeslaf
    """
    return OBEYED.sub(_escape, text)


def bare(text: str) -> str:
    r"""The text without those signs; line separators become blanks.

    >>> bare("a\u202e b\x1b\u2028c")
    'a b c'
    """
    return OBEYED.sub(_blank, text)


def one_line(text: str) -> str:
    r"""The text without those signs, and on one line.

    >>> one_line(" a\u202e \x1b\nb")
    'a b'
    """
    return " ".join(bare(text).split())


def _blank(found: re.Match[str]) -> str:
    return " " if found[0].isspace() else ""


def _escape(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
