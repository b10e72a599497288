"""Lists the conflicts between reviewers, side by side, for whoever resolves them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flows.review.atomic_files import drafted
from flows.review.session import Session, at_work
from flows.review.target_file import free_place
from flows.stages.refresh import refresh
from pipeline.decisions import CONSENSUS, Stage
from pipeline.errors import Fault, Refused
from pipeline.records import RecordId
from pipeline.review.library import Library

# These modules are slow to import, so they are imported only if there are conflicts.
if TYPE_CHECKING:
    from flows.screening.lists import Written

STAGES = tuple(Stage)
"""The stages at which conflicts can occur."""


def write_conflicts(
    folder: Path, stage: Stage | None, reviewer: str | None, output: Path | None
) -> "list[Written]":
    """Write the conflicts of one stage, or of every stage that has any, to a sheet per person.

    Without `reviewer`, a conflict goes to somebody who has not judged the report, if there is
    anyone. Sheets returned through `ajour decide` resolve the conflicts. Raises Refused if one
    output file is named for two sheets.
    """
    if output is not None:
        free_place(output, ["xlsx"], "a list")
    with at_work(folder, outline=True) as session:
        refresh(session)
        library = session.library()
        wanted = [stage] if stage else [one for one in STAGES if library.disagreements(one)]
        sheets = [sheet for one in wanted for sheet in _sheets(session, library, one, reviewer)]
        if output and len(sheets) > 1:
            raise Refused(
                "--output: one file can have the conflicts of only one stage for one person. Name "
                "the stage with --stage, and the person with --reviewer. --reviewer "
                f"{CONSENSUS} means the reviewers who disagree.",
                [Fault(f"--stage {one.stage}", _count(one)) for one in sheets],
            )
        return [_write(session, library, one, output) for one in sheets]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """The person who gets a sheet, and the reports on it."""

    stage: Stage
    who: str
    reports: Sequence[RecordId]


def _sheets(session: Session, library: Library, stage: Stage, reviewer: str | None) -> list[_Sheet]:
    from flows.screening.shares import settlers

    given = settlers(session, library, stage)
    if reviewer or not given:
        given = {reviewer or CONSENSUS: library.disagreements(stage)}
    return [_Sheet(stage=stage, who=who, reports=ids) for who, ids in given.items()]


def _count(sheet: _Sheet) -> str:
    count = len(sheet.reports)
    what = "1 disagreement" if count == 1 else f"{count} disagreements"
    return f"{what} for {sheet.who}"


def _write(session: Session, library: Library, sheet: _Sheet, output: Path | None) -> "Written":
    """Write a sheet of conflicts; nothing is written if there are none."""
    from exports.lists.conflicts import Conflict, conflicts_xlsx
    from flows.screening.candidates import Choice, head_of
    from flows.screening.lists import NOTHING_CUT, Written, already_there, place_for

    stage, who = sheet.stage, sheet.who
    found = [
        Conflict(record=replace(library.report(one), id=one), decisions=library.decided[one][stage])
        for one in sheet.reports
    ]
    path, cut, kept = None, NOTHING_CUT, None
    if found:
        path = place_for(session.review, output, f"conflicts-{stage}-{who}", "xlsx")
        head = head_of(session, Choice(stage=stage, reviewer=who, top=None))
        with drafted(path) as draft:
            cut = conflicts_xlsx(head, found, draft)
            kept = already_there(draft, path, output)
    return Written(
        path=kept or path,
        stage=stage,
        reviewer=who,
        listed=len(found),
        random_checks=0,
        cut=cut,
        kept=kept is not None,
    )
