"""The disagreements of reviewers, side by side for whoever settles them."""

from dataclasses import replace
from pathlib import Path

from exports.lists.candidates import CONSENSUS
from exports.lists.conflicts import Conflict, conflicts_xlsx
from flows.review.atomic_files import drafted
from flows.review.session import Session, at_work
from flows.screening.candidates import Choice, head_of
from flows.screening.lists import NOTHING_CUT, Written, check_output, place_for
from flows.stages.refresh import refresh
from pipeline.decisions import Stage
from pipeline.errors import Fault, Refused
from pipeline.review.library import Library

STAGES = (Stage.SCREENING, Stage.ELIGIBILITY)
"""The stages at which two people decide the same."""


def write_conflicts(
    folder: Path, stage: Stage | None, reviewer: str | None, output: Path | None
) -> list[Written]:
    """Write the disagreements at a stage, or a sheet for each stage that has any.

    What comes back through `ajour decide` settles them. Refused where one file is named for the
    disagreements of two stages.
    """
    check_output(output, "xlsx")
    with at_work(folder) as session:
        refresh(session)
        library = session.library()
        wanted = [stage] if stage else [one for one in STAGES if library.conflicts(one)]
        if output and len(wanted) > 1:
            faults = [Fault(f"--stage {one}", _count(library, one)) for one in wanted]
            raise Refused("--output: one file holds one stage; name it with --stage.", faults)
        who = reviewer or CONSENSUS
        return [_write(session, library, one, who, output) for one in wanted]


def _count(library: Library, stage: Stage) -> str:
    count = len(library.conflicts(stage))
    return "1 disagreement" if count == 1 else f"{count} disagreements"


def _write(
    session: Session, library: Library, stage: Stage, who: str, output: Path | None
) -> Written:
    """Write the disagreements at one stage; without any, nothing."""
    found = [
        Conflict(
            record=replace(library.reports[one], id=one), decisions=library.decided[one][stage]
        )
        for one in library.conflicts(stage)
    ]
    path, cut = None, NOTHING_CUT
    if found:
        path = place_for(session.review, output, f"conflicts-{stage}-{who}", "xlsx")
        head = head_of(session, Choice(stage=stage, reviewer=who, top=None))
        with drafted(path) as draft:
            cut = conflicts_xlsx(head, found, draft)
    return Written(
        path=path, stage=stage, reviewer=who, listed=len(found), random_checks=0, cut=cut
    )
