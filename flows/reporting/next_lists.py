"""The lists that an update lays ready: for each reviewer the next reports to be screened."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exports.lists.candidate_list import candidates_xlsx
from flows.reporting.material import Made, Material
from flows.review.atomic_files import distinct, safe_name
from flows.screening.candidates import Choice, candidates, chosen, head_of, list_id
from pipeline.decisions import Stage
from pipeline.records import RecordId
from pipeline.store.connection import Database
from pipeline.store.decisions import put_list

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

    They hold no random checks: those of the last list that was asked for keep standing for what
    is unread, and another list at each update would end their use.
    """
    found = []
    reviewers = material.session.review.reviewers.names
    for reviewer, file in zip(reviewers, distinct(map(safe_name, reviewers)), strict=True):
        choice = Choice(stage=Stage.SCREENING, reviewer=reviewer, top=NEXT)
        waiting = chosen(material.session, material.library, choice)
        picked = [(report, False) for report, check in waiting if not check]
        name = f"lists/screening-{file}.xlsx"
        when = material.stamp.evidence
        if picked:
            found.append(NextList(name=name, choice=choice, when=when, picked=picked))
    return found


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
