"""Records of which the words say little: flagged, and never at the bottom by accident."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from pipeline.ranking.terms import Tokens
from pipeline.records import Record

SHORT = 20
"""Fewest words, titles, abstract and keywords together, that a record needs not to be short."""

FOREIGN = 0.05
"""Share of a text's words, 0 to 1, among the common words of all texts below which the text is in
another language. In English texts these make 25 to 45 per cent of the words."""

LONG_ENOUGH = 8
"""Fewest words by which a language is judged."""


class Flag(StrEnum):
    """Why the words of a record may mislead."""

    NO_ABSTRACT = "no abstract"
    SHORT = "very short"
    LANGUAGE = "other language"


def flags_of(
    records: Sequence[Record], tokens: Tokens, common: Sequence[int]
) -> list[tuple[Flag, ...]]:
    """The flags of each record; `tokens` are the words of the same records, in the same order.

    `common` are the numbers of the commonest words of all texts.
    """
    native = np.concatenate([[0], np.cumsum(np.isin(tokens.numbers, common))])
    hits = native[tokens.starts[1:]] - native[tokens.starts[:-1]]
    lengths = np.diff(tokens.starts)
    shares = hits / np.maximum(lengths, 1)
    return [
        tuple(_flags(record, int(length), float(share)))
        for record, length, share in zip(records, lengths, shares, strict=True)
    ]


def _flags(record: Record, length: int, native: float) -> list[Flag]:
    """The flags of one record: its words, and the share of them common in the pool."""
    flags = [] if record.abstract else [Flag.NO_ABSTRACT]
    if length < SHORT:
        flags.append(Flag.SHORT)
    if length >= LONG_ENOUGH and native < FOREIGN:
        flags.append(Flag.LANGUAGE)
    return flags
