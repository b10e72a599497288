"""Makes the table of reports related to those found: corrections, protocols, preprints."""

from exports.bibliography.short_reference import short_reference
from exports.language.catalogue import Language, Words
from exports.tables.related import RelatedRow, related_table
from exports.tables.table import Table
from flows.reporting.material import Material
from flows.screening.related import pairs_of


def related_reports_table(material: Material, language: Language) -> Table | None:
    """Each relation with both of its references; None if there is none.

    Relations of included reports come first.
    """
    words = Words(language, "relations")
    library = material.library
    included = set(library.included)
    rows = [
        RelatedRow(
            report=short_reference(library.records[pair.of], language),
            relation=words[pair.kind],
            other=short_reference(library.records[pair.record], language),
        )
        for pair in sorted(
            pairs_of(library, material.session.db),
            key=lambda pair: (pair.of not in included, pair.of, pair.record),
        )
    ]
    return related_table(rows, language) if rows else None
