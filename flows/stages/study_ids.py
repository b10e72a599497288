"""Gives each included study its id, which never changes."""

from collections.abc import Iterator
from dataclasses import replace

from flows.review.clock import now
from flows.review.session import Session
from flows.stages.context import Turn
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.store.connection import writing
from pipeline.store.studies import GivenStudy, put_given_studies


def give_study_ids(session: Session, turn: Turn | None = None) -> None:
    """Give an id to each included study that has none; ids are permanent.

    The id is the present id of the study's report. If a report is split, the id stays with the
    included part, and another included part gets a new id.
    """
    new = list(_new_ids(session.library(), turn.when if turn else now()))
    if new:
        with writing(session.db):
            put_given_studies(session.db, new)


def _new_ids(library: Library, when: str) -> Iterator[GivenStudy]:
    groups = library.groups
    taken = {one.id for one in library.given_studies}
    stays = {one.id: one for one in library.given_studies}
    for report in library.included:
        members = set(library.members[report])
        bound = groups.bound.get(report, ())
        for study in (stays[one] for one in bound):
            if study.record not in members:
                yield replace(study, record=min(members & {*study.records}), records=())
        if not bound:
            name = _free(report, library, taken)
            taken.add(name)
            yield GivenStudy(id=name, record=report, at=when, records=tuple(sorted(members)))


def _free(report: RecordId, library: Library, taken: set[str]) -> str:
    """An unused id: the own id of the report, another of its records, or one with a number."""
    free = (one for one in library.members[report] if one not in taken)
    numbered = (f"{report}-{number}" for number in range(2, len(taken) + 3))
    return next(free, None) or next(one for one in numbered if one not in taken)
