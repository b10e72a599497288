"""Lists the export files in the folders of a review's searches."""

import os
from hashlib import file_digest
from pathlib import Path

from pipeline.errors import Refused
from pipeline.files import is_litter, opened
from pipeline.review.settings import Review, SearchPlan
from pipeline.sources.source import SAVED

NOT_EXPORTS = (".part", ".json", ".rejects", ".refused", ".md")
"""Endings of files that are not exports: unfinished downloads, notes on a search, rejects."""


def exports_of(review: Review, search: SearchPlan) -> list[Path]:
    """The export files of a search, sorted by name."""
    folder = review.search_folder(search)
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises where rights are missing
        return []
    return sorted(path for path in folder.rglob("*") if _is_export(path, folder))


def _is_export(path: Path, folder: Path) -> bool:
    note = path.suffix in NOT_EXPORTS and not path.name.endswith(SAVED)
    named = not path.name.startswith(".") and not note
    meant = named and not is_litter(path.relative_to(folder).as_posix())
    return meant and os.path.isfile(path)  # noqa: PTH113 - as above


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes; Refused if it cannot be read or is not a regular file."""
    try:
        with opened(path) as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError as fault:
        raise Refused(f"{path}: cannot be read ({fault.strerror}). Nothing was done.") from None


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes; "" if it cannot be read."""
    try:
        return sha256_of(path)
    except Refused:
        return ""
