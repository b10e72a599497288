"""Groups reports by study, and gives each study a permanent id."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.records import RecordId
from pipeline.store.studies import GivenStudy, StudyLink

Node = tuple[str, str]
"""A report or a study's id, distinguished by its first word."""


@dataclass(frozen=True, kw_only=True)
class StudyGroups:
    """The included reports by study id, and every other id of each study.

    `known` maps each id that a study ever had to its present one. `previous` are studies of the
    earlier review. `joined` are studies in which two ids or names met that no person linked: two of
    their records turned out to be of one report. `by_report` has the valid links of each report.
    """

    reports: Mapping[str, tuple[RecordId, ...]]
    known: Mapping[str, str]
    previous: frozenset[str]
    joined: Mapping[str, tuple[str, ...]]
    by_report: Mapping[RecordId, tuple[StudyLink, ...]]
    bound: Mapping[RecordId, tuple[str, ...]]

    @cached_property
    def of(self) -> dict[RecordId, str]:
        """The study of each included report."""
        return {report: study for study, ids in self.reports.items() for report in ids}


def study_groups(
    included: Sequence[RecordId],
    reports: Mapping[RecordId, RecordId],
    *,
    given: Sequence[GivenStudy],
    links: Sequence[StudyLink],
) -> StudyGroups:
    """The included reports by study; `reports` has the report of every valid record.

    Merging or splitting records undoes no person's links: if two linked reports become one, all
    that either was linked to is one study; if one is split, its id and its links stay with the
    record they were given to, or else with the included part.
    """
    return _Grouping(included, reports, given, links).groups()


class _Grouping:
    """Reports and ids that belong together, as sets that grow."""

    def __init__(
        self,
        included: Sequence[RecordId],
        reports: Mapping[RecordId, RecordId],
        given: Sequence[GivenStudy],
        links: Sequence[StudyLink],
    ) -> None:
        self.included, self.reports, self.given = included, reports, given
        self.inside = frozenset(included)
        self.leader: dict[Node, Node] = {}
        self.bound: dict[RecordId, list[str]] = defaultdict(list)
        self.links: dict[RecordId, list[StudyLink]] = defaultdict(list)
        self.since: dict[str, str] = {one.id: one.at for one in given}
        for study in given:
            self._bind(study)
        for link in links:
            self._link(link)

    def owner(self, record: RecordId, records: Iterable[RecordId]) -> RecordId | None:
        """The included report that an id or a link now belongs to; None if there is none."""
        first = self.reports.get(record)
        if first in self.inside:
            return first
        others = sorted(self.reports[one] for one in records if one in self.reports)
        return next((one for one in others if one in self.inside), None)

    def _bind(self, study: GivenStudy) -> None:
        report = self.owner(study.record, study.records)
        if report:
            self.bound[report].append(study.id)
            self._join(("report", report), ("study", study.id))

    def _link(self, link: StudyLink) -> None:
        report = self.owner(link.record, link.records)
        if report:
            self.links[report].append(link)
            self._join(("report", report), ("study", link.study))
            self.since.setdefault(link.study, link.at)
        # Before studies had ids, a link named the report that represented a study.
        named = self.reports.get(RecordId(link.study))
        if named and link.study not in {one.id for one in self.given}:
            self._join(("study", link.study), ("report", named))

    def _top(self, node: Node) -> Node:
        while (above := self.leader.get(node, node)) != node:
            node = above
        return node

    def _join(self, one: Node, other: Node) -> None:
        tops = sorted((self._top(one), self._top(other)))
        self.leader[tops[1]] = tops[0]

    def groups(self) -> StudyGroups:
        """Each set of reports with its id; studies in the order of their first reports."""
        sets: dict[Node, list[RecordId]] = defaultdict(list)
        for report in self.included:
            sets[self._top(("report", report))].append(report)
        ids: dict[Node, list[str]] = defaultdict(list)
        for node in {*self.leader, *self.leader.values()}:
            if node[0] == "study":
                ids[self._top(node)].append(node[1])
        reports: dict[str, tuple[RecordId, ...]] = {}
        known: dict[str, str] = {}
        joined: dict[str, tuple[str, ...]] = {}
        for top, members in sets.items():
            own = self._own(ids.get(top, ()))
            study = own[0] if own else members[0]
            reports[study] = tuple(members)
            known |= dict.fromkeys((*ids.get(top, ()), study), study)
            if len(own) > 1:
                joined[study] = tuple(own)
        return StudyGroups(
            reports=reports,
            known=known,
            previous=frozenset(
                study
                for study, members in reports.items()
                if any(link.previous for one in members for link in self.links.get(one, ()))
            ),
            joined=joined,
            by_report={report: tuple(said) for report, said in self.links.items()},
            bound={report: tuple(ids) for report, ids in self.bound.items()},
        )

    def _own(self, ids: Iterable[str]) -> list[str]:
        """The possible ids of a set, the earliest first, without any that people led elsewhere.

        All of them if people linked in a circle.
        """
        led = {
            study
            for report, studies in self.bound.items()
            for study in studies
            if any(link.study != study for link in self.links.get(report, ()))
        }
        by_age = sorted(ids, key=lambda one: (self.since.get(one, ""), one))
        return [one for one in by_age if one not in led] or by_age
