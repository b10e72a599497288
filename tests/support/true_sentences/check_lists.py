"""Compares the answers of the PRISMA-S checklist with the facts, line by line."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime

from tests.support.true_sentences.facts import Search
from tests.support.true_sentences.findings import Finding, kind
from tests.support.true_sentences.sentences import judged
from tests.support.true_sentences.text_kinds import SENTENCES
from tests.support.true_sentences.world import World
from tests.support.true_sentences.written import Written

SOURCES = kind("prisma-s: sources", "PRISMA-S names the sources that were searched, by their kind")
INFERRED = kind("prisma-s: an inference as a fact", "PRISMA-S says nothing that nobody told")
ROUNDS = kind("prisma-s: updates", "PRISMA-S has as many rounds as there were")
DATES = kind("prisma-s: dates", "PRISMA-S has the days that review.toml gives")
TOTALS = kind("prisma-s: totals", "PRISMA-S has the records that each search gave")
SILENT = kind("check lists: silent", "every item is answered, or says what is missing")
UNKNOWN = kind("prisma-s: unknown line", "every line of PRISMA-S is of a known kind")

OF_KIND = {"1": ("database",), "3": ("register",), "4": ("website", "organisation")}
OF_KIND["5"] = ("citations",)
MISSING = re.compile(r"(MISSING|Mangler|\[to be filled in\]|\[fylles ut\])")
NOBODY_SAID = {
    "None",
    "Ingen",
    "Each source was searched by itself.",
    "Hver kilde ble søkt for seg.",
}
Judge = Callable[[str, str, World], str]
"""The truth if a line of an item is false, else ""; None marks a line of unknown kind."""


def check_list_findings(written: Written, world: World) -> Iterator[Finding]:
    """False answers in PRISMA-S, in every language."""
    for language in world.facts.languages:
        name = f"tables/PRISMA-S.{language}.csv"
        for item, _, answer, _where in written.table(name)[1:]:
            for line in answer.splitlines():
                if not MISSING.match(line):
                    yield from _line(name, item, line, world)
        yield from _reporting(written, language, world)


REPORTING = ("PRISMA-ScR", "PRISMA-2020", "PRISMA-2020-abstract", "PRISMA-2020-sammendrag")
"""The checklists whose answers are sentences of the texts."""


def _reporting(written: Written, language: str, world: World) -> Iterator[Finding]:
    """False answers in the other checklists; each answer is a sentence of the texts."""
    for key in REPORTING:
        name = f"tables/{key}.{language}.csv"
        rows = written.table(name)
        for row in rows[1:]:
            if not (row[3].strip() or row[4].strip()):
                yield Finding(kind=SILENT, where=f"{name}, {row[0]}", there="", true="an answer")
            said = [line for line in row[3].splitlines() if not MISSING.match(line)]
            yield from judged("\n\n".join(said), language, SENTENCES, world)


def _line(name: str, item: str, line: str, world: World) -> Iterator[Finding]:
    if line in NOBODY_SAID:
        yield Finding(kind=INFERRED, where=f"{name}, {item}", there=line, true="nobody said it")
        return
    named, judge = _judge(item)
    true = judge(item, line, world)
    if true:
        yield Finding(kind=named, where=f"{name}, {item}", there=line, true=true)


def _judge(item: str) -> tuple[str, Judge]:
    judges: dict[str, tuple[str, Judge]] = {
        "2": (SOURCES, _platforms),
        "12": (ROUNDS, _rounds),
        "13": (DATES, _dates),
        "15": (TOTALS, _totals),
        "16": (TOTALS, _duplicates),
    }
    return judges.get(item, (SOURCES, _sources) if item in OF_KIND else (UNKNOWN, _no_kind))


def _no_kind(_item: str, _line: str, _world: World) -> str:
    return "a line whose fact is in true_sentences/check_lists.py"


def _place(search: Search) -> str:
    apart = search.platform and search.platform != search.source
    return f"{search.source} ({search.platform})" if apart else search.source


def _sources(item: str, line: str, world: World) -> str:
    true = {_place(one) for one in world.ran if one.kind in OF_KIND[item]}
    return "" if set(line.split("; ")) == true else "; ".join(sorted(true)) or "none was searched"


def _platforms(_item: str, line: str, world: World) -> str:
    """Platforms on which several sources were searched."""
    of: dict[str, set[str]] = {}
    for one in world.ran:
        if one.platform:
            of.setdefault(one.platform, set()).add(one.source)
    told = {
        name: set(names.split(", "))
        for name, _, names in (part.partition(": ") for part in line.split("; "))
    }
    true = {name: names for name, names in of.items() if len(names) > 1}
    return "" if told == true else f"{true}"


def _rounds(_item: str, line: str, world: World) -> str:
    told = int(found[1]) if (found := re.search(r"(\d+) (?:rounds|runder)", line)) else 1
    true = len({one.round for one in world.ran})
    return "" if told == true else f"searched in {true} rounds"


def _dates(_item: str, line: str, world: World) -> str:
    told = dict(part.split(": ") for part in line.split("; "))
    true = {one.name: one.run_on for one in world.ran if one.run_on}
    return "" if {name: _iso(day) for name, day in told.items()} == true else f"{true}"


def _iso(day: str) -> str:
    if "." in day:
        return datetime.strptime(day, "%d.%m.%Y").date().isoformat()  # noqa: DTZ007
    return day


def _duplicates(_item: str, line: str, world: World) -> str:
    found = re.search(r": (\d+) \(.*\); (?:manually|manuelt): (\d+)\.", line)
    true = (world.boxes["all_duplicates_software_records"], 0)
    return "" if found and (int(found[1]), int(found[2])) == true else f"{true}"


def _totals(_item: str, line: str, world: World) -> str:
    told = {name: int(n) for name, n in re.findall(r"(\w+): (\d+)", line)}
    told = {name: n for name, n in told.items() if world.search(name)}
    true = {one.name: len(one.listed) for one in world.facts.searches}
    whole = sum(true.values())
    right = re.search(rf"\b{whole}\b", line.partition("(")[0])
    wrong = {name: n for name, n in told.items() if true[name] != n}
    return "" if right and not wrong else f"{whole}: {true}"
