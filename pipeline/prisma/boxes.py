"""The boxes of the flow: their names, each with its unit, and what they are the sum of."""

from typing import Literal

Unit = Literal["record", "report", "study"]

COLUMN = (
    "duplicates_software_records",
    "duplicates_people_records",
    "found_again_decided_records",
    "automation_criteria_records",
    "automation_stopping_records",
    "removed_other_records",
    "screened_records",
    "not_yet_screened_records",
    "screening_conflict_records",
    "excluded_people_records",
    "excluded_automation_records",
    "passed_screening_records",
    "sought_reports",
    "not_yet_sought_reports",
    "retrieval_conflict_reports",
    "not_retrieved_reports",
    "retrieved_reports",
    "assessed_reports",
    "not_yet_assessed_reports",
    "assessment_conflict_reports",
    "excluded_reports",
    "ongoing_reports",
    "awaiting_reports",
    "included_reports",
    "found_again_undecided_records",
    "decisions_set_aside_reports",
)
"""Boxes counted in the column of databases and registers, and with "other_" before them again."""

OTHER = tuple(f"other_{name}" for name in COLUMN)

WAYS = (
    "database_records",
    "register_records",
    "website_records",
    "organisation_records",
    "citations_records",
)

STUDIES = (
    "new_studies",
    "new_reports",
    "known_study_reports",
    "earlier_rounds_studies",
    "earlier_rounds_reports",
)

SUMS: dict[str, tuple[str, ...]] = {
    "identified_records": WAYS[:2],
    "other_identified_records": WAYS[2:],
    "duplicates_records": COLUMN[0:2],
    "excluded_automatic_records": COLUMN[3:5],
    "excluded_other_records": ("found_again_decided_records", "removed_other_records"),
    "excluded_records": ("excluded_people_records", "excluded_automation_records"),
    "other_excluded_records": (
        "other_excluded_people_records",
        "other_excluded_automation_records",
    ),
    "other_removed_records": OTHER[0:6],
}
"""Boxes that are the members of others together; the parts never overlap."""
SUMS["removed_records"] = COLUMN[0:6]
SUMS |= {f"all_{name}": (name, f"other_{name}") for name in COLUMN}
SUMS |= {
    "all_identified_records": WAYS,
    "all_duplicates_records": ("all_duplicates_software_records", "all_duplicates_people_records"),
    "all_removed_records": ("removed_records", "other_removed_records"),
    "all_excluded_records": ("excluded_records", "other_excluded_records"),
}

TOTALS = (
    "previous_studies",
    "previous_reports",
    "dropped_studies",
    "dropped_reports",
    "total_studies",
    "total_reports",
    "rejected_rows_records",
)
"""Numbers whose records are not all in the store: nothing to trace behind them."""

KNOWN_PARTS: dict[str, tuple[str, ...]] = {
    "previous_studies": ("earlier_rounds_studies",),
    "previous_reports": ("earlier_rounds_reports",),
    "total_studies": ("earlier_rounds_studies", "new_studies"),
    "total_reports": ("earlier_rounds_reports", "new_reports", "known_study_reports"),
}
"""Of such numbers, the part that is in the store: what an earlier review included is not."""

PENDING = (
    "not_yet_screened_records",
    "other_not_yet_screened_records",
    "not_yet_sought_reports",
    "other_not_yet_sought_reports",
    "not_yet_assessed_reports",
    "other_not_yet_assessed_reports",
)
"""While one of these is above 0 the flow is preliminary; conflicts are counted within them."""

ALIASES = {
    "identified": "identified_records",
    "database_results": "database_records",
    "register_results": "register_records",
    "website_results": "website_records",
    "organisation_results": "organisation_records",
    "citations_results": "citations_records",
    "duplicates": "duplicates_records",
    "duplicates_software": "duplicates_software_records",
    "duplicates_people": "duplicates_people_records",
    "excluded_automatic": "excluded_automatic_records",
    "excluded_other": "excluded_other_records",
    "records_screened": "screened_records",
    "screened": "screened_records",
    "records_excluded": "excluded_records",
    "excluded": "excluded_records",
    "dbr_sought_reports": "sought_reports",
    "dbr_notretrieved_reports": "not_retrieved_reports",
    "dbr_assessed": "assessed_reports",
    "assessed": "assessed_reports",
    "dbr_excluded": "excluded_reports",
    "excluded_eligibility": "excluded_reports",
    "other_notretrieved_reports": "other_not_retrieved_reports",
    "other_assessed": "other_assessed_reports",
    "other_excluded": "other_excluded_reports",
    "included": "included_reports",
}
"""Names that the PRISMA2020 package, and the short summary, have for the same boxes."""


def box_names() -> tuple[str, ...]:
    """Every box that can be traced to its records, reports or studies, in the order of the flow.

    A list of sources or reasons adds "box/source" and "box/reason" to these.
    """
    return (*WAYS, *COLUMN, *OTHER, *STUDIES, *SUMS)


def unit(box: str) -> Unit:
    """The unit that a box counts.

    >>> unit("screened_records"), unit("excluded_reports/P1"), unit("new_studies")
    ('record', 'report', 'study')
    """
    name = box.partition("/")[0]
    if name.endswith("_records"):
        return "record"
    return "report" if name.endswith("_reports") else "study"


def resolve(name: str) -> str:
    """The box that a name stands for: itself, or what PRISMA2020 calls otherwise.

    >>> resolve("records_screened"), resolve("database_results/MEDLINE")
    ('screened_records', 'database_records/MEDLINE')
    """
    box, slash, line = name.partition("/")
    return ALIASES.get(box, box) + slash + line
