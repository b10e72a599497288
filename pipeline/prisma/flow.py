"""The flow as a value: a number for every box, and the members that it counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pipeline.prisma.boxes import KNOWN_PARTS, PENDING, resolve, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms on which evidence is counted.

    `reasons` are codes in the order of priority; any other codes follow, sorted.
    `searches` limits the flow to these. `order` are all rounds, first to last; () means their names
    in natural order ("2" before "10"). `imported` gives, per search, the number of records in the
    receipts of its imports, and `rejected_rows` the number of rows they refused.
    `earlier_as_previous` counts what rounds before the chosen ones included as the previous
    version of the review.
    """

    reasons: tuple[str, ...] = ()
    searches: tuple[str, ...] | None = None
    order: tuple[str, ...] = ()
    imported: Mapping[str, int] = field(default_factory=dict)
    rejected_rows: Mapping[str, int] = field(default_factory=dict)
    earlier_as_previous: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxEntry:
    """One line of a list inside a box: a source's or a reason's name, and its number."""

    name: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The contents of each box of a flow that balances. `flow["screened_records"]` is its number.

    `numbers` has every box of `box_names()` and of `TOTALS`; `members` the sorted ids behind each
    box, "box/source" and "box/reason". `sources` has a list for each way of finding, `reasons` the
    exclusions at full text for "excluded_reports" and "other_excluded_reports", in the order of
    priority; the code of a missing reason is "". `removed_other` names the other reasons of removal
    before screening. `rounds` are those counted, in order, `searches` those it is limited to, or
    ().
    `previous` is the name of the earlier review, "" if earlier rounds take its place, None for the
    flow of a new review. `warnings` name results that balance but deserve a second look.
    `study_reports` are the included reports of each study.
    """

    numbers: Mapping[str, int]
    members: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, tuple[BoxEntry, ...]]
    reasons: Mapping[str, tuple[BoxEntry, ...]]
    removed_other: tuple[BoxEntry, ...] = ()
    rounds: tuple[str, ...] = ()
    searches: tuple[str, ...] = ()
    previous: str | None = None
    warnings: tuple[str, ...] = ()
    study_reports: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __getitem__(self, box: str) -> int:
        """The number of a box, also by PRISMA2020's name for it; KeyError if there is none."""
        return self.numbers[resolve(box)]

    @property
    def preliminary(self) -> bool:
        """Whether anything still waits for a decision."""
        return any(self.numbers[box] for box in PENDING)

    @property
    def other_methods(self) -> bool:
        """Whether anything was found by websites, organisations or citations."""
        return self.numbers["other_identified_records"] > 0

    def behind(self, box: str) -> tuple[str, ...]:
        """The ids behind a box, or behind a line of it ("excluded_reports/P1"), sorted.

        KeyError if no such box or line exists.
        """
        return self.members[resolve(box)]

    def documents(self, box: str) -> tuple[str, ...]:
        """The records or reports behind a box, sorted; for studies, the reports that describe them.

        For numbers that include an earlier review, only what is in the store. KeyError if no such
        box or line exists.
        """
        name = resolve(box)
        ids = {one for part in _parts(name) for one in self.members[part]}
        if unit(name) == "study":
            ids = {report for study in ids for report in self.study_reports.get(study, ())}
        return tuple(sorted(ids))

    def times(self, many: Mapping[str, int]) -> "Flow":
        """The flow in which each id stands for so many, or 1; without the numbers of `TOTALS`."""
        numbers = {
            box: sum(many.get(one, 1) for one in ids)
            for box, ids in self.members.items()
            if "/" not in box
        }
        return replace(self, numbers=numbers)

    def lists(self) -> dict[str, tuple[str, ...]]:
        """The records, reports or studies behind every box and line that is not empty, sorted.

        Each list is as long as its number. Only numbers that include an earlier review are larger
        than their lists, which have what is in the store.
        """
        every = {
            box: tuple(sorted({one for part in _parts(box) for one in self.members[part]}))
            for box in (*self.members, *KNOWN_PARTS)
        }
        return {box: ids for box, ids in every.items() if ids}


def _parts(box: str) -> tuple[str, ...]:
    return KNOWN_PARTS.get(box, (box,))
