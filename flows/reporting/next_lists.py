"""The lists that an update lays ready: for each reviewer the next reports to be screened."""

import tempfile
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from exports.lists.candidate_list import candidates_xlsx
from flows.reporting.material import Made, Material
from flows.review.atomic_files import distinct, safe_name
from flows.screening.candidates import Choice, candidates, head_of, list_id
from pipeline.decisions import Stage
from pipeline.records import RecordId
from pipeline.review.prisma_evidence import left_unread
from pipeline.store.connection import Database
from pipeline.store.decisions import listed, put_list
from pipeline.store.ranks_and_assessments import positions

NEXT = 100
"""Reports on a list that was not asked for: some hours of reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextList:
    """A list that lies ready: its name within the run's folder, and what is on it."""

    name: str
    choice: Choice
    when: str
    picked: Sequence[tuple[RecordId, bool]]


def next_lists(material: Material) -> list[NextList]:
    """The next list of every reviewer for whom something waits, in the order of review.toml.

    Where one person decides, each report is on one list only. What the stopping rule leaves unread
    is on none. They hold no random checks: those of the last list that was asked for keep standing
    for what is unread, and another list at each update would end their use.
    """
    reviewers = material.session.review.reviewers.names
    shares = _shares(material, reviewers)
    when = material.stamp.evidence
    found = []
    for reviewer, file in zip(reviewers, distinct(map(safe_name, reviewers)), strict=True):
        if picked := [(report, False) for report in shares[reviewer]]:
            choice = Choice(stage=Stage.SCREENING, reviewer=reviewer, top=NEXT)
            name = f"lists/screening-{file}.xlsx"
            found.append(NextList(name=name, choice=choice, when=when, picked=picked))
    return found


def _shares(material: Material, reviewers: Sequence[str]) -> dict[str, list[RecordId]]:
    """The reports for each reviewer, best first: all that wait for them, or each one's part."""
    session, library = material.session, material.library
    unread, order = left_unread(library), positions(session.db)
    waiting = {
        name: [one for one in library.waiting_for(Stage.SCREENING, name) if one not in unread]
        for name in reviewers
    }
    ordered = {
        name: sorted(ids, key=lambda one: (order.get(one, len(order) + 1), one))
        for name, ids in waiting.items()
    }
    if session.review.reviewers.scheme(Stage.SCREENING) != "single" or len(reviewers) < 2:
        return {name: ids[:NEXT] for name, ids in ordered.items()}
    held = {
        name: {library.report_of(one) for one in listed(session.db, Stage.SCREENING, name)}
        for name in reviewers
    }
    return shared_out(ordered[reviewers[0]], held, most=NEXT)


def shared_out(
    reports: Sequence[RecordId], held: Mapping[str, Set[RecordId]], *, most: int
) -> dict[str, list[RecordId]]:
    """Each report to one person, in turn; one that is on somebody's earlier list stays there.

    `held` has the reports on each person's earlier lists, `most` how many anybody gets at most.

    >>> ids = [RecordId(name) for name in "bcdf"]
    >>> shared_out(ids, {"ann": set(), "bo": {ids[0]}}, most=10)
    {'ann': ['c', 'd'], 'bo': ['b', 'f']}
    """
    shares: dict[str, list[RecordId]] = {name: [] for name in held}
    for report in reports:
        owners = [name for name, ids in held.items() if report in ids] or list(held)
        who = min(owners, key=lambda name: len(shares[name]))
        if len(shares[who]) < most:
            shares[who].append(report)
    return shares


def list_files(material: Material) -> Made:
    """The lists as workbooks."""
    with tempfile.TemporaryDirectory() as folder:
        for one in material.lists:
            path = Path(folder) / "list.xlsx"
            head = head_of(material.session, one.choice)
            candidates_xlsx(
                head,
                candidates(material.session, material.library, one.choice, one.picked),
                path,
            )
            yield one.name, path.read_bytes()


def remember_lists(db: Database, lists: Sequence[NextList]) -> None:
    """Remember in the caller's transaction what lies ready, so that it can come back filled in."""
    for one in lists:
        head = (list_id(one.choice, one.picked, one.when), one.choice.stage, one.choice.reviewer)
        put_list(db, (*head, one.when), one.picked, asked_for=False)
