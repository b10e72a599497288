"""Five hundred decisions in a browser by keys alone, by mouse alone, and by touch at 360 pixels."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from flows.review.session import at_work
from pipeline.store.decisions import decisions
from pipeline.store.table_checksums import damaged_tables
from tests.support.page_reviews import page_review
from tests.support.page_server import begun, ended, links
from tests.support.screening_browser import chromium, title, until

VERDICTS = {"i": "include", "e": "exclude", "m": "maybe"}

ANOTHER = """text => !document.querySelector('.preparing')
  && document.getElementById('title').innerText !== text"""

Act = Callable[[Any, str], None]


def by_key(page: Any, key: str) -> None:
    page.keyboard.press(key)


def by_mouse(page: Any, key: str) -> None:
    page.locator(f"#decide button.{VERDICTS[key]}").click()


def by_touch(page: Any, key: str) -> None:
    page.locator(f"#decide button.{VERDICTS[key]}").tap()


@pytest.mark.parametrize(
    ("act", "width"), [(by_key, 1280), (by_mouse, 1280), (by_touch, 360)], ids=str
)
def test_five_hundred_decisions_are_saved_as_they_were_made(
    tmp_path: Path, act: Act, width: int
) -> None:
    review, said, moments = page_review(tmp_path, 1040), {}, Random(width)
    process, lines = begun(review, "--reviewer", "ann")
    with chromium() as browser:
        size = {"width": width, "height": 740}
        page = browser.new_context(viewport=size, has_touch=act is by_touch).new_page()
        page.goto(links(lines)["ann"])
        page.wait_for_selector("#decide:not([hidden]) button", timeout=120_000)
        while len(said) < 500:
            shown, key = title(page), moments.choice("iem")
            assert shown not in said
            act(page, key)
            said[shown] = VERDICTS[key]
            until(page, ANOTHER, shown, seconds=120)
        until(page, "() => document.getElementById('state').innerText.includes('All saved')")
    assert ended(process) == ""
    with at_work(review) as session:
        known, kept = session.library().reports, decisions(session.db)
        assert {known[one.record].title: one.verdict.value for one in kept} == said
        assert len(kept) == len(said)
        assert damaged_tables(session.db) == []
