"""Asking PubMed for a search of review.toml, and keeping its answer with the other exports."""

import os
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from pathlib import Path

from flows.review.search_files import sha256_of
from flows.stages.context import Done
from pipeline.errors import Refused
from pipeline.files import free_name
from pipeline.readers.read_file import reading
from pipeline.review.settings import Review, SearchPlan
from pipeline.sources.eutils import server_of
from pipeline.sources.history import answers_of, last_run, nbib_files, pmids_in
from pipeline.sources.pubmed import Asking, fetch

SET_ASIDE = ".refused"
"""Ending of an answer that can not be read, once its records were fetched anew."""

BY_HAND = (
    "The other searches went on; the next update asks again. Records that PubMed shows in a "
    "browser can also be saved there (Save, format PubMed) and imported with "
    "ajour import FILE --search NAME."
)
"""What to do where a source fails."""


def ask_pubmed(
    review: Review, search: SearchPlan, *, when: str, taken: AbstractSet[str], full: bool = False
) -> Done:
    """Ask for what was entered since the last run, or in full on request or at the first run.

    `taken` has the SHA-256 of the search's files that the store knows. Other answers that can not
    be read count as never given: their records are fetched anew, and then they are set aside. A
    source that fails is told, with what to do, and leaves everything as it was.
    """
    folder = review.search_folder(search)
    query = search.query or ""
    try:
        refused = frozenset(_refused(folder, taken))
        answer = fetch(
            Asking(
                query=query,
                folder=folder,
                when=datetime.fromisoformat(when).astimezone(UTC),
                since=None if full else last_run(folder, query, refused=refused),
                known=pmids_in(folder, refused=refused),
                reader=pmids_read,
            ),
            server_of(os.environ),
        )
        aside = list(_set_aside(folder, sorted(refused & answers_of(folder, query))))
    except Refused as fault:
        return Done(failed=(f"{search.name}: {fault} {BY_HAND}",))
    except OSError as fault:
        where = f"{search.name}: {fault.filename or folder}: {fault.strerror}."
        return Done(failed=(f"{where} {BY_HAND}",))
    if answer.file:
        aside.append(f"PubMed found {answer.count} records, {answer.written} of them new.")
    told = [f"{search.name}: {one}" for one in aside]
    warned = tuple(f"{search.name}: PubMed warns: {one}" for one in answer.warnings)
    return Done(told=tuple(told), failed=warned)


def _refused(folder: Path, taken: AbstractSet[str]) -> Iterator[str]:
    """The names of nbib files that the store does not know and that can not be read."""
    for path in nbib_files(folder):
        if sha256_of(path) in taken:
            continue
        try:
            for _ in pmids_read(path):
                pass
        except Refused:
            yield path.name


def pmids_read(path: Path) -> Iterator[str]:
    """The PMIDs of the records in a file, as an import reads them; Refused as that refuses."""
    with reading(path) as export:
        for record in export.records():
            yield record.pmid or ""


def _set_aside(folder: Path, names: Iterable[str]) -> Iterator[str]:
    """Rename answers whose records were fetched anew, so that nobody tries to read them again."""
    for name in names:
        place = free_name(folder / f"{name}{SET_ASIDE}")
        (folder / name).replace(place)
        yield (
            f"an earlier answer could not be read, so its records were asked for anew; "
            f"it is kept as {place.name}."
        )
