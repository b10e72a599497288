"""Tables of a TOML file read key by key, with every fault kept and put to its line."""

import re
from collections.abc import Mapping
from typing import Any

from pipeline.errors import Fault
from pipeline.languages import Wording, languages

MOST_FAULTS = 1_000
"""Most faults of a file that are looked for: the line of each is found by going over the file."""


class Places:
    """The lines of a TOML file at which sections and strings stand; tomllib tells none."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._sections: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            if header := re.match(r"\s*+\[\[?\s*+([^\]]++)\]\]?\s*+(#.*)?$", line):
                name = header[1].strip().replace('"', "")
                self._sections.setdefault(name, []).append(number)

    def section(self, name: str, nth: int = 0) -> int:
        """The line, from 0, of the nth header of that name; 0 where there is none."""
        headers = self._sections.get(name, [])
        return headers[nth] if nth < len(headers) else 0

    def find(self, words: str, after: int) -> int:
        """The line, 1-based, on which words first stand from a line (from 0) on; else that line."""
        shapes = {words, words.replace("\\", "\\\\").replace('"', '\\"')}
        for number in range(after, len(self._lines)):
            if any(shape in self._lines[number] for shape in shapes):
                return number + 1
        return after + 1


class Table:
    """One table of the file. Keys are taken out of it; what is left at the end is unknown."""

    def __init__(self, values: Mapping[str, Any], section: str, start: int, faults: "Faults"):
        self._left = dict(values)
        self.section = section
        self.start = start
        self._faults = faults

    def text(self, key: str, *, default: str | None = None) -> str:
        """A string; a fault where it is missing or empty and has no default."""
        if key not in self._left and default is not None:
            return default
        found = self._string(key)
        if default is None and found is not None and not found.strip():
            self.tell(f"{key}: is empty, expected a string in quotation marks", key)
        return found or ""

    def by_language(self) -> Wording:
        """The words by language, of which some languages may be empty or left out."""
        given = {one: self._string(one) for one in languages() if one in self._left}
        texts = {one: text.strip() for one, text in given.items() if text is not None}
        if not any(texts.values()) and len(texts) == len(given):
            at = self.section.rsplit(".", 1)[-1]
            found = f"{' and '.join(given)}: are empty" if given else "there are no words"
            choices = "them" if len(given) > 1 else ", ".join(languages())
            self.tell(f"{found}, expected words in one of {choices}", at)
        return Wording(**texts)

    def _string(self, key: str) -> str | None:
        found = self._taken(key, str, "a string in quotation marks")
        return found if isinstance(found, str) else None

    def whole(self, key: str, *, default: int | None = None) -> int:
        """A whole number."""
        if key not in self._left and default is not None:
            return default
        found = self._taken(key, int, "a whole number")
        return found if isinstance(found, int) else 0

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        return bool(self._taken(key, bool, "true or false")) if key in self._left else default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; empty where it is missing."""
        found = self._taken(key, list, "a list of strings") if key in self._left else []
        strings = tuple(one for one in found or () if isinstance(one, str))
        if len(strings) != len(found or ()):
            self.tell(f"{key}: every entry must be a string in quotation marks", key)
        return strings

    def worded(self, key: str) -> Wording:
        """The words of a table { nb = "...", en = "..." }."""
        found = self._taken(key, dict, 'a table { nb = "...", en = "..." }') or {}
        inner = Table(found, f"{self.section}.{key}", self.start, self._faults)
        words = inner.by_language() if found else Wording()
        inner.finish()
        return words

    def day(self, key: str) -> str:
        """A date as ISO 8601; "" where it is missing."""
        if key not in self._left:
            return ""
        found = self._left.pop(key)
        if hasattr(found, "isoformat") and len(found.isoformat()) == 10:
            return str(found.isoformat())
        self.tell(f"{key}: found {found!r}, expected a date such as 2022-01-01", key)
        return ""

    def table(self, key: str) -> "Table | None":
        """A table within this one; None where it is missing."""
        found = self._taken(key, dict, "a table") if key in self._left else None
        return (
            None
            if found is None
            else Table(found, f"{self.section}.{key}", self.start, self._faults)
        )

    def tables(self, key: str) -> list[Any]:
        """A list of tables, as [[section.key]] makes them; empty where it is missing."""
        found = self._taken(key, list, f"tables [[{self.section}.{key}]]")
        if any(not isinstance(one, dict) for one in found or ()):
            self.tell(f"{key}: expected tables [[{self.section}.{key}]]", key)
        return [one for one in found or () if isinstance(one, dict)]

    def has(self, key: str) -> bool:
        """Whether a key is still to be taken."""
        return key in self._left

    def left(self) -> list[str]:
        """The keys that are still to be taken, in the order of the file."""
        return list(self._left)

    def line_of(self, words: str) -> int:
        """The line, 1-based, on which words first stand in this table."""
        return self._faults.places.find(words, self.start)

    def finish(self) -> None:
        """Every key that nobody asked for is a fault."""
        for key in self._left:
            self.tell(f"unknown key {key!r}", key)

    def tell(self, sentence: str, words: str = "") -> None:
        """A fault of this table, at the line on which the words stand."""
        if len(self._faults.all) >= MOST_FAULTS:
            return
        self._faults.tell(self.section, sentence, self._faults.places.find(words, self.start))

    def _taken(self, key: str, kind: type, expected: str) -> Any:
        if key not in self._left:
            self.tell(f"{key} is missing; expected {expected}")
            return None
        found = self._left.pop(key)
        if isinstance(found, kind) and not (kind is int and isinstance(found, bool)):
            return found
        self.tell(f"{key}: found {found!r}, expected {expected}", key)
        return None


class Faults:
    """Every fault of a file, by section and line, in the order met."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.all: list[Fault] = []
        self._told: set[Fault] = set()

    def tell(self, section: str, sentence: str, line: int) -> None:
        """One more fault; the same is told once."""
        fault = Fault(f"[{section}], line {line}", sentence)
        if fault not in self._told:
            self._told.add(fault)
            self.all.append(fault)
