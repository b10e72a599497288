"""The words that go to reviewers: one catalogue a language, read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from unicodedata import combining, normalize

Language = Literal["nb", "en"]


class Words:
    """One section of one language's catalogue; a missing key is an error of ours, not a blank.

    >>> Words("nb", "verdicts")["include"]
    'inkluder'
    """

    def __init__(self, language: Language, section: str) -> None:
        self.language = language
        self._words: dict[str, Any] = catalogue(language)[section]

    def __getitem__(self, key: str) -> str:
        """The words for a key; KeyError where the catalogue lacks it."""
        return str(self._words[key])

    def __call__(self, key: str, **values: object) -> str:
        """The words for a key with the values set into its {places}."""
        return self[key].format(**values)


@cache
def catalogue(language: Language) -> dict[str, dict[str, Any]]:
    """The whole catalogue of a language, by section."""
    text = (files("exports.language") / "words" / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def number(value: int, language: Language) -> str:
    r"""A whole number as the language writes it.

    Bokmål groups from five digits with a no-break space (Språkrådet); English groups from four
    with a comma.

    >>> number(1154, "nb"), number(12345, "nb"), number(1154, "en")
    ('1154', '12\xa0345', '1,154')
    """
    if language == "en":
        return f"{value:,}"
    return str(value) if abs(value) < 10_000 else f"{value:,}".replace(",", "\u00a0")


def unbroken(text: str) -> str:
    r"""The text as it is set: a number in brackets stays on one line.

    >>> unbroken("Japan (n = 5)")
    'Japan (n\xa0=\xa05)'
    """
    return text.replace("(n = ", "(n\u00a0=\u00a0")


def sort_key(word: str, language: Language) -> tuple[tuple[int, ...], str]:
    """A key that sorts as the language does: in bokmål æ, ø, å come last, ä as æ and ö as ø.

    >>> sorted(["Ås", "Zürich", "Ølen", "Aas", "Öland"], key=lambda word: sort_key(word, "nb"))
    ['Aas', 'Zürich', 'Öland', 'Ølen', 'Ås']
    """
    last = {"æ": 27, "ä": 27, "ø": 28, "ö": 28, "å": 29} if language == "nb" else {}
    ranks: list[int] = []
    for letter in normalize("NFC", word).casefold():
        if letter in last:
            ranks.append(1000 + last[letter])
            continue
        ranks += [ord(part) for part in normalize("NFKD", letter) if not combining(part)]
    return tuple(ranks), word
