"""Kills a page's server while somebody decides, and checks what it saved."""

import signal
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from random import Random
from threading import Timer
from uuid import uuid4

from flows.review.session import at_work
from pipeline.store.decisions import decisions
from tests.support.page_server import Browser, begun, ended, links


def killed_pages(review: Path, times: int, seed: int) -> Iterator[tuple[int, int, int]]:
    """For each kill: decisions shown as saved but lost, doubled decisions, and all decisions.

    The server is killed (SIGKILL) at a random moment while decisions are sent one by one. A
    decision without an answer is sent to the next server under the same id, as a page does.
    """
    moments, shown = Random(seed), set[str]()
    unsure: list[tuple[str, str]] = []
    for _ in range(times):
        process, lines = begun(review, "--reviewer", "ann")
        (link,) = links(lines).values()
        ann = Browser(link).open()
        for key, word in unsure:
            if ann.ask("api/decision", _said(key, word)).status == 200:
                shown.add(key)
        unsure.clear()
        timer = Timer(moments.uniform(0, 0.3), process.kill)
        card = ann.card()
        timer.start()
        while card:
            word = str(uuid4())
            try:
                if ann.ask("api/decision", _said(card["key"], word)).status == 200:
                    shown.add(card["key"])
                card = ann.card()
            except (OSError, HTTPException):
                unsure.append((card["key"], word))
                break
        timer.cancel()
        ended(process, signal.SIGKILL)
        with at_work(review) as session:
            kept = [one.record for one in decisions(session.db)]
        yield len(shown - {*kept}), len(kept) - len({*kept}), len(kept)


def _said(key: str, word: str) -> dict[str, object]:
    return {"id": word, "key": key, "verdict": "exclude", "before": 0}
