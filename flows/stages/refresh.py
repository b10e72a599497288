"""Does the work that files and decisions have made due, without Prefect, before reporting."""

import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from hashlib import sha256

from flows import VERSION
from flows.review.atomic_files import whole_file
from flows.review.session import Session
from pipeline.files import bytes_of
from pipeline.review.settings import Review
from pipeline.store.contents import contents
from pipeline.store.logs import logs_of
from pipeline.store.table_checksums import COMPUTED

NOTE = "fresh.json"
"""The file under .ajour/ with the state of the review in which nothing was due."""


def refresh(
    session: Session, *, ranked: bool = False, used: Collection[str] = tuple(COMPUTED)
) -> tuple[str, ...]:
    """Link and read the criteria if due, and rank if a ranking is requested.

    Returns what was done, in sentences; () if the store is up to date, and then nothing is written.
    Ranks only on request: ranking is slow, and only some outputs show an order. If nothing was due
    before in the same state of the review, nothing is examined, or nothing but the order. `used`
    names the results that the caller reads; checking the others for damage takes time as well.
    """
    state, noted = _state(session), _noted(session.review)
    same = noted.get("state") == state and _checked(noted, used)
    if same and bool(noted.get("ranked")) >= ranked:
        return ()
    from flows.stages.due_work import DueWork, do_due, rank_alone  # slow to import

    read_of = str(noted.get("read_of", ""))
    if same:
        done = DueWork(told=rank_alone(session), read_of=read_of)
    else:
        done = do_due(session, ranked=ranked, read_of=read_of, used=used)
    fresh = not done.told and state == _state(session)
    note = {"state": state if fresh else "", "ranked": ranked, "read_of": done.read_of}
    note |= {"checked": [*used]}
    with suppress(OSError), whole_file(session.review.state / NOTE) as stream:
        stream.write(json.dumps(note).encode())
    return done.told


def _checked(noted: dict[str, object], used: Collection[str]) -> bool:
    """Whether the results of these stages were checked for damage when the note was written."""
    checked = noted.get("checked")
    return isinstance(checked, list) and all(one in checked for one in used)


def _state(session: Session) -> str:
    """The state that due work depends on: the program, the settings, the criteria, and the store.

    The store is identified by its seals and its file, so a row changed by a disk fault or another
    program is detected.
    """
    return sha256("\n".join(_parts(session)).encode()).hexdigest()


def _parts(session: Session) -> Iterator[str]:
    review = session.review
    yield VERSION
    yield review.hash
    yield sha256(bytes_of(review.criteria)).hexdigest()
    yield contents(session.db)
    for path in (review.store, *logs_of(review.store)):
        with suppress(FileNotFoundError):
            found = path.stat()
            # An open store has an empty log, and shared memory (-shm) that is always touched.
            if found.st_size and not path.name.endswith("-shm"):
                yield f"{path.name} {found.st_size} {found.st_mtime_ns}"


def _noted(review: Review) -> dict[str, object]:
    with suppress(OSError, ValueError):
        said = json.loads((review.state / NOTE).read_text(encoding="utf-8"))
        return said if isinstance(said, dict) else {}
    return {}
