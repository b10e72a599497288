"""Reads TOML that people write, within limits, since tomli has none."""

import json
import re
from typing import Any

import tomli

DEEPEST = 30
"""Deepest nesting of brackets; tomli reads them by recursion. Our files have four."""

LONGEST_KEY = 20
"""Most parts of a dotted key; tomli's time grows with their square. Our files have up to four."""

ASIDE = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*+(?:"{3,5})?'
    r"|'''(?:[^']|'{1,2}(?!'))*+(?:'{3,5})?"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
"""A string or a comment (TOML 1.0, "String" and "Comment"), including one that does not end."""

KEY = re.compile(rf"(?<![\w.-])[\w-]++(?:[ \t]*+\.[ \t]*+[\w-]++){{{LONGEST_KEY},}}")
"""A dotted key with too many parts, once each string is replaced by one letter."""

BRACKET = re.compile(r"[\[\]{}]")


class TomlFault(ValueError):
    """What makes a text no TOML, or no TOML that anybody writes, and in which line."""


def toml_values(text: str) -> dict[str, Any]:
    """The values of a text in TOML.

    Raises TomlFault, which names the line, for text that is not TOML or that has
    deeper nesting, or longer keys or numbers, than anybody writes.
    """
    _check_bounds(text)
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as fault:
        raise TomlFault(str(fault)) from None
    except (ValueError, RecursionError):
        # Python itself refuses whole numbers of more than 4,300 digits.
        raise TomlFault("the file has a number or a date that cannot be read") from None


def _check_bounds(text: str) -> None:
    bare = ASIDE.sub(_set_aside, text)
    if long := KEY.search(bare):
        raise _fault(f"a key has more than {LONGEST_KEY} parts", bare, long.start())
    depth = 0
    for bracket in BRACKET.finditer(bare):
        depth = depth + 1 if bracket[0] in "[{" else max(0, depth - 1)
        if depth > DEEPEST:
            raise _fault(
                f"the file has more than {DEEPEST} nested brackets",
                bare,
                bracket.start(),
            )


def _set_aside(found: re.Match[str]) -> str:
    """Replaces a string with one letter, a comment with nothing, and keeps line ends inside."""
    return ("" if found[0][0] == "#" else "s") + "\n" * found[0].count("\n")


def _fault(sentence: str, text: str, at: int) -> TomlFault:
    return TomlFault(f"{sentence} (at line {text.count(chr(10), 0, at) + 1})")


def toml_text(text: str) -> str:
    r"""The text in quotes, on one line, as TOML requires.

    >>> print(toml_text('He said "no"\n'))
    "He said \"no\"\n"
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
