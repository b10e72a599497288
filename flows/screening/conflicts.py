"""The disagreements of reviewers, side by side for whoever settles them."""

from dataclasses import replace
from pathlib import Path

from exports.lists.candidates import CONSENSUS
from exports.lists.conflicts import Conflict, conflicts_xlsx
from flows.review.atomic_files import drafted
from flows.review.session import at_work
from flows.screening.candidates import Choice, head_of
from flows.screening.lists import NOTHING_CUT, Written, check_output, place_for
from flows.stages.refresh import refresh
from pipeline.decisions import Stage


def write_conflicts(
    folder: Path, stage: Stage, reviewer: str | None, output: Path | None
) -> Written:
    """Write the disagreements at a stage; what comes back through `ajour decide` settles them."""
    check_output(output, "xlsx")
    with at_work(folder) as session:
        refresh(session)
        library = session.library()
        who = reviewer or CONSENSUS
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
