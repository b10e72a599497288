"""What [map] of review.toml says of the evidence map."""

from dataclasses import dataclass

from pipeline.toml.kinds import AnyText, Said, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPlan:
    """What [map] of review.toml says: the columns of the sheet, or criteria, that are the axes.

    "" leaves the choice of rows and columns to the program, and of segments takes none.
    """

    rows: Said = ""
    columns: Said = ""
    segments: AnyText = "design"
    filters: tuple[Text, ...] = ("country", "year")
