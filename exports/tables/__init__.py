"""The tables of a review as Word, Excel, HTML, Markdown and csv."""

from exports.tables.appendices import countries_table, included_tables, outcomes_table
from exports.tables.html import table_html, tables_html
from exports.tables.plain import table_csv, table_markdown, tables_markdown
from exports.tables.table import Cell, Column, Row, Table
from exports.tables.word import tables_docx
from exports.tables.workbook import tables_xlsx

__all__ = [
    "Cell",
    "Column",
    "Row",
    "Table",
    "countries_table",
    "included_tables",
    "outcomes_table",
    "table_csv",
    "table_html",
    "table_markdown",
    "tables_docx",
    "tables_html",
    "tables_markdown",
    "tables_xlsx",
]
