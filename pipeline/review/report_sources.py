"""What a report draws on beside its searches."""

from dataclasses import dataclass

from pipeline.toml.kinds import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherReferences:
    """What a report cites beside the included: a file of references in the review's folder."""

    file: Text | None = None
