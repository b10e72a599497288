"""What there is to tell of the searches: their tables, their strategies, the overlap."""

from exports.language.catalogue import Language
from exports.manuscript.checklists import SearchFacts
from exports.manuscript.sentences import batch_note_words
from exports.tables.review_tables import (
    OverlapRow,
    SearchRow,
    SearchStrategy,
    StrategyLine,
    overlap_table,
    searches_table,
    strategy_tables,
)
from exports.tables.table import Table
from flows.reporting.material import Material
from flows.review.strategy_files import strategy_of
from pipeline.agreement.overlap import overlap
from pipeline.errors import Fault, Refused, first_ten
from pipeline.readers.batches import batch_notes
from pipeline.review.search_counts import search_counts
from pipeline.store.intake import files
from pipeline.strategy.limits import limiting_lines
from pipeline.strategy.notation import NOTATIONS
from pipeline.strategy.numbered import Strategy

AS_WRITTEN = "The appendix prints it as it is written; these lines are not tried on the records."
NOT_PRINTED = "The appendix with this strategy is left out."


def search_rows(material: Material) -> tuple[SearchRow, ...]:
    """The searches in the order of review.toml, with what each brought that none before had."""
    review, days = material.session.review, dict(material.stamp.searches)
    return tuple(
        SearchRow(
            round=dict(review.rounds)[search.round],
            name=search.name,
            source=search.source,
            platform=search.platform,
            run_on=days.get(search.name, search.run_on),
            hits=_hits(material, search.name, search.hits),
            imported=counts.imported,
            duplicates=counts.duplicates,
            new=counts.new,
            again=_found_again(material, search.name),
        )
        for search, counts in zip(review.searches, search_counts(material.library), strict=True)
    )


def _found_again(material: Material, name: str) -> int:
    """How many of a search's records an earlier round has decided, as its own figure has them."""
    flow = material.flows.searches.get(name)
    return flow["all_found_again_decided_records"] if flow else 0


def _hits(material: Material, name: str, said: int | None) -> int | None:
    """The librarian's own count, or that of the strategy's last line."""
    if said is not None:
        return said
    strategy = strategies(material).get(name)
    if strategy is None or not strategy.lines:
        return None
    last = f"line {strategy.lines[-1].number}"
    faults = strategy.wrong.faults if strategy.wrong else ()
    # Hits that contradict those of other lines may be a slip, and are not counted on.
    return None if any(fault.place == last for fault in faults) else strategy.hits


def strategies(material: Material) -> dict[str, Strategy]:
    """The strategies of the searches, by name; what is wrong with their files is told."""
    review = material.session.review
    found = {}
    for search in review.searches:
        strategy = strategy_of(review, search)
        if strategy is None:
            continue
        found[search.name] = strategy
        if search.strategy and strategy.wrong:
            told = _unread(search.strategy, strategy) if strategy.lines else strategy.wrong
            material.leave_out(told, AS_WRITTEN if strategy.lines else NOT_PRINTED)
    return found


def unread_strategies(material: Material) -> list[str]:
    """Every strategy of which not all can be read, with its faults: open points, all at once."""
    apart = Material(session=material.session, library=material.library)
    strategies(apart)
    return list(apart.left_out.values())


def _unread(name: str, strategy: Strategy) -> Refused:
    """What of a strategy could not be read, and how to name its notation."""
    assert strategy.wrong is not None
    label = NOTATIONS[strategy.notation].label
    told = f"{name}: not all of the strategy can be read in the notation of {label}."
    faults = [str(fault) for fault in strategy.wrong.faults]
    return Refused(told, [Fault("", sentence) for sentence in first_ten(faults)])


def search_tables(material: Material, language: Language) -> tuple[Table, ...]:
    """Characteristics of the searches, overlap of the sources, and every strategy's lines."""
    rows = search_rows(material)
    duplicates = len(material.library.records) - len(material.library.members)
    sums = (len(material.library.records), duplicates, len(material.library.members))
    return (
        searches_table(rows, language, sums=sums),
        overlap_table(_overlap_rows(material), language),
        *strategy_tables(_strategies(material), language),
    )


def facts(material: Material) -> SearchFacts:
    """What the PRISMA-S check list is filled from."""
    searches, attached = material.session.review.searches, strategies(material)
    return SearchFacts(
        searches=search_rows(material),
        kinds={one.name: one.way for one in searches},
        with_strategy=frozenset(
            one.name for one in searches if one.name in attached and attached[one.name].lines
        ),
        limits=[
            (name, line.number, line.query)
            for name, strategy in attached.items()
            for line in limiting_lines(strategy)
        ],
        told=material.session.review.prisma_s,
        deduplication=f"ajour {material.stamp.version}",
        rounds=len(material.flows.rounds),
        total=len(material.library.records),
    )


def notes(material: Material, language: Language) -> list[str]:
    """What is odd about what came: counts that differ, batches that are missing or overlap."""
    told = []
    for search in material.session.review.searches:
        receipts = [
            receipt
            for file in files(material.session.db)
            if file.search == search.name and not file.withdrawn
            for receipt in file.receipts
        ]
        if receipts:
            expected = _hits(material, search.name, search.hits)
            told += [
                f"{search.name}: {batch_note_words(one, language)}"
                for one in batch_notes(receipts, expected)
            ]
    return told


def _overlap_rows(material: Material) -> tuple[OverlapRow, ...]:
    library = material.library
    pairs = [
        (report, [library.records[one].source for one in ids])
        for report, ids in library.members.items()
    ]
    found = overlap(pairs)
    names = list(found.found)
    return tuple(
        OverlapRow(
            source=name,
            reports=found.found[name],
            only_here=found.alone[name],
            shared=tuple(
                found.found[name]
                if name == other
                else found.shared.get((min(name, other), max(name, other)), 0)
                for other in names
            ),
        )
        for name in names
    )


def _strategies(material: Material) -> tuple[SearchStrategy, ...]:
    days = dict(material.stamp.searches)
    attached = strategies(material)
    return tuple(
        SearchStrategy(
            name=search.name,
            source=search.source,
            platform=search.platform,
            run_on=days.get(search.name, search.run_on),
            lines=tuple(
                StrategyLine(number=one.number, query=one.query, hits=one.hits)
                for one in attached[search.name].lines
            ),
        )
        for search in material.session.review.searches
        if search.name in attached and attached[search.name].lines
    )
