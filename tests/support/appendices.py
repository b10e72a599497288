"""Reads the sections of review.toml that the appendices are made from, each by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.review.settings import PrismaS, RequestForm
from pipeline.studies.scheme import TableScheme
from pipeline.studies.scheme_toml import Tables, scheme_of, wrong_tables
from pipeline.toml.document import Document
from pipeline.toml.schema import checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendices:
    """The three sections."""

    tables: Tables = field(default_factory=Tables)
    request: RequestForm = field(default_factory=dict)
    prisma_s: PrismaS = field(default_factory=dict)


def appendices(**sections: Mapping[str, Any]) -> Appendices:
    """Read the sections; Refused with their faults."""
    document = Document(name="review.toml", values=dict(sections))
    return checked(Appendices, document, "review.toml: nothing was done.", wrong_tables)


def scheme_from_toml(section: Mapping[str, Any]) -> TableScheme:
    """The scheme that a section [tables] describes."""
    return scheme_of(appendices(tables=section).tables)
