"""The library as values: records, the reports they belong to, and the state of each report."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline.decisions import Decision, Outcome, Stage, Verdict, outcome
from pipeline.dedupe.represent import merge
from pipeline.prisma.evidence import DATABASES_AND_REGISTERS
from pipeline.records import Record, RecordId
from pipeline.review.settings import Review
from pipeline.review.study_groups import StudyGroups, study_groups
from pipeline.store.decisions import RankedList
from pipeline.store.duplicates import Membership
from pipeline.store.intake import Search
from pipeline.store.ranks_and_assessments import StoredAssessment
from pipeline.store.studies import GivenStudy, StudyLink
from pipeline.store.supplements import Supplement

_SETTLED = (Verdict.INCLUDE, Verdict.EXCLUDE)

_WAYS: dict[str, int] = {way: place for place, way in enumerate(DATABASES_AND_REGISTERS)}
"""The order within a round: databases first, then registers, then all other methods."""


COUNTING = "databases, registers, other methods"
"""The rule by which reports are counted within a round. Each run records it, so that readers learn
if it changed reported numbers; earlier versions counted by the smallest id."""


@dataclass(frozen=True, kw_only=True)
class Library:
    """Everything in a store that is not withdrawn, read at one moment.

    `kept_removals` are records, each with a criterion, whose automatic removal people undid.
    `members` gives each report's records, its representative first. A record that was never linked
    is a separate report. `decisions` are all that were not withdrawn; `lists` are those for
    screening, as they were written; `arrivals` has the time at which each record was imported.
    """

    review: Review
    searches: Mapping[str, Search]
    records: Mapping[RecordId, Record]
    memberships: Mapping[RecordId, Membership]
    members: Mapping[RecordId, tuple[RecordId, ...]]
    decided: Mapping[RecordId, Mapping[Stage, tuple[Decision, ...]]]
    assessments: Mapping[RecordId, StoredAssessment]
    given_studies: Sequence[GivenStudy] = ()
    study_links: Sequence[StudyLink] = ()
    stand_ins: Mapping[RecordId, RecordId] = field(default_factory=dict)
    kept_removals: AbstractSet[tuple[RecordId, str]] = frozenset()
    supplements: Sequence[Supplement] = ()
    decisions: Sequence[Decision] = ()
    lists: Sequence[RankedList] = ()
    arrivals: Mapping[RecordId, str] = field(default_factory=dict)

    @cached_property
    def found_in(self) -> Mapping[RecordId, str]:
        """The search that listed each record."""
        return {one: record.search for one, record in self.records.items()}

    @cached_property
    def known_since(self) -> Mapping[RecordId, str]:
        """When the first record of each report was imported; "" if unknown."""
        first = {one: self.arrivals.get(one, "") for one in self.members}
        several = ((report, ids) for report, ids in self.members.items() if len(ids) > 1)
        return first | {
            report: min(self.arrivals.get(record, "") for record in ids) for report, ids in several
        }

    @cached_property
    def automated(self) -> Mapping[RecordId, str]:
        """The criterion that excludes a report by itself, if review.toml lets it; of some."""
        every = self.assessments.items()
        return {report: one.automation for report, one in every if one.automation}

    @cached_property
    def reports(self) -> dict[RecordId, Record]:
        """Each report with the best value of every field, in the order of its record's id.

        Values that people added by hand, or that services filled, are used if no source gives any.
        """
        return {report: self._best(report) for report in self.members}

    def report(self, report: RecordId) -> Record:
        """One of `reports`, for which the others are not read."""
        made: dict[RecordId, Record] = self.__dict__.get("reports", {})
        return made.get(report) or self._best(report)

    def _best(self, report: RecordId) -> Record:
        added, record = self._added_abstracts, self._merged(report)
        by_hand = next((added[one] for one in self.members[report] if added.get(one)), None)
        return record if record.abstract else replace(record, abstract=by_hand)

    @cached_property
    def _added_abstracts(self) -> dict[RecordId, str]:
        return {one.record: one.text for one in self.supplements if one.field == "abstract"}

    def _merged(self, report: RecordId) -> Record:
        ids = self.members[report]
        if len(ids) == 1:
            return self.records[report]
        return merge([self.records[one] for one in ids], report=report).record

    def sourced_abstract(self, report: RecordId) -> bool:
        """Whether the report's abstract comes from a source, and not from a person."""
        return bool(self._merged(report).abstract)

    @cached_property
    def filled(self) -> dict[RecordId, list[Supplement]]:
        """The valid values that services filled in for each record."""
        standing = {(one.record, one.field): one for one in self.supplements}
        found: dict[RecordId, list[Supplement]] = defaultdict(list)
        for one in standing.values():
            if one.text and one.by_service:
                found[one.record].append(one)
        return dict(found)

    @cached_property
    def round_order(self) -> dict[str, int]:
        """The place of each round in review.toml, by name."""
        return {name: place for place, (name, _) in enumerate(self.review.rounds)}

    def round_of(self, record: RecordId) -> str:
        """The round of the search that listed a record."""
        return self.searches[self.found_in[record]].round

    def source_of(self, record: RecordId) -> str:
        """The source that review.toml names for the search that listed a record.

        Records may name other sources: one export can contain records of several databases.
        """
        return self.searches[self.found_in[record]].source

    def in_order_found(self, report: RecordId) -> list[RecordId]:
        """A report's records in the order in which they count as found.

        The order is by round; within a round databases, then registers, then other methods, each in
        the order of review.toml. A record from a website or a reference list is new only if no
        database had it (PRISMA 2020, item 16a; Haddaway et al. 2022).
        """
        return sorted(self.members[report], key=lambda one: (self._order[self.found_in[one]], one))

    def counted_on(self, report: RecordId) -> RecordId:
        """The record by which a report was first found."""
        members = self.members[report]
        if len(members) == 1:
            return members[0]
        return min(self.members[report], key=lambda one: (self._order[self.found_in[one]], one))

    @cached_property
    def _order(self) -> dict[str, tuple[int, int, int]]:
        """The sort key of each search: its round, way of finding, and place in review.toml."""
        places = {one.name: place for place, one in enumerate(self.review.searches)}
        return {
            name: (
                self.round_order.get(search.round, len(self.round_order)),
                _WAYS.get(search.way, len(_WAYS)),
                places.get(name, len(places)),
            )
            for name, search in self.searches.items()
        }

    def report_of(self, record: RecordId) -> RecordId:
        """The report that a record belongs to; for a withdrawn record, its mates' report."""
        here = self.standing_for(record)
        found = self.memberships.get(here)
        return found.report if found else here

    def standing_for(self, record: RecordId) -> RecordId:
        """The record itself; for a withdrawn record, one of its mates in the library."""
        return record if record in self.found_in else self.stand_ins.get(record, record)

    def removed(self, report: RecordId) -> str | None:
        """The criterion that removed a report automatically, if review.toml allows it."""
        criterion = self.automated.get(report)
        if criterion is None or criterion not in self.review.automation.criteria:
            return None
        if self.kept_removals and any(
            (one, criterion) in self.kept_removals for one in self.members[report]
        ):
            return None
        return None if self.decided.get(report) else criterion

    def outcome(self, report: RecordId, stage: Stage) -> Outcome | None:
        """The outcome of the decisions on a report at a stage; None if nobody has decided."""
        said = self.decisions_on(report, stage)
        if not said:
            return None
        place = report, stage
        if place not in self._outcomes:
            self._outcomes[place] = outcome(said, self.review.reviewers.scheme(stage))
        return self._outcomes[place]

    @cached_property
    def _outcomes(self) -> dict[tuple[RecordId, Stage], Outcome]:
        """The outcomes computed so far; for a large library they are requested a million times."""
        return {}

    def verdict(self, report: RecordId, stage: Stage) -> Verdict | None:
        """The valid verdict on a report at a stage; None if there is none yet."""
        found = self.outcome(report, stage)
        return found.verdict if found else None

    def awaiting(self, stage: Stage) -> list[RecordId]:
        """The reports on which a stage still needs a decision, in the order of their ids."""
        if stage not in self._awaiting:
            # Only screening waits for reports without any decision.
            some = self.members if stage is Stage.SCREENING else self.judged
            self._awaiting[stage] = tuple(
                one
                for one in some
                if (one not in self.decided and one not in self.automated)
                or (self.verdict(one, stage) is None and self._due(one, stage))
            )
        return list(self._awaiting[stage])

    @cached_property
    def judged(self) -> tuple[RecordId, ...]:
        """The reports with any decision, in the order of their ids."""
        return tuple(report for report in self.members if self.decided.get(report))

    @cached_property
    def _awaiting(self) -> dict[Stage, tuple[RecordId, ...]]:
        return {}

    def waiting_for(self, stage: Stage, reviewer: str) -> list[RecordId]:
        """The reports that still need this reviewer's decision at a stage."""
        return [
            report
            for report in self.awaiting(stage)
            if all(said.reviewer != reviewer for said in self.decisions_on(report, stage))
        ]

    def conflicts(self, stage: Stage) -> list[RecordId]:
        """The reports on which reviewers disagree at a stage, in the order of their ids.

        Without reports that an earlier stage, with its present decisions, does not let through.
        """
        return [
            report
            for report in self.judged
            if (found := self.outcome(report, stage))
            and found.state == "conflict"
            and self._due(report, stage)
        ]

    def disagreements(self, stage: Stage) -> list[RecordId]:
        """The reports that somebody can settle at a stage; at retrieval `retrieval_differs`."""
        return self.retrieval_differs() if stage is Stage.RETRIEVAL else self.conflicts(stage)

    def retrieval_differs(self) -> list[RecordId]:
        """The reports whose full text is available according to some people, but not to others.

        The latest statement counts until somebody settles it. In the order of their ids.
        """
        return [
            report
            for report in self.judged
            if self.passed(report) and self._retrieval_differs(report)
        ]

    def _retrieval_differs(self, report: RecordId) -> bool:
        said = self.decisions_on(report, Stage.RETRIEVAL)
        return len({one.verdict for one in said}) > 1 and not any(one.resolves for one in said)

    def own_words(self) -> list[Decision]:
        """The standing decisions, each under its report: one per report, stage and reviewer."""
        return [
            said if said.record == report else replace(said, record=report)
            for report, stages in self.decided.items()
            for ones in stages.values()
            for said in ones
        ]

    def unread(self) -> list[RecordId]:
        """The reports whose title and abstract somebody still has to read; none in conflict."""
        return [
            report
            for report in self.awaiting(Stage.SCREENING)
            if report not in self.decided
            or (found := self.outcome(report, Stage.SCREENING)) is None
            or found.state == "pending"
        ]

    @property
    def included(self) -> list[RecordId]:
        """The included reports in the order of their ids, if no earlier stage stops them."""
        return self._assessed_as(Verdict.INCLUDE)

    @property
    def excluded(self) -> list[RecordId]:
        """The reports excluded at full text, in the order of their ids."""
        return self._assessed_as(Verdict.EXCLUDE)

    @cached_property
    def groups(self) -> StudyGroups:
        """The included reports by study, under permanent ids."""
        named = {one for each in self.given_studies for one in (each.record, *each.records)}
        for link in self.study_links:
            named |= {link.record, *link.records, RecordId(link.study)}
        return study_groups(
            self.included,
            {
                one: self.report_of(one)
                for one in named
                if one in self.records or one in self.stand_ins
            },
            given=self.given_studies,
            links=self.study_links,
        )

    @property
    def studies(self) -> Mapping[str, tuple[RecordId, ...]]:
        """The included reports by study; a report that nobody linked is a separate study."""
        return self.groups.reports

    def _assessed_as(self, verdict: Verdict) -> list[RecordId]:
        return [
            report
            for report in self.judged
            if self.verdict(report, Stage.ELIGIBILITY) is verdict
            and self._due(report, Stage.ELIGIBILITY)
        ]

    def labelled(self) -> dict[RecordId, bool]:
        """Whether each decided report was included, by the last stage at which it was decided."""
        found = {}
        for report in self.judged:
            verdicts = (self.verdict(report, one) for one in (Stage.ELIGIBILITY, Stage.SCREENING))
            last = next((one for one in verdicts if one in _SETTLED), None)
            if last:
                found[report] = last is Verdict.INCLUDE
        return found

    def decisions_on(self, report: RecordId, stage: Stage) -> tuple[Decision, ...]:
        """The standing decisions on a report at a stage, one per reviewer."""
        return self.decided.get(report, {}).get(stage, ())

    def _due(self, report: RecordId, stage: Stage) -> bool:
        """Whether the stages before this one have let a report through."""
        if stage is Stage.SCREENING:
            return not self.removed(report) and not self._straight_to_full_text(report)
        if not self.passed(report):
            return False
        if stage is Stage.RETRIEVAL:
            return not self.decided[report].get(Stage.ELIGIBILITY)
        return self.verdict(report, Stage.RETRIEVAL) is not Verdict.NOT_RETRIEVED

    def passed(self, report: RecordId) -> bool:
        """Whether a report is to be sought in full text."""
        screened = self.verdict(report, Stage.SCREENING) is Verdict.INCLUDE
        return screened or self._straight_to_full_text(report)

    def _straight_to_full_text(self, report: RecordId) -> bool:
        """Whether a report found by other methods was assessed in full text without screening.

        PRISMA's right column has no screening; in the left one, full text never replaces it.
        """
        said = self.decided.get(report, {})
        if Stage.SCREENING in said or not said:
            return False
        return self.searches[self.found_in[self.counted_on(report)]].way not in _WAYS
