"""PRISMA-S as a completed checklist that names what is missing, and item 14 of PRISMA-ScR."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import get_args

from exports.language.catalogue import Language, Words, number
from exports.language.dates import short_date
from exports.language.units import how_many
from exports.manuscript.sentences import TextValues, lowered
from exports.markdown import inline
from exports.tables.review_tables import SearchRow
from exports.tables.table import Column, Row, Table
from pipeline.review.settings import PrismaSItem


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFacts:
    """What the program knows about the searches, and what people have stated about them.

    `kinds` has the kind of each search: database, register, website, organisation or citations.
    `with_strategy` names the searches whose full strategy is available. `limits` are lines of
    strategies that limit a search: its name, the line's number and the line. `filters` are the
    lines that keep a search to study designs: its name, and their numbers as text. `told` has
    people's own answers by item; they take precedence over the program's. `deduplication` names the
    method used; `duplicates` are those found by it and by people. `rounds` are those in which
    anything was searched.
    """

    searches: Sequence[SearchRow] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    with_strategy: frozenset[str] = frozenset()
    translations: Sequence[str] = ()
    limits: Sequence[tuple[str, int, str]] = ()
    filters: Sequence[tuple[str, str]] = ()
    told: Mapping[PrismaSItem, str] = field(default_factory=dict)
    deduplication: str = ""
    duplicates: tuple[int, int] | None = None
    rounds: int = 1
    total: int = 0

    @property
    def ran(self) -> list[SearchRow]:
        """The searches that were run; there is nothing to report about the others."""
        return [search for search in self.searches if search.ran]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """One item of a checklist; `missing` says what the report still lacks."""

    item: int
    name: str
    text: str
    missing: str = ""
    asks: str = ""


NOWHERE: Mapping[str, str] = MappingProxyType({})
"""Used for a checklist without tables."""

STANDS_IN: Mapping[PrismaSItem, str] = MappingProxyType(
    {
        "databases": "searches",
        "multi_database": "searches",
        "registers": "searches",
        "online": "searches",
        "citations": "searches",
        "strategies": "strategies",
        "limits": "strategies",
        "updates": "searches",
        "dates": "searches",
        "totals": "searches",
        "deduplication": "searches",
    }
)
"""The contents of the table that answers an item."""


def _where(answer: ChecklistItem, places: Mapping[str, str]) -> str:
    """The table with an answer; an item that only people answered is in no table."""
    held = STANDS_IN.get(get_args(PrismaSItem)[answer.item - 1], "")
    return places.get(held, "") if answer.text else ""


def prisma_s(facts: SearchFacts, language: Language) -> tuple[ChecklistItem, ...]:
    """The sixteen items, filled in from the review; unstated information is named as missing."""
    words = Words(language, "prisma_s")
    answers = []
    for place, name in enumerate(get_args(PrismaSItem), 1):
        found, missing = _FILLED[name](facts, words) if name in _FILLED else ("", "")
        text = "\n".join(part for part in (facts.told.get(name, ""), found) if part)
        if not text and not missing:
            missing = words[f"{name}_missing"]
        answers.append(
            ChecklistItem(
                item=place, name=words[name], text=text, missing=missing, asks=words[f"{name}_asks"]
            )
        )
    return tuple(answers)


def prisma_s_table(
    answers: Sequence[ChecklistItem], language: Language, places: Mapping[str, str] = NOWHERE
) -> Table:
    """The checklist as a table; `places` are the keys of the tables by their contents."""
    words = Words(language, "prisma_s")
    rows = [
        Row(
            cells=(
                str(answer.item),
                "\n".join(filter(None, (answer.name, answer.asks))),
                "\n".join(_with_missing(answer, words)),
                _where(answer, places),
            )
        )
        for answer in answers
    ]
    return Table(
        key="PRISMA-S",
        title=words["title"],
        columns=(
            Column(name="item", heading=words["item"], width=0.5),
            Column(name="name", heading=words["name"], width=4),
            Column(name="answer", heading=words["answer"], width=5),
            Column(name="where", heading=words["where"], width=2),
        ),
        rows=tuple(rows),
        language=language,
        footnotes=(("", words["source"]),),
    )


def scr_14(values: TextValues, language: Language) -> str:
    """Item 14 of PRISMA-ScR under its heading: how many were screened, assessed and included, and
    why others were not. A step not yet started is left out.
    """
    words = Words(language, "prisma_s")
    told = [*_steps(values, words)]
    steps = [*told, words["scr_14_flow"]] if told else [words["later"]]
    if values.pending:
        steps.append(words("scr_14_pending", count=number(values.pending, language)))
    return f"### {words['scr_14_title']}\n\n{' '.join(steps)}"


def _steps(values: TextValues, words: Words) -> Iterator[str]:
    flow, language = values.flow, words.language
    screened = flow["all_screened_records"] - values.taken_up
    if screened > 0:
        excluded = number(flow["all_excluded_records"], language)
        records = how_many(screened, "record", language)
        yield words("scr_14_screened", screened=records, excluded=excluded)
    if flow["all_assessed_reports"]:
        reports = how_many(flow["all_assessed_reports"], values.report_unit, language)
        yield words("scr_14_assessed", assessed=reports)
        reasons = [
            f"{inline(lowered(reason))} (n = {number(count, language)})"
            for reason, count in values.reasons
        ]
        yield words("scr_14_reasons", reasons="; ".join(reasons) or words["no_reasons"])
        yield words("scr_14_included", included=_included(values, language))


def _included(values: TextValues, language: Language) -> str:
    """Studies with their reports; one number if the review counts both as articles."""
    studies, count = values.flow["new_studies"], values.flow["new_reports"]
    reports = how_many(count, values.report_unit, language)
    if studies == count and values.unit == values.report_unit == "article":
        return reports
    words = Words(language, "prisma_s")
    return words("scr_14_studies", studies=how_many(studies, "study", language), reports=reports)


def _with_missing(answer: ChecklistItem, words: Words) -> list[str]:
    missing = words("missing", what=answer.missing) if answer.missing else ""
    return [part for part in (answer.text, missing) if part]


def _of_kind(*kinds: str) -> "Filler":
    """The sources of these kinds that were searched. Only people can say that none were."""

    def filled(facts: SearchFacts, words: Words) -> tuple[str, str]:
        those = [search for search in facts.ran if facts.kinds.get(search.name) in kinds]
        unnamed = [one.name for one in those if not one.platform and "database" in kinds]
        missing = words("no_platform", names=", ".join(unnamed)) if unnamed else ""
        return "; ".join(dict.fromkeys(one.place for one in those)), missing

    return filled


def _multi_database(facts: SearchFacts, words: Words) -> tuple[str, str]:
    """Platforms on which several sources were searched; only people know whether at once."""
    platforms: dict[str, list[str]] = {}
    for search in facts.ran:
        if search.platform and search.source not in platforms.setdefault(search.platform, []):
            platforms[search.platform].append(search.source)
    shared = [f"{name}: {', '.join(those)}" for name, those in platforms.items() if len(those) > 1]
    asked = bool(shared) and not facts.told.get("multi_database")
    return "; ".join(shared), words["at_once"] if asked else ""


def _strategies(facts: SearchFacts, words: Words) -> tuple[str, str]:
    lacking = [search.name for search in facts.ran if search.name not in facts.with_strategy]
    given = len(facts.ran) - len(lacking)
    text = words("strategies_given", count=given, all=len(facts.ran)) if given else ""
    text = "\n".join([*filter(None, [text]), *facts.translations])
    asked = lacking and not facts.told.get("strategies")
    return text, words("no_strategy", names=", ".join(lacking)) if asked else ""


def _limits(facts: SearchFacts, words: Words) -> tuple[str, str]:
    """Limits found in the strategies; only people know why they were set."""
    lines = [
        words("limits_line", name=name, line=line, query=query)
        for name, line, query in facts.limits
    ]
    return "; ".join(lines), ""


def _filters(facts: SearchFacts, words: Words) -> tuple[str, str]:
    """Lines that say study designs; only people know whether they are a published filter."""
    found = "; ".join(
        words("filters_line", name=name, lines=lines) for name, lines in facts.filters
    )
    return found, "" if facts.told.get("filters") else words["filters_missing"]


def _dates(facts: SearchFacts, words: Words) -> tuple[str, str]:
    dated = "; ".join(
        f"{search.name}: {short_date(search.run_on, words.language)}"
        for search in facts.ran
        if search.run_on
    )
    undated = ", ".join(one.name for one in facts.ran if not one.run_on)
    return dated, words("no_date", names=undated) if undated else ""


def _updates(facts: SearchFacts, words: Words) -> tuple[str, str]:
    if not facts.ran:
        return "", ""
    return words("rounds", count=facts.rounds) if facts.rounds > 1 else words["one_round"], ""


def _totals(facts: SearchFacts, words: Words) -> tuple[str, str]:
    if not facts.ran:
        return "", ""
    each = "; ".join(
        f"{search.name}: {number(search.imported, words.language)}" for search in facts.ran
    )
    unknown = ", ".join(one.name for one in facts.ran if one.hits is None)
    total = words("total", count=number(facts.total, words.language), each=each)
    return total, words("no_hits", names=unknown) if unknown else ""


def _deduplication(facts: SearchFacts, words: Words) -> tuple[str, str]:
    """How many duplicates were found, and by whom; nothing if there were no records to compare."""
    if facts.duplicates is None:
        return facts.deduplication, ""
    if not facts.total:
        return "", ""
    software, people = (number(count, words.language) for count in facts.duplicates)
    return words("duplicates", software=software, people=people, program=facts.deduplication), ""


Filler = Callable[[SearchFacts, Words], tuple[str, str]]
"""The content of an item: its text, and what is missing in it."""

_FILLED: dict[str, Filler] = {
    "databases": _of_kind("database"),
    "multi_database": _multi_database,
    "registers": _of_kind("register"),
    "online": _of_kind("website", "organisation"),
    "citations": _of_kind("citations"),
    "strategies": _strategies,
    "limits": _limits,
    "filters": _filters,
    "updates": _updates,
    "dates": _dates,
    "totals": _totals,
    "deduplication": _deduplication,
}
"""Items that the program can fill in; only people know the others."""
