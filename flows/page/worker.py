"""A process beside the server that knows the whole review: it makes lists, orders and progress.

What a person waits for is answered by the server itself, which reads a few reports at a time.
`main` reads a question a line and writes an answer a line, until its starter ends.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from flows.page.helper import BEHIND
from flows.review.session import Session, at_work
from flows.screening.page_decisions import PageReader
from flows.screening.page_progress import standing_for
from flows.screening.reading_queue import (
    FEWEST,
    InHand,
    disagreements_of,
    next_batch,
    parts_with_work,
    read_ahead,
)
from flows.stages.refresh import refresh
from pipeline.decisions import Stage
from pipeline.errors import AjourError, Refused

NICE = 10
"""By how much a process that makes the order steps back behind those that somebody waits for."""

Question = Mapping[str, Any]


def _ready(session: Session, asked: Question) -> Any:
    """Whatever takes long the first time, done before anybody asks."""
    read_ahead(session, Stage(asked["stage"]))
    return True


def _batch(session: Session, asked: Question) -> Any:
    """Rows to be read; the reports that are `held` are in the reviewer's hands already."""
    found = next_batch(
        session,
        asked["who"],
        Stage(asked["stage"]),
        asked["part"],
        hand=InHand(held=frozenset(asked.get("held", ())), least=asked.get("least", FEWEST)),
    )
    return {"rows": [list(row) for row in found.rows], "as_written": found.as_written}


def _progress(session: Session, asked: Question) -> Any:
    reader = PageReader(name=asked["who"], stage=Stage(asked["stage"]), language=asked["language"])
    return standing_for(session, reader)


def _parts(session: Session, asked: Question) -> Any:
    return parts_with_work(session, asked["who"], Stage(asked["stage"]))


def _conflicts(session: Session, asked: Question) -> Any:
    return disagreements_of(session, asked["who"], Stage(asked["stage"]))


def _refresh(session: Session, asked: Question) -> Any:
    return list(refresh(session, ranked=bool(asked.get("ranked"))))


ANSWERS: Mapping[str, Callable[[Session, Question], Any]] = {
    "ready": _ready,
    "batch": _batch,
    "progress": _progress,
    "parts": _parts,
    "conflicts": _conflicts,
    "refresh": _refresh,
}


def main() -> None:
    """Answer each question with its own number; a refusal is an answer too."""
    folder, answers = Path(sys.argv[1]), sys.stdout
    if BEHIND in sys.argv[2:] and hasattr(os, "nice"):
        os.nice(NICE)
    sys.stdout = sys.stderr  # nothing that is printed by chance is taken for an answer
    kept = _Kept(folder)
    for line in sys.stdin:
        asked = json.loads(line)
        answer: dict[str, Any] = {"n": asked["n"]}
        try:
            answer["found"] = ANSWERS[asked["what"]](kept.session(), asked)
        except AjourError as fault:
            answer |= {"refused": str(fault)}
        except Exception as fault:  # noqa: BLE001 - the server tells it, and goes on
            answer |= {"failed": f"{type(fault).__name__}: {fault}"}
        try:
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
        except BrokenPipeError:
            os._exit(0)  # our starter has ended; there is nobody to answer, and nothing to undo


class _Kept:
    """The review's session, opened again where review.toml or criteria.toml have changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._seen: object = None
        self._session: Session | None = None

    def session(self) -> Session:
        seen = settings_seen(self._folder)
        if self._session is None or seen != self._seen:
            self._open_again()
            self._seen = seen
        if self._session is None:
            raise Refused(f"{self._folder}: the review could not be opened.")
        return self._session

    def _open_again(self) -> None:
        """Open the review as it is now; while its settings have faults it stays as it was."""
        stack = ExitStack()
        try:
            session = stack.enter_context(at_work(self._folder, again=True))
        except Refused:
            if self._session is None:
                raise
        else:
            self._stack.close()
            self._session, self._stack = session, stack


def settings_seen(folder: Path) -> object:
    """What is another whenever review.toml or criteria.toml were written."""
    found = []
    for name in ("review.toml", "criteria.toml"):
        try:
            state = (folder / name).stat()
        except OSError:
            found.append((0, 0))
        else:
            found.append((state.st_mtime_ns, state.st_size))
    return found


if __name__ == "__main__":
    main()
