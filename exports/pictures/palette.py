"""PNG files of few colours: a palette, a tenth as large as four bytes per pixel."""

import struct
import zlib
from collections import Counter
from itertools import compress

SIGNATURE = b"\x89PNG\r\n\x1a\n"
TRUE_COLOUR = (8, 6, 0, 0, 0)
"""Eight bits for each of red, green, blue and alpha, not interlaced: the renderer's format."""

PALETTE_COLOUR = (8, 3, 0, 0, 0)
EXACT = 64
"""The most used colours keep their value; rarer ones occur at the edges of letters."""

MOST = 256
SINGLE = [bytes([place]) for place in range(MOST)]
STEPS = (1, 4, 8, 16, 32, 64, 128)


def small_png(data: bytes) -> bytes:
    """The same picture with a palette, its resolution kept; the same bytes if it has more colours
    than a palette can hold, or is not a PNG in the renderer's format.

    Drawings have few colours, and the shades between two of them at the edges of letters: these are
    rounded until all fit. Opaque colours stay opaque; none of our drawings are transparent.
    """
    found = _chunks(data) if data.startswith(SIGNATURE) else []
    header = next((body for name, body in found if name == b"IHDR"), b"")
    if len(header) != 13 or struct.unpack(">IIBBBBB", header)[2:] != TRUE_COLOUR:
        return data
    width = int(struct.unpack(">I", header[:4])[0])
    raw = zlib.decompress(b"".join(body for name, body in found if name == b"IDAT"))
    rows = [raw[at : at + 4 * width + 1] for at in range(0, len(raw), 4 * width + 1)]
    if any(row[0] not in (0, 1) for row in rows):
        return data
    runs = {row: _runs(row) for row in dict.fromkeys(rows)}
    colours: Counter[int] = Counter()
    for row, times in Counter(rows).items():
        for colour, length in runs[row]:
            colours[colour] += length * times
    places, palette = _palette(colours)
    lines = {row: b"\0" + _line(runs[row], places) for row in runs}
    body = zlib.compress(b"".join(lines[row] for row in rows))
    return b"".join(
        (
            SIGNATURE,
            _chunk(b"IHDR", header[:8] + bytes(PALETTE_COLOUR)),
            *(_chunk(name, kept) for name, kept in found if name == b"pHYs"),
            _chunk(b"PLTE", palette),
            _chunk(b"IDAT", body),
            _chunk(b"IEND", b""),
        )
    )


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Names and contents of a PNG's chunks."""
    found, at = [], len(SIGNATURE)
    while at + 8 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        found.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _runs(row: bytes) -> list[tuple[int, int]]:
    """A row's colours from left to right, each with its number of pixels.

    A row begins with its filter: 0 for plain colours, 1 for the difference of each channel from the
    previous pixel, which is zero in most places.
    """
    red, green, blue = row[1::4], row[2::4], row[3::4]
    if row[0] == 0:
        pixels = list(zip(red, green, blue, strict=True))
        places = [at for at, one in enumerate(pixels) if not at or one != pixels[at - 1]]
        colours = [pixels[at][0] << 16 | pixels[at][1] << 8 | pixels[at][2] for at in places]
    else:
        changed = memoryview(row)[1:].cast("I")
        places = [0, *(at for at in compress(range(len(changed)), changed) if at)]
        colours = _summed(places, red, green, blue)
    ends = [*places[1:], len(red)]
    return [(one, end - at) for one, at, end in zip(colours, places, ends, strict=True)]


def _summed(places: list[int], red: bytes, green: bytes, blue: bytes) -> list[int]:
    """The colours at the places where the difference is not zero."""
    colours, r, g, b = [], 0, 0, 0
    for at in places:
        r, g, b = r + red[at] & 255, g + green[at] & 255, b + blue[at] & 255
        colours.append(r << 16 | g << 8 | b)
    return colours


def _palette(colours: Counter[int]) -> tuple[dict[int, int], bytes]:
    """Each colour's place in the palette, and the palette, sorted by colour."""
    ranked = sorted(colours, key=lambda one: (-colours[one], one))
    exact = set(ranked[:EXACT])
    for step in STEPS:
        shown = {one: one if one in exact else _rounded(one, step) for one in ranked}
        kept = sorted(set(shown.values()))
        if len(kept) <= MOST:
            break
    places = {colour: place for place, colour in enumerate(kept)}
    palette = b"".join(colour.to_bytes(3, "big") for colour in kept)
    return {one: places[shown[one]] for one in ranked}, palette


def _rounded(colour: int, step: int) -> int:
    """A colour whose channels are the nearest multiples of a step; white is one of them."""
    channels = (min(255, round(one / step) * step) for one in colour.to_bytes(3, "big"))
    return int.from_bytes(bytes(channels), "big")


def _line(runs: list[tuple[int, int]], places: dict[int, int]) -> bytes:
    return b"".join([SINGLE[places[colour]] * length for colour, length in runs])
