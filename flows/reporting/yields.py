"""The yield of each search and each strategy line among the records in the store."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from exports.language.catalogue import Language
from exports.tables.table import Table
from exports.tables.yields import YieldRow, line_yields_table, search_yields_table
from flows.reporting.material import Made, Material
from flows.reporting.searches import search_rows, strategies
from flows.review.atomic_files import bounded
from pipeline.records import RecordId
from pipeline.review.source_yields import yields_by
from pipeline.strategy.numbered import Strategy
from pipeline.strategy.search_json import SearchHistory, search_json
from pipeline.strategy.yields import Yield, peers_of, yield_members, yields
from screening_rules.search import Tried, try_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedStrategy:
    """The lines of a search's strategy with what each found, in numerical order.

    `members` has the records and reports that `earned` counts.
    """

    name: str
    lines: tuple[Tried, ...]
    earned: Mapping[int, Yield]
    members: Mapping[int, Mapping[str, frozenset[str]]]


def tried_strategies(material: Material) -> dict[str, TriedStrategy]:
    """The strategies whose searches have records, each run on those records."""
    library = material.library
    of_search: defaultdict[str, list[RecordId]] = defaultdict(list)
    for record in library.records.values():
        of_search[record.search].append(record.id)
    included = _included(material)
    made = {}
    for name, strategy in strategies(material).items():
        if not of_search[name] or not strategy.trees:
            continue
        records = [library.records[one] for one in of_search[name]]
        numbers = list(dict.fromkeys(line.number for line in strategy.lines))
        tried = try_lines(records, strategy.lines, numbers, notation=strategy.notation)
        found = {one.number: frozenset(one.records) for one in tried if not one.fault}
        beside = peers_of(strategy.trees)
        made[name] = TriedStrategy(
            name=name,
            lines=tuple(tried),
            earned=yields(found, beside, included),
            members=yield_members(found, beside, included),
        )
    return made


def _included(material: Material) -> dict[str, str]:
    """The report of each record whose report is included."""
    members = material.library.members
    return {record: report for report in material.library.included for record in members[report]}


def yield_tables(material: Material, language: Language) -> tuple[Table, ...]:
    """The yield of each search, and of each line of each strategy that could be run."""
    return (
        search_yields_table(_search_rows(material), language),
        *(
            line_yields_table(name, _line_rows(tried), language)
            for name, tried in material.tried_strategies.items()
        ),
    )


def _search_rows(material: Material) -> list[YieldRow]:
    """Searches with records; another search found a record if it found the record's report."""
    records = material.library.records
    earned = yields_by(material.library, lambda one: records[one].search)
    return [
        _row(row.name, row.source, row.hits, earned[row.name])
        for row in search_rows(material)
        if row.name in earned
    ]


def _line_rows(tried: TriedStrategy) -> list[YieldRow]:
    return [
        replace(
            _row(str(line.number), line.query, line.hits, tried.earned.get(line.number)),
            untried=line.reason,
        )
        for line in tried.lines
    ]


def _row(name: str, what: str, hits: int | None, earned: Yield | None) -> YieldRow:
    return YieldRow(
        name=name,
        what=what,
        hits=hits,
        found=earned.found if earned else None,
        alone=earned.alone if earned else None,
        includes=earned.includes if earned else None,
        includes_alone=earned.includes_alone if earned else None,
        per_include=earned.per_include if earned else None,
    )


def strategy_files(material: Material) -> Made:
    """Each search with its strategy as the JSON of Haddaway et al. (2022)."""
    for name, strategy in strategies(material).items():
        if strategy.lines:
            yield f"strategies/{bounded(name)}.json", _json(material, name, strategy).encode()


def _json(material: Material, name: str, strategy: Strategy) -> str:
    review = material.session.review
    row = next(row for row in search_rows(material) if row.name == name)
    history = SearchHistory(
        platform=row.platform,
        databases=(row.source,),
        conducted=row.run_on,
        search_string="\n".join(_numbered(strategy)),
        hits=row.hits,
        lines=tuple((line.number, line.query, line.hits) for line in strategy.lines),
    )
    return search_json(history, review=review.title)


def _numbered(strategy: Strategy) -> Iterator[str]:
    """The lines with their numbers; a strategy of one line needs none."""
    for line in strategy.lines:
        yield line.query if len(strategy.lines) == 1 else f"{line.number}. {line.query}"
