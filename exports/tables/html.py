"""Tables as HTML: fragments for the report, and a separate page."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from exports.language.catalogue import Words
from exports.office_files import printable
from exports.stamp import Stamp
from exports.tables.table import Table, drawn_columns, drawn_lines

if TYPE_CHECKING:
    from jinja2 import Environment


def table_html(table: Table) -> str:
    """One table as an HTML fragment; the content of every cell is shown as text."""
    columns = drawn_columns(table)
    return (
        _templates()
        .get_template("table.html")
        .render(
            table=table,
            columns=columns,
            lines=tuple(drawn_lines(table)),
            share=sum(column.width for column in columns),
        )
    )


def tables_html(tables: Sequence[Table], stamp: Stamp) -> str:
    """The tables as one self-contained page."""
    language = tables[0].language if tables else stamp.language
    return (
        _templates()
        .get_template("page.html")
        .render(
            language=language,
            title=stamp.review,
            words=Words(language, "tables"),
            fragments=[table_html(table) for table in tables],
            stamp=stamp.line(),
        )
    )


@cache
def _templates() -> "Environment":
    """The templates of this package; everything is escaped, and a missing value is an error."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("exports.tables", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printable"] = printable
    return environment


def reference_lines(entries: Sequence[Sequence[tuple[str, bool]]], *, numbered: bool) -> str:
    """A reference list as an HTML fragment; entries are runs of text, some in italics."""
    template = _templates().get_template("references.html")
    return template.render(entries=entries, numbered=numbered)
