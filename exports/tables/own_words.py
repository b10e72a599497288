"""A table with the title, the note and the headings that review.toml gives it."""

from dataclasses import replace

from exports.language.catalogue import Language
from exports.tables.table import Column, Table
from pipeline.studies.scheme import WORDED_TABLES, TableScheme


def in_own_words(name: str, table: Table, scheme: TableScheme, language: Language) -> Table:
    """The table with the words of [tables.NAME]; whatever that does not set stays as usual.

    A number at the start of the usual title, such as that of Table 1, stays before the title.
    """
    said = scheme.words.get(name)
    if said is None:
        return table
    title = said.title[language]
    if title and table.title.startswith(f"{table.key}."):
        title = f"{table.key}. {title}"
    note = said.note[language]
    return replace(
        table,
        title=title or table.title,
        footnotes=(*table.footnotes, *([("", note)] if note else [])),
        columns=tuple(
            replace(column, heading=said.headings[key][language])
            if (key := _key(name, column)) in said.headings
            else column
            for column in table.columns
        ),
    )


def _key(name: str, column: Column) -> str:
    """The name of a column in review.toml; columns of plain tables are numbered."""
    at = column.name.removeprefix(f"{name}_")
    columns = WORDED_TABLES[name]
    return columns[int(at) - 1] if at.isdigit() and int(at) <= len(columns) else column.name
