"""The texts for reviewers: one catalogue per language, read once."""

from functools import cache
from typing import Any
from unicodedata import combining, normalize

from pipeline.languages import catalogue

Language = str
"""The code of a language that has a catalogue; review.toml is checked for it."""


class Words:
    """One section of one language's catalogue; a missing key is a bug, not a blank.

    >>> Words("nb", "verdicts")["include"]
    'inkluder'
    """

    def __init__(self, language: Language, section: str) -> None:
        self.language = language
        self._words: dict[str, Any] = catalogue(language)[section]

    def __contains__(self, key: str) -> bool:
        """Whether the catalogue has the key, such as that of a singular."""
        return key in self._words

    def __getitem__(self, key: str) -> str:
        """The words for a key; KeyError if the catalogue lacks it."""
        return str(self._words[key])

    def __call__(self, key: str, **values: object) -> str:
        """The words for a key with the values filled into its {places}."""
        return self[key].format(**values)

    def each(self, key: str) -> tuple[str, ...]:
        """The words of a list, such as the headings of a table."""
        return tuple(self._words[key])


def number(value: int, language: Language) -> str:
    r"""A whole number as the language writes it.

    >>> number(1154, "nb"), number(12345, "nb"), number(1154, "en")
    ('1154', '12\xa0345', '1,154')
    """
    ours = catalogue(language)["language"]
    if abs(value) < ours["groups_from"]:
        return str(value)
    return f"{value:,}".replace(",", ours["group"])


def percent(share: float, language: Language) -> str:
    r"""A share of 0 to 1 in whole per cent; 0 and 100 mean exactly none and all.

    >>> percent(0.938, "en"), percent(0.999, "nb"), percent(0.001, "en"), percent(1, "en")
    ('94%', '99\xa0%', '1%', '100%')
    """
    whole = round(100 * share)
    return _percent(f"{min(max(whole, int(share > 0)), 99 + int(share >= 1))}", language)


def exact_percent(share: float, language: Language) -> str:
    r"""A share of 0 to 1 in per cent as someone gave it, with the same decimals.

    >>> exact_percent(0.95, "en"), exact_percent(0.955, "nb")
    ('95%', '95,5\xa0%')
    """
    text = f"{100 * share:.10g}"
    return _percent(text.replace(".", Words(language, "language")["decimal"]), language)


def _percent(n: str, language: Language) -> str:
    return Words(language, "language")("percent", n=n)


def decimal(value: float, language: Language) -> str:
    """A number with two decimals.

    >>> decimal(0.874, "nb"), decimal(-0.1, "en")
    ('0,87', '-0.10')
    """
    return f"{value:.2f}".replace(".", Words(language, "language")["decimal"])


def unbroken(text: str) -> str:
    r"""The text as it is typeset: a number in brackets stays on one line.

    >>> unbroken("Japan (n = 5)")
    'Japan (n\xa0=\xa05)'
    """
    return text.replace("(n = ", "(n\u00a0=\u00a0")


def sort_key(word: str, language: Language) -> tuple[tuple[int, ...], str]:
    """A key that sorts as the language does: in bokmål æ, ø, å come last, ä as æ and ö as ø.

    >>> sorted(["Ås", "Zürich", "Ølen", "Aas", "Öland"], key=lambda word: sort_key(word, "nb"))
    ['Aas', 'Zürich', 'Öland', 'Ølen', 'Ås']
    """
    last = _letters_last(language)
    ranks: list[int] = []
    for letter in normalize("NFC", word).casefold():
        if letter in last:
            ranks.append(last[letter])
            continue
        ranks += [ord(part) for part in normalize("NFKD", letter) if not combining(part)]
    return tuple(ranks), word


@cache
def _letters_last(language: Language) -> dict[str, int]:
    """The letters that sort after z, with their ranks: after Latin and Greek, before Cyrillic."""
    groups = catalogue(language)["language"]["letters_last"]
    return {letter: rank for rank, letters in enumerate(groups, 1027) for letter in letters}
