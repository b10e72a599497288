"""Opens the texts at a path: a plain or gzipped file, or the members of a zip archive."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from pipeline.errors import Refused
from pipeline.files import is_litter, opened
from pipeline.readers.tables import columns_named
from pipeline.readers.workbook import sheets
from pipeline.text.amounts import amount

MOST_MEMBERS = 1000
"""Most members of an archive; a search split by 1,000 records then has a million."""

HEAD = 1 << 16
"""Bytes of a sheet within which its column names must come."""

UNPACKED = 200
"""Times that an archive may grow when unpacked. Records shrink 3 to 12 times; a bomb 1,000."""

UNPACKED_FREE = 64 << 20
"""Bytes up to which the growth of an archive does not matter, all its members together."""

LIBRARY = (
    "a database, such as a library of EndNote or Zotero, not an export of records. In "
    "EndNote, choose File, Export, Output style: RefMan (RIS). In Zotero, choose File, Export "
    "Library, Format: RIS"
)

RENEW = "Download the archive again, or pack the files again."

PICTURE = "a picture, not an export of records. Export the records as RIS from the database"

FOREIGN = (
    (b"%PDF", "a PDF, not an export of records. Export the records as RIS from the database"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (xls or doc). Save the list as csv"),
    (b"{\\rtf", "a rich-text document. Export the records as RIS instead"),
    (b"SQLite format 3", LIBRARY),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (
        b"7z\xbc\xaf",
        "a 7z archive, which ajour cannot open. Unpack the archive, or pack its files as zip",
    ),
    (
        b"Rar!",
        "a rar archive, which ajour cannot open. Unpack the archive, or pack its files as zip",
    ),
    (
        b"BZh",
        "a bzip2 archive, which ajour cannot open. Unpack the archive, or pack its file as gz",
    ),
    (
        b"\xfd7zXZ",
        "an xz archive, which ajour cannot open. Unpack the archive, or pack its file as gz",
    ),
)
"""First bytes of files that people save under the wrong name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveMember:
    """One text to read: the file's name, the member's, and how to open it from its start."""

    file: str
    member: str = ""
    open: Callable[[], BinaryIO]
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name for messages: the file, and the member of an archive."""
        return f"{self.file} ({self.member})" if self.member else self.file


def sources(path: Path, content: bytes | None = None) -> list[ArchiveMember]:
    """The texts in a file; refused if it cannot have any. `content` is a text read earlier."""
    if content is not None:
        return [ArchiveMember(file=path.name, open=lambda: io.BytesIO(content))]
    try:
        with opened(path) as stream:
            head = stream.read(8)
    except OSError as fault:
        raise Refused(f"{path.name}: the file cannot be opened ({fault.strerror}).") from None
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _members(path)
    if head.startswith(b"\x1f\x8b"):
        packed = path.stat().st_size
        return [
            ArchiveMember(
                file=path.name,
                member=path.stem if path.suffix == ".gz" else "gz",
                open=lambda: _bounded(gzip.open(path), packed, path.name),
            )
        ]
    return [ArchiveMember(file=path.name, open=lambda: path.open("rb"))]


def foreign(head: bytes, name: str) -> None:
    """Refuse a file that is plainly not an export, in one sentence."""
    for magic, what in FOREIGN:
        if head.startswith(magic):
            raise Refused(f"{name}: this is {what}.")
    if head.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        raise Refused(
            f"{name}: this is an archive inside an archive. Unpack the outer archive first."
        )


def _members(path: Path) -> list[ArchiveMember]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [one for one in archive.infolist() if not one.is_dir()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Refused(f"{path.name}: the zip archive is damaged. {RENEW}") from None
    names = {one.filename for one in infos}
    if "xl/workbook.xml" in names:
        for info in infos:
            _harmless(info, path.name)
        return _sheets(path)
    if "word/document.xml" in names:
        raise Refused(
            f"{path.name}: this is a Word document, not an export of records. Export the records "
            f"as RIS from the database."
        )
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise Refused(
            f"{path.name}: ajour cannot read lists in this kind of spreadsheet or document. "
            f"Save the list as xlsx or csv."
        )
    if len(infos) > MOST_MEMBERS:
        raise Refused(
            f"{path.name}: this archive has {len(infos):,} files, but ajour reads at most "
            f"{MOST_MEMBERS:,}. Divide the files between several archives."
        )
    for info in infos:
        _harmless(info, path.name)
    whole, packed = (sum(map(attrgetter(size), infos)) for size in ("file_size", "compress_size"))
    if whole > max(UNPACKED_FREE, UNPACKED * packed):
        raise Refused(
            f"{path.name}: the files of this archive, once unpacked, are too large for lists of "
            "records."
        )
    found = [_member(path, one) for one in infos if not is_litter(one.filename)]
    if not found:
        raise Refused(f"{path.name}: the archive has no files to import.")
    return found


def _sheets(path: Path) -> list[ArchiveMember]:
    """The sheets of a workbook that have column names, as texts; other sheets are reported."""
    found = sheets(path)
    named = [one for one in found if columns_named(one.text[:HEAD].decode("utf-8", "ignore"))]
    left = [one for one in found if one not in named]
    if not named:
        names = ", ".join(one.name for one in found)
        told = f"The sheets of this workbook are: {names}" if names else "All sheets are empty"
        raise Refused(
            f"{path.name}: no sheet in this workbook is a list of records. Such a list has a "
            f"title column and at least one more column. {told}."
        )
    notes = tuple(
        f"the sheet {one.name} ({amount(one.rows, 'row')}) has no column names and was not read"
        for one in left
    )
    return [
        ArchiveMember(
            file=path.name, member=one.name, open=partial(io.BytesIO, one.text), notes=notes
        )
        for one in named
    ]


def _harmless(info: zipfile.ZipInfo, name: str) -> None:
    """Refuse paths that lead out of the archive, locked members and bombs."""
    parts = PurePosixPath(info.filename.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in info.filename[:3]:
        raise Refused(
            f"{name}: the file {info.filename!r} in this archive has a path that "
            "leads out of the archive. Pack the files again without such a path."
        )
    if info.flag_bits & 1:
        raise Refused(
            f"{name}: the file {info.filename!r} in this archive is locked with a "
            "password. Unpack the archive first."
        )
    if info.file_size > max(UNPACKED_FREE, UNPACKED * info.compress_size):
        raise Refused(
            f"{name}: the file {info.filename!r} in this archive, once unpacked, is too large for "
            "a list of records."
        )


def _member(path: Path, info: zipfile.ZipInfo) -> ArchiveMember:
    def opened() -> BinaryIO:
        archive = zipfile.ZipFile(path)
        try:
            stream = archive.open(info)
        except (zipfile.BadZipFile, NotImplementedError, OSError) as fault:
            archive.close()
            raise Refused(f"{path.name}: the archive is damaged ({fault}). {RENEW}") from None
        # The archive must stay open as long as its member is being read.
        return _bounded(stream, info.compress_size, f"{path.name} ({info.filename})", archive)

    return ArchiveMember(file=path.name, member=info.filename, open=opened)


class _Bounded(io.RawIOBase):
    """A packed stream that refuses to grow without limit, and reports damage in one sentence."""

    def __init__(
        self, stream: BinaryIO, packed: int, name: str, owner: zipfile.ZipFile | None = None
    ) -> None:
        self._stream, self._name, self._owner = stream, name, owner
        self._left = max(UNPACKED_FREE, UNPACKED * packed)

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer; 0 at the end."""
        try:
            data = self._stream.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as fault:
            raise Refused(f"{self._name}: the archive is damaged ({fault}). {RENEW}") from None
        self._left -= len(data)
        if self._left < 0:
            raise Refused(
                f"{self._name}: this file, once unpacked, is too large for a list of records."
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the member and its archive."""
        if not self.closed:
            self._stream.close()
            if self._owner:
                self._owner.close()
        super().close()


def _bounded(
    stream: object, packed: int, name: str, owner: zipfile.ZipFile | None = None
) -> BinaryIO:
    return io.BufferedReader(_Bounded(cast(BinaryIO, stream), packed, name, owner))
