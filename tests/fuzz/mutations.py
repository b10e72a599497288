"""Files made wrong at random; the same dice give the same bytes."""

import random
import re
from collections.abc import Sequence
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from tests.fuzz.seeds import Seed, zipped

LARGEST = 400_000
"""Bytes of a made file; larger ones only take longer."""

ODDITIES = (
    *(b"\xed\xa0\x80", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00", b"\x1a", b"\x85"),
    *("\u2028".encode(), "\u202e".encode(), "\U0001f600".encode(), "\ufffe".encode()),
    *(b"\r", b"\n", b"\r\n", b"\t", b"\x0b", b"&#0;", b"&#xD800;", b"&lt;", "²٣①".encode()),
)
TOKENS = {
    "exports": (
        *(
            b"TY  - JOUR\n",
            b"ER  - \n",
            b"AU  - A, B\n",
            b"PMID- 1\n",
            b"PT J\n",
            b"EF\n",
            b"UI  - 1\n",
        ),
        *(b"<1. >\n", b"@article{a,\n", b"@string{a = {b}}\n", b"}", b'"', b"<record>", b"</xml>"),
        *(
            b'{"title": "x"}\n',
            b'"\\ud800"',
            b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
            b"<![CDATA[",
            b"['a', ",
        ),
        *(b'<?xml version="1.0" encoding="gbk"?>', b"title,authors\n", b'"year": 99', b"<style>"),
    ),
    "archives": (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"../../a.ris", b"TY  - JOUR\n"),
    "sheets": (
        *(b'r="XFD1048576"', b"r='A1'", b'<c t="s"><v>9</v></c>', b't="e"', b"<f>1</f>", b"</row>"),
        *(b'uniqueCount="4000000000"', b'table:number-rows-repeated="1048576"', b"</sheetData>"),
        *(b'<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>', b"1e999", b"#N/A"),
        *(b'RAYYAN-INCLUSION: {"A"=>"Included"}', b"sep=;\n", b'"', b";", b"inkluder", b"<si>"),
        *(b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"</si>", b"&amp;", b"TY  - JOUR\n"),
    ),
    "studies": (b"study_id", b"year", b'"', b",", b"#N/A", b'r="XFD1048576"', b"x;y", b"=1+1"),
    "tomls": (
        *(b"[", b"]", b"{", b"}", b'"""', b"'''", b"[[search]]\n", b"a.b.c = 1\n", b"inf", b"nan"),
        *(b"1979-05-27T07:32:00Z", b"0x", b"true", b"#", b"\\u0000", b"=", b"[tables]\n", b"1_0"),
    ),
    "strategies": (
        *(b" or ", b" not ", b" adj3 ", b"(", b")", b"/", b".ti,ab.", b"or/1-9", b"*", b'"', b"["),
        *(b"limit 1 to ", b"1", b"exp ", b"\n9 ", b"  1,000", b"yr=", b"#", b"?", b"$"),
    ),
}
"""Pieces that mean something to the readers of each kind."""

OPENED = (
    b"[",
    b"{",
    b"(",
    b"<a>",
    b"<style>",
    b'"',
    b"'",
    b"<r>",
    b"{a=",
    b"a.",
    b"not a ",
    b"@a{",
)
"""What may stand in itself."""


RUNS = b" \t;,.:([{<\"'-&=aA1|\\*#@/_~$%\n"
"""Signs of which a long run makes a pattern go over the same text again and again."""


def mutated(seed: Seed, others: Sequence[Seed], kind: str, dice: random.Random) -> bytes:
    """The bytes of a seed changed one to six times; a workbook's often in one of its parts."""
    data = seed[1]
    if data.startswith(b"PK") and dice.random() < 0.8:
        return _in_a_part(data, others, kind, dice)
    for _ in range(dice.randint(1, 6)):
        data = _changed(data, others, kind, dice)[:LARGEST]
    return data


def _in_a_part(data: bytes, others: Sequence[Seed], kind: str, dice: random.Random) -> bytes:
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = {one: archive.read(one) for one in archive.namelist()}
    except BadZipFile:
        return data
    parts = [one for one in members if one.endswith((".xml", ".rels", ".ris", ".bib"))] or [
        *members
    ]
    for _ in range(dice.randint(1, 3)):
        part = dice.choice(parts)
        members[part] = _changed(members[part], [(part, members[part])], kind, dice)[:LARGEST]
    if dice.random() < 0.05:
        members.pop(dice.choice([*members]))
    return zipped(members)


def _changed(data: bytes, others: Sequence[Seed], kind: str, dice: random.Random) -> bytes:
    at, size = dice.randrange(len(data) + 1), dice.randrange(1, 120)
    match dice.randrange(11):
        case 0:
            return data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :]
        case 1:
            return data[:at]
        case 2:
            return data[:at] + data[at + size :]
        case 3:
            other = dice.choice(others)[1]
            return data[:at] + other[dice.randrange(len(other) + 1) :]
        case 4:
            return (
                data[:at] + data[at : at + size] * dice.choice((2, 3, 50, 500)) + data[at + size :]
            )
        case 5:
            return data[:at] + dice.choice(OPENED) * dice.choice((2, 40, 1000, 5000)) + data[at:]
        case 6:
            return data[:at] + dice.choice(ODDITIES) + data[at:]
        case 7:
            return _number(data, dice)
        case 8:
            run = bytes([dice.choice(RUNS)]) * dice.choice((100, 5000, 60_000))
            return data[:at] + run + data[at:]
        case _:
            return data[:at] + dice.choice(TOKENS[kind]) + data[at:]


def _number(data: bytes, dice: random.Random) -> bytes:
    """One number of the file made huge, negative or a decimal."""
    found = [*re.finditer(rb"\d+", data[:LARGEST])]
    if not found:
        return data
    one = dice.choice(found)
    value = dice.choice((b"0", b"-1", b"1e999", b"1.5", *(b"9" * n for n in (10, 20, 400, 5000))))
    return data[: one.start()] + value + data[one.end() :]
