"""The tables of the appendices as Excel, Word, HTML, Markdown and csv."""

from exports.catalogue import Language
from exports.tables import (
    Table,
    countries_table,
    included_tables,
    outcomes_table,
    table_csv,
    tables_docx,
    tables_html,
    tables_markdown,
    tables_xlsx,
)
from flows.making import Made, Material


def table_files(material: Material) -> Made:
    """All tables together per language and format, and each alone as csv."""
    for language in material.languages:
        tables = tables_in(material, language)
        if not tables:
            continue
        stamp = material.stamp
        yield f"tables.{language}.xlsx", tables_xlsx(tables, stamp)
        yield f"tables.{language}.docx", tables_docx(tables, stamp)
        yield f"tables.{language}.html", tables_html(tables, stamp).encode()
        yield f"tables.{language}.md", tables_markdown(tables, stamp).encode()
        for table in tables:
            yield f"tables/{table.key}.{language}.csv", table_csv(table, stamp)


def tables_in(material: Material, language: Language) -> tuple[Table, ...]:
    """The tables of the included studies: appendices 3, 4 and 5."""
    if not material.studies:
        return ()
    return (
        *included_tables(material.studies, material.scheme, language),
        countries_table(material.studies, material.scheme, language),
        outcomes_table(material.studies, material.scheme, language),
    )
