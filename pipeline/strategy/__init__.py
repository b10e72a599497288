"""Ovid's notation becomes a tree; numbered lines, their hits and what can not be."""

from pipeline.strategy.notation import parse
from pipeline.strategy.numbered import Line, Strategy, read_strategy
from pipeline.strategy.printed import Printed, PrintedLine, printed
from pipeline.strategy.signs import plain
from pipeline.strategy.tree import (
    AllOf,
    AnyOf,
    Heading,
    Limit,
    Near,
    Phrase,
    Query,
    Reference,
    Within,
    Without,
    Word,
    Years,
    out_of_bounds,
    parts_of,
    references,
)

__all__ = [
    "AllOf",
    "AnyOf",
    "Heading",
    "Limit",
    "Line",
    "Near",
    "Phrase",
    "Printed",
    "PrintedLine",
    "Query",
    "Reference",
    "Strategy",
    "Within",
    "Without",
    "Word",
    "Years",
    "out_of_bounds",
    "parse",
    "parts_of",
    "plain",
    "printed",
    "read_strategy",
    "references",
]
