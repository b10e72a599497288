"""One spelling and one abbreviation for each journal, from all records of a review."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import tomli

from pipeline.records import Record
from pipeline.text.capitals import in_capitals, plain_words

NONE: Mapping[str, str] = MappingProxyType({})
"""Used for a review that names no journal itself."""

NOT_NAMED = ("the",)
"""Words that a journal's name begins with in one database and not in another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalList:
    """The names of journals by the key of `name_key`, and abbreviations by name and ISSN."""

    names: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    abbreviations: Mapping[str, str] = field(default_factory=dict)

    def name(self, journal: str) -> str:
        """The journal as the review spells it.

        Capitals are corrected from another record of the journal, or else word by word from the
        names of other journals; a word that is in no other name stays in capitals.
        """
        found = self.names.get(name_key(journal), journal)
        if not in_capitals(found):
            return found
        written = [self.words.get(word.casefold()) for word in re.findall(r"\w+", found)]
        if not all(written):
            return found
        rest = iter(written)
        mended = re.sub(r"\w+", lambda _: next(rest) or "", found)
        return mended[:1].upper() + mended[1:]

    def abbreviation(self, journal: str | None, issn: Iterable[str] = ()) -> str:
        """The journal's abbreviation without full stops; "" if no record has one."""
        keys = [*([name_key(journal)] if journal else []), *map(_issn_key, issn)]
        return next((self.abbreviations[key] for key in keys if key in self.abbreviations), "")


def name_key(journal: str) -> str:
    """The words of a journal's name, which are the same for two spellings of it.

    >>> name_key("The Work & Stress"), name_key("WORK AND STRESS")
    ('work and stress', 'work and stress')
    """
    words = plain_words(journal)
    return " ".join(words[1:] if tuple(words[:1]) == NOT_NAMED and len(words) > 1 else words)


def journal_list(records: Iterable[Record], given: Mapping[str, str] = NONE) -> JournalList:
    """The list of all journals of the records; `given` are a review's own, name to abbreviation.

    Of several spellings the most frequent is used, then the first in alphabetical order; one in
    capitals only if there is no other. An inner name, such as a place in brackets,
    keeps two journals apart.
    """
    names: dict[str, Counter[str]] = {}
    words: dict[str, Counter[str]] = {}
    short: dict[str, Counter[str]] = {}
    for record in records:
        journal = (record.journal or "").strip()
        if journal:
            names.setdefault(name_key(journal), Counter())[journal] += 1
        if abbreviation := _bare(record.journal_abbreviation or ""):
            keys = [*([name_key(journal)] if journal else []), *map(_issn_key, record.issn)]
            for key in keys:
                short.setdefault(key, Counter())[abbreviation] += 1
    chosen = {key: _best(spellings) for key, spellings in names.items() if key}
    chosen |= {name_key(name): name for name in given}
    for name in chosen.values():
        for word in [] if in_capitals(name) else re.findall(r"\w+", name)[1:]:
            words.setdefault(word.casefold(), Counter())[word] += 1
    abbreviations = dict(catalogued())
    abbreviations |= {key: _best(those) for key, those in short.items() if key}
    abbreviations |= {name_key(name): _bare(text) for name, text in given.items()}
    return JournalList(
        names=chosen,
        words={word: _best(spellings) for word, spellings in words.items()},
        abbreviations=abbreviations,
    )


@cache
def catalogued() -> Mapping[str, str]:
    """The abbreviations of journals.toml, by the key of their names."""
    file = files("pipeline") / "text" / "journals.toml"
    listed = tomli.loads(file.read_text(encoding="utf-8"))
    return {name_key(name): abbreviation for name, abbreviation in listed.items()}


def _best(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda one: (in_capitals(one), -spellings[one], one))


def _bare(abbreviation: str) -> str:
    """An abbreviation as the National Library of Medicine writes it, without full stops.

    >>> _bare("J. Occup. Environ. Med."), _bare("J OCCUP ENVIRON MED")
    ('J Occup Environ Med', '')
    """
    text = " ".join(abbreviation.replace(".", " ").split())
    return "" if in_capitals(text) else text


def _issn_key(issn: str) -> str:
    """An ISSN as a key that can be used beside names.

    >>> _issn_key("0267-8373 (Print)")
    'issn 02678373'
    """
    found = re.search(r"(\d{4})-?(\d{3}[\dXx])", issn)
    return f"issn {found[1]}{found[2].upper()}" if found else ""
