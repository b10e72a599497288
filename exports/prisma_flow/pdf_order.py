"""PDF files whose objects stand in an order that does not depend on the run.

The renderer keeps its fonts in a hash table seeded anew by each process, so that the same figure
gives fonts, and the objects behind them, in another order. Nothing else differs.
"""

import re

REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
FONTS = re.compile(rb"(/Font <<\n)(.*?)(\n *>>)", re.DOTALL)
STREAM = b"\nstream\n"
HEADER = re.compile(rb"\d+ 0 obj\n")


def ordered_pdf(data: bytes) -> bytes:
    """The same PDF with its objects numbered and written in the order in which they are met, from
    the catalogue down, and fonts in the order of their names.

    Takes files with one cross-reference table and no object streams, as the renderer writes them.
    """
    start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    trailer = data[data.index(b"trailer", start) : data.rindex(b"startxref")]
    objects = _objects(data, start)
    numbers = _met(trailer, objects)
    out = bytearray(data[: min(offset for offset in _offsets(data, start).values())])
    places = []
    for old in numbers:
        places.append(len(out))
        head, stream, body = objects[old].partition(STREAM)
        out += b"%d 0 obj\n" % numbers[old] + _renumbered(head, numbers) + stream + body
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n\r\n" % place for place in places)
    out += _renumbered(trailer, numbers) + b"startxref\n%d\n%%%%EOF" % table
    return bytes(out)


def _offsets(data: bytes, start: int) -> dict[int, int]:
    """Where each object in use begins, by its number."""
    lines = data[start : data.index(b"trailer", start)].splitlines()[2:]
    return {
        number: int(line.split()[0])
        for number, line in enumerate(lines)
        if line.split()[2:] == [b"n"]
    }


def _objects(data: bytes, start: int) -> dict[int, bytes]:
    """The content of each object by its number, fonts in the order of their names."""
    offsets = _offsets(data, start)
    ends = dict(zip(sorted(offsets.values()), [*sorted(offsets.values())[1:], start], strict=True))
    found = {}
    for number, offset in offsets.items():
        content = HEADER.sub(b"", data[offset : ends[offset]], count=1)
        head, stream, body = content.partition(STREAM)
        found[number] = FONTS.sub(_by_name, head) + stream + body
    return found


def _by_name(fonts: re.Match[bytes]) -> bytes:
    return fonts[1] + b"\n".join(sorted(fonts[2].split(b"\n"))) + fonts[3]


def _met(trailer: bytes, objects: dict[int, bytes]) -> dict[int, int]:
    """A new number for each object, in the order in which they are met from the trailer on."""
    numbers: dict[int, int] = {}
    waiting = [int(one) for one in REFERENCE.findall(trailer)]
    while waiting:
        one = waiting.pop(0)
        if one not in numbers:
            numbers[one] = len(numbers) + 1
            waiting += [
                int(found) for found in REFERENCE.findall(objects[one].partition(STREAM)[0])
            ]
    return numbers


def _renumbered(text: bytes, numbers: dict[int, int]) -> bytes:
    return REFERENCE.sub(lambda found: b"%d 0 R" % numbers[int(found[1])], text)
