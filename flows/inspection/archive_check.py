"""Checks that an archive is intact: its files, and the flow counted from its rows."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from exports.archive.crate import CHECKSUMS, METADATA, checksums
from flows.inspection.integrity import CheckResult
from pipeline.errors import Refused
from pipeline.review.archived_review import (
    DECISIONS,
    RECORDS,
    STUDIES,
    ArchivedReview,
    CountingTerms,
    recounted_flows,
)
from pipeline.text.csv_cells import unguarded

MOST_BYTES = 4 * 1024**3
"""Maximum unpacked size of an archive: a review of a million records has about 1 GB."""

NEEDED = (
    METADATA, "data/records.csv", "data/decisions.csv", "data/studies.csv", "data/counting.json",
    "data/flow.json",
)  # fmt: skip


def is_archive(path: Path) -> bool:
    """Whether to check a file as an archive, rather than a folder as a review."""
    return path.is_file() and path.suffix.lower() == ".zip"


def check_archive(path: Path) -> CheckResult:
    """Compare every file with its checksum, and the flow with a recount from the rows.

    Raises Refused if the file is not an archive written by ajour.
    """
    contents = _contents(path)
    wrong = [*_damaged(contents)]
    sound = [] if wrong else [f"files: all {len(contents) - 1:,} files match their checksums"]
    if not wrong:
        wrong = list(_miscounted(contents))
        sound += [] if wrong else ["flow chart: counting the rows again gives the same numbers"]
    return CheckResult(sound=tuple(sound), wrong=tuple(wrong))


def _contents(path: Path) -> dict[str, bytes]:
    try:
        with ZipFile(path) as archive:
            names = [one for one in archive.infolist() if not one.is_dir()]
            if sum(one.file_size for one in names) > MOST_BYTES:
                raise Refused(
                    f"{path}: this archive has more than 4 GB once unpacked, so ajour did not "
                    f"read it."
                )
            found = {one.filename: archive.read(one) for one in names}
    except (BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as fault:
        raise Refused(
            f"{path}: this zip file cannot be read ({fault}). Copy the file again."
        ) from None
    missing = [one for one in (CHECKSUMS, *NEEDED) if one not in found]
    if missing:
        raise Refused(
            f"{path}: this is not an archive made by ajour, because these files are "
            f"missing: {', '.join(missing)}."
        )
    return found


def _damaged(contents: Mapping[str, bytes]) -> Iterator[str]:
    """Faults for files that were changed, removed or added."""
    said = checksums(contents[CHECKSUMS].decode("utf-8", "replace"))
    for name in sorted(said.keys() | contents.keys() - {CHECKSUMS}):
        if name not in contents:
            yield f"{name}: this file is listed in {CHECKSUMS}, but is missing from the archive"
        elif name not in said:
            yield f"{name}: this file is not listed in {CHECKSUMS}, so somebody added it later"
        elif sha256(contents[name]).hexdigest() != said[name]:
            yield f"{name}: this file has changed since ajour wrote it"


def _miscounted(contents: Mapping[str, bytes]) -> Iterator[str]:
    """Faults for boxes whose number differs when counted from the rows."""
    try:
        flows = recounted_flows(_review(contents))
        told = json.loads(contents["data/flow.json"])
        numbers = {name: dict(one["numbers"]) for name, one in told.items()}
    except (KeyError, ValueError, TypeError, AttributeError, csv.Error) as fault:
        yield f"data/: ajour cannot read the rows ({type(fault).__name__}: {fault})"
        return
    except Refused as fault:
        yield str(fault)
        return
    for name in sorted(flows.keys() | numbers.keys()):
        counted = dict(flows[name].numbers) if name in flows else {}
        for box in sorted(counted.keys() | numbers.get(name, {}).keys()):
            if counted.get(box) != numbers.get(name, {}).get(box):
                where = f"round {name}" if name else "all rounds"
                yield (
                    f"data/flow.json, {where}: the number of {box} is "
                    f"{_shown(numbers.get(name, {}), box)}, but counting the rows again gives "
                    f"{_shown(counted, box)}"
                )


def _shown(numbers: Mapping[str, int], box: str) -> str:
    """The number of a box, in words if there is none."""
    return f"{numbers[box]:,}" if box in numbers else "missing"


def _review(contents: Mapping[str, bytes]) -> ArchivedReview:
    terms: dict[str, Any] = json.loads(contents["data/counting.json"])
    return ArchivedReview(
        records=_rows(contents, "data/records.csv", RECORDS),
        decisions=_rows(contents, "data/decisions.csv", DECISIONS),
        studies=_rows(contents, "data/studies.csv", STUDIES),
        terms=CountingTerms(**terms),
    )


def _rows(
    contents: Mapping[str, bytes], name: str, columns: tuple[str, ...]
) -> list[dict[str, str]]:
    text = contents[name].decode("utf-8-sig")
    rows = [
        {column: unguarded(cell or "") for column, cell in row.items()}
        for row in csv.DictReader(io.StringIO(text, newline=""))
    ]
    if rows and set(columns) - rows[0].keys():
        missing = ", ".join(sorted(set(columns) - rows[0].keys()))
        raise ValueError(f"{name} does not have the columns {missing}")
    return rows
