"""Counts every box of the flow from the facts, by the rules in docs/counting.md."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.support.true_sentences.facts import Facts, Search
from tests.support.true_sentences.standing import Standing, Where

WAYS = ("database", "register", "website", "organisation", "citations")


@dataclass(kw_only=True)
class Boxes:
    """The numbers of one flow, its sources by column and its reasons by box."""

    numbers: Counter[str] = field(default_factory=Counter)
    sources: dict[str, Counter[str]] = field(default_factory=dict)
    reasons: dict[str, Counter[str]] = field(default_factory=dict)

    def __getitem__(self, box: str) -> int:
        return self.numbers[box]

    def total(self, *boxes: str) -> int:
        """The sum of some boxes over both columns."""
        return sum(self.numbers[f"{before}{one}"] for one in boxes for before in ("", "other_"))


def flow(facts: Facts, rounds: Sequence[str] | None = None, search: str | None = None) -> Boxes:
    """The boxes of all rounds, of some rounds, or of one search."""
    standing = Standing(facts)
    if search is not None:
        rounds = (standing.searches[search].round,)
    scope = _Scope(standing, tuple(facts.rounds if rounds is None else rounds), search)
    boxes = Boxes()
    for one in facts.searches:
        if scope.has(one):
            _records(boxes, one, scope)
    for report, searches in standing.found_by.items():
        if scope.has(searches[0]):
            _report(boxes, report, searches[0], standing)
    _studies(boxes, scope)
    _sums(boxes)
    return boxes


class _Scope:
    """The searches that a flow counts."""

    def __init__(self, standing: Standing, rounds: tuple[str, ...], search: str | None) -> None:
        self.standing, self.rounds, self.search = standing, rounds, search
        order = standing.facts.rounds
        self.earlier = order[: order.index(rounds[0])]

    def has(self, search: Search) -> bool:
        return search.round in self.rounds and self.search in (None, search.name)


def _before(search: Search) -> str:
    return "" if search.from_databases else "other_"


def _records(boxes: Boxes, search: Search, scope: _Scope) -> None:
    way = f"{search.kind}_records"
    boxes.numbers[way] += len(search.listed)
    if search.listed:
        boxes.sources.setdefault(way, Counter())[search.source] += len(search.listed)
    seen = set()
    for report in search.listed:
        first = scope.standing.found_by[report][0]
        counted = first is search and report not in seen
        seen.add(report)
        for box in _places(report, first, counted, scope):
            boxes.numbers[_before(search) + box] += 1


def _places(report: str, first: Search, counted: bool, scope: _Scope) -> list[str]:
    """The boxes of one record before full text."""
    standing = scope.standing
    screening = standing.where("screening", report)
    removed = standing.removed(report) or report in standing.left_unread
    if not counted:
        if first.round in scope.rounds:
            return ["duplicates_software_records"]
        if screening.state == "decided" or removed:
            return ["found_again_decided_records"]
        return ["duplicates_software_records", "found_again_undecided_records"]
    if removed:
        by = "criteria" if standing.removed(report) else "stopping"
        return [f"automation_{by}_records"]
    if screening.state != "decided":
        conflict = ["screening_conflict_records"] if screening.state == "conflict" else []
        return ["not_yet_screened_records", *conflict]
    if screening.verdict == "exclude":
        return ["screened_records", "excluded_people_records"]
    return ["screened_records", "passed_screening_records"]


def _report(boxes: Boxes, report: str, first: Search, standing: Standing) -> None:
    """The boxes of one report from retrieval on."""
    before = _before(first)
    for box, holds in _stages(report, standing).items():
        if holds:
            boxes.numbers[before + box] += 1
    if standing.assessed(report) == "exclude":
        reason = standing.where("eligibility", report).reason
        for box in (f"{before}excluded_reports", "all_excluded_reports"):
            boxes.reasons.setdefault(box, Counter())[reason] += 1


def _stages(report: str, standing: Standing) -> dict[str, bool]:
    passed, there = standing.passed(report), standing.retrieved(report)
    lost, verdict = standing.not_retrieved(report), standing.assessed(report)
    words: Where = standing.where("eligibility", report)
    return {
        "sought_reports": there or lost,
        "not_yet_sought_reports": passed and not there and not lost,
        "not_retrieved_reports": lost,
        "retrieved_reports": there,
        "assessed_reports": bool(verdict),
        "not_yet_assessed_reports": there and not verdict,
        "assessment_conflict_reports": there and words.state == "conflict",
        "excluded_reports": verdict == "exclude",
        "ongoing_reports": verdict == "ongoing",
        "awaiting_reports": verdict == "awaiting classification",
        "included_reports": verdict == "include",
        "decisions_set_aside_reports": standing.set_aside(report),
    }


def _studies(boxes: Boxes, scope: _Scope) -> None:
    """Count each study once, however many reports it has; total is new and previous together."""
    standing, previous = scope.standing, scope.standing.facts.previous
    first = {one: standing.found_by[one][0] for one in standing.included()}
    earlier = [one for one in first if first[one].round in scope.earlier]
    known = {standing.study(one) for one in earlier}
    here = [one for one in first if scope.has(first[one])]
    new = [one for one in here if standing.study(one) not in known]
    n = boxes.numbers
    n["new_studies"] = len({standing.study(one) for one in new})
    n["new_reports"], n["known_study_reports"] = len(new), len(here) - len(new)
    n["earlier_rounds_studies"], n["earlier_rounds_reports"] = len(known), len(earlier)
    old = previous if previous and previous.in_figure else None
    n["previous_studies"] = (old.studies if old else 0) + len(known)
    n["previous_reports"] = (old.reports if old else 0) + len(earlier)
    n["total_studies"] = n["previous_studies"] + n["new_studies"]
    n["total_reports"] = n["previous_reports"] + len(here)


def _sums(boxes: Boxes) -> None:
    n = boxes.numbers
    n["identified_records"] = n["database_records"] + n["register_records"]
    n["other_identified_records"] = sum(n[f"{way}_records"] for way in WAYS[2:])
    for before in ("", "other_"):
        n[f"{before}duplicates_records"] = n[f"{before}duplicates_software_records"]
        n[f"{before}excluded_records"] = n[f"{before}excluded_people_records"]
        automatic = ("automation_criteria_records", "automation_stopping_records")
        n[f"{before}excluded_automatic_records"] = sum(n[before + one] for one in automatic)
        n[f"{before}excluded_other_records"] = n[f"{before}found_again_decided_records"]
        n[f"{before}removed_records"] = (
            n[f"{before}duplicates_records"]
            + n[f"{before}excluded_automatic_records"]
            + n[f"{before}excluded_other_records"]
        )
    for box in {one.removeprefix("other_") for one in n if not one.startswith("all_")}:
        n[f"all_{box}"] = n[box] + n[f"other_{box}"]
