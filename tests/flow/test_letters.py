"""Letters that no typeface has are named, and never drawn as silent squares."""

import re
from pathlib import Path
from typing import Any

import pytest

from exports.prisma_flow.figure import figure_pdf, figure_png, figure_svg
from exports.prisma_flow.missing_glyphs import NAMED, NOWHERE, drawable, undrawn, use_typefaces
from exports.prisma_flow.options import FlowHead
from pipeline.prisma.flow import Flow

PRIVATE = "\U0010fe01"
"""No typeface of any machine is likely to have this letter."""


def figure(flow: Flow, reason: str, **more: Any) -> str:
    """The flow with a reason of exclusion of these words."""
    return figure_svg(flow, FlowHead(reasons={"P": reason}, **more))


@pytest.mark.parametrize("name", ["Øst & Vest – «Ås»", "Кирилл ελλ", "a\u200bb\u00ad", ""])
def test_letters_of_the_renderers_own_typeface_are_drawn_as_they_stand(
    stami: Flow, name: str
) -> None:
    svg = figure(stami, name)
    assert undrawn(svg) == ""
    assert drawable(svg) == svg


def test_a_letter_without_typeface_is_named_once(stami: Flow) -> None:
    assert undrawn(figure(stami, f"a{NOWHERE}b{PRIVATE}{NOWHERE}")) == f"{NOWHERE}{PRIVATE}"


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "ingen skrifttype på maskinen har: U+10FE01."), ("en", "has: U+10FE01.")],
)
def test_the_picture_shows_a_box_and_names_the_letter(
    stami: Flow, language: Any, words: str
) -> None:
    svg = figure(stami, f"a{PRIVATE}b", language=language)
    shown = drawable(svg)
    text = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", shown))
    assert "a□b" in text
    assert PRIVATE not in text
    assert words in text
    assert figure_png(svg)[:4] == b"\x89PNG"
    assert b"%PDF" in figure_pdf(svg)


def test_the_note_stands_below_the_figure_and_within_the_picture(stami: Flow) -> None:
    letters = "".join(chr(0x10FE00 + at) for at in range(NAMED + 5))
    shown = drawable(figure(stami, letters))
    outer, inner = (float(one) for one in re.findall(r'<svg [^>]*?height="([\d.]+)"', shown))
    note = [float(one) for one in re.findall(r'<text x="12.0" y="([\d.]+)"', shown)]
    assert note
    assert inner <= min(note)
    assert max(note) < outer
    assert " …" in shown


def test_a_folder_of_typefaces_that_is_not_there_changes_nothing(
    stami: Flow, tmp_path: Path
) -> None:
    use_typefaces(tmp_path / "fonts")
    (tmp_path / "fonts").mkdir()
    use_typefaces(tmp_path / "fonts")
    assert undrawn(figure(stami, PRIVATE)) == PRIVATE
