"""The keys of the screening page, as review.toml sets them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Annotated, Any

from pipeline.toml.document import Where, Wrong
from pipeline.toml.kinds import Kind

MOST_REASONS = 9
"""Number of reasons that have a key: one for each digit but 0."""


def _is_key(value: object) -> bool:
    return type(value) is str and len(value) == 1 and value.isprintable() and not value.isspace()


Key = Annotated[str, Kind("one letter, digit or other character in quotes", _is_key)]
"""Characters that one keystroke gives."""

ReasonKeys = Annotated[
    str,
    Kind(
        f"up to {MOST_REASONS} letters, digits or other characters in quotes",
        lambda value: (
            type(value) is str and len(value) <= MOST_REASONS and all(_is_key(one) for one in value)
        ),
    ),
]
"""One key for each reason, in the order of priority."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKeys:
    """The key of each action, and one for each of the first reasons."""

    include: Key = "i"
    exclude: Key = "e"
    maybe: Key = "m"
    ongoing: Key = "o"
    awaiting: Key = "a"
    undo: Key = "u"
    skip: Key = "s"
    note: Key = "n"
    search: Key = "/"
    mine: Key = "l"
    highlight: Key = "h"
    abstract: Key = "p"
    help: Key = "?"
    reasons: ReasonKeys = "123456789"

    def by_action(self) -> dict[str, Any]:
        """The keys by action as the page takes them; those of the reasons as a list."""
        return {one.name: getattr(self, one.name) for one in fields(self)} | {
            "reasons": list(self.reasons)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSettings:
    """The screening page settings of review.toml."""

    keys: PageKeys = field(default_factory=PageKeys)


def clashes(said: Mapping[str, Any], where: Where) -> Iterator[Wrong]:
    """Every key in review.toml that another action also has, set or by default.

    >>> [wrong.words for wrong in clashes({"include": "j", "maybe": "e"}, ("page", "keys"))]
    ["'e' is also the key of exclude; expected each key only once"]
    """
    usual = PageKeys().by_action() | {"reasons": "123456789"}
    keys = {name: said.get(name, default) for name, default in usual.items()}
    held: dict[str, str] = {}
    for name in sorted(keys, key=lambda name: name in said):
        for key in str(keys[name]).casefold():
            if key in held:
                told = f"{key!r} is also the key of {held[key]}; expected each key only once"
                yield Wrong((*where, name), told, alone=True)
            held.setdefault(key, name)
