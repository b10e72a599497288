"""Reports the searches: their tables, their strategies and the overlap of sources."""

from collections import Counter
from collections.abc import Sequence

from exports.language.catalogue import Language, Words
from exports.manuscript.checklists import SearchFacts
from exports.tables.review_tables import (
    OverlapRow,
    SearchRow,
    SearchStrategy,
    StrategyLine,
    inside_notes,
    overlap_table,
    searches_table,
    strategy_tables,
)
from exports.tables.table import Table
from flows.reporting.citation_searches import citation_sentences
from flows.reporting.material import Material
from flows.reporting.search_notes import hits_of
from flows.reporting.strategies import strategies
from pipeline.agreement.overlap import Overlap, overlap
from pipeline.errors import ranges
from pipeline.languages import said_in
from pipeline.review.library import Library
from pipeline.review.search_counts import search_counts
from pipeline.review.settings import PrismaSItem, Review
from pipeline.strategy.design_filters import design_lines
from pipeline.strategy.labels import LABELS
from pipeline.strategy.limits import limiting_lines


def search_rows(material: Material, language: Language = "") -> tuple[SearchRow, ...]:
    """The searches in the order of review.toml, with what each added to those before.

    Rounds are named in `language`, or else in the review's.
    """
    review, days = material.session.review, dict(material.stamp.searches)
    rounds = review.rounds_in(language or review.language)
    counted = material.once("search counts", lambda: search_counts(material.library))
    return tuple(
        SearchRow(
            round=rounds[search.round],
            name=search.name,
            source=search.source,
            platform=search.platform,
            run_on=days.get(search.name, search.run_on),
            hits=hits_of(material, search),
            imported=counts.imported,
            duplicates=counts.duplicates,
            new=counts.new,
            way=search.way,
            inside=_inside(material, search.name),
            again=_found_again(material, search.name),
        )
        for search, counts in zip(review.searches, counted, strict=True)
    )


def _found_again(material: Material, name: str) -> int:
    """How many of a search's records an earlier round has decided, as in that search's figure."""
    flow = material.flows.searches.get(name)
    return flow["all_found_again_decided_records"] if flow else 0


def _inside(material: Material, name: str) -> tuple[tuple[str, int], ...]:
    """The databases named in a search's records, if one export holds several."""
    records = material.library.records.values()
    named = Counter(one.source for one in records if one.search == name)
    return tuple(sorted(named.items())) if len(named) > 1 else ()


def search_tables(material: Material, language: Language) -> tuple[Table, ...]:
    """Characteristics of the searches, overlap of the sources, and every strategy's lines."""
    rows = search_rows(material, language)
    duplicates = len(material.library.records) - len(material.library.members)
    sums = (len(material.library.records), duplicates, len(material.library.members))
    return (
        searches_table(rows, language, sums=sums),
        overlap_table(_overlap_rows(material), language, inside_notes(rows, language)),
        *strategy_tables(_strategies(material, language), language),
    )


def _told(material: Material, language: Language) -> dict[PrismaSItem, str]:
    """The PRISMA-S answers of review.toml, preceded by how citations were searched."""
    told = {
        item: said_in(text, language) for item, text in material.session.review.prisma_s.items()
    }
    found = citation_sentences(material.session.review, language)
    if found:
        told["citations"] = "\n".join([*found, *filter(None, [told.get("citations", "")])])
    return told


def facts(material: Material, language: Language) -> SearchFacts:
    """The data for the PRISMA-S checklist, in a language."""
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
        filters=[
            (name, ", ".join(ranges(lines, "–")))
            for name, strategy in attached.items()
            if (lines := design_lines(strategy))
        ],
        told=_told(material, language),
        translations=[
            f"{name}: {translation_note(material.session.review, name, language)}"
            for name in material.session.review.translations
        ],
        deduplication=f"ajour {material.stamp.version}",
        duplicates=(
            material.flows.total["all_duplicates_software_records"],
            material.flows.total["all_duplicates_people_records"],
        ),
        rounds=rounds_of(search_rows(material)),
        total=len(material.library.records),
    )


def rounds_of(searches: Sequence[SearchRow]) -> int:
    """The number of rounds in which anything was searched."""
    return len({search.round for search in searches if search.ran})


def source_overlap(library: Library) -> Overlap:
    """Which sources list which reports, after deduplication."""
    return overlap(
        (report, [library.source_of(one) for one in ids]) for report, ids in library.members.items()
    )


def _overlap_rows(material: Material) -> tuple[OverlapRow, ...]:
    found = source_overlap(material.library)
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


def translation_note(review: Review, name: str, language: Language) -> str:
    """From which strategy a search's query was translated, and what was lost; "" if it was not."""
    found = review.translations.get(name)
    if found is None:
        return ""
    words = Words(language, "translations")
    values = {
        "strategy": found.strategy,
        "notation": LABELS.get(found.notation, found.notation),
        "service": LABELS[next(str(one.fetch) for one in review.searches if one.name == name)],
    }
    lost = "; ".join(one.strip().removesuffix(".") for one in found.lost)
    return words("note", lost=lost, **values) if lost else words("note_exact", **values)


def _strategies(material: Material, language: Language) -> tuple[SearchStrategy, ...]:
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
            note=translation_note(material.session.review, search.name, language),
        )
        for search in material.session.review.searches
        if search.name in attached and attached[search.name].lines
    )
