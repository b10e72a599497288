"""Lists the studies, or the records of a search, behind the cells of the tables."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from exports.tables.criterion_hits import criterion_cell
from exports.tables.review_tables import ALL, ALONE, overlap_cell
from exports.tables.yields import line_cell
from flows.reporting.material import Material
from flows.reporting.text_lists import text_record_lists, text_study_lists
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.studies.study import Study
from pipeline.studies.table_cells import study_cells

Lists = Iterator[tuple[str, Sequence[str]]]
"""Names of cells with the ids of their records or reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLists:
    """Cells by name, with sheet row ids for cells of studies and record ids for searches."""

    studies: Mapping[str, tuple[str, ...]]
    records: Mapping[str, tuple[RecordId, ...]]


def cell_lists(material: Material) -> CellLists:
    """Every cell that counts at least one study or record."""
    return material.once("cells", lambda: _cell_lists(material))


def _cell_lists(material: Material) -> CellLists:
    kinds = [_record_cells(material, kind) for kind in RECORD_CELLS]
    return CellLists(
        studies=_study_cells(material),
        records={name: ids for cells in kinds for name, ids in cells.items()},
    )


def _study_cells(material: Material) -> dict[str, tuple[str, ...]]:
    counted = study_cells(material.extracted, material.scheme)
    return counted | {name: tuple(ids) for name, ids in text_study_lists(material) if ids}


def _record_cells(material: Material, kind: str) -> dict[str, tuple[RecordId, ...]]:
    """The non-empty cells of one kind that count records, by name."""
    return {
        name: tuple(map(RecordId, ids))
        for name, ids in RECORD_CELLS.get(kind, _none)(material)
        if ids
    }


def reports_of(material: Material, study: Study) -> tuple[RecordId, ...]:
    """The reports of the included study to which a row of the sheet belongs."""
    rows = material.rows
    places = {row.study_id: name for row, name in zip(rows.counted, rows.studies, strict=True)}
    return material.library.studies.get(places.get(study.study_id, ""), ())


def cell_names(material: Material) -> dict[str, int]:
    """The number in every cell; cells of studies come first, each kind sorted by name."""
    cells = cell_lists(material)
    return {
        name: len(ids)
        for those in (cells.studies, cells.records)
        for name, ids in sorted(those.items())
    }


def documents_of(material: Material, name: str) -> tuple[str, ...] | None:
    """The records or reports behind a cell, ignoring case; None if there is no such cell.

    A cell of studies leads to all reports of these studies.
    """
    asked = name.casefold()
    # Compute only cells of this kind, since running a strategy on its records is slow.
    for known, records in _record_cells(material, asked.partition("/")[0]).items():
        if known.casefold() == asked:
            return records
    by_id = {study.study_id: study for study in material.extracted}
    for known, ids in _study_cells(material).items():
        if asked in {one.casefold() for one in _called(material, known)}:
            return tuple(report for one in ids for report in reports_of(material, by_id[one]))
    return None


def _called(material: Material, cell: str) -> Iterator[str]:
    """The names of a cell, one with the country's name in each language."""
    yield cell
    kind, _, rest = cell.partition("/")
    row, _, column = rest.rpartition("/")
    if kind == "countries":
        for country in material.scheme.countries:
            names = [name for _, name in country.texts]
            if row in names:
                yield from (f"{kind}/{name}/{column}" for name in names)


def _overlap(material: Material) -> Lists:
    """The reports in each source, those unique to it, and those shared with each other source."""
    library = material.library
    found: dict[str, list[RecordId]] = {}
    sources = {
        report: {library.source_of(one) for one in ids} for report, ids in library.members.items()
    }
    for report, names in sources.items():
        for name in names:
            found.setdefault(name, []).append(report)
    for name, reports in sorted(found.items()):
        yield overlap_cell(name, ALL), tuple(reports)
        yield overlap_cell(name, ALONE), tuple(one for one in reports if len(sources[one]) == 1)
        for other in sorted(found):
            shared = tuple(one for one in reports if other in sources[one])
            yield overlap_cell(name, other), shared


def _searches(material: Material) -> Lists:
    """The records of each search and of all searches, by their outcome before screening."""
    library = material.library
    every: dict[str, list[str]] = {name: [] for name in ("imported", "duplicates", "again", "new")}
    for search, ids in _by_search(library).items():
        first = [one for one in ids if library.counted_on(library.report_of(one)) == one]
        flow = material.flows.searches.get(search)
        counts = {
            "imported": ids,
            "duplicates": sorted({*ids} - {*first}),
            "again": flow.documents(FOUND_AGAIN) if flow else (),
            "new": first,
        }
        for name, records in counts.items():
            every[name] += records
            yield f"searches/{search}/{name}", records
    for name, records in every.items():
        yield f"searches/{ALL}/{name}", records


FOUND_AGAIN = "all_found_again_decided_records"


def _by_search(library: Library) -> dict[str, list[RecordId]]:
    made: dict[str, list[RecordId]] = {}
    for record in library.records.values():
        made.setdefault(record.search, []).append(record.id)
    return made


def _yields(material: Material) -> Lists:
    """The yield of each search: records, and included reports."""
    library = material.library
    by_search = _by_search(library)
    found_by: dict[RecordId, set[str]] = {}
    for name, ids in by_search.items():
        for one in ids:
            found_by.setdefault(library.report_of(one), set()).add(name)
    included = dict.fromkeys(library.included)
    for name, ids in by_search.items():
        reports = [library.report_of(one) for one in ids]
        includes = [one for one in dict.fromkeys(reports) if one in included]
        yield f"yields/{name}/found", ids
        yield (
            f"yields/{name}/alone",
            [one for one in ids if len(found_by[library.report_of(one)]) == 1],
        )
        yield f"yields/{name}/includes", includes
        yield (
            f"yields/{name}/includes_alone",
            [one for one in includes if len(found_by[one]) == 1],
        )


def _lines(material: Material) -> Lists:
    """The records that each strategy line found among the records of its search."""
    for search, tried in material.tried_strategies.items():
        for line, members in tried.members.items():
            for count, ids in members.items():
                yield line_cell(search, line, count), sorted(ids)


def _criteria(material: Material) -> Lists:
    """The reports for which each criterion is met, not met or unclear."""
    made: dict[str, list[str]] = {}
    for stored in material.library.assessments.values():
        if stored.record in material.library.members:
            for reading in json.loads(stored.body)["elements"]:
                verdict = reading["verdict"].replace(" ", "_")
                made.setdefault(criterion_cell(reading["element"], verdict), []).append(
                    stored.record
                )
    yield from made.items()


def _none(_: Material) -> Lists:
    return iter(())


RECORD_CELLS: Mapping[str, Callable[[Material], Lists]] = MappingProxyType(
    {
        "searches": _searches,
        "yields": _yields,
        "lines": _lines,
        "overlap": _overlap,
        "criteria": _criteria,
        "text": text_record_lists,
    }
)
"""The functions that list each kind of cell, by the first part of its names."""
