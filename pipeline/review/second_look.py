"""Results of `ajour recheck` lists: decisions of one person alone that were read again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.decisions import Decision, Stage, Verdict
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.store.decisions import RECHECK


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """How many reports were read again, and what that changed.

    `taken_up` had been excluded and are included now, `excluded` the other way round; on `open` the
    two decisions differ and no one has settled it. `members` has the reports by these names.
    """

    read: int = 0
    taken_up: int = 0
    excluded: int = 0
    open: int = 0
    members: Mapping[str, tuple[RecordId, ...]] = field(default_factory=dict, compare=False)

    @property
    def changed(self) -> int:
        """The number of decisions that the second reading changed."""
        return self.taken_up + self.excluded


def second_look(library: Library, said: Iterable[Decision]) -> SecondLook:
    """The results of second looks at titles and abstracts, from all decisions.

    A report counts as read again if it was decided before a second-look list with it was written,
    and again after that.
    """
    listed: dict[RecordId, str] = {}
    for written in library.lists:
        if written.id.startswith(RECHECK):
            for record, _ in written.ranks:
                listed.setdefault(library.report_of(record), written.at)
    words: dict[RecordId, list[Decision]] = {report: [] for report in listed}
    for one in sorted(said, key=lambda decision: decision.number):
        report = library.report_of(one.record)
        if report in words and one.stage is Stage.SCREENING and not one.resolves:
            words[report].append(one)
    members: dict[str, list[RecordId]] = {"read": [], "taken_up": [], "excluded": [], "open": []}
    for report, own in words.items():
        if any(later.when >= listed[report] for later in own[1:]):
            for name in _kinds(own[0].verdict, library.verdict(report, Stage.SCREENING)):
                members[name].append(report)
    return SecondLook(
        **{name: len(reports) for name, reports in members.items()},
        members={name: tuple(sorted(reports)) for name, reports in members.items()},
    )


def _kinds(first: Verdict, now: Verdict | None) -> Iterator[str]:
    """The counts that include a report read again, by the first decision and the valid verdict."""
    was_out, is_out = first is Verdict.EXCLUDE, now is Verdict.EXCLUDE
    yield "read"
    if now is None:
        yield "open"
    elif was_out != is_out:
        yield "taken_up" if was_out else "excluded"
