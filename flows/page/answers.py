"""Answers the page's requests: one function each, given a reviewer's desk and what was sent."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from time import monotonic
from typing import Any

from exports.screening_page.page import page_words
from flows import VERSION
from flows.page.desk import Desk
from flows.page.messages import MalformedError, key_of, said_of, text_of
from flows.review.session import Session
from flows.screening.page_cards import (
    READ,
    disagreement,
    own_decisions,
    report_card,
    search_results,
    waiting_pairs,
)
from flows.screening.page_decisions import CardKind, Kept, PageReader, decide, undo
from flows.screening.page_settling import add_abstract, say_of_pair, settle
from flows.screening.reading_queue import given_as
from pipeline.decisions import VERDICTS, Stage
from pipeline.errors import Refused
from pipeline.languages import languages
from pipeline.records import RecordId
from pipeline.store.duplicates import doubts
from pipeline.store.identity import identity

Found = Mapping[str, Any]
Told = tuple[int, dict[str, Any]]
Answer = Callable[[Desk, Found], Awaitable[Told]]

SAVED, CONFLICT = 200, 409

PARTS: Mapping[str, CardKind] = {"read": "read", "recheck": "recheck", "pilot": "pilot"}

PATIENCE = 2.0
"""Seconds to wait for the conflicts before the page says that loading them takes longer."""

AT_FIRST = 1.0
"""Seconds that the first answer waits for the progress and for the parts of the page with work.

In a large review, a later answer has them.
"""


class NotGivenError(Exception):
    """The requested thing does not exist."""


async def start(desk: Desk, _found: Found) -> Told:
    """The reviewer, the review, and what the page needs before its first report."""
    reader, since = desk.reader, monotonic()
    desk.begin()
    await desk.progress()  # start computing it now, in the other process
    try:
        found = await desk.looked_up("parts", wait=AT_FIRST)
    except Refused:
        found = ["read"]
    parts = ["read"] if found is None else found
    facts = await desk.review.store.do(lambda session: _facts(session, reader))
    if facts.pop("doubts"):
        parts = [*parts, "pairs"]
    facts |= {"parts": parts, "parts_known": found is not None}
    return SAVED, {**facts, "progress": await desk.progress(wait=_left_of(AT_FIRST, since))}


def _left_of(seconds: float, since: float) -> float:
    return max(0.0, since + seconds - monotonic())


def _facts(session: Session, reader: PageReader) -> dict[str, Any]:
    """The facts about a review that a page needs at its start."""
    review, criteria = session.review, session.criteria
    reasons = {one.reason.code: one.name for one in criteria.elements if one.reason}
    return {
        "version": VERSION,
        "review": {"id": identity(session.db).id, "title": review.title},
        "reviewer": reader.name,
        "stage": reader.stage.value,
        "scheme": review.reviewers.scheme(reader.stage),
        "several": reader.stage is Stage.ELIGIBILITY,
        "language": reader.language,
        "languages": list(languages()),
        "words": page_words(),
        "keys": review.page_keys.by_action(),
        "reasons": [
            {
                "code": one.code,
                "name": dict(one.text.texts),
                "element": reasons.get(one.code, ""),
            }
            for one in criteria.reasons
        ],
        "elements": [
            {"code": one.name, "name": one.label[reader.language], "colour": place}
            for place, one in enumerate(criteria.elements)
        ],
        "verdicts": [one.value for one in VERDICTS[reader.stage]],
        "doubts": bool(doubts(session.db)),
    }


async def next_card(desk: Desk, found: Found) -> Told:
    """The next report to be read."""
    part = PARTS.get(str(found.get("part", "read")))
    if part is None:
        raise MalformedError("part")
    after = [key_of({"key": one}) for one in found.get("after", ()) if one]
    told = await desk.next_card(part, set(after))
    return SAVED, {**told, "progress": await desk.progress()}


async def one_card(desk: Desk, found: Found) -> Told:
    """The card of a report that the reviewer looked up or goes back to."""
    key, reader = key_of(found), desk.reader
    at = replace(READ, kind=desk.kind_of(key))
    shown = await desk.review.store.do(lambda session: report_card(session, reader, key, at))
    if shown is None:
        raise NotGivenError
    return SAVED, {"card": shown}


async def decision(desk: Desk, found: Found) -> Told:
    """Save a verdict on a report."""
    said = said_of(found, await _kind(desk, found))
    reader = desk.reader
    if text_of(found, "stage") not in ("", reader.stage.value):
        return CONFLICT, {"saved": False, "why": reader.told("other_stage"), "card": None}
    if not said.verdict:
        raise MalformedError("verdict")
    kept = await desk.review.store.do(lambda session: decide(session, reader, said))
    if kept.fresh:
        desk.decided(said.key, kept.more)
    return await _kept(desk, kept)


async def _kind(desk: Desk, found: Found) -> CardKind:
    """Why the reviewer was given a report; their lists tell if an earlier server gave it."""
    report, reader = key_of(found), desk.reader
    known, named = desk.kind_of(report), PARTS.get(text_of(found, "kind"))
    if known != "read" or named in (None, "read"):
        return known
    given = await desk.review.store.do(
        lambda session: given_as(session, reader.name, reader.stage, named, report)
    )
    return named if given else known


async def retrieval(desk: Desk, found: Found) -> Told:
    """Save whether the full text of a report was found, and where it is."""
    said, reader = said_of(found), desk.reader
    if not said.retrieval or said.verdict:
        raise MalformedError("retrieval")
    kept = await desk.review.store.do(lambda session: decide(session, reader, said))
    return await _kept(desk, kept, shown=True)


async def taken_back(desk: Desk, found: Found) -> Told:
    """Undo the reviewer's last decision on a report."""
    said, reader = said_of(found), desk.reader
    kept = await desk.review.store.do(lambda session: undo(session, reader, said))
    if kept.fresh:
        desk.taken_back(kept.report, kept.more)
    return await _kept(desk, kept, shown=True)


