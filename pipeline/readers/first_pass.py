"""The first pass over a file: hash, encoding, line ends, and separately counted start tags.

It goes over all bytes once, before and independently of the reading, so that the reader's result
can be checked against it.
"""

import codecs
import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import BinaryIO

from pipeline.errors import Refused
from pipeline.readers.formats import MARKS, MARKS_OF_CR
from pipeline.readers.survey import LONGEST_LINE, Survey
from pipeline.text.code_pages import SAMPLE, encoding_of, sense_in
from pipeline.text.encodings import LONE, STRAY

TAG = re.compile(r"(?:\A|[\r\n])[ \t]{0,3}[A-Z][A-Z0-9] {1,2}- ")
"""Any tag in the style of RIS or Ovid; counted only in the first 64 kB, to identify the style."""

LINE = re.compile(r"[^\r\n]+")
CHUNK = 1 << 20
"""Bytes processed at a time."""

XML = re.compile(rb"[\xef\xbb\xbf\xff\xfe\0\s]*<\0?[A-Za-z!?]")

JSON = re.compile(rb"[\xef\xbb\xbf\s]*[\[{]\s*[{\"]")
"""The start of JSON, which need not have lines."""

ELEMENT = re.compile(r"<(?:record|Trial|PubmedArticle|PubmedBookArticle)[\s>]")
OVERLAP = 24
"""Characters carried over between pieces of XML; longer than the longest name."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(slots=True)
class _Sample:
    """Non-ASCII lines from the start of a file: those in UTF-8, and the others."""

    sound: list[str] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=lambda: [0, 0])
    any_stray: bool = False

    def take(self, text: str) -> None:
        """Add lines, unless there are enough of them."""
        if text.isascii():
            return
        stray = STRAY.search(text) is not None
        self.any_stray = self.any_stray or stray
        if self.sizes[stray] >= SAMPLE:
            return
        for line in LINE.findall(text):
            if line.isascii():
                continue
            bad = STRAY.search(line) is not None
            if bad and not STRAY.search(LONE.sub("", line)):
                continue
            if self.sizes[bad] < SAMPLE:
                (self.stray if bad else self.sound).append(line)
                self.sizes[bad] += len(line)

    def bytes_of(self, *, stray: bool) -> bytes:
        """The lines of one kind as they are in the file."""
        text = "\n".join(self.stray if stray else self.sound)
        return text.encode("utf-8", "surrogateescape")


def survey(stream: BinaryIO, name: str) -> Survey:
    """Process all bytes of a stream once, from its current position to its end."""
    found = Survey()
    digest, sample = sha256(), _Sample()
    first = stream.read(CHUNK)
    found.encoding = marked_encoding(first) or "utf-8"
    decoder = codecs.getincrementaldecoder(found.encoding)(errors="surrogateescape")
    left, unbroken = "", 0
    chunk = first
    ends = b"\n\r>" if XML.match(first) else b"\n\r}" if JSON.match(first) else b"\n\r"
    while chunk:
        digest.update(chunk)
        found.size += len(chunk)
        unbroken = _unbroken(chunk, unbroken, ends, name)
        text = left + _decoded(decoder, chunk, name)
        left = _count_elements(text, found) if b">" in ends else _count(text, found, sample)
        if not found.head:
            found.head = text[: 1 << 16]
            found.marks["tag"] = sum(1 for _ in TAG.finditer(found.head))
        chunk = stream.read(CHUNK)
    rest = left + _decoded(decoder, b"", name, final=True)
    if b">" in ends:
        _count_elements(rest + " " * OVERLAP, found)
    else:
        _count(rest + "\n", found, sample)
    found.sha256 = digest.hexdigest()
    found.ends["\n"] -= found.ends["\r\n"] + 1
    found.ends["\r"] -= found.ends["\r\n"]
    if found.encoding.startswith("utf-8"):
        _settle(found, sample)
    return found


def marked_encoding(first: bytes) -> str | None:
    """The encoding shown by a byte-order mark, or by the zero bytes of plain UTF-16."""
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
            f"{name}: the content does not match the encoding that the file declares. "
            "Save the file as UTF-8."
        ) from None


def _unbroken(chunk: bytes, before: int, ends: bytes, name: str) -> int:
    """Bytes since the last line end (in XML: element); refused if there are too many."""
    last = max(chunk.rfind(end) for end in (ends[at : at + 1] for at in range(len(ends))))
    since = before + len(chunk) if last < 0 else len(chunk) - last - 1
    if since > LONGEST_LINE:
        raise Refused(
            f"{name}: a line has more than {LONGEST_LINE >> 20} MB; expected a list of records."
        )
    return since


def _count_elements(text: str, found: Survey) -> str:
    """Count the elements that are records; return the end, in which one may be cut."""
    cut = max(0, len(text) - OVERLAP)
    found.marks["element"] += sum(1 for one in ELEMENT.finditer(text) if one.start() < cut)
    return text[cut:]


def _count(text: str, found: Survey, sample: _Sample) -> str:
    """Count marks and bytes of all whole lines; return the rest after the last line end."""
    cut = max(text.rfind("\n"), text.rfind("\r", 0, -1))
    whole, left = text[:cut], text[cut:]
    if cut <= 0:
        return text
    for end in ("\r\n", "\n", "\r"):
        found.ends[end] += whole.count(end)
    lone = "\r" in whole and whole.count("\r") > whole.count("\r\n")
    for match in (MARKS_OF_CR if lone else MARKS).finditer("\n" + whole):
        kind = match.lastgroup or ""
        if match["TY"] is not None:
            kind = "TY"
            found.gaps[match["gap"]] += 1
            found.marks["indented"] += bool(match["indent"])
        found.marks[kind] += 1
    sample.take(whole)
    return left


def _settle(found: Survey, sample: _Sample) -> None:
    """The encoding of a file that begins like UTF-8, and the encoding of the rest of it.

    Text in another encoding is hardly ever valid UTF-8, but a short line may be; if it makes more
    sense in the other encoding, that one is used.
    """
    found.unreadable = sample.any_stray
    if not sample.stray:
        return
    sound, stray = sample.bytes_of(stray=False), sample.bytes_of(stray=True)
    guess = encoding_of(stray)
    if not guess.sure:
        return
    found.foreign = guess.encoding
    whole = sense_in(sound, "utf-8") < sense_in(sound, guess.encoding) if sound else True
    if found.encoding == "utf-8" and whole:
        found.encoding = guess.encoding
        head = found.head.encode("utf-8", "surrogateescape")
        found.head = head.decode(guess.encoding, "replace")
