"""Puts the failures of an update into the language of the review's letter.

The program's messages are English. A letter in another language has its own sentences for them. The
details of a faulty file are only in the output of the command that the letter names.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import PurePath
from typing import Any

from exports.language.catalogue import Language
from pipeline.errors import SHOWN
from pipeline.languages import PROGRAM_LANGUAGE, catalogue

SECTION = "failures"
FAULT = "  - "
"""The start of the line for one fault of a file (`pipeline.errors.Refused`)."""

PLACE = re.compile(r"(?:^|, )(lines?|rows?) (\d[\d, ]*(?:(?:to|and) [\d, ]*)*)")
"""Matches the lines or rows of a file that a fault concerns."""

NESTED = {"why": "reasons", "told": "sources"}
"""The catalogue section for a part of a sentence that is a sentence itself."""


def failures_in(language: Language, sentences: Iterable[str]) -> tuple[str, ...]:
    """The failures as sentences in the language; English sentences are returned unchanged.

    >>> told = "Full texts: Unpaywall could not be asked about 2 DOIs (the service answered "
    >>> told += "500). The next update asks again."
    >>> print(failures_in("nb", [told])[0].partition(". ")[0])
    Fulltekster: Unpaywall kunne ikke spørres om 2 DOI-er (tjenesten svarte 500)
    """
    if language == PROGRAM_LANGUAGE:
        return tuple(sentences)
    return tuple(_said(one, language) for one in sentences)


def _said(text: str, language: Language) -> str:
    lines = text.split("\n")
    faults = [line.removeprefix(FAULT) for line in lines if line.startswith(FAULT)]
    head = "\n".join(line for line in lines if not line.startswith(FAULT))
    return _in_section(head, (), language, {"where": _where(faults, language)})


def _in_section(
    text: str, section: tuple[str, ...], language: Language, more: Mapping[str, str]
) -> str:
    """The translation of a text by the first sentence of a section that matches it."""
    own = _words(language, section)
    for key, template in _words(PROGRAM_LANGUAGE, section).items():
        if isinstance(template, str) and (found := _pattern(template).fullmatch(text)):
            parts = found.groupdict()
            file = {"file": _file(parts.get("told", ""))}
            ours = str(own[key])
            said = {
                name: _part(name, value, language)
                for name, value in parts.items()
                if f"{{{name}}}" in ours
            }
            return ours.format(**{**file, **more, **said})
    raise AssertionError(section)  # the last sentence of each section matches any text


def _words(language: Language, section: tuple[str, ...]) -> Mapping[str, Any]:
    words: Mapping[str, Any] = catalogue(language)[SECTION]
    for name in section:
        words = words[name]
    return words


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """A pattern that matches the sentences a template can produce."""
    parts = re.split(r"\{(\w+)\}", template)
    seen: set[str] = set()
    made = ""
    for place, part in enumerate(parts):
        if place % 2 == 0:
            made += re.escape(part)
        else:
            made += f"(?P={part})" if part in seen else f"(?P<{part}>.+?)"
            seen.add(part)
    return re.compile(made, re.DOTALL)


def _part(name: str, value: str, language: Language) -> str:
    """A part of a sentence: another sentence, a number of things, or a name."""
    if name in NESTED:
        section = (NESTED[name],)
        return _in_section(
            value.removesuffix(".") if name == "why" else value, section, language, {}
        )
    if name == "about":
        number, _, thing = value.partition(" ")
        return f"{number} {_words(language, ('things',)).get(thing, '')}".strip()
    if name == "service":
        return value.replace(" and ", f" {_words(language, ('places',))['and']} ")
    return value


def _file(told: str) -> str:
    """The name, without its folder, of the file that a message begins with."""
    name = re.split(r": |, line |\n", told, maxsplit=1)[0]
    return PurePath(name).name if len(name) < len(told) else "–"


def _where(faults: Iterable[str], language: Language) -> str:
    """The lines and rows of the first ten faults."""
    words = _words(language, ("places",))
    found = [match for fault in faults if (match := PLACE.search(fault))]
    places = dict.fromkeys(f"{match[1]} {match[2]}".strip(" ,") for match in found)
    if not places:
        return ""
    text = ", ".join([*places][:SHOWN])
    return str(words["where"]).format(
        places=re.sub(r"[a-z]+", lambda word: str(words.get(word[0], word[0])), text)
    )
