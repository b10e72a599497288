"""The settings of the ranking; docs/ranking.md gives the reason for each value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings. The defaults suit every review; none is fitted to a single one.

    `cost` is the price of a record inside the margin (that of ASReview 2.2, model ELAS u4), and
    `ratio` how much more all includes weigh than all excludes together (there 9.8). After
    `single` decisions the model is refitted only when the decisions have grown by the share
    `growth`. A question counts as an include until `question_until` includes are known.
    """

    cost: float = 0.11
    ratio: float = 20.0
    single: int = 30
    growth: float = 0.1
    question_until: int = 5


DEFAULT = Settings()
"""The settings for every review."""

FOLDS = 5
"""Parts of the cross-validation; at least as many includes and as many excludes are needed."""

CITED = "@cited works"
"""Shown for citations among the terms behind a rank; no word contains this sign."""
