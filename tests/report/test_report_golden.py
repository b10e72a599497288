"""The page is as it was when somebody last looked at it, but for its style and script.

After a change that is meant: AJOUR_GOLDEN=write, then look at the difference.
"""

import os
import re
from pathlib import Path
from types import ModuleType

import pytest

from exports.report_page.page import report_html

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_page(sample: ModuleType, language: str) -> None:
    text = report_html(sample.parts(language, size=20))
    text = re.sub(r"sha256-[\w+/=]+", "sha256-…", text)
    text = re.sub(r"<(style|script)>.*?</\1>", r"<\1>…</\1>", text, flags=re.DOTALL)
    text = re.sub(r"<svg.*?</svg>", "<svg>…</svg>", text, flags=re.DOTALL)
    path = GOLDEN / f"report.{language}.html"
    if os.environ.get("AJOUR_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")
