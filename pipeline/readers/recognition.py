"""Whether a file that nobody asked to read is nevertheless an export."""

from io import BytesIO
from pathlib import Path

from pipeline.errors import Refused
from pipeline.files import opened
from pipeline.readers.first_pass import marked_encoding, survey
from pipeline.readers.formats import detect

ENDINGS = (".ris", ".nbib", ".enw", ".ciw", ".bib", ".isi")
"""Suffixes that only exports have."""

LOOKED_AT = 1 << 16
"""Bytes of a file from which an export is recognised."""


def looks_like_export(path: Path) -> bool:
    """Whether a file is almost certainly an export, by its suffix or its first bytes.

    Tables do not count, since people keep their own tables. False if the file cannot be read.
    """
    if path.suffix.lower() in ENDINGS:
        return True
    try:
        with opened(path) as stream:
            head = stream.read(LOOKED_AT)
        # A workbook, picture or document: its letters make no sense in any encoding, and trying
        # them all takes seconds.
        if b"\0" in head and marked_encoding(head) is None:
            return False
        return detect(survey(BytesIO(head), path.name), path.name).format != "table"
    except (OSError, Refused, UnicodeError):
        return False
