"""Earlier reviews of the subject, as review.toml lists them for their table."""

from dataclasses import dataclass, field

from pipeline.languages import Wording
from pipeline.toml.kinds import Count, OwnWords, Said, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierReview:
    """An earlier review of the subject, as the table of earlier reviews has it.

    `searched_to` is as people write it; numbers that nobody knows are None.
    """

    reference: Text
    searched_to: Said = ""
    identified: Count | None = None
    screened: Count | None = None
    included: Count | None = None
    conclusion: OwnWords = field(default_factory=Wording)
