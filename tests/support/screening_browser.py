"""Chromium driven by Playwright, for the screening page."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_core_python
import pytest

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

STANDS = "() => ['title', 'notice', 'state'].map(id => document.getElementById(id)?.innerText)"
"""The texts on the page, to show why a test failed."""


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless Chromium; skips the test if it is missing."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def violations(page: Any) -> list[str]:
    """The faults that axe-core finds on a page, each with the first element concerned.

    axe is run as text by the browser itself, which the page's policy does not prevent.
    """
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def title(page: Any) -> str:
    """The title of the record on the screen."""
    return str(page.locator("#title").inner_text())


def until(page: Any, script: str, value: object = None, *, seconds: float = 10) -> None:
    """Wait until a function in the page returns true.

    Playwright's own waiting compiles text within the page, which the page's policy forbids.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(script, value):
        assert time.monotonic() < end, f"still not true: {script}; {page.evaluate(STANDS)}"
        page.wait_for_timeout(10)


def press(page: Any, key: str) -> None:
    """Press a key, and wait until another record is shown."""
    before = title(page)
    page.keyboard.press(key)
    until(page, "text => document.getElementById('title').innerText !== text", before)
