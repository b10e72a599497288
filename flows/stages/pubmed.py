"""Asking PubMed for a search of review.toml, and keeping its answer with the other exports."""

import os
from datetime import UTC, date, datetime

from flows.review import Review, SearchPlan
from flows.stages import Done
from pipeline.errors import Refused
from pipeline.sources import Asking, fetch, last_run, pmids_in, server_of


def ask_pubmed(review: Review, search: SearchPlan, *, when: str, full: bool = False) -> Done:
    """Ask for what was entered since the last run, or in full on request or at the first run.

    A source that fails is told, with what to do, and leaves everything as it was.
    """
    folder = review.search_folder(search)
    query = search.query or ""
    try:
        answer = fetch(
            Asking(
                query=query,
                folder=folder,
                when=datetime.fromisoformat(when).astimezone(UTC),
                since=None if full else last_run(folder, query),
                known=frozenset(pmids_in(folder)),
            ),
            server_of(os.environ),
        )
    except Refused as fault:
        return Done(
            failed=(
                f"{search.name}: {fault} The other searches went on; the next update asks again.",
            )
        )
    warned = tuple(f"{search.name}: PubMed warns: {one}" for one in answer.warnings)
    if answer.file is None:
        return Done(failed=warned)
    told = f"{search.name}: PubMed found {answer.count} records, {answer.written} of them new."
    return Done(told=(told,), failed=warned)


def asked_on(review: Review, search: SearchPlan) -> date | None:
    """The day on which PubMed last answered a search; None before the first answer."""
    if search.kind != "pubmed" or not search.query:
        return None
    return last_run(review.search_folder(search), search.query)
