"""Prepares lists during an update: for each reviewer, the next reports to screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from exports.lists.candidate_list import candidates_xlsx
from flows.reporting.material import Material
from flows.review.atomic_files import distinct, drafted, safe_name
from flows.review.clock import now
from flows.review.search_files import sha256_of
from flows.screening.candidates import Choice, candidates, head_of, list_id
from flows.screening.shares import LISTS, hands, shares, untouched_files
from pipeline.decisions import Stage
from pipeline.records import RecordId
from pipeline.review.lists_out import reports_on
from pipeline.review.prisma_evidence import left_unread
from pipeline.store.connection import writing
from pipeline.store.decisions import put_list, sent_lists
from pipeline.store.list_files import ListFile, put_removed
from pipeline.store.ranks_and_assessments import positions

READY = "ready-"
"""Prefix of the id of a list that no one requested; a requested list may have the same rows."""

NEXT = 100
"""Number of reports on a list that was not requested: some hours of reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextList:
    """A list to prepare: its file under lists/, and its reports."""

    file: str
    choice: Choice
    when: str
    picked: Sequence[tuple[RecordId, bool]]

    @property
    def name(self) -> str:
        """The file within the review's folder."""
        return f"{LISTS}/{self.file}"


def next_lists(material: Material) -> list[NextList]:
    """The next list of every reviewer with work waiting, in the order of review.toml.

    Each report is on the lists of as many people as it needs. Reports that the stopping rule leaves
    unread are on no list, and neither are those on an unreturned list of the same person. These
    lists have no random checks: those of the last requested list still represent what is unread,
    and another list at each update would end their use.
    """
    review = material.session.review
    there = dict(zip(review.reviewers.names, _stems(review.reviewers.names), strict=True))
    free = untouched_files(review, sent_lists(material.session.db, Stage.SCREENING, every=True))
    found = []
    for reviewer, reports in _next(material).items():
        if reports:
            choice = Choice(stage=Stage.SCREENING, reviewer=reviewer, top=NEXT)
            file = _file(review.folder / LISTS, there[reviewer], free)
            picked = [(report, False) for report in reports]
            when = material.stamp.evidence
            found.append(NextList(file=file, choice=choice, when=when, picked=picked))
    return found


def _stems(names: Sequence[str]) -> list[str]:
    return distinct(f"{Stage.SCREENING}-{safe_name(name)}" for name in names)


def _file(folder: Path, stem: str, free: set[str]) -> str:
    """The first name that is free, or used only by an untouched prepared list."""
    names = chain([f"{stem}.xlsx"], (f"{stem}-{number}.xlsx" for number in count(2)))
    return next(one for one in names if one in free or not (folder / one).exists())


def _next(material: Material) -> dict[str, list[RecordId]]:
    """The reports due from each reviewer and not on a list they have, best first."""
    session, library = material.session, material.library
    left, order = left_unread(library), positions(session.db)
    out = hands(session, library, Stage.SCREENING).out
    found = {}
    for name, ids in shares(session, library, Stage.SCREENING).items():
        theirs = reports_on(library, [one for one in out if one.reviewer == name])
        waiting = [one for one in ids if one not in left and one not in theirs]
        waiting.sort(key=lambda one: (order.get(one, len(order) + 1), one))
        found[name] = waiting[:NEXT]
    return found


def lay_ready(material: Material, lists: Sequence[NextList]) -> None:
    """Write the lists under lists/, and record each at the moment it is created.

    An untouched list that an earlier update prepared is replaced; nothing else is.
    """
    session = material.session
    folder = session.review.folder / LISTS
    free = untouched_files(session.review, sent_lists(session.db, Stage.SCREENING, every=True))
    removed = sorted(free - {one.file for one in lists})
    if removed:
        with writing(session.db):
            put_removed(session.db, removed)
    for name in removed:
        (folder / name).unlink(missing_ok=True)
    for one in lists:
        path = folder / one.file
        if path.exists() and one.file not in free:
            continue  # someone has just begun to fill it in
        folder.mkdir(exist_ok=True)
        _write(material, one, path)


def _write(material: Material, laid: NextList, path: Path) -> None:
    session, choice = material.session, laid.choice
    shown = candidates(session, material.library, choice, laid.picked)
    head = (
        READY + list_id(choice, laid.picked, laid.when),
        choice.stage,
        choice.reviewer,
        laid.when,
    )
    with drafted(path) as draft:
        candidates_xlsx(head_of(session, choice), shown, draft)
        file = ListFile(laid.file, now(), sha256_of(draft))
        with writing(session.db):
            put_list(session.db, head, laid.picked, asked_for=False, file=file)
