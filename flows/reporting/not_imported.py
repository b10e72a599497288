"""Names the export files in the folders of searches that have not been imported."""

from collections.abc import Iterator
from pathlib import Path

from flows.review.search_files import digest_of, exports_of
from flows.review.session import Session
from pipeline.errors import first_ten
from pipeline.store.intake import file_state, files


def not_imported(session: Session) -> Iterator[str]:
    """One sentence that names the files; they are new, or an update has refused them.

    A copy of an imported file in the same folder is named apart, because nothing is missing.
    """
    fresh, copies = [], []
    for search, path in _of_other_names(session):
        where = path.relative_to(session.review.folder).as_posix()
        digest = digest_of(path)
        other = _imported_as(session, search, digest)
        if file_state(session.db, search, digest) == "unknown":
            fresh.append(where)
        elif other and path.with_name(other).exists():  # otherwise the imported file was renamed
            copies.append((where, other))
    if fresh:
        has, it = ("file has", "it") if len(fresh) == 1 else ("files have", "them")
        yield (
            f"{len(fresh):,} export {has} not been imported: {', '.join(first_ten(fresh))}. "
            f"To import {it}, or to see why ajour refuses {it}: ajour update"
        )
    for where, other in copies:
        yield (
            f"{where} has the same content as {other} and was not imported again. No record is "
            "missing."
        )


def _of_other_names(session: Session) -> Iterator[tuple[str, Path]]:
    """The export files whose names the store does not know, each with its search.

    Only these files are read, because a status must be quick.
    """
    known = {(one.search, one.name) for one in files(session.db)}
    for search in session.review.searches:
        for path in exports_of(session.review, search):
            if (search.name, path.name) not in known:
                yield search.name, path


def _imported_as(session: Session, search: str, digest: str) -> str:
    """The name under which these bytes were imported into a search; "" if they do not count."""
    return next(
        (
            one.name
            for one in files(session.db)
            if (one.search, one.sha256) == (search, digest) and not one.withdrawn
        ),
        "",
    )