async def skipped(desk: Desk, found: Found) -> Told:
    """Put a report off until later."""
    desk.skip(key_of(found))
    return SAVED, {"saved": True}


async def abstract(desk: Desk, found: Found) -> Told:
    """Save an abstract that somebody pasted; another process checks the criteria against it."""
    said, reader, text = said_of(found), desk.reader, text_of(found, "text")
    said = replace(said, location=text_of(found, "origin"))
    kept = await desk.review.store.do(lambda session: add_abstract(session, reader, said, text))
    if kept.fresh:
        desk.review.decided(reader.stage, relink=True)
    return await _kept(desk, kept, shown=True)


async def found_reports(desk: Desk, found: Found) -> Told:
    """The reports that a search finds."""
    reader, text = desk.reader, str(found.get("q", ""))[:200]
    results = await desk.review.store.do(lambda session: search_results(session, reader, text))
    return SAVED, {"found": results}


async def mine(desk: Desk, _found: Found) -> Told:
    """The reviewer's own decisions."""
    reader = desk.reader
    return SAVED, {
        "decisions": await desk.review.store.do(lambda session: own_decisions(session, reader))
    }


async def conflicts(desk: Desk, _found: Found) -> Told:
    """The conflicts that the reviewer may resolve, each with the decisions on it."""
    reader = desk.reader
    keys = await desk.looked_up("conflicts", wait=PATIENCE)
    if keys is None:
        return SAVED, {"conflicts": [], "wait": reader.told("preparing_conflicts")}

    def shown(session: Session) -> list[dict[str, Any]]:
        every = (disagreement(session, reader, RecordId(one)) for one in keys)
        return [one for one in every if one]

    return SAVED, {"conflicts": await desk.review.store.do(shown)}


async def consensus(desk: Desk, found: Found) -> Told:
    """Save a decision that resolves a conflict."""
    said, reader = said_of(found), desk.reader
    if not said.verdict and not said.retrieval:
        raise MalformedError("verdict")
    kept = await desk.review.store.do(lambda session: settle(session, reader, said))
    if kept.fresh:
        desk.review.decided(reader.stage)
    return await _kept(desk, kept)


async def pairs(desk: Desk, _found: Found) -> Told:
    """The possible duplicates that need a decision."""
    reader = desk.reader
    return SAVED, {
        "pairs": await desk.review.store.do(lambda session: waiting_pairs(session, reader))
    }


async def pair(desk: Desk, found: Found) -> Told:
    """Save an answer on a pair of records; another process links the records by it."""
    one, other, same = key_of(found, "one"), key_of(found, "other"), found.get("same")
    if not isinstance(same, bool):
        raise MalformedError("same")
    said, reader = said_of({**found, "key": one}), desk.reader
    kept = await desk.review.store.do(
        lambda session: say_of_pair(session, reader, said, other, same=same)
    )
    if kept.fresh:
        desk.review.decided(reader.stage, relink=True)
    return await _kept(desk, kept)


async def _kept(desk: Desk, kept: Kept, *, shown: bool = False) -> Told:
    """The outcome of saving something; if it was not saved, with the report as it is now."""
    reader = desk.reader
    body: dict[str, Any] = {"saved": kept.saved, "number": kept.number}
    if (shown or not kept.saved) and kept.report:
        at = replace(READ, kind=desk.kind_of(kept.report))
        body["card"] = await desk.review.store.do(
            lambda session: report_card(session, reader, kept.report, at)
        )
    elif not kept.saved:
        body["card"] = None
    if not kept.saved:
        return CONFLICT, body | {"why": kept.why}
    return SAVED, body | {"progress": await desk.progress()}


GETS: Mapping[str, Answer] = {
    "start": start,
    "next": next_card,
    "card": one_card,
    "search": found_reports,
    "mine": mine,
    "conflicts": conflicts,
    "pairs": pairs,
}
POSTS: Mapping[str, Answer] = {
    "decision": decision,
    "retrieval": retrieval,
    "undo": taken_back,
    "skip": skipped,
    "abstract": abstract,
    "consensus": consensus,
    "pair": pair,
}
