"""A process beside the server that knows the whole review: it makes lists, orders and progress.

What a person waits for is answered by the server itself, which reads a few reports at a time.
`main` reads a question a line and writes an answer a line, until its starter ends.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flows.page.helper import BEHIND
from flows.page.open_review import OpenReview
from flows.review.session import Session
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
from pipeline.errors import AjourError

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
    review = OpenReview(folder, again=True)
    for line in sys.stdin:
        asked = json.loads(line)
        answer: dict[str, Any] = {"n": asked["n"]}
        try:
            answer["found"] = ANSWERS[asked["what"]](review.session(), asked)
        except AjourError as fault:
            answer |= {"refused": str(fault)}
        except Exception as fault:  # noqa: BLE001 - the server tells it, and goes on
            answer |= {"failed": f"{type(fault).__name__}: {fault}"}
        try:
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
        except BrokenPipeError:
            os._exit(0)  # our starter has ended; there is nobody to answer, and nothing to undo


if __name__ == "__main__":
    main()
