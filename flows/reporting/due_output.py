"""Whether what an update writes is due: the store or a file says something else, or one is gone.

Every update asks this, most of them in vain, so nothing is imported here that writes.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from flows.review.edited_files import LISTS, filled_in
from flows.review.output_runs import MANIFEST, hash_of, latest_folder, read_manifest
from flows.review.search_files import digest_of
from flows.review.session import Session
from flows.screening.notices import standings_of
from pipeline.languages import languages
from pipeline.review.settings import Review
from pipeline.store.decisions import decisions
from pipeline.store.duplicates import pair_verdicts
from pipeline.store.notices import notices
from pipeline.store.runs import latest_evidence, marked
from pipeline.store.studies import study_links


def output_is_due(session: Session, version: str) -> bool:
    """Whether the store and the review's files say something else than output/ was made from."""
    return marked(session.db, "output") != digest(session, version)


def digest(session: Session, version: str) -> str:
    """What the output depends on: the stages before it, decisions, the review's own files."""
    db = session.db
    stages = [marked(db, name) or "" for name in ("duplicates", "criteria", "ranking")]
    said = [f"{one.number} {one.record}" for one in decisions(db)]
    links = [f"{one.number} {one.study} {one.previous}" for one in study_links(db)]
    said += [f"{one.one} {one.other} {one.same} {one.number}" for one in pair_verdicts(db)]
    criteria = [session.in_use.hash, session.in_use.printed]
    own = [session.review.hash, *criteria, *_own_files(session)]
    parts = [version, latest_evidence(db), *stages, *said, *links, *own, *_noticed(session)]
    return sha256("\n".join(parts).encode()).hexdigest()


def damaged(session: Session) -> list[str]:
    """Names of files of the latest run that are missing or are not what was written.

    A list is meant to be filled in: one that has changed and can be read is no damaged one.
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


def left_out(review: Review) -> tuple[str, ...]:
    """What the latest run could not make, and why, in sentences."""
    folder = latest_folder(review)
    manifest = read_manifest(folder) if folder else None
    return manifest.left_out if manifest else ()


def _as_it_should_be(path: Path, name: str, hash_: str) -> bool:
    return hash_of(path) == hash_ or (name.startswith(LISTS) and filled_in(path))


def _own_files(session: Session) -> Iterator[str]:
    """Hashes of the files of a review that its people write and its tables are made from."""
    path = session.review.studies()
    if path:
        yield digest_of(path)
    for search in session.review.searches:
        if search.strategy:
            yield digest_of(session.review.folder / search.strategy)
    for language in languages():
        if (template := session.review.template_of(language)).is_file():
            yield digest_of(template)
    if session.review.typefaces.is_dir():
        for path in sorted(session.review.typefaces.iterdir()):
            yield digest_of(path) if path.is_file() else ""


def _noticed(session: Session) -> Iterator[str]:
    """Where each watched report stands; the library is read only where somebody was asked."""
    if notices(session.db):
        for one in standings_of(session.library(), session.db).values():
            yield f"{one.report} {one.state} {one.flags}"
