"""Names the export files in the folders of searches that have not been imported."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from flows.review.search_files import digest_of, exports_of
from flows.review.session import Session
from pipeline.errors import first_ten
from pipeline.review.settings import Review
from pipeline.store.intake import StoredFile, files


def not_imported(session: Session) -> Iterator[str]:
    """One sentence that names the files; they are new, or an update has refused them.

    A copy of an imported file in the same folder is named apart, because nothing is missing.
    """
    stored = files(session.db)
    fresh, copies = [], []
    for search, path in _of_other_names(session.review, stored):
        where, digest = path.relative_to(session.review.folder).as_posix(), digest_of(path)
        same = [one for one in stored if (one.search, one.sha256) == (search, digest)]
        if not same:
            fresh.append(where)
        # If no file has the stored name any more, the imported file was renamed.
        copies += [
            (where, one.name)
            for one in same
            if not one.withdrawn and path.with_name(one.name).exists()
        ]
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


def _of_other_names(review: Review, stored: Iterable[StoredFile]) -> Iterator[tuple[str, Path]]:
    """The export files whose names the store does not know, each with its search.

    Only these files are read, because a status must be quick.
    """
    known = {(one.search, one.name) for one in stored}
    for search in review.searches:
        for path in exports_of(review, search):
            if (search.name, path.name) not in known:
                yield search.name, path
