"""Invented PDFs: with text, without, locked, broken or slow; written by hand (ISO 32000-1)."""

import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

WIDTH = 90
"""Characters per line; longer lines are wrapped."""


def _line(text: str) -> bytes:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(" + escaped.encode("latin-1", "replace") + b") Tj T*"


def _page(lines: Sequence[str]) -> bytes:
    return b"\n".join([b"BT /F1 11 Tf 14 TL 50 780 Td", *map(_line, lines), b"ET"])


def pdf(
    pages: Sequence[str], *, data: Mapping[str, str] | None = None, contents: bytes | None = None
) -> bytes:
    """A PDF with one page per text, with its lines unchanged; "" is a page without text.

    `data` has entries of the document information; `contents` is the drawing of every page.
    """
    objects: list[bytes] = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for text in pages:
        drawn = contents if contents is not None else _page(text.split("\n")) if text else b""
        packed = zlib.compress(drawn)
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed)
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b" ".join(kids), len(kids))
    named = b" ".join(
        b"/%b (%b)" % (key.encode(), value.encode("latin-1", "replace"))
        for key, value in (data or {}).items()
    )
    objects.append(b"<< %b >>" % named)
    return _written(objects)


def _written(objects: Sequence[bytes]) -> bytes:
    out = BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    size, last = len(objects) + 1, len(objects)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (size, last))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def locked(content: bytes, password: str) -> bytes:
    """The same PDF, encrypted; with an empty password it claims to be locked but is not."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def slow() -> bytes:
    """A small PDF whose page takes minutes to draw."""
    return pdf(["x"], contents=b"BT /F1 9 Tf " + b"(a) Tj 1 0 0 1 0 0 Tm " * 1_500_000 + b"ET")


def endless() -> bytes:
    """A PDF whose tree of pages leads back to itself."""
    content = pdf(["A page of some text that nobody will ever come to see, since there is a loop."])
    return content.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")


def article(
    title: str, *, doi: str = "", author: str = "Kari Nordmann", more: str = "", cites: str = ""
) -> str:
    """A first page as journals print it: journal, title, authors, abstract, DOI, references."""
    lines = ["Journal of Cheer 2023; 1: 5-9", "", *_wrapped(title), author, "", "Abstract"]
    lines += _wrapped(
        "Background. People work at home more than before. We asked them how they sleep and "
        "what they eat, and followed them for a year. Results. They slept as before."
    )
    lines += _wrapped(more) if more else []
    lines += [f"https://doi.org/{doi}"] if doi else []
    lines += ["", "References", f"1. Berg P. On rain. doi:{cites}"] if cites else []
    return "\n".join(lines)


def _wrapped(text: str) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > WIDTH:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def put(folder: Path, name: str, content: bytes) -> Path:
    """Write a PDF into a folder, which is created if it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    return path
