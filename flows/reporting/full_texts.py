"""Makes the table of full texts that are still sought, for the report."""

from exports.bibliography.short_reference import short_reference
from exports.language.catalogue import Language, Words, number
from exports.lists.full_text_cells import NO_PLACES, pdf_lines
from exports.tables.full_texts import FullTextRow, full_texts_table
from exports.tables.table import Table
from flows.reporting.material import Material
from flows.screening.full_texts import found_full_texts, places_of
from pipeline.review.full_texts import still_sought


def full_text_table(material: Material, language: Language) -> Table | None:
    """The reports whose full text is sought, with where to find it; None if nobody has looked."""
    library, db = material.library, material.session.db
    found = found_full_texts(library, db)
    sought = still_sought(library)
    if not found or not sought:
        return None
    places = places_of(library, db)
    rows = []
    for report in sought:
        place = places.get(report, NO_PLACES)
        rows.append(
            FullTextRow(
                reference=short_reference(library.reports[report], language),
                free=place.free,
                library=place.library,
                doi=found[report].doi,
                pdf="\n".join(pdf_lines(place.pdfs, language)),
            )
        )
    words = Words(language, "full_texts")
    counts = words(
        "counts",
        sought=number(len(rows), language),
        free=number(sum(bool(one.free) for one in rows), language),
        pdf=number(sum(bool(found[one].files) for one in sought), language),
    )
    return full_texts_table(rows, counts, language)
