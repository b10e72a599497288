"""Writes the appendices of the report as one Word document per language."""

from typing import TYPE_CHECKING

from exports.language.catalogue import Language, Words
from exports.tables.table import Table
from flows.reporting.cited import included_references
from flows.reporting.figures import head
from flows.reporting.material import Made, Material
from flows.reporting.other_references import other_references
from flows.reporting.reporting_lists import list_tables
from flows.reporting.tables import report_tables
from pipeline.languages import catalogue

if TYPE_CHECKING:
    from exports.appendix.document import AppendixPart, DrawnFlow, ListedReferences


def appendix_files(material: Material) -> Made:
    """The document, with a name in its language: vedlegg.nb.docx, appendix.en.docx."""
    from exports.appendix.document import appendix_docx  # slow to import

    for language in material.languages:
        name = catalogue(language)["appendix_document"]["file"]
        content = appendix_docx(
            _parts(material, language),
            language,
            material.stamp_in(language),
            material.word_template,
        )
        yield f"{name}.{language}.docx", content


def _parts(material: Material, language: Language) -> "tuple[AppendixPart, ...]":
    """The parts of the document, in the order of a printed report."""
    from exports.appendix.document import AppendixPart

    words, tables = Words(language, "appendix_document"), report_tables(material, language)
    unit = material.session.review.unit

    def headed(heading: str) -> str:
        """The heading with the number of its appendix, which text and tables refer to."""
        number = material.appendix_numbers.get(heading.partition("_")[0], "")
        called = words[heading]
        return Words(language, "tables")("appendix", number=number, name=called)

    def part(heading: str, *items: Table, landscape: bool = False) -> AppendixPart:
        return AppendixPart(heading=headed(heading), items=items, landscape=landscape)

    return (
        part("request", *tables.request, *(table for table in tables.criteria if table.rows)),
        AppendixPart(
            heading=headed("searches"),
            items=(*_flows(material, language), *tables.searches, *tables.yields),
            landscape=True,
        ),
        part(f"included_{unit}", *tables.studies, landscape=True),
        part("countries", *tables.countries),
        part("outcomes", *tables.outcomes),
        part("literature", *tables.literature, landscape=True),
        part("earlier", *tables.earlier),
        part("excluded", *tables.excluded),
        part("checklists", *list_tables(material, language), *tables.searched, landscape=True),
        AppendixPart(heading=headed("references"), items=_lists(material, language)),
    )


def _flows(material: Material, language: Language) -> "tuple[DrawnFlow, ...]":
    """The flow of all rounds and, if there are several, of each round."""
    from exports.appendix.document import DrawnFlow

    flows = [material.flows.total]
    if len(material.flows.rounds) > 1:
        flows += material.flows.rounds.values()
    return tuple(DrawnFlow(flow=flow, head=head(material, language, flow)) for flow in flows)


def _lists(material: Material, language: Language) -> "tuple[ListedReferences, ...]":
    """The included reports, and the other references that the report cites."""
    from exports.appendix.document import ListedReferences
    from exports.bibliography.reference_list import references_title

    lists = (
        (
            references_title(language, material.session.review.unit),
            included_references(material, "vancouver-nlm", language),
        ),
        (
            references_title(language, "other"),
            other_references(material, "vancouver-nlm", language),
        ),
    )
    return tuple(
        ListedReferences(heading=heading, references=listed, style="vancouver-nlm")
        for heading, listed in lists
        if listed
    )
