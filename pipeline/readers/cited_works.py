"""The works that a record cites, if its source lists them."""

import re
from collections.abc import Iterator

from pipeline.readers.dialects import Dialect
from pipeline.readers.entries import Entry
from pipeline.text.cited_works import work_name

BETWEEN = re.compile(r"\n|;\s|;(?=\[)|\.\s+(?=[^,]{1,60}, \d{4},)")
"""Separators between the works of a list: the end of a line, a semicolon or, if Web of Science
writes BibTeX, the full stop after one and the author and year of the next."""

HEADED = "References:"
"""The start of a note in which Scopus writes a reference list."""


def cited_works_in(entry: Entry, dialect: Dialect) -> tuple[str, ...]:
    """The name of each work, in the order of the list, without repeats."""
    found = (work_name(text) for text in _listed(entry, dialect))
    return tuple(dict.fromkeys(name for name in found if name))


def _listed(entry: Entry, dialect: Dialect) -> Iterator[str]:
    """The entries of the reference list."""
    values = entry.every(dialect.fields.get("cited_works", ()))
    marked = entry.every(dialect.fields.get("cited_works_marked", ()))
    values = values + [one.removeprefix(HEADED) for one in marked if one.startswith(HEADED)]
    between = dialect.between.get("cited_works")
    for value in values:
        yield from value.split(between) if between else BETWEEN.split(value)
