"""PRISMA-ScR, PRISMA 2020 and PRISMA 2020 for Abstracts, filled in from the texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from exports.language.catalogue import Language, Words
from exports.manuscript.sections import Section
from exports.markdown import unescaped
from exports.tables.table import Column, Row, Table
from pipeline.languages import EARLIER, catalogue
from pipeline.review.settings import Checklist

Naming = Literal["scoping", "systematic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPlace:
    """Where the answer to an item is found.

    `text` and `abstract` are sections by the keys of their headings, `tables` the contents of
    tables. `named` asks whether the title names the kind of review. `cited` says that the list of
    references belongs to the answer.
    """

    text: tuple[str, ...] = ()
    abstract: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    named: Naming | None = None
    cited: bool = False


PEOPLE = ItemPlace()
"""An item that only people can answer, under [checklists]."""

ABSTRACT = (
    *("background", "objective", "eligibility", "sources", "charting", "results"),
    "conclusions",
)

PLACES: Mapping[Checklist, Mapping[str, ItemPlace]] = {
    "prisma_scr": {
        "1": ItemPlace(named="scoping"),
        "2": ItemPlace(abstract=ABSTRACT),
        "3": ItemPlace(text=("background",)),
        "4": ItemPlace(text=("objective",), tables=("request",)),
        "5": ItemPlace(text=("protocol", "registration")),
        "6": ItemPlace(text=("eligibility",), tables=("criteria",)),
        "7": ItemPlace(text=("searches",), tables=("searches",)),
        "8": ItemPlace(text=("strategy",), tables=("strategies",)),
        "9": ItemPlace(text=("selection",)),
        "10": ItemPlace(text=("charting",)),
        "11": ItemPlace(text=("items",)),
        "12": ItemPlace(text=("appraisal",)),
        "13": ItemPlace(text=("synthesis",)),
        "14": ItemPlace(text=("selected",), tables=("flow", "excluded")),
        "15": ItemPlace(text=("characteristics",), tables=("studies", "countries"), cited=True),
        "16": ItemPlace(text=("appraisal",)),
        "17": ItemPlace(tables=("studies",)),
        "18": ItemPlace(text=("results",), tables=("outcomes", "countries")),
        "19": ItemPlace(text=("summary",)),
        "20": ItemPlace(text=("limitations",)),
        "21": ItemPlace(text=("conclusions",)),
        "22": ItemPlace(text=("funding",)),
    },
    "prisma_2020": {
        "1": ItemPlace(named="systematic"),
        "2": ItemPlace(abstract=(*ABSTRACT, "funding", "registration")),
        "3": ItemPlace(text=("background",)),
        "4": ItemPlace(text=("objective",), tables=("request",)),
        "5": ItemPlace(text=("eligibility", "synthesis"), tables=("criteria",)),
        "6": ItemPlace(text=("searches",), tables=("searches",)),
        "7": ItemPlace(text=("strategy",), tables=("strategies",)),
        "8": ItemPlace(text=("selection",)),
        "9": ItemPlace(text=("charting",)),
        "10a": ItemPlace(text=("items",), tables=("outcomes",)),
        "10b": ItemPlace(text=("items",), tables=("studies",)),
        "11": ItemPlace(text=("appraisal",)),
        "13a": ItemPlace(text=("synthesis",)),
        "13c": ItemPlace(tables=("studies", "countries", "outcomes")),
        "16a": ItemPlace(text=("selected",), tables=("flow",)),
        "16b": ItemPlace(tables=("excluded",)),
        "17": ItemPlace(text=("characteristics",), tables=("studies",), cited=True),
        "18": ItemPlace(text=("appraisal",)),
        "23a": ItemPlace(text=("conclusions",)),
        "23c": ItemPlace(text=("limitations",)),
        "24a": ItemPlace(text=("registration",)),
        "24b": ItemPlace(text=("protocol",)),
        "24c": ItemPlace(text=("deviations",)),
        "25": ItemPlace(text=("funding",)),
        "26": ItemPlace(text=("interests",)),
        "27": ItemPlace(text=("data",)),
    },
    "prisma_abstract": {
        "1": ItemPlace(named="systematic"),
        "2": ItemPlace(abstract=("objective",)),
        "3": ItemPlace(abstract=("eligibility",)),
        "4": ItemPlace(abstract=("sources",)),
        "5": ItemPlace(text=("appraisal",)),
        "6": ItemPlace(text=("synthesis",)),
        "7": ItemPlace(abstract=("results",)),
        "8": ItemPlace(abstract=("results",)),
        "10": ItemPlace(abstract=("conclusions",)),
        "11": ItemPlace(abstract=("funding",)),
        "12": ItemPlace(abstract=("registration",)),
    },
}
"""Every item that a text or a table can answer; only people can answer the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFacts:
    """The sources of the lists: the title, both texts, the tables, and people's own answers.

    `told` holds people's answers by list and item, "" if they say that nothing was done.
    """

    title: str
    text: Mapping[str, Section] = field(default_factory=dict)
    abstract: Mapping[str, Section] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[Checklist, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredItem:
    """One item: number, topic, question, answer, where the answer is found, what is missing."""

    item: str
    topic: str
    asks: str
    answer: str
    where: tuple[str, ...]
    missing: tuple[str, ...]


def answered(name: Checklist, facts: ListFacts, language: Language) -> tuple[AnsweredItem, ...]:
    """A list with an answer to every item, or what is missing."""
    items = catalogue(language)["checklists"][name]["items"]
    return tuple(_answered(name, tuple(item), facts, language) for item in items)


def _answered(
    name: Checklist, item: tuple[str, str, str], facts: ListFacts, language: Language
) -> AnsweredItem:
    number, topic, asks = item
    words = Words(language, "checklists")
    told = facts.told.get(name, {})
    asked = PLACES[name].get(number, PEOPLE)
    found: Found
    if number in told:
        found = told[number] or words["not_done"], (), ()
    elif asked.named:
        found = _named(asked.named, facts, words)
    elif asked == PEOPLE:
        found = "", (), (words("not_told", list=name),)
    else:
        found = _found(asked, facts, words)
    answer, where, missing = found
    return AnsweredItem(
        item=number, topic=topic, asks=asks, answer=answer, where=where, missing=missing
    )


Found = tuple[str, tuple[str, ...], tuple[str, ...]]
"""An answer, where it is found, and what it lacks."""


def _named(kind: Naming, facts: ListFacts, words: Words) -> Found:
    """Whether the title says what kind of review it is."""
    if any(word in facts.title.casefold() for word in words[f"word_{kind}"].split("|")):
        return words("named", title=facts.title), (), ()
    return "", (), (words[f"title_{kind}"],)


def _found(asked: ItemPlace, facts: ListFacts, words: Words) -> Found:
    """The sections and tables that answer an item, and what is yet to be filled in there."""
    said, where, gaps = [], [], []
    for source, keys, label in (("text", asked.text, "headings"), ("abstract", asked.abstract, "")):
        ours = catalogue(words.language)["checklists"]
        headings = ours[label or "abstract_headings"]
        given: Mapping[str, Section] = getattr(facts, source)
        for key in keys:
            section = given.get(headings[key]) or given.get(ours.get(key + EARLIER, ""))
            if section is None:
                continue
            place = words(source, heading=headings[key])
            if section.said:
                said.append(unescaped(section.said))
                where.append(place)
            gaps += [gap or words("fill", headings=headings[key]) for gap in section.gaps]
    places = [_place(one, facts, words) for one in asked.tables if one in facts.places]
    where += places
    if not (said or places or gaps):
        headings = ", ".join(_headings(asked, words))
        gaps.append(words("fill", headings=headings) if headings else words["no_table"])
    cited = [words["references"]] if asked.cited and said else []
    return "\n".join(said), (*where, *cited), tuple(dict.fromkeys(gaps))


def _place(held: str, facts: ListFacts, words: Words) -> str:
    """A table as the checklist refers to it; a numbered one by its number alone."""
    name = facts.places[held]
    if held == "flow":
        return words("figure", name=name)
    return (
        name
        if any(sign.isdigit() for sign in name.partition(" ")[2])
        else words("table", name=name)
    )


def _headings(asked: ItemPlace, words: Words) -> Sequence[str]:
    known = catalogue(words.language)["checklists"]
    of_text = [known["headings"][one] for one in asked.text]
    return [*of_text, *(known["abstract_headings"][one] for one in asked.abstract)]


def list_table(name: Checklist, items: Sequence[AnsweredItem], language: Language) -> Table:
    """A list as a table, with its source below."""
    words = Words(language, "checklists")
    ours = catalogue(language)["checklists"][name]
    headings = (("item", 0.5), ("topic", 1.5), ("asks", 4), ("answer", 5), ("where", 2))
    return Table(
        key=ours["key"],
        title=ours["title"],
        columns=tuple(
            Column(name=column, heading=words[column], width=width) for column, width in headings
        ),
        rows=tuple(
            Row(
                cells=(
                    one.item,
                    one.topic,
                    one.asks,
                    "\n".join([one.answer, *_missing(one, words)]).strip(),
                    "\n".join(one.where),
                )
            )
            for one in items
        ),
        language=language,
        footnotes=(("", ours["source"]),),
    )


def _missing(item: AnsweredItem, words: Words) -> list[str]:
    return [words("missing", what=what) for what in item.missing]
