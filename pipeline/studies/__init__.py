"""The studies sheet becomes the counts of the appendices and of the text."""

from pipeline.studies.counts import (
    ContextStudies,
    CountRow,
    CountTable,
    Tongue,
    appendix3,
    appendix4,
    appendix5,
)
from pipeline.studies.previous import (
    OVERLAPS,
    Overlap,
    PreviousStudy,
    SharedData,
    previous_from_rows,
    shared_data,
)
from pipeline.studies.scheme import (
    COLUMNS,
    TEXT_COLUMNS,
    Category,
    Context,
    Drawing,
    Heading,
    Named,
    NamedCount,
    Part,
    TableScheme,
    Wording,
)
from pipeline.studies.scheme_toml import scheme_from_toml
from pipeline.studies.study import TICK, Study, StudyRow, studies_from_rows
from pipeline.studies.text_counts import (
    Difference,
    country_counts,
    differences,
    outcome_kinds,
    text_counts,
)

__all__ = [
    "COLUMNS",
    "OVERLAPS",
    "TEXT_COLUMNS",
    "TICK",
    "Category",
    "Context",
    "ContextStudies",
    "CountRow",
    "CountTable",
    "Difference",
    "Drawing",
    "Heading",
    "Named",
    "NamedCount",
    "Overlap",
    "Part",
    "PreviousStudy",
    "SharedData",
    "Study",
    "StudyRow",
    "TableScheme",
    "Tongue",
    "Wording",
    "appendix3",
    "appendix4",
    "appendix5",
    "country_counts",
    "differences",
    "outcome_kinds",
    "previous_from_rows",
    "scheme_from_toml",
    "shared_data",
    "studies_from_rows",
    "text_counts",
]
