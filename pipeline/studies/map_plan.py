"""The evidence map as planned in [map] of review.toml."""

from dataclasses import dataclass

from pipeline.toml.kinds import AnyText, Said, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPlan:
    """The contents of [map] in review.toml: the sheet columns, or criteria, that are the axes.

    "" leaves the choice of rows and columns to the program; for segments it means none.
    """

    rows: Said = ""
    columns: Said = ""
    segments: AnyText = "design"
    filters: tuple[Text, ...] = ("country", "year")
