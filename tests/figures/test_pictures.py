"""Shapes as SVG, and PNG files of few colours."""

import struct
import zlib
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from exports.pictures.palette import small_png
from exports.pictures.shapes import (
    PATTERNS,
    PLAIN,
    SERIES,
    Dot,
    Lettering,
    Picture,
    Rectangle,
    Stroke,
    picture_svg,
)
from exports.prisma_flow.figure import figure_pdf, figure_png
from exports.prisma_flow.missing_glyphs import undrawn

SVG = "{http://www.w3.org/2000/svg}"


def picture(*texts: str) -> str:
    bars = [
        Rectangle(x=10, y=10 + 20 * at, width=80, height=14, fill=fill)
        for at, fill in enumerate(SERIES)
    ]
    shapes = [
        *bars,
        Dot(x=120, y=20, radius=6),
        Stroke(points=[(100, 40), (140, 40)], dash="3 2"),
        *(Lettering(x=100, y=60 + 10 * at, text=text) for at, text in enumerate(texts)),
    ]
    return picture_svg(
        Picture(title="T <&>", alt="A", language="nb", height=180, shapes=shapes, width=160)
    )


def parts(data: bytes) -> dict[bytes, bytes]:
    found, at = {}, 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        found[data[at + 4 : at + 8]] = data[at + 8 : at + 8 + length]
        at += 12 + length
    return found


def pixels(data: bytes) -> list[tuple[int, int, int]]:
    """Every pixel of a PNG with a palette."""
    found = parts(data)
    wide, tall = struct.unpack(">II", found[b"IHDR"][:8])
    raw, palette = zlib.decompress(found[b"IDAT"]), found[b"PLTE"]
    return [
        tuple(palette[3 * place : 3 * place + 3])  # type: ignore[misc]
        for row in range(tall)
        for place in raw[row * (wide + 1) + 1 : (row + 1) * (wide + 1)]
    ]


def test_a_png_has_a_palette_and_300_dots_an_inch_and_is_small() -> None:
    before = figure_png(picture("Ærlig talt", "n = 1154"))
    after = small_png(before)
    found = parts(after)
    assert struct.unpack(">IIBBBBB", found[b"IHDR"])[2:] == (8, 3, 0, 0, 0)
    assert found[b"pHYs"] == parts(before)[b"pHYs"]
    assert round(struct.unpack(">I", found[b"pHYs"][:4])[0] * 0.0254) == 300
    assert len(after) < len(before) / 3


def test_the_picture_is_the_same_but_for_shades_at_the_edges() -> None:
    before = figure_png(picture("Ærlig talt"))
    wide, tall = struct.unpack(">II", parts(before)[b"IHDR"][:8])
    raw = zlib.decompress(parts(before)[b"IDAT"])
    expected = []
    for row in range(tall):
        line = raw[row * (4 * wide + 1) : (row + 1) * (4 * wide + 1)]
        colour = [0, 0, 0, 0]
        for at in range(wide):
            cell = line[1 + 4 * at : 5 + 4 * at]
            colour = [
                (one + other) % 256 if line[0] == 1 else other
                for one, other in zip(colour, cell, strict=True)
            ]
            expected.append(tuple(colour[:3]))
    found = pixels(small_png(before))
    far = max(
        abs(one - other)
        for pair in zip(expected, found, strict=True)
        for one, other in zip(*pair, strict=True)
    )
    same = sum(one == other for one, other in zip(expected, found, strict=True))
    assert far <= 16
    assert same > 0.98 * len(found)


@pytest.mark.parametrize(
    "data", [b"", b"none", b"\x89PNG\r\n\x1a\n", b"<svg/>"], ids=["empty", "text", "cut", "svg"]
)
def test_what_is_no_png_of_ours_is_left_as_it_is(data: bytes) -> None:
    assert small_png(data) == data


def test_the_same_figure_gives_the_same_bytes() -> None:
    svg = picture("Ærlig")
    assert small_png(figure_png(svg)) == small_png(figure_png(svg))
    assert figure_pdf(svg) == figure_pdf(svg)


def test_fills_are_told_apart_in_grey() -> None:
    """Each of the series has a lightness or a pattern that no other has."""

    def light(colour: str) -> float:
        text = colour.lstrip("#")
        text = text if len(text) == 6 else "".join(2 * one for one in text)
        red, green, blue = (int(text[at : at + 2], 16) for at in (0, 2, 4))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    plain = sorted(light(PLAIN[fill]) for fill in SERIES if fill in PLAIN)
    assert min(b - a for a, b in pairwise(plain)) > 25
    paths = [PATTERNS[fill].path for fill in SERIES if fill in PATTERNS]
    assert len(set(paths)) == len(paths)


def test_a_picture_is_well_formed_whatever_it_says() -> None:
    root = ElementTree.fromstring(picture("<script>", "a\x0bb"))
    assert [one.text for one in root.iter(f"{SVG}text")] == ["<script>", "a\ufffdb"]
    assert "style=" not in picture()


def test_letters_without_a_typeface_are_found_here_too() -> None:
    assert undrawn(picture("\U0010fff0")) == "\U0010fff0"
