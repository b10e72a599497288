"""Counts what waits for people: lists not returned, and disputes about full texts."""

from datetime import datetime

from exports.language.catalogue import Language, Words
from exports.language.dates import short_date
from flows.review.clock import now
from flows.review.session import Session
from flows.screening.shares import LISTS, hands, settlers, shares
from pipeline.decisions import Stage
from pipeline.review.library import Library
from pipeline.review.lists_out import ListOut, lists_out
from pipeline.review.prisma_evidence import left_unread
from pipeline.text.amounts import amount


def out_at(session: Session, library: Library, stage: Stage) -> list[ListOut]:
    """The unreturned lists of a stage that contain reports waiting for the list's reviewer.

    Nobody waits for the list of a former reviewer unless its file is still in lists/.
    """
    given = hands(session, library, stage).given
    names, lists = session.review.reviewers.names, session.review.folder / LISTS
    sent = [
        one
        for one in given
        if (one.asked_for or one.file)
        and (not names or one.reviewer in names or (lists / one.file).is_file())
    ]
    unread = left_unread(library) if sent and stage is Stage.SCREENING else frozenset()
    found = []
    for reviewer in dict.fromkeys(one.reviewer for one in sent):
        own = [one for one in sent if one.reviewer == reviewer]
        waiting = [one for one in library.waiting_for(stage, reviewer) if one not in unread]
        found += lists_out(library, own, waiting)
    return found


def left_at(session: Session, library: Library, stage: Stage) -> dict[str, int]:
    """The number of reports each reviewer has to judge; for retrieval, of all people together.

    Reports that the stopping rule leaves unread are not counted.
    """
    names = session.review.reviewers.names
    if stage is Stage.RETRIEVAL:
        left = [len(library.waiting_for(stage, name)) for name in names]
        return {" / ".join(names): max(left)} if names else {}
    unread = left_unread(library) if stage is Stage.SCREENING else frozenset()
    given = shares(session, library, stage)
    return {name: len(set(given.get(name, ())) - unread) for name in names}


def settlers_at(session: Session, library: Library, stage: Stage) -> dict[str, int]:
    """How many disagreements of a stage each person is to settle."""
    return {who: len(ids) for who, ids in settlers(session, library, stage).items()}


def retrieval_notes(library: Library, language: Language) -> list[str]:
    """A sentence for each report whose full-text status is in dispute: who said what, and when."""
    words, verdicts = Words(language, "waiting"), Words(language, "verdicts")
    told = []
    for report in library.retrieval_differs():
        said = sorted(library.decisions_on(report, Stage.RETRIEVAL), key=lambda one: one.number)
        each = [
            f"{one.reviewer} {verdicts[one.verdict]} ({short_date(one.when[:10], language)})"
            for one in said
        ]
        title = library.report(report).title or "–"
        told.append(
            words(
                "retrieval",
                report=report,
                title=title,
                each="; ".join(each),
                counts=verdicts[said[-1].verdict],
            )
        )
    return told


def list_out(one: ListOut, *, whose: bool = False) -> str:
    """A sentence on an unreturned list, with its number of waiting rows."""
    of = f" of {one.reviewer}" if whose else ""
    reports = amount(one.rows, "report")
    whole = reports if one.rows == 1 else f"all {reports}"
    count = whole if one.waiting == one.rows else f"{one.waiting:,} of its {reports}"
    return f"{one.name}{of} ({count}{_age(one)})"


def _age(one: ListOut) -> str:
    """The days since a list was handed out, in words; "" on the first day, or if unknown."""
    if not one.sent:
        return ""
    days = (datetime.fromisoformat(now()) - datetime.fromisoformat(one.sent)).days
    return f", out for {amount(days, 'day')}" if days else ""
