"""Numbers in a text that know what they count, so that a page can open the list."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, unquote

BEGIN, THEN, END = "\ue001", "\ue002", "\ue003"
"""The marks around a number: BEGIN, its list and value, THEN, the number as shown, END."""

MARKS = str.maketrans("", "", BEGIN + THEN + END)
"""Removes these private characters from any other text."""

NUMBER = re.compile(f"{BEGIN}([^{THEN}]*)=(\\d+){THEN}([^{END}]*){END}")


class Count(int):
    """A number of records or studies, with the name of their list; arithmetic loses the name."""

    opens: str

    def __new__(cls, value: int, opens: str) -> Self:
        """A count of the list with this name."""
        made = super().__new__(cls, value)
        made.opens = opens
        return made


class ShownCount(str):
    """A count as a text shows it, perhaps with its noun."""

    __slots__ = ("of",)
    of: Count

    def __new__(cls, text: str, count: Count) -> Self:
        """The text that represents the count."""
        made = super().__new__(cls, text)
        made.of = count
        return made


def shown(value: object, text: str) -> str:
    """The text of a value, which keeps the name of what it counts."""
    if isinstance(value, ShownCount):
        return ShownCount(text, value.of)
    return ShownCount(text, value) if isinstance(value, Count) and value else text


def marked(value: object, as_text: Callable[[str], str]) -> object:
    """A count with marks around its text; any other value without marks."""
    if isinstance(value, Count):
        value = shown(value, str(int(value)))
    if isinstance(value, ShownCount):
        name = quote(value.of.opens, safe="/")
        return f"{BEGIN}{name}={int(value.of)}{THEN}{as_text(str(value))}{END}"
    return as_text(value.translate(MARKS)) if isinstance(value, str) else value


def unmarked(text: str) -> str:
    """The text without marks.

    >>> unmarked(str(marked(shown(Count(3, "new_studies"), "three"), str)))
    'three'
    """
    return NUMBER.sub(lambda found: found[3], text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of text; if it is a number, also the name of its list, its value and a label."""

    text: str
    opens: str = ""
    value: int = 0
    label: str = ""


def stretches(text: str) -> Iterator[Stretch]:
    """A paragraph as stretches of text and numbers.

    >>> text = f"We had {marked(Count(3, 'a/b'), str)} left."
    >>> [(part.text, part.opens) for part in stretches(text)]
    [('We had ', ''), ('3', 'a/b'), (' left.', '')]
    """
    at = 0
    for found in NUMBER.finditer(text):
        if found.start() > at:
            yield Stretch(text=text[at : found.start()])
        before, after = unmarked(text[: found.start()]), unmarked(text[found.end() :])
        yield Stretch(
            text=found[3],
            opens=unquote(found[1]),
            value=int(found[2]),
            label=_label(before, found[3], after),
        )
        at = found.end()
    if text[at:]:
        yield Stretch(text=text[at:])


BRACKET = re.compile(r"\(n\s=\s$")
PART_ENDS = re.compile(r"[,;:.]\s|\s(?:og|and)\s|^")
SENTENCE_ENDS = re.compile(r"[.?!]\s+(?=[^\W\d_a-zæøå])|[.?!]$")


def _label(before: str, number: str, after: str) -> str:
    """The label of a number: the words before it (n = 3), or else its sentence.

    >>> _label("Nine were read. From Japan (n = 5), New Zealand (n = ", "3", ").")
    'New Zealand (n = 3)'
    >>> _label("Nine were read. We had ", "37 articles", " left. So on.")
    'We had 37 articles left.'
    """
    if BRACKET.search(before):
        *_, last = PART_ENDS.finditer(before)
        return f"{before[last.end() :]}{number})".strip()
    *_, start = (0, *(found.end() for found in SENTENCE_ENDS.finditer(before)))
    end = SENTENCE_ENDS.search(after)
    return f"{before[start:]}{number}{after[: end.start() + 1] if end else after}".strip()
