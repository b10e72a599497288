"""Finds letters that no typeface of the machine has; a picture shows them as □ and names them.

An SVG holds its text as text, and the viewer uses its own typefaces. PNG and PDF are made here,
with the renderer's bundled typeface and those of the machine.
"""

import re
from functools import cache
from html import escape, unescape
from pathlib import Path
from unicodedata import category

from exports.language.catalogue import Words
from exports.pictures.text_width import exact_width, wrap
from pipeline.languages import REVIEW_LANGUAGE, languages

TEXTS = re.compile(r"(<text\b[^>]*>)([^<]*)(</text>)")
SIZED = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
SPOKEN = re.compile(r'<svg [^>]*? lang="([^"]+)"')

NOWHERE = "\U0010fff0"
"""A private-use character that no typeface has: its glyph is how "not drawn" looks."""

BOX = "□"
"""Replaces a letter that cannot be drawn; the renderer's own typeface has it."""

NAMED = 24
"""Maximum number of letters that a picture names."""

FACE = "font-family=\"'Liberation Sans', Arial, Helvetica, sans-serif\""
SMALL, LEADING, EDGE = 7.0, 9.5, 12.0
"""Size and line height of the note, and its distance from the edge, in points."""


def undrawn(svg: str) -> str:
    """The letters of a figure's text that PNG and PDF cannot show, each once, in order."""
    text = "".join(unescape(found) for _, found, _ in TEXTS.findall(svg))
    return "".join(letter for letter in dict.fromkeys(text) if not _drawn(letter))


def drawable(svg: str) -> str:
    """The figure for PNG and PDF: a box for each letter that cannot be drawn, and a note on them.

    One such letter would also stop others on its line from being drawn in a typeface that has them.
    A figure without any is returned unchanged.
    """
    missing = undrawn(svg)
    if not missing:
        return svg
    boxes = str.maketrans(dict.fromkeys(missing, BOX))
    shown = TEXTS.sub(lambda found: found[1] + found[2].translate(boxes) + found[3], svg)
    return _with_note(shown, missing)


def use_typefaces(folder: Path) -> None:
    """Also draw PNG and PDF with the typefaces in a folder; without it nothing changes."""
    if folder.is_dir():
        import vl_convert

        vl_convert.register_font_directory(str(folder))
        _drawn.cache_clear()


def _with_note(svg: str, missing: str) -> str:
    """The figure with a note below it that names the letters by their numbers in Unicode."""
    spoken = SPOKEN.search(svg)
    language = spoken[1] if spoken and spoken[1] in languages() else REVIEW_LANGUAGE
    size = SIZED.search(svg)
    assert size is not None, "a figure of ours says its width and height"
    width, height = float(size[1]), float(size[2])
    codes = ", ".join(f"U+{ord(one):04X}" for one in missing[:NAMED])
    more = " …" if len(missing) > NAMED else ""
    note = Words(language, "flow")("undrawn", letters=f"{codes}{more}")
    lines = wrap(note, width - 2 * EDGE, SMALL)
    tall = height + LEADING * len(lines)
    texts = "".join(
        f'<text x="{EDGE}" y="{height + LEADING * at}" font-size="{SMALL}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{tall}" {FACE}>'
        f'<rect width="{width}" height="{tall}" fill="#fff"/>{svg}{texts}</svg>'
    )


@cache
def _drawn(letter: str) -> bool:
    """Whether a typeface has a letter: its glyph differs from that of a letter in no typeface."""
    if exact_width(letter, 1.0) is not None or category(letter) in {"Cc", "Cf", "Zs", "Zl", "Zp"}:
        return True
    return _picture(letter) != _picture(NOWHERE)


def _picture(letter: str) -> bytes:
    import vl_convert

    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="48" height="32" {FACE} font-size="16">'
        f'<text x="8" y="22">{letter}</text></svg>'
    )
    return bytes(vl_convert.svg_to_png(svg, ppi=72))
