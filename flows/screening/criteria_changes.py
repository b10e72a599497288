"""Finds decisions that a change of the criteria contradicts; no decision is changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from exports.lists.candidate_list import candidates_xlsx
from flows.review.atomic_files import drafted
from flows.review.clock import now
from flows.review.session import Session, at_work
from flows.screening.candidates import Choice, candidates, head_of, list_id
from flows.screening.lists import already_there, place_for
from flows.stages.refresh import refresh
from pipeline.decisions import Stage, Verdict
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.store.connection import writing
from pipeline.store.decisions import put_list
from pipeline.store.list_files import ListFile
from pipeline.store.supplements import suggestion_changes

AGAIN = "again-"
"""Prefix of the name and id of a list of decisions to review again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSuggestion:
    """A report whose suggestion has changed, and who decided otherwise at screening."""

    report: RecordId
    title: str
    before: str
    after: str
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaChanges:
    """What the latest change of the criteria altered, and the lists written from it."""

    when: str
    changed: tuple[ChangedSuggestion, ...]
    lists: tuple[tuple[str, Path, int], ...] = ()

    @property
    def asked(self) -> dict[str, int]:
        """How many decisions each person might review again."""
        names = Counter(name for one in self.changed for name in one.against)
        return dict(sorted(names.items()))


def criteria_changes(folder: Path, *, write: bool = False) -> CriteriaChanges:
    """How suggestions changed; with `write`, also a list for each person who disagrees."""
    with at_work(folder, outline=not write) as session:
        refresh(session)
        library = session.library()
        found = changes_of(session, library)
        if not write:
            return found
        lists = [_write(session, library, found, who) for who in found.asked]
        return replace(found, lists=tuple(lists))


def changes_of(session: Session, library: Library) -> CriteriaChanges:
    """The reports whose suggestion changed in the latest change, in the order of their ids.

    A suggestion that has since changed back does not count.
    """
    stored = suggestion_changes(session.db)
    when = max((one.at for one in stored), default="")
    latest = {library.report_of(one.record): one for one in stored if one.at == when}
    changed = []
    for report, one in sorted(latest.items()):
        now_ = library.assessments.get(report)
        if report in library.members and now_ and now_.suggestion == one.after != one.before:
            changed.append(
                ChangedSuggestion(
                    report=report,
                    title=library.report(report).title or "–",
                    before=one.before,
                    after=one.after,
                    against=_against(library, report, one.after),
                )
            )
    return CriteriaChanges(when=when, changed=tuple(changed))


def _against(library: Library, report: RecordId, suggestion: str) -> tuple[str, ...]:
    """Who made screening decisions that the suggestion now contradicts."""
    other = {"exclude": (Verdict.INCLUDE, Verdict.MAYBE), "include": (Verdict.EXCLUDE,)}
    said = library.decisions_on(report, Stage.SCREENING)
    return tuple(one.reviewer for one in said if one.verdict in other.get(suggestion, ()))


def _write(
    session: Session, library: Library, found: CriteriaChanges, who: str
) -> tuple[str, Path, int]:
    """One person's decisions that the criteria now contradict; a list already there is kept."""
    picked: Sequence[tuple[RecordId, bool]] = [
        (one.report, False) for one in found.changed if who in one.against
    ]
    choice = Choice(stage=Stage.SCREENING, reviewer=who, top=None)
    head = head_of(session, choice)
    path = place_for(session.review, None, f"{AGAIN}{Stage.SCREENING}-{who}", "xlsx")
    with drafted(path) as draft:
        candidates_xlsx(head, candidates(session, library, choice, picked), draft)
        path = already_there(draft, path, None) or path
        with writing(session.db):
            name = AGAIN + list_id(choice, picked, head.when)
            file = ListFile(path.name, now())
            put_list(session.db, (name, Stage.SCREENING, who, head.when), picked, file=file)
    return who, path, len(picked)
