"""Notices on a review's reports, such as retractions: asked now, or as last answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from exports.bibliography.short_reference import short_reference
from flows.review.clock import now
from flows.review.lock import only_update
from flows.review.session import Session, at_work
from flows.screening.notices import flagged_sentences, standings_of
from flows.stages.notices import watch
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.records import RecordId
from pipeline.review.notices import ReportIntegrity, watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """Each watched report's state and reference, sentences on flags, and which services failed."""

    standings: Mapping[RecordId, ReportIntegrity]
    references: Mapping[RecordId, str]
    sentences: tuple[str, ...]
    failed: tuple[str, ...]


def look_for_notices(folder: Path, *, file: Path | None, ask: bool) -> Noticed:
    """Ask services and a Retraction Watch file, as requested; return each report's state.

    Without either, the last answers are used. A file named in review.toml is asked along with
    services.
    """
    with at_work(folder) as session:
        failed: tuple[str, ...] = ()
        if ask or file is not None:
            own = session.review.integrity.file
            named = file or (session.review.folder / own if own and ask else None)
            with only_update(session.review.state):
                failed = watch(session, now(), file=named, services=ask).failed
        return _noticed(session, failed)


def _noticed(session: Session, failed: tuple[str, ...]) -> Noticed:
    library = session.library()
    never = {one.report: ReportIntegrity(report=one.report) for one in watched(library)}
    found = standings_of(library, session.db) or never
    return Noticed(
        standings=found,
        references={one: short_reference(library.reports[one], PROGRAM_LANGUAGE) for one in found},
        sentences=tuple(flagged_sentences(session, library, PROGRAM_LANGUAGE)),
        failed=failed,
    )
