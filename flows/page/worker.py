"""A helper process that knows the whole review: it makes lists, orders and progress.

Requests that a person waits for are answered by the server itself, which reads few reports.
`main` reads one question per line and writes one answer per line, until its starter ends.
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
"""Niceness of the process that makes the order: readers do not wait for it."""

Question = Mapping[str, Any]


def _ready(session: Session, asked: Question) -> Any:
    """Do in advance what is slow the first time."""
    read_ahead(session, Stage(asked["stage"]))
    return True


def _batch(session: Session, asked: Question) -> Any:
    """The next rows to read; reports in `held` are already in the reviewer's hands."""
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
    """Answer each question under its number; a refusal is an answer too."""
    folder, answers = Path(sys.argv[1]), sys.stdout
    if BEHIND in sys.argv[2:] and hasattr(os, "nice"):
        os.nice(NICE)
    sys.stdout = sys.stderr  # a stray print must not look like an answer
    review = OpenReview(folder, again=True)
    for line in sys.stdin:
        asked = json.loads(line)
        answer: dict[str, Any] = {"n": asked["n"]}
        try:
            answer["found"] = ANSWERS[asked["what"]](review.session(), asked)
        except AjourError as fault:
            answer |= {"refused": str(fault)}
        except Exception as fault:  # noqa: BLE001 - the server reports it and goes on
            answer |= {"failed": f"{type(fault).__name__}: {fault}"}
        try:
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
        except BrokenPipeError:
            os._exit(0)  # our starter has ended: nobody to answer, nothing to undo


if __name__ == "__main__":
    main()
