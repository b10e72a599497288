"""Puts services' notices on reports into words, for lists and outputs."""

import re
from collections.abc import Mapping

from exports.bibliography.notice_words import flag_words, flags_words
from exports.bibliography.short_reference import short_reference
from exports.language.catalogue import Language, Words
from flows.review.session import Session
from flows.screening.related import retracted_reports
from pipeline.decisions import Reason, Stage
from pipeline.records import RecordId
from pipeline.review.library import Library
from pipeline.review.notices import GRAVE, GRAVITY, ReportIntegrity, standings
from pipeline.store.connection import Database
from pipeline.store.notices import notices
from screening_rules.criteria import Criteria

RETRACTED = re.compile(r"retract|withdraw|tilbaketr|trukket", re.IGNORECASE)
"""Words by which the exclusion reason for retracted reports is recognised."""


def standings_of(library: Library, db: Database) -> Mapping[RecordId, ReportIntegrity]:
    """The notice state of each watched report; empty if no service was ever asked."""
    found = notices(db)
    if not found:
        return {}
    return standings(library, found, marked=retracted_reports(library, db))


def notice_lines(library: Library, db: Database, language: Language) -> dict[RecordId, list[str]]:
    """For each flagged report a line per kind of notice, the most serious first."""
    return {
        report: [flag_words(flag, language) for flag in standing.flags]
        for report, standing in standings_of(library, db).items()
        if standing.flags
    }


def flagged_sentences(session: Session, library: Library, language: Language) -> list[str]:
    """A sentence for each flagged report, the most serious first, with the possible decisions."""
    found = [one for one in standings_of(library, session.db).values() if one.flags]
    found.sort(key=lambda one: (GRAVITY.index(one.gravest), one.report))
    return [_sentence(session, library, one, language) for one in found]


def _sentence(session: Session, library: Library, one: ReportIntegrity, language: Language) -> str:
    words = Words(language, "notices")
    reference = short_reference(library.reports[one.report], language)
    told = words(
        "sentence",
        report=one.report,
        reference=reference,
        noticed=flags_words(one.flags, language),
        stage=words[_place(library, one.report)],
    )
    if one.gravest not in GRAVE or _place(library, one.report) == "excluded":
        return told
    return f"{told} {_proposal(session.criteria, one, language)}"


def _place(library: Library, report: RecordId) -> str:
    """The state of a report in the review: included, excluded, or awaiting a decision."""
    if report in library.included:
        return "included"
    verdict = library.verdict(report, Stage.ELIGIBILITY)
    return "excluded" if verdict == "exclude" else "awaiting"


def _proposal(criteria: Criteria, one: ReportIntegrity, language: Language) -> str:
    """What a person may do: use the review's exclusion reason, or add one if it has none."""
    words = Words(language, "notices")
    if one.gravest == "concern":
        return words["propose_look"]
    reason = retraction_reason(criteria.reasons)
    if reason is None:
        return words["propose_reason"]
    return words("propose", reason=reason.text[language], code=reason.code)


def retraction_reason(reasons: tuple[Reason, ...]) -> Reason | None:
    """The exclusion reason for retracted reports, if the criteria have one."""
    for reason in reasons:
        if any(RETRACTED.search(text) for _, text in reason.text.texts):
            return reason
    return None
