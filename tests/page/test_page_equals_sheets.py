"""The same decisions by page, by file and by sheet are the same decisions, flow and outputs."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from flows.review.session import at_work
from pipeline.store.decisions import decisions
from tests.support.filled_lists import filled, listed, numbers
from tests.support.page_reviews import copied, page_review
from tests.support.page_saved import saved
from tests.support.page_server import served
from tests.support.reviews import ajour

ORIGINS = ("run.json", "manifest.json")
"""Files that tell the run: its time, what came in, and digests of all files."""


def said_of(title: str) -> dict[str, str]:
    """What is said of a report: the same by page, by file and by sheet."""
    lot = sha256(title.encode()).digest()[0] % 10
    verdict = "include" if lot == 0 else "maybe" if lot == 1 else "exclude"
    reason = "P" if verdict == "exclude" and lot < 5 else ""
    return {"verdict": verdict, "reason": reason, "note": f"note {lot}" if lot % 2 else ""}


def outputs(review: Path) -> dict[str, bytes]:
    """Every output that a report writes, but for those that tell origins."""
    assert ajour("report", review).code in (0, 3)
    output = review / "output"
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and "runs" not in path.relative_to(output).parts
    }


def standing(review: Path) -> list[tuple[Any, ...]]:
    with at_work(review) as session:
        found = decisions(session.db)
    return [
        (one.number, one.record, one.verdict, one.reason, one.note, one.reviewer, one.when)
        for one in found
    ]


@pytest.mark.slow
def test_two_hundred_decisions_by_page_by_file_and_by_sheet_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000000")
    made = page_review(tmp_path / "made", 230, names=("ann",))
    sheet = listed(made, "--top", 190)
    file = listed(made, "--top", 190, "--format", "html")
    by_file = copied(made, tmp_path / "file")
    by_sheet = copied(made, tmp_path / "sheet")
    by_page = copied(made, tmp_path / "page")
    with served(by_page, "--reviewer", "ann") as browsers:
        ann, answers = browsers["ann"], {}
        for _ in range(200):
            card = ann.card()
            title = "".join(text for text, _ in card["title"])
            answers[title] = said_of(title)
            assert ann.decide(card, **said_of(title)).status == 200
    headings = {"verdict": "Decision", "reason": "Reason", "note": "Note"}
    rows = {
        title: {headings[name]: text for name, text in said.items()}
        for title, said in answers.items()
    } | {"*": {}}
    back = filled(by_sheet / "lists" / sheet.name, tmp_path / "back.xlsx", rows)
    assert ajour("decide", back, "--review", by_sheet).code == 0
    kept = saved(by_file / "lists" / file.name, tmp_path / "back.json", answers)
    assert ajour("decide", kept, "--review", by_file).code == 0
    assert len(standing(by_page)) == 200
    page = outputs(by_page)
    for other in (by_sheet, by_file):
        assert standing(by_page) == standing(other)
        assert numbers(by_page) == numbers(other)
        found = outputs(other)
        assert page.keys() == found.keys()
        differ = [name for name in page if page[name] != found[name]]
        assert [name for name in differ if name not in ORIGINS] == []
