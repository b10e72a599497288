"""Invents reports: titles that differ from each other, and abstracts from templates."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import Any

from generator.names import JOURNALS, WORDS, authors

NOT_A_PUBLICATION = "generated for the example; not a publication"
"""The note in every invented record."""

IRRELEVANT = "irrelevant"
INCLUDED = "included"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One report, in its most complete form.

    `fate` is the decision of the invented screeners: irrelevant (excluded on title and abstract),
    included, or the element of the criteria for which it is excluded in full text. `key` is unique;
    `study` is the row of studies.csv of an included report.
    """

    key: str
    fate: str
    title: str
    authors: tuple[str, ...]
    year: int
    journal: str = ""
    abbreviation: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    type: str = "Journal Article"
    note: str = NOT_A_PUBLICATION
    study: str = ""


class Inventor:
    """Invents reports one after the other; each differs from all earlier ones."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)
        self._taken: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._made = 0

    def irrelevant(self, round_index: int) -> Work:
        """An irrelevant report; words.toml says how common each kind of report is."""
        kinds = list(WORDS["kind"].values())
        kind = self.random.choices(kinds, [one["share"][round_index] for one in kinds])[0]
        return self._work(kind, kind["sentences"], IRRELEVANT, round_index)

    def full_text(self, element: str, round_index: int) -> Work:
        """A report excluded only in full text, for an element of the criteria."""
        kind = WORDS["full_text"]
        sentences = [*kind["sentences"], kind["hints"][element]]
        return self._work(kind, sentences, element, round_index)

    def _work(
        self, kind: dict[str, Any], sentences: list[list[str]], fate: str, round_index: int
    ) -> Work:
        random = self.random
        slots = self._slots(kind)
        self._made += 1
        journal, abbreviation = random.choice(JOURNALS)
        first_page = random.randint(1, 1800)
        return Work(
            key=f"made-{self._made}",
            fate=fate,
            title=fill(random.choice(kind["titles"]), slots),
            authors=authors(random),
            year=random.choice(
                (2021, 2022, 2022, 2023, 2023) if round_index == 0 else (2022, 2023, 2023, 2024)
            ),
            journal=journal,
            abbreviation=abbreviation,
            volume=str(random.randint(1, 70)),
            issue=str(random.randint(1, 12)),
            pages=_pages(first_page, random),
            doi=f"10.5555/hjemmekontor.{self._made:05}",
            abstract=" ".join(fill(random.choice(one), slots) for one in sentences),
            keywords=tuple(kind["keywords"]),
            type=kind.get("type", "Journal Article"),
        )

    def _slots(self, kind: dict[str, Any]) -> dict[str, str]:
        """Words for every slot; no earlier title of the group has two of them."""
        taken = self._taken[kind["group"]]
        lists: dict[str, list[str]] = WORDS["lists"]
        while True:
            chosen = {name: self.random.choice(lists[name]) for name in kind["distinct"]}
            pairs = set(combinations(chosen.values(), 2))
            if not pairs & taken:
                taken |= pairs
                return {name: self.random.choice(words) for name, words in lists.items()} | chosen


def _pages(first: int, random: Random) -> str:
    """A page range, or for one report in four an article number."""
    if random.random() < 0.25:
        return f"e{100_000 + 7 * first}"
    return f"{first}-{first + random.randint(3, 19)}"


def fill(template: str, slots: dict[str, str]) -> str:
    """The template with its slots filled; {Slot} is written with a capital.

    >>> fill("{Exposure} and {outcome}", {"exposure": "telework", "outcome": "sleep"})
    'Telework and sleep'
    """
    capitals = {name.capitalize(): words[0].upper() + words[1:] for name, words in slots.items()}
    return template.format(**slots, **capitals)
