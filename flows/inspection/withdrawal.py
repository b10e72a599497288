"""Taking back a file of decisions or an import; logged, and nothing erased."""

from pathlib import Path

from flows.review.clock import now
from flows.review.search_files import sha256_of
from flows.review.session import Session, at_work
from flows.stages.refresh import refresh
from pipeline.errors import Fault, Refused
from pipeline.store.connection import writing
from pipeline.store.decisions import DecisionFile, decision_files, withdraw
from pipeline.store.duplicates import withdraw_pair_verdicts
from pipeline.store.intake import StoredFile, files
from pipeline.store.runs import note_event


def withdraw_file(folder: Path, file: Path, why: str) -> str:
    """Take back what one file brought; it is known by its bytes, or by its name if that is one's.

    Raises Refused where the file brought nothing that still stands, or its name is not one's only.
    """
    with at_work(folder) as session:
        digest = _digest(session, file)
        when = now()
        with writing(session.db):
            count = withdraw(session.db, digest, when, why)
            of_file, of_name = withdraw_pair_verdicts(session.db, digest, when)
            note_event(
                session.db, when, f"withdrew {file.name}: {why}" if why else f"withdrew {file.name}"
            )
        if not count:
            raise Refused(f"{file}: nothing of it stands that could be withdrawn.")
        refresh(session)
        return _told(file.name, of_file, of_name)


def _told(name: str, of_file: int, of_name: int) -> str:
    """What was taken back; `of_name` words on pairs are of this file or of another of its name."""
    words = of_file + of_name
    with_words = f", with its words on {words} {'pair' if words == 1 else 'pairs'}" if words else ""
    told = f"{name}: withdrawn{with_words}. Nothing was erased; taking it in again brings it back."
    if not of_name:
        return told
    return (
        f"{told}\n{of_name} of these words can be of another {name}: an earlier ajour kept the "
        f"name of the file only. If you took in another {name}, withdraw it too, and take in "
        "again those that hold."
    )


def _digest(session: Session, file: Path) -> str:
    """The SHA-256 of the file meant: of its bytes, or of the one stored under its name."""
    every: list[DecisionFile | StoredFile] = [*decision_files(session.db), *files(session.db)]
    known = [(one.name, one.sha256) for one in every if not one.withdrawn]
    if file.is_file():
        digest = sha256_of(file)
        if any(sha256 == digest for _, sha256 in known):
            return digest
        if any(one.sha256 == digest for one in every):
            # Its name may be another file's as well: every search has an export.ris.
            raise Refused(f"{file}: was withdrawn before; nothing was changed.")
    named = sorted({sha256 for name, sha256 in known if name == file.name})
    if len(named) == 1:
        return named[0]
    gone = {one.name for one in every if one.withdrawn}
    if file.name in gone and not named:
        raise Refused(f"{file}: was withdrawn before; nothing was changed.")
    found = "two files of that name" if named else "no such file"
    names = ", ".join(sorted({name for name, _ in known})) or "none"
    raise Refused(f"{file}: {found} was taken in.", [Fault("taken in were", names)])
