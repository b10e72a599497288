"""Sentences about texts that changed after a list was sent."""

from pipeline.review.decision_rows import ShownChange


def told_change(change: ShownChange) -> str:
    """The texts before and after a change, from the first place where they differ."""
    if change.before is None:
        return f"the {change.column} has changed since the list was sent; {_now(change.after)}"
    before, after = " ".join(change.before.split()), " ".join(change.after.split())
    at = next(
        (at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]),
        min(len(before), len(after)),
    )
    shown, stored = (_cut(text, at) for text in (before, after))
    return f"the list shows {shown}, but the database now has {stored}"


def _now(text: str) -> str:
    return f"the database now has {_cut(' '.join(text.split()), 0)}"


def _cut(text: str, at: int) -> str:
    """A text in quotation marks, about `LONGEST` characters of it around a place."""
    if not text:
        return "nothing"
    start = max(0, at - LONGEST // 3) if len(text) > LONGEST else 0
    part = text[start : start + LONGEST]
    before, after = "…" * bool(start), "…" * (start + LONGEST < len(text))
    return f"“{before}{part}{after}”"


LONGEST = 90
"""Number of characters of a title or abstract that a question shows."""
