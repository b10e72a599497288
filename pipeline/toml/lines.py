"""The line of each key of a TOML file, which tomli does not give."""

import re
from collections.abc import Iterator

from pipeline.toml.bounds import ASIDE

SIGN = re.compile(rf"{ASIDE.pattern}|\n|[\[\]{{}},=]|[^\s\[\]{{}},=#\"']+", re.DOTALL)
"""The tokens of a TOML file, once it is known to be valid."""


class Lines:
    r"""The line, from 1, of each key and each item of a list, by the dotted path to it.

    >>> lines = Lines('[[search]]\nname = "a"\n[[search]]\nhits = [\n  1,\n  2]\n')
    >>> lines.of("search", 0, "name"), lines.of("search", 1, "hits", 1), lines.of("search", 1)
    (2, 6, 3)
    >>> lines.of("search", 1, "name"), lines.of("round")  # what is missing: where it would stand
    (3, 1)
    """

    def __init__(self, text: str) -> None:
        self._found: dict[str, int] = {}
        self._tables: dict[str, int] = {}
        self._signs = _signs(text)
        self._sign, self._line = next(self._signs)
        table = ""
        while self._sign:
            if self._sign == "[":
                table = self._header()
            else:
                self._value(self._key(table, "="))

    def of(self, *path: str | int) -> int:
        """The line of a path, or of the innermost enclosing table that the file has."""
        for length in range(len(path), 0, -1):
            if line := self._found.get(".".join(map(str, path[:length]))):
                return line
        return 1

    def _next(self) -> str:
        """Skip a token."""
        sign = self._sign
        self._sign, self._line = next(self._signs, ("", self._line))
        return sign

    def _note(self, path: str) -> str:
        self._found.setdefault(path, self._line)
        return path

    def _header(self) -> str:
        """The path of a table, through the latest table of each array that it is in."""
        line, _ = self._line, self._next()
        is_item = self._sign == "["
        if is_item:
            self._next()
        path = self._key("", "]")
        if is_item:
            self._next()
            self._tables[path] = self._tables.get(path, -1) + 1
            path = f"{path}.{self._tables[path]}"
            self._found[path] = line
        return path

    def _key(self, table: str, end: str) -> str:
        """The path of a key within a table, up to the sign that ends it."""
        path = table
        while self._sign != end and self._sign:
            quoted = self._sign[0] in "\"'"
            for part in [self._sign[1:-1]] if quoted else self._sign.split("."):
                if part or quoted:
                    if not table and path in self._tables:
                        path = f"{path}.{self._tables[path]}"
                    path = self._note(f"{path}.{part}" if path else part)
            self._next()
        self._next()
        return path

    def _value(self, path: str) -> None:
        """Skip a value, noting the lines of its contents."""
        self._note(path)
        line, opening, number = self._line, self._next(), 0
        while opening in ("[", "{") and self._sign:
            if self._sign in "]}":
                self._next()
                return
            if self._sign == ",":
                self._next()
            elif opening == "{":
                self._value(self._key(path, "="))
            else:
                self._value(f"{path}.{number}")
                number += 1
        while self._line == line and self._sign and self._sign not in ",]}":
            self._next()  # a time may follow its date, after a space


def _signs(text: str) -> Iterator[tuple[str, int]]:
    """Each token with its line, without comments; "" ends them."""
    line = 1
    for found in SIGN.finditer(text):
        sign = found[0]
        if sign != "\n" and sign[0] != "#":
            yield sign, line
        line += sign.count("\n")
    yield "", line
