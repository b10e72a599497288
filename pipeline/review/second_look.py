"""Results of `ajour recheck` lists: decisions of one person alone that were read again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.decisions import Decision, Stage, Verdict
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.store.decisions import RECHECK


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """How many reports were read again, and what that changed.

    `taken_up` had been excluded and are included now, `excluded` the other way round; on `open` the
    two decisions differ and no one has settled it.
    """

    read: int = 0
    taken_up: int = 0
    excluded: int = 0
    open: int = 0

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
    found = SecondLook()
    for report, own in words.items():
        if any(later.when >= listed[report] for later in own[1:]):
            found = _with(found, own[0].verdict, library.verdict(report, Stage.SCREENING))
    return found


def _with(found: SecondLook, first: Verdict, now: Verdict | None) -> SecondLook:
    """One more report, by the first decision on it and the valid verdict."""
    was_out, is_out = first is Verdict.EXCLUDE, now is Verdict.EXCLUDE
    return replace(
        found,
        read=found.read + 1,
        taken_up=found.taken_up + (now is not None and was_out and not is_out),
        excluded=found.excluded + (is_out and not was_out),
        open=found.open + (now is None),
    )
