"""The sources of a report besides the review's searches."""

from dataclasses import dataclass

from pipeline.toml.kinds import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherReferences:
    """A file, in the review's folder, with the references of a report besides the included ones."""

    file: Text | None = None
