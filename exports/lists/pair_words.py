"""What speaks for a pair and against it, in the words of a list's language.

Deduplication tells it in English, as the store keeps it. Its phrases stand in the catalogue in
every language: one that is known is said in the list's, anything else is left as it stands.
"""

import re
from functools import cache

from exports.language.catalogue import Language, Words, catalogue
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.text.kinds import KINDS

PLACE = re.compile(r"\\\{(\w+)\\\}")
END = r"(?=, |; |$)"
"""A phrase reaches to a comma or semicolon; those within what it quotes are its own."""


def pair_words(text: str, language: Language) -> str:
    """The phrases of a reason, each in that language.

    >>> pair_words("titles agree (98), same year; other-doi (10.1/a and 10.1/b)", "nb")
    'titlene er like (98), samme år; ulik DOI (10.1/a og 10.1/b)'
    """
    if language == PROGRAM_LANGUAGE:
        return text
    told, rest = [], text
    while rest:
        said, rest = _first(rest, language)
        told.append(said)
    return "".join(told)


def _first(text: str, language: Language) -> tuple[str, str]:
    """The first phrase in the other language, with what parts it from the next; and the rest."""
    words = Words(language, "pair_words")
    for key, pattern in _phrases():
        if found := pattern.match(text):
            return words(key, **found.groupdict()), text[found.end() :]
    if found := _vetoes().match(text):
        seen = found["seen"]
        told = f" ({_values(seen, language)})" if seen else ""
        return Words(language, "vetoes")[found["veto"]] + told, text[found.end() :]
    end = re.search(r"[,;] ", text)
    return (text[: end.end()], text[end.end() :]) if end else (text, "")


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The English phrases as patterns, by their key."""
    return tuple(
        (key, re.compile(PLACE.sub(_place, re.escape(phrase)) + END))
        for key, phrase in catalogue(PROGRAM_LANGUAGE)["pair_words"].items()
    )


def _place(found: re.Match[str]) -> str:
    return rf"(?P<{found[1]}>\d+)" if found[1] == "n" else rf"(?P<{found[1]}>.+?)"


@cache
def _vetoes() -> re.Pattern[str]:
    """A veto by name, with what it saw in brackets."""
    names = "|".join(map(re.escape, catalogue(PROGRAM_LANGUAGE)["vetoes"]))
    return re.compile(rf"(?P<veto>{names})(?: \((?P<seen>.*?)\))?(?=; |$)")


def _values(seen: str, language: Language) -> str:
    """What a veto saw of the two records; what is no word of ours stays as the records have it."""
    words, kinds = Words(language, "pair_values"), Words(language, "kinds")
    values = seen.split(" and ")
    told = [
        words["none"] if one == "none" else kinds[one] if one in (*KINDS, "article") else one
        for one in values
    ]
    return f" {words['and']} ".join(told)
