"""PRISMA-S as a filled check list that names what is missing, and item 14 of PRISMA-ScR."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
    """What the program knows of the searches, and what people told it.

    `kinds` goes by search: database, register, website, organisation or citations. `with_strategy`
    names the searches whose full strategy is at hand. `limits` are lines of strategies that limit a
    search: its name, the line's number and the line. `told` holds people's own words by item; they
    stand before what the program can say. `deduplication` is how it was done.
    """

    searches: Sequence[SearchRow] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    with_strategy: frozenset[str] = frozenset()
    limits: Sequence[tuple[str, int, str]] = ()
    told: Mapping[PrismaSItem, str] = field(default_factory=dict)
    deduplication: str = ""
    rounds: int = 1
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """One item of a check list; where `missing` says something, the report still lacks it."""

    item: int
    name: str
    text: str
    missing: str = ""


def prisma_s(facts: SearchFacts, language: Language) -> tuple[ChecklistItem, ...]:
    """The sixteen items, filled from the review; what nobody has said is named as missing."""
    words = Words(language, "prisma_s")
    answers = []
    for place, name in enumerate(get_args(PrismaSItem), 1):
        found, missing = _FILLED[name](facts, words) if name in _FILLED else ("", "")
        text = "\n".join(part for part in (facts.told.get(name, ""), found) if part)
        if not text and not missing:
            missing = words[f"{name}_missing"]
        answers.append(ChecklistItem(item=place, name=words[name], text=text, missing=missing))
    return tuple(answers)


def prisma_s_table(answers: Sequence[ChecklistItem], language: Language) -> Table:
    """The check list as a table."""
    words = Words(language, "prisma_s")
    rows = [
        Row(cells=(str(answer.item), answer.name, "\n".join(_with_missing(answer, words))))
        for answer in answers
    ]
    return Table(
        key="PRISMA-S",
        title=words["title"],
        columns=(
            Column(name="item", heading=words["item"], width=0.5),
            Column(name="name", heading=words["name"], width=2),
            Column(name="answer", heading=words["answer"], width=6),
        ),
        rows=tuple(rows),
        language=language,
    )


def scr_14(values: TextValues, language: Language) -> str:
    """Item 14 of PRISMA-ScR under its heading: how many were screened, assessed and included, and
    why others were not.
    """
    words, flow = Words(language, "prisma_s"), values.flow
    reasons = [
        f"{inline(lowered(reason))} (n = {number(count, language)})"
        for reason, count in values.reasons
    ]
    text = words(
        "scr_14",
        screened=how_many(flow["all_screened_records"], "record", language),
        excluded=number(flow["all_excluded_records"], language),
        assessed=how_many(flow["all_assessed_reports"], values.report_unit, language),
        reasons="; ".join(reasons) or words["no_reasons"],
        included=_included(values, language),
    )
    pending = (
        words("scr_14_pending", count=number(values.pending, language)) if values.pending else ""
    )
    return f"### {words['scr_14_title']}\n\n{text} {pending}".strip()


def _included(values: TextValues, language: Language) -> str:
    """Studies with their reports; one number where the review counts both as articles."""
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
    """What was searched of these kinds; "none" is an answer too."""

    def filled(facts: SearchFacts, words: Words) -> tuple[str, str]:
        those = [search for search in facts.searches if facts.kinds.get(search.name) in kinds]
        lines = dict.fromkeys(_with_platform(one) for one in those)
        unnamed = [one.name for one in those if not one.platform and "database" in kinds]
        missing = words("no_platform", names=", ".join(unnamed)) if unnamed else ""
        return "; ".join(lines) or words["none_searched"], missing

    return filled


def _with_platform(search: SearchRow) -> str:
    """The source, and its platform where that is another."""
    apart = search.platform and search.platform != search.source
    return f"{search.source} ({search.platform})" if apart else search.source


def _multi_database(facts: SearchFacts, words: Words) -> tuple[str, str]:
    """Platforms on which several sources were searched; whether at once, only people know."""
    platforms: dict[str, list[str]] = {}
    for search in facts.searches:
        if search.platform and search.source not in platforms.setdefault(search.platform, []):
            platforms[search.platform].append(search.source)
    shared = [f"{name}: {', '.join(those)}" for name, those in platforms.items() if len(those) > 1]
    if not shared:
        return words["one_each"], ""
    return "; ".join(shared), "" if facts.told.get("multi_database") else words["at_once"]


def _strategies(facts: SearchFacts, words: Words) -> tuple[str, str]:
    lacking = [search.name for search in facts.searches if search.name not in facts.with_strategy]
    given = len(facts.searches) - len(lacking)
    text = words("strategies_given", count=given, all=len(facts.searches)) if given else ""
    return text, words("no_strategy", names=", ".join(lacking)) if lacking else ""


def _limits(facts: SearchFacts, words: Words) -> tuple[str, str]:
    """Limits as the strategies have them; why they were set, only people know."""
    lines = [
        words("limits_line", name=name, line=line, query=query)
        for name, line, query in facts.limits
    ]
    return "; ".join(lines), ""


def _dates(facts: SearchFacts, words: Words) -> tuple[str, str]:
    dated = "; ".join(
        f"{search.name}: {short_date(search.run_on, words.language)}"
        for search in facts.searches
        if search.run_on
    )
    undated = ", ".join(one.name for one in facts.searches if not one.run_on)
    return dated, words("no_date", names=undated) if undated else ""


def _updates(facts: SearchFacts, words: Words) -> tuple[str, str]:
    return (
        (words("rounds", count=facts.rounds), "") if facts.rounds > 1 else (words["one_round"], "")
    )


def _totals(facts: SearchFacts, words: Words) -> tuple[str, str]:
    each = "; ".join(
        f"{search.name}: {number(search.imported, words.language)}" for search in facts.searches
    )
    unknown = ", ".join(one.name for one in facts.searches if one.hits is None)
    total = words("total", count=number(facts.total, words.language), each=each)
    return total, words("no_hits", names=unknown) if unknown else ""


def _deduplication(facts: SearchFacts, _words: Words) -> tuple[str, str]:
    return facts.deduplication, ""


Filler = Callable[[SearchFacts, Words], tuple[str, str]]
"""What fills an item: its text, and what is missing in it."""

_FILLED: dict[str, Filler] = {
    "databases": _of_kind("database"),
    "multi_database": _multi_database,
    "registers": _of_kind("register"),
    "online": _of_kind("website", "organisation"),
    "citations": _of_kind("citations"),
    "strategies": _strategies,
    "limits": _limits,
    "updates": _updates,
    "dates": _dates,
    "totals": _totals,
    "deduplication": _deduplication,
}
"""Items that the program can fill; the others only people know."""
