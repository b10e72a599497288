"""Reading a section of review.toml strictly: kinds, choices, and no key that nobody knows."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pipeline.errors import SHOWN, Fault, Refused, shortened
from pipeline.files import bytes_of
from pipeline.text.shell_words import command_line
from pipeline.toml import toml_text, toml_values

REQUIRED = object()
"""Stands where a key has no default."""

MOST_COUNTED = 999_999_999_999
"""The greatest number of records that a key may give; no index holds a thousandth of it."""

MOST_SHOWN = 60
"""Letters of a value that a message shows."""

KINDS = {
    str: "text in quotes",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a section",
}


@dataclass(slots=True)
class Section:
    """One section while it is read; what is wrong with it gathers in `faults`."""

    name: str
    values: dict[str, Any]
    faults: list[Fault]
    asked: set[str] = field(default_factory=set)

    def take(self, key: str, kind: type, default: object = REQUIRED) -> Any:
        """The value of a key; a fault where it is missing or of another kind."""
        self.asked.add(key)
        if key not in self.values:
            if default is REQUIRED:
                self._fault(key, "is missing")
            return _empty(kind) if default is REQUIRED else default
        value = self.values[key]
        if kind is float and type(value) is int:
            return float(value)
        if type(value) is not kind:
            self._fault(key, _other_kind(key, value, kind))
            return _meant(value, kind) if default is REQUIRED else default
        return value

    def text(self, key: str, default: object = REQUIRED) -> Any:
        """The text of a key that must say something where it stands; a fault where it is blank."""
        value = self.take(key, str, default)
        if key in self.values and isinstance(value, str) and not value.strip():
            self._fault(key, "is empty; expected text in quotes")
        return value

    def count(self, key: str, default: int | None) -> Any:
        """The whole number of a key, 0 or more, and not more than MOST_COUNTED."""
        value = self.take(key, int, default)
        if key in self.values and value is not None and not 0 <= value <= MOST_COUNTED:
            wrong = "is less than 0" if value < 0 else f"is more than {MOST_COUNTED:,}"
            self._fault(key, f"{shortened(str(value), MOST_SHOWN)} {wrong}")
            return default or 0
        return value

    def choose(self, key: str, choices: Sequence[str], default: str) -> str:
        """The value of a key that must be one of the choices."""
        value: str = self.take(key, str, default)
        if value not in choices:
            found = shortened(repr(value), MOST_SHOWN)
            self._fault(key, f"{found} is not one of {', '.join(choices)}")
            return default
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is missing."""
        value = self.take(key, list, [])
        if any(type(one) is not str or not one.strip() for one in value):
            self._fault(key, "every item of the list must be text in quotes, and not empty")
            return ()
        return tuple(value)

    def done(self) -> None:
        """Name every key that was not asked for, with the known key it may have been meant for."""
        for key in self.values:
            if key in self.asked:
                continue
            # Likeness is dear, and only the first ten faults of a file are shown.
            near = get_close_matches(key, self.asked, n=1) if len(self.faults) <= SHOWN else []
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(self.asked))}"
            self._fault(key, f"nobody knows this key; {hint}")

    def _fault(self, key: str, sentence: str) -> None:
        self.faults.append(Fault(f"[{self.name}] {key}" if self.name else key, sentence))


def _other_kind(key: str, value: object, kind: type) -> str:
    """What is wrong with a value that is of another kind than expected.

    >>> _other_kind("hits", "many", int)
    "'many' is not a whole number"
    >>> _other_kind("name", 1, str)
    '1 is not text in quotes; write "1"'
    >>> _other_kind("search", {"name": "medline"}, list)
    'each begins with a line [[search]], in double brackets'
    """
    if kind is list and isinstance(value, dict):
        return f"each begins with a line [[{key}]], in double brackets"
    found = str(value).lower() if isinstance(value, bool) else shortened(repr(value), MOST_SHOWN)
    said = toml_text(shortened(str(value), MOST_SHOWN))
    hint = f"; write {said}" if kind is str and type(value) in (int, float) else ""
    return f"{found} is not {KINDS.get(kind, 'a date like 2023-08-31')}{hint}"


def _meant(value: object, kind: type) -> Any:
    """A number without quotes as the text it stands for, so that it is told once; else nothing."""
    return str(value) if kind is str and type(value) in (int, float) else _empty(kind)


def _empty(kind: type) -> Any:
    """A stand-in for a missing value, so that all other faults are found too."""
    return kind() if kind in KINDS else None


def read_toml(path: Path) -> dict[str, Any]:
    """The values of a TOML file; Refused where it is missing or is no TOML, with the line."""
    try:
        return toml_values(bytes_of(path).decode("utf-8-sig"))
    except FileNotFoundError:
        raise Refused(
            f"{path}: there is no such file. A new review is made with: "
            f"{command_line('ajour init', path.parent)}"
        ) from None
    except NotADirectoryError:
        raise Refused(f"{path.parent}: this is a file; expected the folder of a review.") from None
    except OSError as fault:
        raise Refused(f"{path}: can not be read ({fault.strerror}).") from None
    except UnicodeDecodeError as fault:
        raise Refused(f"{path}: this is not UTF-8 text (byte {fault.start}).") from None
    except tomllib.TOMLDecodeError as fault:
        raise Refused(f"{path}: this is not TOML: {fault}.") from None
