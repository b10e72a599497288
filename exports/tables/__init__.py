"""The tables of a review as Word, Excel, HTML, Markdown and csv."""

from exports.tables.appendices import (
    countries_table,
    included_tables,
    literature_table,
    outcomes_table,
)
from exports.tables.html import table_html, tables_html
from exports.tables.plain import table_csv, table_markdown, tables_markdown
from exports.tables.request import Request, request_from_toml, request_table
from exports.tables.review_tables import (
    CriterionRow,
    ExcludedReport,
    LiteratureRow,
    OverlapRow,
    SearchRow,
    SearchStrategy,
    StrategyLine,
    criteria_table,
    excluded_table,
    literature_matrix,
    overlap_table,
    references_table,
    searches_table,
    strategy_tables,
)
from exports.tables.table import Cell, Column, Row, Table
from exports.tables.text_counts import text_counts_table
from exports.tables.word import tables_docx
from exports.tables.workbook import tables_xlsx

__all__ = [
    "Cell",
    "Column",
    "CriterionRow",
    "ExcludedReport",
    "LiteratureRow",
    "OverlapRow",
    "Request",
    "Row",
    "SearchRow",
    "SearchStrategy",
    "StrategyLine",
    "Table",
    "countries_table",
    "criteria_table",
    "excluded_table",
    "included_tables",
    "literature_matrix",
    "literature_table",
    "outcomes_table",
    "overlap_table",
    "references_table",
    "request_from_toml",
    "request_table",
    "searches_table",
    "strategy_tables",
    "table_csv",
    "table_html",
    "table_markdown",
    "tables_docx",
    "tables_html",
    "tables_markdown",
    "tables_xlsx",
    "text_counts_table",
]
