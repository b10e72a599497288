"""Names the export files in the folders of searches that have not been imported."""

from collections.abc import Iterator

from flows.review.search_files import digest_of, exports_of
from flows.review.session import Session
from pipeline.errors import first_ten
from pipeline.store.intake import file_state, files


def not_imported(session: Session) -> Iterator[str]:
    """One sentence that names the files; they are new, or an update has refused them.

    Only files whose names the store does not know are read, because a status must be quick.
    """
    known = {(one.search, one.name) for one in files(session.db)}
    review = session.review
    names = [
        path.relative_to(review.folder).as_posix()
        for search in review.searches
        for path in exports_of(review, search)
        if (search.name, path.name) not in known
        and file_state(session.db, search.name, digest_of(path)) == "unknown"
    ]
    if names:
        has, it = ("file has", "it") if len(names) == 1 else ("files have", "them")
        yield (
            f"{len(names):,} export {has} not been imported: {', '.join(first_ten(names))}. "
            f"To import {it}, or to see why ajour refuses {it}: ajour update"
        )
