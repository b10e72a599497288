"""Compares every number of the flow, in every file that has it, with the facts."""

import json
import re
from collections.abc import Iterator, Mapping

from tests.support.true_sentences.counts import Boxes
from tests.support.true_sentences.findings import Finding, kind, unlike
from tests.support.true_sentences.world import World
from tests.support.true_sentences.written import Written

NUMBERS = kind("flow: numbers", "the figure's numbers over both columns are those of the facts")
STUDIES = kind("flow: studies", "two reports that were linked are of one study, whatever comes")
UNREAD = kind("flow: left unread", "a stopping rule leaves unread what nobody has read")
COLUMNS = kind("flow: columns", "a report is counted in the column that found it first")
SOURCES = kind("flow: sources", "the figure names the sources that review.toml names")
REASONS = kind("flow: reasons", "the reasons of exclusion are counted as they were given")
SEARCH = kind("flow of a search", "the figure of a search has its own records")
PRISMA = kind("prisma.json", "prisma.json has the numbers of the facts")
SIDE = kind("side csv", "the side table has the numbers of the facts")
PACKAGE = kind("prisma2020 csv", "the csv for PRISMA2020 has the numbers of the facts")
PAGE = kind("report.html: boxes", "the lists behind the numbers are as long as the facts say")

SUMMARY = {
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
"""The boxes behind the names of prisma.json and of status."""

PACKAGE_ROWS = {
    "database_results": "database_records",
    "register_results": "register_records",
    "website_results": "website_records",
    "organisation_results": "organisation_records",
    "citations_results": "citations_records",
    "duplicates": "duplicates_records",
    "excluded_automatic": "excluded_automatic_records",
    "excluded_other": "excluded_other_records",
    "records_screened": "screened_records",
    "records_excluded": "excluded_records",
    "dbr_sought_reports": "sought_reports",
    "dbr_notretrieved_reports": "not_retrieved_reports",
    "dbr_assessed": "assessed_reports",
    "other_sought_reports": "other_sought_reports",
    "other_notretrieved_reports": "other_not_retrieved_reports",
    "other_assessed": "other_assessed_reports",
    "previous_studies": "previous_studies",
    "previous_reports": "previous_reports",
    "new_studies": "new_studies",
    "total_studies": "total_studies",
    "total_reports": "total_reports",
}

STOPPED = {
    "all_automation_stopping_records",
    "all_not_yet_screened_records",
    "all_screening_conflict_records",
    "all_removed_records",
    "all_duplicates_records",
    "all_duplicates_software_records",
    "all_found_again_decided_records",
    "all_found_again_undecided_records",
}
"""Boxes that depend on what a stopping rule leaves unread, here or in an earlier round."""
OF_STUDIES = {
    "new_studies",
    "new_reports",
    "known_study_reports",
    "earlier_rounds_studies",
    "previous_studies",
    "total_studies",
}
"""Boxes that depend on which reports form one study."""
NOT_IN_THE_STORE = ("previous_", "total_")
"""Boxes that include an earlier review's studies, so that no list has all of their number."""


def flow_findings(written: Written, world: World) -> Iterator[Finding]:
    """Errors in the files of the flow."""
    for language in world.facts.languages:
        stops = world.facts.stopping is not None
        yield from _flow(written, f"flow.{language}.json", world.boxes, stops=stops)
        for name in world.rounds:
            file = f"flow-round-{name}.{language}.json"
            yield from _flow(written, file, world.flow((name,)), stops=stops)
        for search in world.facts.searches:
            yield from _of_search(written, f"searches/{search.name}.{language}.json", world)
        yield from _csvs(written, f"flow.{language}", world.boxes)
        yield from _page(written, f"report.{language}.html", world)
    numbers = written.object("prisma.json")
    yield from summary_findings(PRISMA, "prisma.json", numbers, world)


def summary_findings(
    name: str, where: str, numbers: Mapping[str, Mapping[str, Mapping[str, int]]], world: World
) -> Iterator[Finding]:
    """Errors in the numbers by round and in total, as prisma.json and status have them."""
    rounds = {one: world.flow((one,)) for one in world.rounds}
    yield from unlike(name, where, dict.fromkeys(numbers["rounds"], 1), dict.fromkeys(rounds, 1))
    told = {one: found for one, found in numbers["rounds"].items() if one in rounds}
    for one, found in {**told, "total": numbers["total"]}.items():
        boxes = rounds.get(one, world.boxes) if one != "total" else world.boxes
        true = {key: boxes[box] for key, box in SUMMARY.items()}
        yield from unlike(name, f"{where}, {one}", found, true)


def _flow(written: Written, name: str, boxes: Boxes, *, stops: bool) -> Iterator[Finding]:
    found = written.object(name)
    numbers = found["numbers"]
    over_both = {box: n for box, n in numbers.items() if f"all_{box}" not in numbers}
    over_both = {box: n for box, n in over_both.items() if not box.startswith("other_")}
    sums = {"removed_records", "identified_records", "excluded_automatic_records"}
    sums |= {"excluded_other_records"}
    whole = {box: n for box, n in over_both.items() if box not in sums}
    columns = {box: n for box, n in numbers.items() if box not in whole}
    wrong = {box for box, n in whole.items() if n != boxes[box]}
    named = UNREAD if stops and wrong and wrong <= STOPPED else NUMBERS
    named = STUDIES if wrong and wrong <= OF_STUDIES else named
    yield from unlike(named, name, whole, boxes.numbers)
    if not any(unlike(NUMBERS, name, whole, boxes.numbers)):
        yield from unlike(COLUMNS, name, columns, boxes.numbers)
    sources = {
        f"{way}/{one['source']}": one["n"] for way, ones in found["sources"].items() for one in ones
    }
    true = {f"{way}/{one}": n for way, ones in boxes.sources.items() for one, n in ones.items()}
    yield from unlike(SOURCES, name, dict.fromkeys(true, 0) | sources, true)
    reasons = {one["reason"]: one["n"] for one in found["reasons"].get("all_excluded_reports", [])}
    yield from unlike(REASONS, name, reasons, boxes.reasons.get("all_excluded_reports", {}))


def _of_search(written: Written, name: str, world: World) -> Iterator[Finding]:
    search = name.removeprefix("searches/").partition(".")[0]
    if not written.text(name):
        return
    numbers = written.object(name)["numbers"]
    there = ("all_identified_records", "all_duplicates_records", "all_removed_records")
    told = {box: numbers[box] for box in (*there, "all_screened_records")}
    yield from unlike(SEARCH, name, told, world.flow(None, search).numbers)


def _csvs(written: Written, stem: str, boxes: Boxes) -> Iterator[Finding]:
    side = {row[0]: int(row[-1]) for row in written.table(f"{stem}.side.csv")[1:]}
    yield from unlike(SIDE, f"{stem}.side.csv", side, boxes.numbers)
    rows = {row[0]: row[-1] for row in written.table(f"{stem}.prisma2020.csv")[1:]}
    told = {PACKAGE_ROWS[key]: int(n) for key, n in rows.items() if key in PACKAGE_ROWS and n}
    yield from unlike(PACKAGE, f"{stem}.prisma2020.csv", told, boxes.numbers)


def _page(written: Written, name: str, world: World) -> Iterator[Finding]:
    """Errors in the lists embedded in the report, and in the numbers on them."""
    text = written.text(name)
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    boxes = json.loads(found[1])["boxes"] if found else {}
    for key, one in boxes.items():
        first, _, rest = key.partition("/")
        flow = world.flow((first,)) if first in world.facts.rounds else world.boxes
        box = rest if first in world.facts.rounds else key
        count = int(re.sub(r"\D", "", one["count"]))
        if "/" in box:
            continue
        behind = {f"{key} (members)": len(one["members"])}
        yield from unlike(PAGE, name, {box: count}, flow.numbers)
        if not box.startswith(NOT_IN_THE_STORE):
            yield from unlike(PAGE, name, behind, {f"{key} (members)": flow[box]})
