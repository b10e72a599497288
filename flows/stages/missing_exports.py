"""Reports that a review has no exports yet, and where they were looked for."""

from pathlib import Path

from flows.review.search_files import exports_of
from flows.review.session import at_work
from pipeline.errors import Fault, Refused
from pipeline.review.settings import Review, SearchPlan
from pipeline.store.intake import files


def refuse_without_exports(folder: Path) -> None:
    """Refuse if no search has an export, and say for each where it was looked for.

    A search without results (`hits = 0`), or one that the program runs itself, needs none.
    """
    with at_work(folder) as session:
        review = session.review
        found = bool(files(session.db)) or any(exports_of(review, one) for one in review.searches)
    if found or any(one.hits == 0 or one.fetch for one in review.searches):
        return
    if not review.searches:
        raise Refused(
            f"{folder / 'review.toml'}: no search is defined yet. Nothing was done. Add a "
            "[[search]] for each database, and put its export files into searches/ROUND/SEARCH/."
        )
    place = folder.resolve() if folder == Path() else folder
    raise Refused(
        f"{place}: no search has an export file yet. Nothing was done. Put the files, as they "
        "were downloaded, into these folders, and run the same command again.",
        [Fault(one.name, _looked(review, one)) for one in review.searches],
    )


def _looked(review: Review, search: SearchPlan) -> str:
    place = review.search_folder(search)
    return f"{place}/ {'is empty' if place.is_dir() else 'is not there'}"
