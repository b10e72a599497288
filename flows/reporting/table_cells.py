"""What opens behind the cells of the tables: studies, or records of a search."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from exports.tables.review_tables import ALL, ALONE, overlap_cell
from flows.reporting.material import Material
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.studies.study import Study
from pipeline.studies.table_cells import study_cells


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLists:
    """Cells by name: of studies with ids of rows of the sheet, of searches with ids of records."""

    studies: Mapping[str, tuple[str, ...]]
    records: Mapping[str, tuple[RecordId, ...]]


def cell_lists(material: Material) -> CellLists:
    """Every cell that somebody or something is counted in."""
    return material.once("cells", lambda: _cell_lists(material))


def _cell_lists(material: Material) -> CellLists:
    return CellLists(
        studies=study_cells(material.extracted, material.scheme),
        records={
            name: ids
            for name, ids in (*_of_searches(material), *_of_sources(material.library))
            if ids
        },
    )


def reports_of(material: Material, study: Study) -> tuple[RecordId, ...]:
    """The reports of the included study that a row of the sheet is of."""
    rows = material.rows
    places = {row.study_id: name for row, name in zip(rows.counted, rows.studies, strict=True)}
    return material.library.studies.get(places.get(study.study_id, ""), ())


def cell_names(material: Material) -> dict[str, int]:
    """Every cell with its number, studies before searches, sorted."""
    cells = cell_lists(material)
    return {
        name: len(ids)
        for those in (cells.studies, cells.records)
        for name, ids in sorted(those.items())
    }


def documents_of(material: Material, name: str) -> tuple[str, ...] | None:
    """The records or reports behind a cell, whatever its letters' case; None for no such cell.

    A cell of studies is traced to all their reports.
    """
    cells = cell_lists(material)
    asked = name.casefold()
    for known, records in cells.records.items():
        if known.casefold() == asked:
            return records
    by_id = {study.study_id: study for study in material.extracted}
    for known, ids in cells.studies.items():
        if asked in {one.casefold() for one in _called(material, known)}:
            return tuple(report for one in ids for report in reports_of(material, by_id[one]))
    return None


def _called(material: Material, cell: str) -> Iterator[str]:
    """The name of a cell, with the country's name in each language."""
    yield cell
    kind, _, rest = cell.partition("/")
    row, _, column = rest.rpartition("/")
    if kind == "countries":
        for country in material.scheme.countries:
            names = [name for _, name in country.texts]
            if row in names:
                yield from (f"{kind}/{name}/{column}" for name in names)


def _of_sources(library: Library) -> Iterator[tuple[str, tuple[RecordId, ...]]]:
    """The reports that each source has, that only it has, and that it shares with each other."""
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


def _of_searches(material: Material) -> Iterator[tuple[str, tuple[RecordId, ...]]]:
    """The records of each search, and what it earned."""
    library = material.library
    by_search: dict[str, list[RecordId]] = {}
    for record in library.records.values():
        by_search.setdefault(record.search, []).append(record.id)
    found_by: dict[RecordId, set[str]] = {}
    for name, ids in by_search.items():
        for one in ids:
            found_by.setdefault(library.report_of(one), set()).add(name)
    included = dict.fromkeys(library.included)
    for name, ids in by_search.items():
        reports = [library.report_of(one) for one in ids]
        alone = [one for one, of in zip(ids, reports, strict=True) if len(found_by[of]) == 1]
        includes = [one for one in dict.fromkeys(reports) if one in included]
        yield f"searches/{name}/imported", tuple(ids)
        yield f"yields/{name}/found", tuple(ids)
        yield f"yields/{name}/alone", tuple(alone)
        yield f"yields/{name}/includes", tuple(includes)
        yield (
            f"yields/{name}/includes_alone",
            tuple(one for one in includes if len(found_by[one]) == 1),
        )
