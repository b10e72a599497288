"""Chooses what a reviewer reads next, as the values that a list shows."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Literal

from exports.language.catalogue import Words
from exports.lists.candidates import Candidate, ElementReading, Highlight, ListHead
from exports.lists.full_text_cells import NO_PLACES
from flows.review.session import Session
from flows.review.stamp import stamp_of
from flows.screening.full_texts import filled_lines, places_of
from flows.screening.notices import notice_lines
from flows.screening.related import related_lines, retracted_reports
from flows.screening.shares import Hands, hands, shares
from pipeline.decisions import Decision, Reason, Stage, Verdict
from pipeline.ranking.settings import CITED
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.review.lists_out import reports_on
from pipeline.review.reading_list import Draw, reading_list
from pipeline.store.duplicates import doubts
from pipeline.store.identity import identity
from pipeline.store.ranks_and_assessments import StoredRank, positions, ranks
from screening_rules.assessment import Assessment, from_json, highlights
from screening_rules.criteria import Criteria

KINDS: Mapping[str, Literal["met", "not met"]] = {"for": "met", "against": "not met"}
"""Kinds of evidence by how their words are marked in a list."""


SHOWN: tuple[Literal["title", "abstract"], ...] = ("title", "abstract")
"""The fields whose words are marked in a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The waiting reports to put on a list: the first `top` of the reviewer's share, or all if
    None.

    With `unsent`, reports on a list not yet returned are left out, unless there are no others. With
    `every`, if one person decides on each report, all reports that are on nobody else's list are
    chosen from, whoever's share they are in. The number of random checks is a share of `checks_of`
    reports, or of the list's length if None. `held` has the reports that the reviewer already has
    in hand.
    """

    stage: Stage
    reviewer: str
    top: int | None
    unsent: bool = False
    every: bool = False
    checks_of: int | None = None
    held: frozenset[RecordId] = frozenset()


def chosen(session: Session, library: Library, choice: Choice) -> list[tuple[RecordId, bool]]:
    """The reports of a list in reading order, each with whether it is a random check.

    Random checks are drawn from reports not on the list, as many as review.toml's share of its
    length. If the work is divided, reports that other people's lists have by rank are not drawn.
    """
    sent = hands(session, library, choice.stage)
    waiting = _waiting(session, library, choice, sent)
    if choice.held:
        waiting = [one for one in waiting if one not in choice.held]
    if choice.unsent:
        own = reports_on(library, [one for one in sent.out if one.reviewer == choice.reviewer])
        waiting = [one for one in waiting if one not in own] or waiting
    reviewers = session.review.reviewers
    divided = len(reviewers.there) > reviewers.readers(choice.stage)
    others = [one for one in sent.given if divided and one.reviewer != choice.reviewer]
    draw = Draw(
        share=session.review.random_share,
        seed=session.review.title,
        barred=reports_on(library, others, checks=False),
        of=choice.checks_of,
    )
    return reading_list(waiting, positions(session.db), top=choice.top, draw=draw)


def _waiting(session: Session, library: Library, choice: Choice, sent: Hands) -> list[RecordId]:
    """The waiting reports at a stage that a reviewer may be given.

    With `every`, and if one person decides on each report, these are all reports that no one else
    has on a list, and the reviewer's own share even if other people's lists have parts of it.
    """
    own = shares(session, library, choice.stage).get(choice.reviewer, [])
    if not choice.every or session.review.reviewers.scheme(choice.stage) != "single":
        return own
    there = session.review.reviewers.there
    others = [one for one in sent.out if one.reviewer != choice.reviewer and one.reviewer in there]
    elsewhere = reports_on(library, others)
    waiting = library.waiting_for(choice.stage, choice.reviewer)
    mine = set(own)
    return [one for one in waiting if one in mine or one not in elsewhere]


def candidates(
    session: Session, library: Library, choice: Choice, picked: Sequence[tuple[RecordId, bool]]
) -> list[Candidate]:
    """All that a list shows about each chosen report."""
    order = ranks(session.db, {report for report, _ in picked})
    near = _possible_duplicates(session, library)
    related = related_lines(library, session.db, session.review.language)
    noticed = notice_lines(library, session.db, session.review.language)
    retracted = retracted_reports(library, session.db)
    places = {} if choice.stage is Stage.SCREENING else places_of(library, session.db)
    made = []
    for place, (report, check) in enumerate(picked, start=1):
        seen = assessed(library, report)
        rank = order.get(report)
        made.append(
            Candidate(
                record=replace(library.reports[report], id=report),
                rank=rank.position if rank else place,
                **_ranked(rank, session.review.language, retracted=report in retracted),
                **_read(seen, session),
                **_found(library, report),
                possible_duplicates=tuple(near.get(report, ())),
                related=(
                    *noticed.get(report, ()),
                    *related.get(report, ()),
                    *filled_lines(library, report, session.review.language),
                ),
                random_check=check,
                mine=_mine(library, report, choice),
                retrieval=library.verdict(report, Stage.RETRIEVAL),
                location=_location(library, report),
                places=places.get(report, NO_PLACES),
            )
        )
    return made


def head_of(session: Session, choice: Choice) -> ListHead:
    """The head of a list: its reader and stage, and the data it was made from."""
    stamp = stamp_of(session)
    return ListHead(
        review=session.review.title,
        stage=choice.stage,
        reviewer=choice.reviewer,
        when=stamp.evidence,
        language=session.review.language,
        reasons=reasons_of(session.criteria),
        scheme=session.review.reviewers.scheme(choice.stage),
        stamp=stamp,
        review_id=identity(session.db).id,
        with_places=choice.stage is not Stage.SCREENING
        and bool(places_of(session.library(), session.db)),
        keys=session.review.page_keys,
    )


def reasons_of(criteria: Criteria) -> tuple[Reason, ...]:
    """The exclusion reasons as a list offers them, in order of priority."""
    return criteria.reasons


def list_id(choice: Choice, picked: Sequence[tuple[RecordId, bool]], when: str) -> str:
    """The id of a list; equal lists have equal ids."""
    said = [choice.stage, choice.reviewer, when, *(one for one, _ in picked)]
    return sha256("\n".join(said).encode()).hexdigest()[:16]


def _ranked(rank: StoredRank | None, language: str, *, retracted: bool) -> dict[str, Any]:
    """The values from the ranking of a report, and whether the report was retracted."""
    flags = ("retracted",) * retracted
    if rank is None:
        return {"flags": flags}
    return {
        "probability": rank.probability,
        "lifted": shown_terms(rank.lifted, language),
        "lowered": shown_terms(rank.lowered, language),
        "flags": (*flags, *rank.flags),
    }


def shown_terms(terms: Sequence[str], language: str) -> tuple[str, ...]:
    """The terms behind a rank in readable form, without terms that stand for cited works."""
    cited = Words(language, "candidates")["cited_works"]
    return tuple(cited if term == CITED else term for term in terms)


def assessed(library: Library, report: RecordId) -> Assessment | None:
    """The result of the criteria for a report; None if they have not been applied to it."""
    stored = library.assessments.get(report)
    return from_json(json.loads(stored.body)) if stored else None


def _read(seen: Assessment | None, session: Session) -> dict[str, Any]:
    """Suggestion, evidence and the words to be highlighted."""
    if seen is None:
        return {}
    language = session.review.language
    labels = {one.name: one.label[language] for one in session.criteria.elements}
    marked = highlights(seen)
    return {
        "suggestion": {"include": Verdict.INCLUDE, "exclude": Verdict.EXCLUDE}.get(seen.suggestion),
        "evidence": tuple(
            ElementReading(
                element=labels.get(one.element, one.element),
                code=one.element,
                says=one.verdict,
                words=tuple(dict.fromkeys(span.words for span in one.spans)),
            )
            for one in seen.elements
        ),
        "spans": tuple(
            Highlight(field=name, start=start, end=end, kind=KINDS[kind])
            for name in SHOWN
            for start, end, kind in marked.get(name, ())
        ),
    }


def _found(library: Library, report: RecordId) -> dict[str, Any]:
    """Where a report was found: all rounds before its last one, and all its sources."""
    ids = library.members[report]
    order = library.round_order
    found = {library.round_of(one) for one in ids}
    rounds = sorted(found, key=lambda one: (order.get(one, len(order)), one))
    sources = sorted({library.records[one].source for one in ids})
    return {"found_again": tuple(rounds[:-1]), "also_in": tuple(sources[1:] and sources)}


def _possible_duplicates(session: Session, library: Library) -> dict[RecordId, list[str]]:
    """For each report, the possible duplicates that await a person's decision."""
    near: dict[RecordId, list[str]] = defaultdict(list)
    for doubt in doubts(session.db):
        pair = (doubt.one, doubt.other)
        if any(one not in library.records for one in pair):
            continue
        for mine, other in (pair, pair[::-1]):
            record = library.records[other]
            told = f"{record.title or '–'} ({record.year or '–'}), {record.source}, {other}"
            near[library.report_of(mine)].append(told)
    return near


def _mine(library: Library, report: RecordId, choice: Choice) -> Decision | None:
    said = library.decisions_on(report, choice.stage)
    return next((one for one in said if one.reviewer == choice.reviewer), None)


def _location(library: Library, report: RecordId) -> str | None:
    said = library.decisions_on(report, Stage.RETRIEVAL)
    return next((one.location for one in reversed(said) if one.location), None)
