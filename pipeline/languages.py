"""The languages of the program, one catalogue file each, and texts by language."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import tomli

from pipeline.errors import Fault, Refused

REVIEW_LANGUAGE: Final = "nb"
"""The language of a review whose review.toml names none; other catalogues have the same keys."""

PROGRAM_LANGUAGE: Final = "en"
"""The language of the program's own messages, of the phrases in the store, and of most records."""

CATALOGUES = files("pipeline") / "catalogues"
"""A file CODE.toml here is all that a further language needs.

They are in the pipeline because criteria and tables are written in these languages too.
"""

EARLIER = "_earlier"
"""Ends the key of a heading that an earlier version used; not every catalogue has such keys."""


@cache
def languages() -> tuple[str, ...]:
    """The codes of all languages that have a catalogue, those of reviews and program first."""
    codes = sorted(name[: -len(".toml")] for name in (file.name for file in CATALOGUES.iterdir()))
    return tuple(dict.fromkeys((REVIEW_LANGUAGE, PROGRAM_LANGUAGE, *codes)))


ALSO_CALLED = {"no": "nb", "nor": "nb", "bokmål": "nb", "bokmal": "nb", "eng": "en"}
"""Names and codes of languages beside those in the catalogues."""


def language_called(said: str) -> str:
    """The code of a language with a catalogue, by its code or name, ignoring case; "" if unknown.

    >>> [language_called(one) for one in ("EN", "english", "Norsk", "en-GB", "klingon")]
    ['en', 'en', 'nb', 'en', '']
    """
    word = said.strip().casefold()
    names = dict(ALSO_CALLED)
    for code in languages():
        own, others = catalogue(code)["language"]["name"], catalogue(code)["untranslated"]
        names |= {own.casefold(): code, code: code}
        names |= {others[one].casefold(): one for one in languages() if one in others}
    return names.get(word) or names.get(word.split("-")[0], "")


@cache
def catalogue(language: str) -> dict[str, dict[str, Any]]:
    """The whole catalogue of a language, by section; Refused if it lacks words."""
    file = CATALOGUES / f"{language}.toml"
    found = tomli.loads(file.read_text(encoding="utf-8"))
    if language != REVIEW_LANGUAGE:
        faults = list(_lacking(catalogue(REVIEW_LANGUAGE), found))
        if faults:
            raise Refused(f"{file}: this catalogue is incomplete.", faults)
    return found


def _lacking(model: dict[str, Any], found: dict[str, Any], section: str = "") -> Iterator[Fault]:
    """What a catalogue lacks compared with another: keys, and words of lists shown in full."""
    for key, value in model.items():
        place = f"[{section}] {key}" if section else f"[{key}]"
        drawn_whole = isinstance(value, list) and section != "typed" and key != "letters_last"
        if key not in found and not key.endswith(EARLIER):
            yield Fault(place, "is missing")
        elif isinstance(value, dict):
            yield from _lacking(value, found[key], f"{section}.{key}".lstrip("."))
        elif drawn_whole and len(value) != len(found[key]):
            yield Fault(place, f"this key has {len(found[key])} items; expected {len(value)}")


@dataclass(frozen=True, slots=True, init=False)
class Wording:
    """The same words in one or more languages; the first language given replaces a missing one.

    >>> name = Wording(nb="Norge", en="Norway")
    >>> name["en"], name["fi"], Wording()["nb"]
    ('Norway', 'Norge', '')
    """

    texts: tuple[tuple[str, str], ...]

    def __init__(self, **texts: str) -> None:
        given = tuple((language, text) for language, text in texts.items() if text)
        object.__setattr__(self, "texts", given)

    def __getitem__(self, language: str) -> str:
        """The words in a language, or else the first."""
        texts = dict(self.texts)
        return texts.get(language) or next(iter(texts.values()), "")

    def given_in(self, language: str) -> bool:
        """Whether the words were given in that language explicitly."""
        return language in dict(self.texts)


def said_in(text: Wording | str, language: str) -> str:
    """A written value; if it is given in several languages, the value in one of them.

    >>> said_in("Te", "en"), said_in(Wording(nb="Te", en="Tea"), "en")
    ('Te', 'Tea')
    """
    return text if isinstance(text, str) else text[language]


def in_one(text: str) -> Wording:
    """A text without a stated language, taken to be in the language of the review.

    >>> title = in_one("Hjemmekontor")
    >>> title["en"], title.given_in("en"), Wording(en="Work").given_in("en")
    ('Hjemmekontor', False, True)
    """
    return Wording(**{"": text})


def in_all(text: str) -> Wording:
    """A text that is the same in all languages, such as a code or a name."""
    return Wording(**dict.fromkeys(languages(), text))


def of_catalogues(section: str, key: str) -> Wording:
    """The program's own words, in all languages."""
    return Wording(**{language: catalogue(language)[section][key] for language in languages()})
