"""A sentence on how much of what is relevant has been found, with its interval."""

from math import floor

from exports.language.catalogue import Language, Words, number
from pipeline.ranking.progress import Progress


def recall_sentence(progress: Progress, language: Language) -> str:
    """The state of the reading, in a sentence or two."""
    words = Words(language, "recall")
    told = words(
        "stands" if progress.unread else "all_read",
        found=number(progress.found, language),
        read=number(progress.read, language),
        unread=number(progress.unread, language),
    )
    if not progress.unread:
        return told
    if not progress.found:
        return f"{told} {words['none']}"
    recall = words(
        "recall",
        low=_per_cent(progress.recall_low),
        high=_per_cent(progress.recall_high),
        confidence=_per_cent(progress.confidence),
    )
    return f"{told} {recall}"


def _per_cent(share: float) -> str:
    """A share in whole per cent, rounded down, so that only a complete share reads as 100."""
    return str(floor(share * 100 + 1e-9))
