"""The searches of review.toml in the store: each keeps its id even if its name changes."""

from collections import Counter
from collections.abc import Mapping

from pipeline.errors import Fault, Refused
from pipeline.review.settings import Review, SearchPlan
from pipeline.store.connection import Database, writing
from pipeline.store.intake import Search, files, put_searches, search_ids, searches
from pipeline.text.likeness import did_you_mean


def plan(search: SearchPlan) -> Search:
    """A search of review.toml in the form in which the store keeps it."""
    return Search(
        name=search.name,
        round=search.round,
        source=search.source,
        way=search.way,
        run_on=search.run_on,
        hits=search.hits,
    )


def put_plans(db: Database, review: Review) -> None:
    """Update the store's searches from review.toml; writes only if they differ.

    Refused if the key `was` names a search that the store does not have, or one that is still in
    review.toml.
    """
    wanted = [plan(search) for search in review.searches]
    ids = renamed(review, search_ids(db))
    if sorted(wanted, key=lambda search: (search.round, search.name)) != searches(db):
        with writing(db):
            put_searches(db, wanted, ids)


def gone_searches(db: Database, review: Review) -> dict[str, int]:
    """The searches with records that are in the store but no longer in review.toml, by name.

    Gives the number of records of each. A renamed search, with its former name under `was`, is not
    among them.
    """
    there = {search.name for search in review.searches}
    there |= {search.was for search in review.searches if search.was}
    counts: Counter[str] = Counter()
    for file in files(db):
        if not file.withdrawn and file.search not in there:
            counts[file.search] += file.records
    return {name: count for name, count in sorted(counts.items()) if count}


def renamed(review: Review, known: Mapping[str, str]) -> dict[str, str]:
    """The ids of the renamed searches, by their new names; `known` has the ids in the store.

    An id is made from the search's first name and never changes. In a new store, a renamed search
    gets its id from its former name, so that the same files give the same records.
    """
    names = {search.name for search in review.searches}
    found: dict[str, str] = {}
    faults = []
    for search in review.searches:
        if not search.was or known.get(search.name) == search.was:
            continue
        former = known.get(search.was) or (search.was if search.was in known.values() else None)
        if search.name in known:
            wrong = (
                f"the searches {search.was} and {search.name} have both been imported, each with "
                f"its own files. Delete the line with was"
                if former
                else None
            )
        elif search.was in names or former in found.values():
            wrong = "a search of this name is still in review.toml"
        elif known and former is None:
            wrong = (
                f"the review has imported no search of this name; "
                f"{did_you_mean(search.was, sorted(known))}"
            )
        else:
            wrong = None
            found[search.name] = former or search.was
        if wrong:
            faults.append(Fault(f"[search {search.name}] was", f"{search.was!r}: {wrong}"))
    if faults:
        path = review.folder / "review.toml"
        raise Refused(f"{path}: review.toml has errors. Nothing was done.", faults)
    return found
