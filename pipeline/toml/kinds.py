"""The kinds of value in our TOML files, each with the words for what is expected."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic_core.core_schema import CoreSchema, no_info_plain_validator_function

from pipeline.languages import Wording, in_all, in_one, languages
from pipeline.text.likeness import guess

MOST_COUNTED = 999_999_999_999
"""The greatest number of records that a key may give; no index has a thousandth of it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The description of an expected value, a test for it, and its conversion.

    It is in the annotation of a field, where pydantic finds it. Pydantic's own conversion is never
    used: it would read "5" or true as a number.
    """

    expected: str
    is_sound: Callable[[Any], object]
    read: Callable[[Any], Any] = lambda value: value
    known: tuple[str, ...] = ()
    meant: Callable[[str], str] = lambda _: ""

    def expected_for(self, found: object) -> str:
        """The words for what is expected, with the value that another text probably means.

        That is the value by another name that `meant` knows, else the most similar one of `known`.
        """
        if not isinstance(found, str):
            return self.expected
        return self.expected + guess(self.meant(found) or found, self.known)

    def __get_pydantic_core_schema__(self, *_: object) -> CoreSchema:
        """Have this kind alone validate the field."""
        return no_info_plain_validator_function(self._validated)

    def _validated(self, value: Any) -> Any:
        if not self.is_sound(value):
            raise ValueError
        return self.read(value)


def one_of(known: Iterable[str], meant: Callable[[str], str] = lambda _: "") -> Kind:
    """One of several texts."""
    words = tuple(known)
    return Kind(
        f"one of {', '.join(words)}",
        lambda value: type(value) is str and value in words,
        known=words,
        meant=meant,
    )


def whole(expected: str, least: float, most: float) -> Kind:
    """A whole number within bounds, both included."""
    return Kind(expected, lambda value: type(value) is int and least <= value <= most)


def share(expected: str, is_sound: Callable[[float], bool]) -> Kind:
    """A number, with or without decimals, that meets a condition."""
    return Kind(expected, lambda value: type(value) in (int, float) and is_sound(value), float)


QUOTED = "text in quotes"

AnyText = Annotated[str, Kind(QUOTED, lambda value: type(value) is str)]
"""Text that may be empty."""

Text = Annotated[str, Kind(QUOTED, lambda value: type(value) is str and value.strip())]
"""Text that is not empty."""

Said = Annotated[str, Kind(QUOTED, lambda value: type(value) in (str, int, float), str)]
"""Text that may be empty, or a number that is used as it is written."""

Flag = Annotated[bool, Kind("true or false", lambda value: type(value) is bool)]

Day = Annotated[
    str, Kind("a date without quotes, like 2023-08-31", lambda value: type(value) is date, str)
]
"""A date, as ISO 8601."""

Whole = Annotated[int, Kind("a whole number", lambda value: type(value) is int)]

Count = Annotated[int, whole(f"a whole number from 0 to {MOST_COUNTED:,}", 0, MOST_COUNTED)]
"""How many records, studies or reports."""


_TABLE = "{ " + ", ".join(f'{language} = "..."' for language in languages()) + " }"


def _is_by_language(value: Any) -> bool:
    return (
        type(value) is dict
        and value.keys() <= {*languages()}
        and all(type(text) is str for text in value.values())
        and any(text.strip() for text in value.values())
    )


def _by_language(value: dict[str, str]) -> Wording:
    return Wording(**{language: text.strip() for language, text in value.items()})


ByLanguage = Annotated[
    Wording, Kind(f"{_TABLE} with text in at least one language", _is_by_language, _by_language)
]
"""Words in one or more languages; a language without any has those given first."""


def _text_or_table(
    named: str, is_text: Callable[[Any], object], words: Callable[[str], Wording]
) -> Kind:
    """A text, which `words` turns into words by language, or a table of them."""
    return Kind(
        f"{named}, or {_TABLE}",
        lambda value: is_text(value) or _is_by_language(value),
        lambda value: words(value) if type(value) is str else _by_language(value),
    )


def _is_text(value: object) -> bool:
    return type(value) is str


InWords = Annotated[Wording, _text_or_table("text", _is_text, in_all)]
"""Words by language, or one text for all languages."""

OwnWords = Annotated[Wording, _text_or_table("text", _is_text, in_one)]
"""Words by language, or one text in the review's language, missing in the others."""

OwnTitle = Annotated[
    Wording,
    _text_or_table("text in quotes", lambda value: type(value) is str and value.strip(), in_one),
]
"""The same, but not empty."""

OwnText = Annotated[
    Wording | str,
    Kind(
        f"text in quotes, or {_TABLE}",
        lambda value: type(value) is str or _is_by_language(value),
        lambda value: value if type(value) is str else _by_language(value),
    ),
]
"""Text in the review's language, or words by language."""

OwnAnswer = Annotated[
    Wording | str,
    Kind(
        f"text, {_TABLE}, or false if there is nothing to report",
        lambda value: value is False or type(value) is str or _is_by_language(value),
        lambda value: value or "" if type(value) in (str, bool) else _by_language(value),
    ),
]
"""The same, or false: no words if the answer is that there is nothing."""
