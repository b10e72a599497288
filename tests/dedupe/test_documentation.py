"""Every rule that a reason can name stands in docs/duplicates.md."""

from pathlib import Path

import pytest

from pipeline.dedupe.doubts import DOUBTS
from pipeline.dedupe.rules import RULES
from pipeline.dedupe.vetoes import VETOES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "duplicates.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*RULES, *VETOES, *DOUBTS])
def test_a_name_in_a_reason_can_be_looked_up(name):
    assert f"**{name}**" in PAGE
