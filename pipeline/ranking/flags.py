"""Records of which the words say little: flagged, and never at the bottom by accident."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from pipeline.ranking.terms import Tokens
from pipeline.records import Record

SHORT = 20
"""Fewest words, titles, abstract and keywords together, that a record needs not to be short."""

COMMON_WORDS = 20
"""How many of the pool's commonest words stand for its language: mostly articles and the like."""

FOREIGN = 0.05
"""Share of a text's words, 0 to 1, among the pool's commonest words below which the text is in
another language. In English texts these make 25 to 45 per cent of the words."""

LONG_ENOUGH = 8
"""Fewest words by which a language is judged."""


class Flag(StrEnum):
    """Why the words of a record may mislead."""

    NO_ABSTRACT = "no abstract"
    SHORT = "very short"
    LANGUAGE = "other language"


def flags_of(records: Sequence[Record], tokens: Tokens) -> list[tuple[Flag, ...]]:
    """The flags of each record; `tokens` are the words of the same records, in the same order."""
    lengths = np.diff(tokens.starts)
    native = _native(tokens)
    return [
        tuple(_flags(record, int(length), float(share)))
        for record, length, share in zip(records, lengths, native, strict=True)
    ]


def _flags(record: Record, length: int, native: float) -> list[Flag]:
    """The flags of one record: its words, and the share of them common in the pool."""
    flags = [] if record.abstract else [Flag.NO_ABSTRACT]
    if length < SHORT:
        flags.append(Flag.SHORT)
    if length >= LONG_ENOUGH and native < FOREIGN:
        flags.append(Flag.LANGUAGE)
    return flags


def _native(tokens: Tokens) -> NDArray[np.float64]:
    """The share of each text's words that are among the commonest of all texts."""
    spread = np.bincount(tokens.numbers)
    common = np.zeros(len(spread), dtype=bool)
    common[np.argsort(-spread, kind="stable")[:COMMON_WORDS]] = True
    sums = np.concatenate([[0], np.cumsum(common[tokens.numbers])])
    hits = sums[tokens.starts[1:]] - sums[tokens.starts[:-1]]
    return np.asarray(hits / np.maximum(np.diff(tokens.starts), 1))
