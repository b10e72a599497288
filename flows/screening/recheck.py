"""A second look: a blinded list of decisions worth reading again, and what screeners miss."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil
from pathlib import Path
from random import Random

from flows.review.atomic_files import drafted
from flows.review.clock import now
from flows.review.reviewer_names import reviewer_of
from flows.review.session import Session, at_work
from flows.screening.candidates import Choice, candidates, head_of, list_id
from flows.screening.lists import WRITERS, Written, already_there, check_output, place_for
from flows.screening.missed import by_lot
from flows.stages.refresh import refresh
from pipeline.decisions import Decision, Stage, Verdict
from pipeline.ranking.labels import Label
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.store.connection import writing
from pipeline.store.decisions import RECHECK, put_list
from pipeline.store.list_files import ListFile

SUSPECTED = 0.05
"""Share of the excludes, 0 to 1, read again because they look like includes.

These had two thirds of the errors planted in eight finished reviews.
"""


def write_recheck(folder: Path, reviewer: str | None, output: Path | None) -> Written:
    """Write the list of reports that someone is to read again, without the earlier decisions.

    The list has reports that one person alone decided on: the excludes that look most like
    includes, as many includes that look least like them, and a random sample of all excludes, in
    random order. The reviewer's own decisions are included only if there is no other reviewer.
    Decisions returned through `ajour decide` are kept beside the first ones and, if one person
    decides, replace them as the later decision.
    """
    check_output(output, "xlsx")
    with at_work(folder) as session:
        refresh(session)
        who = reviewer_of(session.review, reviewer)
        library = session.library()
        picked = picked_for(session, library, who)
        path = kept = None
        if picked:
            path = place_for(session.review, output, f"{RECHECK}{who}", "xlsx")
            kept = _write(session, who, picked, path, output)
    return Written(
        path=kept or path,
        stage=Stage.SCREENING,
        reviewer=who,
        listed=len(picked),
        random_checks=0,
        cut=(),
        kept=kept is not None,
    )


def _write(
    session: Session, who: str, picked: Sequence[RecordId], path: Path, output: Path | None
) -> Path | None:
    """Write the list, and record it as not ranked, so that no reading order is derived from it.

    Returns the same list if it was there already; no second one is then written.
    """
    choice = Choice(stage=Stage.SCREENING, reviewer=who, top=None)
    rows = [(one, False) for one in picked]
    head, shown = head_of(session, choice), candidates(session, session.library(), choice, rows)
    # The rank, its words and the reviewer's own verdict would reveal what was decided.
    blinded = [
        replace(one, rank=place, probability=None, lifted=(), lowered=(), mine=None)
        for place, one in enumerate(shown, start=1)
    ]
    with drafted(path) as draft:
        WRITERS["xlsx"][0](head, blinded, draft)
        kept = already_there(draft, path, output)
        with writing(session.db):
            name = RECHECK + list_id(choice, rows, head.when)
            head_of_list = (name, choice.stage, who, head.when)
            put_list(session.db, head_of_list, rows, file=ListFile((kept or path).name, now()))
    return kept


def picked_for(session: Session, library: Library, who: str) -> list[RecordId]:
    """The reports of the list, in its order."""
    alone = _decided_alone(library)
    pool = _pool(session, alone, who)
    if not pool:
        return []
    from pipeline.ranking.recheck import suspects  # slow: imports scikit-learn

    found = suspects([(library.reports[one], _label(said)) for one, said in alone.items()])
    excludes = [one for one in found.excludes if one in pool]
    first = ceil(SUSPECTED * len(excludes))
    title = session.review.title
    lot = [one for one, said in pool.items() if said.verdict is Verdict.EXCLUDE]
    picked = {
        *excludes[:first],
        *[one for one in found.includes if one in pool][:first],
        *(one for one in lot if by_lot(title, one)),
    }
    return _shuffled(sorted(picked), f"{title}\n{who}")


def any_to_read_again(session: Session, library: Library, who: str) -> bool:
    """Whether someone has anything to read again."""
    pool = _pool(session, _decided_alone(library), who)
    return any(said.verdict is Verdict.EXCLUDE for said in pool.values())


def _pool(
    session: Session, alone: Mapping[RecordId, Decision], who: str
) -> dict[RecordId, Decision]:
    """Reports decided by one person alone; the reader's own only if no one else reads."""
    others = len(session.review.reviewers.names) > 1
    return {one: said for one, said in alone.items() if not (others and said.reviewer == who)}


def _decided_alone(library: Library) -> dict[RecordId, Decision]:
    """The only decision on title and abstract of each report whose screening it finished."""
    every = {report: library.decisions_on(report, Stage.SCREENING) for report in library.judged}
    # In double screening, the decision of a second person is an ordinary reading, not a check.
    finished = {one for one in every if library.verdict(one, Stage.SCREENING) is not None}
    return {
        report: said[0]
        for report, said in every.items()
        if len(said) == 1 and report in finished and not said[0].resolves
    }


def _label(said: Decision) -> Label:
    return Label(relevant=said.verdict is not Verdict.EXCLUDE)


def _shuffled(reports: Sequence[RecordId], seed: str) -> list[RecordId]:
    lot = Random(seed)  # noqa: S311 - an order, no secret  # nosec B311
    return lot.sample(reports, len(reports))


def told_nothing(written: Written) -> str:
    """The reason why no list was written: there is nothing to read again."""
    return (
        f"There is nothing for {written.reviewer} to check again, because no report was "
        f"decided by only one other person. In double screening, a report with one decision "
        f"waits for its second reviewer instead."
    )
