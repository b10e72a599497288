"""Checks whether output/ is up to date, without importing the slow modules that write it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from flows.review.clock import now
from flows.review.edited_files import LISTS, filled_in
from flows.review.output_runs import (
    MANIFEST,
    hash_of,
    latest_folder,
    read_manifest,
    run_names,
    take_up,
)
from flows.review.search_files import digest_of
from flows.review.session import Session
from pipeline.errors import Refused, reason
from pipeline.languages import languages
from pipeline.store.duplicates import pair_verdicts
from pipeline.store.full_texts import full_text_files, open_access_answers
from pipeline.store.notices import notices
from pipeline.store.runs import latest_evidence, marked
from pipeline.store.studies import study_links


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """The sentence on what was written, or None if nothing was due, and what was left out.

    The omissions are reported as long as the latest run lacks these files. `noted` says what is
    unusual about the searches.
    """

    told: str | None
    left_out: tuple[str, ...]
    noted: tuple[str, ...] = ()


def standing_outputs(session: Session, version: str) -> Outputs | None:
    """What to report about output/ if nothing is due; None if something must be written.

    First restores the folder of a run that died while it was being replaced.
    """
    output = session.review.output
    try:
        take_up(output)
    except OSError as fault:
        raise Refused(f"{output}: cannot be written ({reason(fault)}).") from None
    if output_is_due(session, version) or damaged(session):
        return None
    return Outputs(told=None, left_out=left_out_of(session))


def left_out_of(session: Session) -> tuple[str, ...]:
    """What the latest run could not write, and why."""
    folder = latest_folder(session.review)
    manifest = read_manifest(folder) if folder else None
    return manifest.left_out if manifest else ()


def output_is_due(session: Session, version: str) -> bool:
    """Whether the store or the review's files have changed since output/ was made."""
    return marked(session.db, "output") != digest(session, version)


def digest(session: Session, version: str) -> str:
    """A digest of what the output depends on: earlier stages, decisions, the review's own files."""
    db = session.db
    stages = [marked(db, name) or "" for name in ("duplicates", "criteria", "ranking")]
    said = [f"{one.number} {one.record}" for one in session.decisions()]
    links = [f"{one.number} {one.study} {one.previous}" for one in study_links(db)]
    said += [f"{one.one} {one.other} {one.same} {one.number}" for one in pair_verdicts(db)]
    criteria = [session.in_use.hash, session.in_use.prose]
    own = [session.review.hash, *criteria, *_own_files(session)]
    parts = [version, latest_evidence(db), *stages, *said, *links, *own, *_noticed(session)]
    parts += _places(session)
    return sha256("\n".join(parts).encode()).hexdigest()


def _noticed(session: Session) -> list[str]:
    """The notice state of each watched report; empty if no service was ever asked."""
    if not notices(session.db):
        return []
    from flows.screening.notices import standings_of

    found = standings_of(session.library(), session.db).values()
    return [f"{one.report} {one.state} {one.flags}" for one in found]


def damaged(session: Session) -> list[str]:
    """Names of files of the latest run that are missing or differ from what was written.

    People fill in lists, so a changed list does not count as damaged if it can be read.
    """
    folder = latest_folder(session.review)
    if folder is None:
        return ["latest"] if marked(session.db, "output") else []
    manifest = read_manifest(folder)
    if manifest is None:
        return [MANIFEST]
    places = (folder, session.review.output)
    return [
        name
        for name, hash_ in manifest.files.items()
        if any(not _as_it_should_be(place / name, name, hash_) for place in places)
    ]


def _as_it_should_be(path: Path, name: str, hash_: str) -> bool:
    return hash_of(path) == hash_ or (name.startswith(LISTS) and filled_in(path))


def _own_files(session: Session) -> Iterator[str]:
    """Hashes of the files that people edit and that tables are made from."""
    path = session.review.studies()
    if path:
        yield digest_of(path)
    for search in session.review.searches:
        for name in filter(None, (search.strategy, search.translation)):
            yield digest_of(session.review.folder / name)
    for language in languages():
        if (template := session.review.template_of(language)).is_file():
            yield digest_of(template)
    if session.review.word_file.is_file():
        yield digest_of(session.review.word_file)
    if session.review.other_references:
        yield digest_of(session.review.folder / session.review.other_references)
    if session.review.typefaces.is_dir():
        for path in sorted(session.review.typefaces.iterdir()):
            yield digest_of(path) if path.is_file() else ""


def ahead_of_clock(session: Session) -> str | None:
    """A sentence if the last run is dated after today, as happens after the clock was wrong."""
    last = run_names(session.review.output / "runs")[-1:]
    today = datetime.fromisoformat(now()).astimezone(session.review.zone).date().isoformat()
    if not last or last[0][:10] <= today:
        return None
    return (
        f"The last run is dated {last[0][:10]}, which is after today ({today}), so the computer's "
        "clock is wrong, or was wrong at that time. Later runs get the same date, which keeps "
        "them in order. To get the right dates, move output/ away and run: ajour report"
    )


def _places(session: Session) -> Iterator[str]:
    """The places of full texts."""
    yield from (f"{one.report} {one.url}" for one in open_access_answers(session.db))
    for one in full_text_files(session.db):
        yield f"{one.path} {one.state} {one.record} {one.asks}"
