"""Derives where each report stands, from people's decisions and nothing else."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from math import comb, floor

from tests.support.true_sentences.facts import Facts, Said, Search, Stage

KINDS = {"database": 0, "register": 1}
"""The order within a round: databases, then registers, then everything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The state of a report at a stage: open (a decision is missing), in conflict, or decided."""

    state: str
    verdict: str = ""
    reason: str = ""


OPEN = Where(state="open")


class Standing:
    """Answers questions on the facts: which record counts, and what was decided."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.searches = {one.name: one for one in facts.searches}

    def rank(self, search: Search) -> tuple[int, int, int]:
        """Sort key of a search: round, then kind, then the order of review.toml."""
        rounds = self.facts.rounds
        place = self.facts.searches.index(search)
        return rounds.index(search.round), KINDS.get(search.kind, 2), place

    @cached_property
    def found_by(self) -> dict[str, list[Search]]:
        """The searches that list each report; the first is the one whose record counts."""
        found: dict[str, list[Search]] = defaultdict(list)
        for search in sorted(self.facts.searches, key=self.rank):
            for key in dict.fromkeys(search.listed):
                found[key].append(search)
        return dict(found)

    @cached_property
    def words(self) -> dict[tuple[str, str], dict[str, Said]]:
        """By stage and report, the latest decision of each person, in order."""
        latest: dict[tuple[str, str], dict[str, Said]] = defaultdict(dict)
        for one in self.facts.said:
            latest[one.stage, one.report].pop(one.reviewer, None)
            latest[one.stage, one.report][one.reviewer] = one
        return dict(latest)

    def where(self, stage: Stage, report: str) -> Where:
        """The state of a report at a stage."""
        words = list(self.words.get((stage, report), {}).values())
        settled = [one for one in words if one.resolves]
        if settled:
            return _decided(settled[-1])
        needed = 1 if self.facts.scheme(stage) == "single" else 2
        if len(words) < needed:
            return OPEN
        if needed == 1:
            return _decided(words[-1])
        verdicts = {_read(one) for one in words}
        reasons = {one.reason for one in words} if stage == "eligibility" else {""}
        if len(verdicts) > 1 or (verdicts == {"exclude"} and len(reasons) > 1):
            return Where(state="conflict")
        return _decided(words[0])

    def removed(self, report: str) -> bool:
        """Whether a criterion removed a report automatically; only if nobody decided on it."""
        automatic = self.facts.criterion and self.facts.reports[report].newsletter
        return automatic and not any(key == report for _, key in self.words)

    def undecided(self) -> list[str]:
        """The reports that are still to be screened."""
        return [
            one
            for one in self.found_by
            if not self.removed(one) and self.where("screening", one).state != "decided"
        ]

    def untouched(self) -> list[str]:
        """Those of the undecided reports on which nobody has made a decision."""
        return [one for one in self.undecided() if ("screening", one) not in self.words]

    @cached_property
    def left_unread(self) -> frozenset[str]:
        """The reports that the stopping rule lets the reviewers leave unread."""
        reached = self.facts.stopping and self.stopping_p() < 1 - self.facts.stopping[1]
        return frozenset(self.untouched()) if reached else frozenset()

    def reading(self) -> list[bool]:
        """For each report decided at screening, whether it is to be read in full.

        The reports are in the order of their first decision, which is the order of the list.
        """
        read = dict.fromkeys(one.report for one in self.facts.said if one.stage == "screening")
        decided = [one for one in read if self.where("screening", one).state == "decided"]
        decided = [one for one in decided if one in self.found_by]
        return [self.where("screening", one).verdict == "include" for one in decided]

    def stopping_p(self) -> float:
        """The test of Callaghan and Müller-Hansen 2020, computed independently from binomials."""
        hits, unread = self.reading(), len(self.undecided())
        target = self.facts.stopping[0] if self.facts.stopping else 0.95
        found = sum(hits)
        if not unread or not found:
            return 1.0 if unread else 0.0
        missed = floor(found / target + 1e-9) - found + 1
        if missed > unread:
            return 0.0
        return min(_tail(hits[start:], unread, missed) for start in range(len(hits) + 1))

    def passed(self, report: str) -> bool:
        """Whether a report is to be read in full."""
        return self.where("screening", report) == Where(state="decided", verdict="include")

    def retrieved(self, report: str) -> bool:
        """Whether the full text was retrieved: somebody says so, or has begun to assess it."""
        if not self.passed(report):
            return False
        fetched = self.where("retrieval", report)
        if fetched.state == "decided":
            return fetched.verdict == "retrieved"
        return ("eligibility", report) in self.words

    def not_retrieved(self, report: str) -> bool:
        """Whether the full text could not be retrieved."""
        return self.passed(report) and self.where("retrieval", report).verdict == "not retrieved"

    def assessed(self, report: str) -> str:
        """The verdict on a full text; "" if there is none."""
        return self.where("eligibility", report).verdict if self.retrieved(report) else ""

    def set_aside(self, report: str) -> bool:
        """Whether somebody judged a report at a later stage than the one it is at now."""
        later = ("retrieval", report) in self.words or ("eligibility", report) in self.words
        if not self.passed(report):
            return later
        return not self.retrieved(report) and ("eligibility", report) in self.words

    def included(self) -> list[str]:
        """The included reports."""
        return [one for one in self.found_by if self.assessed(one) == "include"]

    def study(self, report: str) -> str:
        """The study of a report: the one it was linked to, or a separate one."""
        return dict(self.facts.links).get(report, report)


def _read(said: Said) -> str:
    return "include" if said.verdict == "maybe" else said.verdict


def _decided(said: Said) -> Where:
    reason = said.reason if said.stage == "eligibility" else ""
    return Where(state="decided", verdict=_read(said), reason=reason)


def _tail(hits: list[bool], unread: int, missed: int) -> float:
    """The probability that a random sample has no more hits if `missed` are among the unread."""
    seen, sample = sum(hits), len(hits)
    whole, good = sample + unread, seen + missed
    if not sample:
        return 1.0
    ways = sum(
        comb(good, k) * comb(whole - good, sample - k)
        for k in range(seen + 1)
        if sample - k <= whole - good
    )
    return ways / comb(whole, sample)
