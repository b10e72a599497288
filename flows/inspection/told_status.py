"""A review's status as reported: cached, or computed if anything has changed."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flows.inspection.kept_status import files_of, keep, kept, store_of
from pipeline.collector import paused_collector


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldStatus:
    """The reported status of a review.

    `now` and `waiting` are one sentence each, `sentences` is the whole status, and `object` has the
    figures for JSON. Commands in the sentences name no review.
    """

    title: str
    now: str
    waiting: str
    sentences: list[str]
    object: dict[str, Any]

    def __post_init__(self) -> None:
        """Raise TypeError if a cached value has the wrong type."""
        texts = (self.title, self.now, self.waiting, *self.sentences)
        if not all(isinstance(one, str) for one in texts) or "total" not in self.object:
            raise TypeError


def told_status(folder: Path) -> ToldStatus:
    """The status of the review in a folder, after all due work is done.

    The status is cached until something changes: a large library takes a second or two.
    """
    if found := kept(folder):
        with suppress(TypeError):
            return ToldStatus(**found)
    with paused_collector():
        return _worked_out(folder)


def _worked_out(folder: Path) -> ToldStatus:
    # All of this takes time to import, and a cached status needs none of it.
    from flows.inspection.status import as_object, expected_now, standing_in, used_by
    from flows.inspection.status_sentences import reading_so_far, sentences, waiting
    from flows.review.session import at_work, open_store
    from flows.stages.refresh import refresh
    from pipeline.store.contents import contents

    files = files_of(folder)
    with at_work(folder, outline=True) as session:
        refresh(session, used=used_by(session.review))
        expected = expected_now(session)
        held = contents(session.db)
        standing, zone = standing_in(session, expected), session.review.timezone
        same = contents(session.db) == held
    told = ToldStatus(
        title=standing.title,
        now=reading_so_far(standing),
        waiting=waiting(standing),
        sentences=sentences(standing),
        object=json.loads(json.dumps(as_object(standing), default=str)),
    )
    # Closing the store may write its log into it: only then is its file's state final.
    store = store_of(folder)
    with open_store(session.review) as db:
        same = same and contents(db) == held
    if same and (files, store) == (files_of(folder), store_of(folder)):
        keep(folder, zone, files=files, store=store, told=asdict(told))
    return told
