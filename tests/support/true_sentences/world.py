"""A review's facts, with all that sentences or tables may state counted from them."""

from collections import Counter
from functools import cache, cached_property

from tests.support.true_sentences.counts import Boxes, flow
from tests.support.true_sentences.facts import Facts, Row, Search, Stage
from tests.support.true_sentences.standing import Standing

STAGES: tuple[Stage, ...] = ("screening", "eligibility")
"""The stages at which people judge; fetching a full text needs no judgement."""
REASONS = {
    "en": {"E": "Wrong exposure", "P": "Wrong type"},
    "nb": {"E": "Feil eksponering", "P": "Feil type"},
}


class World:
    """The truth at one moment of a review."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.standing = Standing(facts)
        self.flow = cache(lambda rounds=None, search=None: flow(facts, rounds, search))

    @cached_property
    def boxes(self) -> Boxes:
        """The flow of all rounds."""
        return self.flow()

    @property
    def told(self) -> dict[str, str]:
        """The answers of review.toml for the manuscript, "" for false."""
        return {key: f"As told under {key}." if words else "" for key, words in self.facts.told}

    @cached_property
    def ran(self) -> list[Search]:
        """The searches that were run, with or without results."""
        return [one for one in self.facts.searches if one.listed or one.hits == 0]

    @cached_property
    def rounds(self) -> list[str]:
        """The rounds that have records."""
        there = {one.round for one in self.facts.searches if one.listed}
        return [one for one in self.facts.rounds if one in there]

    def search(self, name: str) -> Search | None:
        """A search by its name."""
        return self.standing.searches.get(name)

    def new_of(self, search: Search) -> int:
        """The number of reports that are counted on a record of this search."""
        return sum(found[0] is search for found in self.standing.found_by.values())

    def people(self, stage: Stage) -> list[str]:
        """The people who decided at a stage, without consensus."""
        said = (one for one in self.facts.said if one.stage == stage and not one.resolves)
        return list(dict.fromkeys(one.reviewer for one in said))

    def read_by(self, stage: Stage) -> list[int]:
        """The number of readers of each report decided at a stage, if it has any."""
        standing = self.standing
        counts = [
            sum(not one.resolves for one in words.values())
            for (at, report), words in standing.words.items()
            if at == stage and standing.where(stage, report).state == "decided"
        ]
        return [one for one in counts if one]

    def readers(self, stage: Stage) -> set[int]:
        """The different numbers of readers of the reports decided at a stage."""
        return set(self.read_by(stage))

    def conflicts(self, stage: Stage) -> int:
        """The number of unresolved conflicts on reports that are still at this stage."""
        box = {"screening": "screening_conflict_records", "retrieval": "retrieval_conflict_reports"}
        return self.boxes.total(box.get(stage, "assessment_conflict_reports"))

    def settled(self, stage: Stage) -> int:
        """The number of resolved conflicts."""
        words = (one for (at, _), one in self.standing.words.items() if at == stage)
        return sum(any(one.resolves for one in said.values()) for said in words)

    def pairs(self, stage: Stage) -> list[tuple[str, str]]:
        """The decisions of two people on each report both judged, in the order of their names."""
        found = []
        for (at, _), words in self.standing.words.items():
            own = sorted((one for one in words.values() if not one.resolves), key=_reviewer)
            if at == stage and len(own) == 2:
                found.append(tuple("include" if x.verdict == "maybe" else x.verdict for x in own))
        return found  # type: ignore[return-value]

    def agreement(self, stage: Stage) -> tuple[int, int, float | None]:
        """The number of reports that both judged, on how many they agree, and Cohen's kappa."""
        pairs = self.pairs(stage)
        agreed = sum(one == other for one, other in pairs)
        firsts, seconds = (Counter(pair[at] for pair in pairs) for at in (0, 1))
        chance = sum(firsts[word] * seconds[word] for word in firsts)
        whole = len(pairs) ** 2
        if not pairs or chance == whole:
            return len(pairs), agreed, None
        return len(pairs), agreed, (agreed * len(pairs) - chance) / (whole - chance)

    @cached_property
    def studies(self) -> dict[str, list[str]]:
        """The included reports by study."""
        found: dict[str, list[str]] = {}
        for report in self.standing.included():
            found.setdefault(self.standing.study(report), []).append(report)
        return found

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the sheet that belong to an included study."""
        there = set(self.standing.included())
        return [one for one in self.facts.rows if there & set(one.reports)]

    @cached_property
    def without_row(self) -> int:
        """The number of included studies without a row."""
        told = {report for row in self.rows for report in row.reports}
        return sum(not told & set(reports) for reports in self.studies.values())

    def included(self) -> int:
        """The number included, in the unit that the text counts."""
        articles = self.facts.unit == "article"
        return self.boxes["all_included_reports"] if articles else self.boxes["new_studies"]

    def years(self) -> list[dict[int, int]]:
        """Years of publication that may be stated: of all included, or of those with a row."""
        reports = self.facts.reports
        every = (
            [reports[one].year for one in self.standing.included()]
            if self.facts.unit == "article"
            else [reports[those[0]].year for those in self.studies.values()]
        )
        return [dict(Counter(every)), dict(Counter(one.year for one in self.rows))]

    def countries(self) -> dict[str, int]:
        """The number of studies with a row that have data from each country."""
        return dict(Counter(land for one in self.rows for land in one.countries))

    def unread(self) -> set[int]:
        """Numbers that may be called unread: reports without any, or without every, decision."""
        standing = self.standing
        still = [one for one in standing.undecided() if one not in standing.left_unread]
        waiting = [one for one in still if standing.where("screening", one).state == "open"]
        left = standing.left_unread
        nobody = [one for one in standing.untouched() if one not in left]
        return {len(waiting), len(nobody), len(waiting) + len(left), len(nobody) + len(left)}

    def waiting(self, stage: Stage, reviewer: str) -> int:
        """The number of reports that still need a decision of this person at a stage."""
        standing, words = self.standing, self.standing.words
        if stage == "screening":
            due = [one for one in standing.undecided() if one not in standing.left_unread]
        elif stage == "eligibility":
            due = [
                one
                for one in standing.found_by
                if standing.passed(one)
                and not standing.not_retrieved(one)
                and standing.where("eligibility", one).state != "decided"
            ]
        else:
            due = [
                one
                for one in standing.found_by
                if standing.passed(one)
                and standing.where("retrieval", one).state != "decided"
                and ("eligibility", one) not in words
            ]
        return sum(reviewer not in words.get((stage, one), {}) for one in due)


def _reviewer(one: object) -> str:
    return str(one.reviewer)  # type: ignore[attr-defined]
