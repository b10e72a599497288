"""The flow in few numbers, per round and in all."""

from collections.abc import Mapping

from pipeline.prisma.flow import Flow


def round_numbers(flow: Flow) -> dict[str, int]:
    """The numbers of one flow under the names that a flow chart is quoted by.

    Identified to screened are records of databases and registers; from assessed on, reports of
    both columns. `included` counts reports, as `included_studies` does studies.
    """
    return {
        "identified": flow["identified_records"],
        "identified_other": flow["other_identified_records"],
        "duplicates_software": flow["duplicates_software_records"],
        "duplicates_people": flow["duplicates_people_records"],
        "excluded_automatic": flow["excluded_automatic_records"],
        "excluded_other": flow["excluded_other_records"],
        "screened": flow["screened_records"],
        "excluded": flow["excluded_records"],
        "sought": flow["all_sought_reports"],
        "not_retrieved": flow["all_not_retrieved_reports"],
        "assessed": flow["all_assessed_reports"],
        "excluded_eligibility": flow["all_excluded_reports"],
        "ongoing": flow["all_ongoing_reports"],
        "awaiting": flow["all_awaiting_reports"],
        "included": flow["all_included_reports"],
        "included_studies": flow["new_studies"],
        "not_yet_screened": flow["not_yet_screened_records"],
        "not_yet_sought": flow["all_not_yet_sought_reports"],
        "not_yet_assessed": flow["all_not_yet_assessed_reports"],
    }


def prisma_json(rounds: Mapping[str, Flow], total: Flow) -> dict[str, object]:
    """The numbers of each round by its name, and those of all rounds together, for JSON."""
    return {
        "rounds": {name: round_numbers(flow) for name, flow in rounds.items()},
        "total": round_numbers(total),
        "preliminary": total.preliminary,
    }
