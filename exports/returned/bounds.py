"""Checks how far the cells of a workbook reach before calamine loads them as one full block.

One stray cell in XFD1048576 makes that block 17 billion cells. The reach found here is an upper
bound: whatever a file says, calamine never gets more than MOST_CELLS.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from exports.returned.bounds_ods import check_whole, ods_within_bounds
from exports.returned.bounds_xlsx import Reach, shared_text, without_far_cells
from exports.returned.limits import (
    AS_XLSX,
    CHUNK,
    LONGEST_ROW,
    LONGEST_TEXT,
    MOST_CELLS,
    MOST_MEMBERS,
    MOST_STRAYS,
    MOST_TEXT,
    ROWS_ONLY,
    UNPACKED,
    Stray,
)
from pipeline.errors import Fault, Refused

SPOILT = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What zipfile raises for a truncated or corrupted archive."""


SHARED = "xl/sharedStrings.xml"
MANIFEST = "META-INF/manifest.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """A readable workbook: its bytes, and by member the cells that were left out.

    `sound` are the members without errors or formulas in their cells.
    """

    data: bytes
    strays: dict[str, tuple[Stray, ...]] = field(default_factory=dict)
    sound: frozenset[str] = frozenset()


def within_bounds(name: str, data: bytes) -> Bounded:
    """The workbook without up to ten cells that are far outside it.

    Raises Refused if there are more, or if it is otherwise larger than a list can be.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check_archive(name, archive)
            changed, strays = {}, {}
            sound: set[str] = set()
            texts: list[int] = []
            indexes = 0
            for member in archive.namelist():
                left_out: Sequence[Stray] = ()
                content: bytes | None = None
                if member == MANIFEST:
                    check_whole(name, archive.read(member))
                elif member == "content.xml":
                    content, left_out = ods_within_bounds(name, archive.read(member))
                else:
                    reach = _reach(name, archive, member)
                    indexes += reach.cells
                    sound |= set() if reach.suspect else {member}
                    texts += reach.texts
                    if reach.block > MOST_CELLS:
                        content, left_out = without_far_cells(name, archive.read(member))
                if content is not None:
                    changed[member] = content
                    strays[member] = tuple(_named(archive, one) for one in left_out)
            if indexes * max(texts, default=0) > MOST_TEXT:
                _check_texts(name, archive, texts)
            _check_strays(name, strays)
            data = _rewritten(archive, changed) if changed else data
            return Bounded(data=data, strays=strays, sound=frozenset(sound))
    except SPOILT as fault:
        raise Refused(f"{name}: this workbook cannot be read ({fault}). {AS_XLSX}") from fault


def _check_archive(name: str, archive: ZipFile) -> None:
    members = archive.infolist()
    if sum(member.file_size for member in members) > UNPACKED:
        raise Refused(
            f"{name}: this file has more than {UNPACKED // 1_000_000_000} GB when unpacked, which "
            f"is too much for a list. {ROWS_ONLY}"
        )
    if len(members) > MOST_MEMBERS:
        raise Refused(
            f"{name}: this workbook has {len(members):,} parts; expected at most "
            f"{MOST_MEMBERS:,}. {ROWS_ONLY}"
        )
    if "xl/workbook.bin" in archive.namelist():
        raise Refused(f"{name}: this is a binary workbook (xlsb). Save the workbook as xlsx.")


def _reach(name: str, archive: ZipFile, member: str) -> Reach:
    """The maximum reach of one member's cells, read in pieces that end with a row."""
    reach, rest = Reach(), b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            rest += chunk
            end = max(rest.rfind(b"row>") + 4, rest.rfind(b"</si>") + 5)
            if end > 4:
                reach.add(rest[:end])
                rest = rest[end:]
            elif b"<" not in rest:
                rest = b""
            elif len(rest) > LONGEST_ROW:
                _check_long(name, reach, rest)
                rest = b""
    reach.add(rest)
    if reach.cells > MOST_CELLS or reach.promised > MOST_CELLS:
        raise Refused(
            f"{name}: this file has more than {MOST_CELLS:,} cells, which is too many for a list. "
            f"{ROWS_ONLY}"
        )
    if max(reach.texts, default=0) > LONGEST_TEXT:
        raise Refused(
            f"{name}: one cell has more than {LONGEST_TEXT:,} characters. Shorten the text in "
            f"that cell."
        )
    return reach


def _check_long(name: str, reach: Reach, piece: bytes) -> None:
    """Refuse a row without an end; members without cells, such as pictures, may stay."""
    before = reach.cells
    reach.add(piece)
    if reach.cells > before or b"<si" in piece:
        raise Refused(
            f"{name}: one row or cell has more than {LONGEST_ROW >> 20} MB, which is too much for "
            f"a list. The file was not read. {ROWS_ONLY}"
        )


def _check_texts(name: str, archive: ZipFile, texts: list[int]) -> None:
    """Refuse texts that are too large once each is copied into all cells that refer to it."""
    total = 0
    for member in archive.namelist():
        for index in _indexes(archive, member):
            total += texts[index] if index < len(texts) else 0
        if total > MOST_TEXT:
            raise Refused(
                f"{name}: the texts in this file have more than {MOST_TEXT:,} characters in "
                f"total, which is too much for a list. The file was not read. {ROWS_ONLY}"
            )


def _indexes(archive: ZipFile, member: str) -> Iterator[int]:
    rest = b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            rest += chunk
            cut = rest.rfind(b">") + 1
            yield from Reach.indexes(rest[:cut])
            rest = rest[cut:] if len(rest) - cut < CHUNK else b""


def _check_strays(name: str, strays: dict[str, tuple[Stray, ...]]) -> None:
    found = [stray for one in strays.values() for stray in one]
    if len(found) > MOST_STRAYS:
        shown = found[:MOST_STRAYS]
        raise Refused(
            f"{name}: more than {MOST_STRAYS} cells are far outside the list. Nothing was "
            f"read. Clear these cells, or copy the list to a new sheet. The first of these "
            f"cells are:",
            [Fault(f"cell {one.place}", f"the cell has the text {one.shown()}") for one in shown],
        )


def _named(archive: ZipFile, stray: Stray) -> Stray:
    """The stray cell with its text, if the workbook stores that separately."""
    if stray.shared is None or SHARED not in archive.namelist():
        return stray
    return replace(stray, text=shared_text(archive.read(SHARED), stray.shared))


def _rewritten(archive: ZipFile, changed: dict[str, bytes]) -> bytes:
    """The archive with some members changed, uncompressed for speed."""
    out = BytesIO()
    with ZipFile(out, "w") as copy:
        for member in dict.fromkeys(archive.namelist()):
            copy.writestr(member, changed[member] if member in changed else archive.read(member))
    return out.getvalue()
