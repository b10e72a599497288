"""The names of a language, so that "english" in a strategy finds records that say "eng"."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from tomli import loads

from pipeline.strategy.tree import AllOf, AnyOf, Near, Phrase, Query, Without, Word

GENERAL = "language"
"""A word that some databases add to the name: "English Language"."""


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """The names of each language, by each of them."""
    text = (files("screening_rules") / "language_names.toml").read_text(encoding="utf-8")
    return {name: tuple(names) for names in loads(text)["names"] for name in names}


def with_all_names(query: Query) -> Query:
    """A query on the language of records, with every name of each language that it names.

    Databases give a language as "English", "eng" or "en". What is not in the list stays as it is.

    >>> with_all_names(Word("english"))
    AnyOf(parts=(Word(text='en'), Word(text='eng'), Word(text='english')))
    >>> with_all_names(Phrase((Word("klingon"), Word("language"))))
    Phrase(words=(Word(text='klingon'), Word(text='language')))
    """
    match query:
        case Word(text):
            names = _names().get(text)
            return AnyOf(tuple(Word(name) for name in names)) if names else query
        case Phrase((name, Word(text))) if text == GENERAL and name.text in _names():
            return with_all_names(name)
        case AnyOf(parts) | AllOf(parts):
            return replace(query, parts=tuple(map(with_all_names, parts)))
        case Near(left, right) | Without(left, right):
            return replace(query, left=with_all_names(left), right=with_all_names(right))
        case _:
            return query
