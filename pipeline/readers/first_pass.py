"""The first look at a file: hash, encoding, line ends, and start tags counted by themselves.

It goes over all bytes once, before and apart from the reading, so that the reader has something
to be held against.
"""

import codecs
import re
from collections import Counter
from hashlib import sha256
from typing import BinaryIO

from pipeline.errors import Refused
from pipeline.readers.formats import MARKS
from pipeline.readers.survey import LONGEST_LINE, Survey
from pipeline.text.encodings import LONE, STRAY, is_utf8

TAG = re.compile(r"(?:\A|[\r\n])[A-Z][A-Z0-9] {1,2}- ")
"""Any tag in the manner of RIS or Ovid; counted in the first 64 kB only, to know the manner."""

CHUNK = 1 << 20
"""Bytes looked at in one go."""

XML = re.compile(rb"[\xef\xbb\xbf\xff\xfe\0\s]*<\0?[A-Za-z!?]")

JSON = re.compile(rb"[\xef\xbb\xbf\s]*[\[{]\s*[{\"]")
"""How JSON begins, which need not have lines."""

ELEMENT = re.compile(r"<(?:record|Trial|PubmedArticle|PubmedBookArticle)[\s>]")
OVERLAP = 24
"""Characters carried from one piece of XML to the next; longer than the longest name."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

NOT_IN_1252 = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
"""Bytes that Windows-1252 leaves empty."""


def survey(stream: BinaryIO, name: str) -> Survey:
    """Look over all bytes of a stream once, from where it stands to its end."""
    found = Survey()
    digest, high = sha256(), Counter[str]()
    first = stream.read(CHUNK)
    found.encoding = _marked(first) or "utf-8"
    decoder = codecs.getincrementaldecoder(found.encoding)(errors="surrogateescape")
    left, unbroken = "", 0
    chunk = first
    ends = b"\n\r>" if XML.match(first) else b"\n\r}" if JSON.match(first) else b"\n\r"
    while chunk:
        digest.update(chunk)
        found.size += len(chunk)
        unbroken = _unbroken(chunk, unbroken, ends, name)
        text = left + _decoded(decoder, chunk, name)
        left = _count_elements(text, found) if b">" in ends else _count(text, found, high)
        if not found.head:
            found.head = text[: 1 << 16]
            found.marks["tag"] = sum(1 for _ in TAG.finditer(found.head))
        chunk = stream.read(CHUNK)
    rest = left + _decoded(decoder, b"", name, final=True)
    if b">" in ends:
        _count_elements(rest + " " * OVERLAP, found)
    else:
        _count(rest + "\n", found, high)
    found.sha256 = digest.hexdigest()
    found.ends["\n"] -= found.ends["\r\n"] + 1
    found.ends["\r"] -= found.ends["\r\n"]
    if found.encoding == "utf-8":
        found.encoding, found.unreadable = _unmarked(high)
    elif found.encoding == "utf-8-sig":
        found.unreadable = any(STRAY.match(char) for char in high)
    return found


def _marked(first: bytes) -> str | None:
    """The encoding that a byte-order mark, or the zero bytes of plain UTF-16, give away."""
    for bom, name in BOMS:
        if first.startswith(bom):
            return name
    head = first[:4096]
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    return None


def _decoded(
    decoder: codecs.IncrementalDecoder, chunk: bytes, name: str, *, final: bool = False
) -> str:
    try:
        return decoder.decode(chunk, final)
    except UnicodeDecodeError:
        raise Refused(
            f"{name}: the bytes are not the text that their first ones promise."
        ) from None


def _unbroken(chunk: bytes, before: int, ends: bytes, name: str) -> int:
    """Bytes since the last line end (in XML: element), refused where they are too many."""
    last = max(chunk.rfind(end) for end in (ends[at : at + 1] for at in range(len(ends))))
    since = before + len(chunk) if last < 0 else len(chunk) - last - 1
    if since > LONGEST_LINE:
        raise Refused(
            f"{name}: a line of more than {LONGEST_LINE >> 20} MB; this is no list of records."
        )
    return since


def _count_elements(text: str, found: Survey) -> str:
    """Count the elements that are records; hand back an end in which one may be cut."""
    cut = max(0, len(text) - OVERLAP)
    found.marks["element"] += sum(1 for one in ELEMENT.finditer(text) if one.start() < cut)
    return text[cut:]


def _count(text: str, found: Survey, high: Counter[str]) -> str:
    """Count marks and bytes of all whole lines; hand back what follows the last line end."""
    cut = max(text.rfind("\n"), text.rfind("\r", 0, -1))
    whole, left = text[:cut], text[cut:]
    if cut <= 0:
        return text
    for match in MARKS.finditer(whole):
        kind = match.lastgroup or ""
        if match["TY"] is not None:
            kind = "TY"
            found.gaps[match["gap"]] += 1
            found.marks["indented"] += bool(match["indent"])
        found.marks[kind] += 1
    for end in ("\r\n", "\n", "\r"):
        found.ends[end] += whole.count(end)
    if not whole.isascii():
        high.update(STRAY.findall(whole))
        high["all"] += len(whole) - len(whole.encode("ascii", "ignore"))
        high["lone"] += 3 * len(LONE.findall(whole)) if "\udced" in high else 0
    return left


def _unmarked(high: Counter[str]) -> tuple[str, bool]:
    """The encoding of a file without a mark, from its bytes above 127; and whether some are bad."""
    stray = {ord(char) - 0xDC00: n for char, n in high.items() if len(char) == 1}
    strays = sum(stray.values())
    if not stray:
        return "utf-8", False
    if is_utf8(high["all"] - strays, strays, high["lone"]):
        return "utf-8", True
    if any(byte in NOT_IN_1252 for byte in stray):
        return "cp1252", True
    return ("cp1252" if any(byte < 0xA0 for byte in stray) else "iso-8859-1"), False
