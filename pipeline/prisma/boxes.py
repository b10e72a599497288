"""The boxes of the flow: their names, each with its unit, and how they add up."""

from typing import Literal

Unit = Literal["record", "report", "study"]

DUPLICATES = ("duplicates_software_records", "duplicates_people_records")
AUTOMATIC = ("automation_criteria_records", "automation_stopping_records")

REMOVED = (
    *DUPLICATES,
    "found_again_decided_records",
    *AUTOMATIC,
    "removed_other_records",
)
"""Boxes for records removed before screening; each identified record is in one of them, or waits
for screening, or was screened."""

COLUMN = (
    *REMOVED,
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
"""Boxes counted in the column of databases and registers, and again with the prefix "other_"."""

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
    "duplicates_records": DUPLICATES,
    "excluded_automatic_records": AUTOMATIC,
    "excluded_other_records": ("found_again_decided_records", "removed_other_records"),
    "excluded_records": ("excluded_people_records", "excluded_automation_records"),
    "other_excluded_records": (
        "other_excluded_people_records",
        "other_excluded_automation_records",
    ),
    "other_removed_records": tuple(f"other_{name}" for name in REMOVED),
    "removed_records": REMOVED,
}
"""Boxes made up of the members of other boxes; the parts never overlap."""
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
"""Numbers that include records outside the store; these records cannot be traced."""

KNOWN_PARTS: dict[str, tuple[str, ...]] = {
    "previous_studies": ("earlier_rounds_studies",),
    "previous_reports": ("earlier_rounds_reports",),
    "total_studies": ("earlier_rounds_studies", "new_studies"),
    "total_reports": ("earlier_rounds_reports", "new_reports", "known_study_reports"),
}
"""The part of such numbers that is in the store, without the studies of an earlier review."""

PENDING = (
    "not_yet_screened_records",
    "other_not_yet_screened_records",
    "not_yet_sought_reports",
    "other_not_yet_sought_reports",
    "not_yet_assessed_reports",
    "other_not_yet_assessed_reports",
)
"""While one of these is above 0 the flow is preliminary; they include the conflicts."""

PARTITIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("screened_records", ("excluded_records", "passed_screening_records")),
    ("passed_screening_reports", ("sought_reports", "not_yet_sought_reports")),
    ("sought_reports", ("not_retrieved_reports", "retrieved_reports")),
    ("retrieved_reports", ("assessed_reports", "not_yet_assessed_reports")),
    (
        "assessed_reports",
        ("excluded_reports", "ongoing_reports", "awaiting_reports", "included_reports"),
    ),
)
"""The parts of each box; identities A3 to A5 and B1 to B3 (A2 is checked before them)."""

WITHIN = (
    ("screening_conflict_records", ("not_yet_screened_records",)),
    ("retrieval_conflict_reports", ("not_yet_sought_reports",)),
    ("assessment_conflict_reports", ("not_yet_assessed_reports",)),
    ("found_again_undecided_records", DUPLICATES),
)
"""Boxes whose members are also counted in others, but which are worth reporting separately."""

BESIDE = (
    "found_again_decided_records",
    "found_again_undecided_records",
    "known_study_reports",
    "dropped_studies",
    "dropped_reports",
    "rejected_rows_records",
    "automation_criteria_records",
    "automation_stopping_records",
    "excluded_people_records",
    "excluded_automation_records",
    "ongoing_reports",
    "awaiting_reports",
    "other_removed_records",
    "other_excluded_records",
    "other_ongoing_reports",
    "other_awaiting_reports",
    "decisions_set_aside_reports",
    "other_decisions_set_aside_reports",
)
"""Boxes without a place in PRISMA; they are listed beside the figure, in this order."""

SUMMARY: dict[str, str] = {
    "identified": "identified_records",
    "identified_other": "other_identified_records",
    "duplicates_software": "duplicates_software_records",
    "duplicates_people": "duplicates_people_records",
    "excluded_automatic": "excluded_automatic_records",
    "excluded_other": "excluded_other_records",
    "screened": "screened_records",
    "excluded": "excluded_records",
    "sought": "all_sought_reports",
    "not_retrieved": "all_not_retrieved_reports",
    "assessed": "all_assessed_reports",
    "excluded_eligibility": "all_excluded_reports",
    "ongoing": "all_ongoing_reports",
    "awaiting": "all_awaiting_reports",
    "included": "all_included_reports",
    "included_studies": "new_studies",
    "not_yet_screened": "not_yet_screened_records",
    "not_yet_sought": "all_not_yet_sought_reports",
    "not_yet_assessed": "all_not_yet_assessed_reports",
}
"""Boxes under the names usual in flow charts, in the order of the flow.

Identified to screened are records of databases and registers; from assessed on, reports of both
columns. `included` counts reports, as `included_studies` does studies.
"""

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
"""Names that the PRISMA2020 package, and the short summary, use for the same boxes."""


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
    """The box that a name means: the name itself, or ajour's name for a box of PRISMA2020.

    >>> resolve("records_screened"), resolve("database_results/MEDLINE")
    ('screened_records', 'database_records/MEDLINE')
    """
    box, slash, line = name.partition("/")
    return ALIASES.get(box, box) + slash + line
