"""Office and XML files without timestamps and without characters that XML cannot hold."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date a zip member can have, used in place of the real time."""

CORE = "docProps/core.xml"
CORE_DATES = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 (section 2.2) cannot hold."""


def printable(text: str) -> str:
    r"""The text with a replacement character for what XML cannot hold.

    >>> printable("a\x0bb")
    'a\ufffdb'
    """
    return NOT_IN_XML.sub("\ufffd", text)


def repack(data: bytes, *, evidence: str = "") -> bytes:
    """The same zip (docx, xlsx) without anything that depends on the clock or the machine.

    Members keep their order and content. In `docProps/core.xml` the dates of creation and change
    become `evidence` (ISO 8601 in UTC), or the zip epoch if there is none.

    >>> from zipfile import ZipInfo
    >>> def packed(year: int) -> bytes:
    ...     out = BytesIO()
    ...     with ZipFile(out, "w") as archive:
    ...         archive.writestr(ZipInfo("a.xml", (year, 1, 1, 0, 0, 0)), "<a/>")
    ...     return out.getvalue()
    >>> packed(2001) == packed(2002), repack(packed(2001)) == repack(packed(2002))
    (False, True)
    """
    when = (evidence or "1980-01-01T00:00:00Z").encode()
    out = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for member in before.infolist():
            content = before.read(member)
            if member.filename == CORE:
                content = CORE_DATES.sub(lambda found: found[1] + when + found[3], content)
            after.writestr(_member(member.filename), content, compresslevel=6)
    return out.getvalue()


def _member(name: str) -> ZipInfo:
    """A member without its date, permissions and operating system."""
    member = ZipInfo(name, EPOCH)
    member.compress_type = ZIP_DEFLATED
    member.create_system = 3
    member.external_attr = 0o644 << 16
    return member
