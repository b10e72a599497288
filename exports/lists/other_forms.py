"""The candidate list in other programs' formats: csv, RIS, ASReview, Rayyan, Covidence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from exports.bibliography import record_files
from exports.cells import cleaned
from exports.language.catalogue import Language, Words
from exports.lists.candidates import Candidate, ListHead, check_own
from exports.lists.layout import CandidateRow, Shown, columns, values
from pipeline.decisions import Verdict
from pipeline.errors import Fault
from pipeline.records import Record
from pipeline.text.csv_cells import write_rows

ID_LABEL = "ajour:"
"""Prefix of a record's id in a keyword or note, the only fields other programs keep."""

ASREVIEW = (
    *("title", "abstract", "authors", "keywords", "year", "journal", "doi", "pmid", "url"),
    *("included", "ajour_id"),
)
RAYYAN = (
    *("key", "title", "year", "month", "day", "journal", "issn", "volume", "issue", "pages"),
    *("authors", "url", "language", "publisher", "location", "abstract", "notes", "doi"),
    *("keywords", "pubmed_id", "pmc_id"),
)
"""Rayyan's own columns, in the order of its exports."""


def candidates_csv(
    head: ListHead, candidates: Sequence[Candidate], path: Path
) -> tuple[Fault, ...]:
    """Write the list as csv for a spreadsheet in the list's language; return what was left out.

    Delimiter and decimal sign are those that Excel reads in that language; the file has a
    byte-order mark. A text that would run as a formula gets a leading apostrophe, which reading
    removes.
    """
    check_own(head, candidates)
    words = Words(head.language, "candidates")
    mark = Words(head.language, "sheets")["cut"]
    layout = columns(head)
    reasons = {reason.code: reason.text[head.language] for reason in head.reasons}
    losses: list[Fault] = []

    def cell(candidate: Candidate, key: str, value: Shown) -> str:
        text, lost = cleaned(_text(value, head.language), mark)
        if lost:
            where = f"record {candidate.record.id}, {words[key]}"
            losses.append(Fault(where, f"ajour left out {lost}"))
        return text

    def rows() -> Iterator[list[str]]:
        yield [words[column.key] for column in layout]
        for candidate in candidates:
            shown = values(
                CandidateRow(candidate=candidate, head=head, words=words, reasons=reasons)
            )
            yield [cell(candidate, column.key, shown[column.key]) for column in layout]

    _write(path, rows(), delimiter=Words(head.language, "language")["delimiter"])
    return tuple(losses)


def _text(value: Shown, language: Language) -> str:
    if isinstance(value, float):
        return f"{value:.4f}".replace(".", Words(language, "language")["decimal"])
    return "" if value is None else str(value)


def _write(path: Path, rows: Iterable[Iterable[str]], *, delimiter: str = ",") -> None:
    """Rows as csv: UTF-8 with a byte-order mark, with nothing that runs as a formula."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        write_rows(file, rows, delimiter=delimiter, end="\r\n")


def candidates_ris(head: ListHead, candidates: Sequence[Candidate], path: Path) -> None:
    """The list as RIS for Zotero and EndNote. Keywords, which both keep, hold the record's id, the
    list and the reviewer's own verdict; a keyword such as "inkluder", added there, is read as a
    verdict on return.
    """
    check_own(head, candidates)
    verdicts = Words(head.language, "verdicts")
    labelled = (_labelled(candidate, head, verdicts) for candidate in candidates)
    _bytes(path, record_files.ris(labelled))


def _labelled(candidate: Candidate, head: ListHead, verdicts: Words) -> Record:
    labels = [f"{ID_LABEL}{candidate.record.id}", f"ajour {head.stage} {candidate.rank:05d}"]
    labels += [verdicts[candidate.mine.verdict]] if candidate.mine else []
    labels += [f"ajour {head.reviewer}"]
    record = _with_id(candidate.record)
    return replace(record, keywords=(*record.keywords, *labels))


def _with_id(record: Record) -> Record:
    """The record with its id in a note. Its own notes are left out: they may contain verdicts."""
    return replace(record, notes=(f"{ID_LABEL}{record.id}",))


def candidates_covidence(head: ListHead, candidates: Sequence[Candidate], path: Path) -> None:
    """The list as RIS for Covidence, whose exports keep the note with the record's id."""
    check_own(head, candidates)
    _bytes(path, record_files.ris(_with_id(candidate.record) for candidate in candidates))


def _bytes(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(pieces)


def candidates_asreview(head: ListHead, candidates: Sequence[Candidate], path: Path) -> None:
    """The list as csv for ASReview. Own verdicts are prior knowledge: 1 is relevant, 0 is not."""
    check_own(head, candidates)
    _write(path, _table(ASREVIEW, (_asreview(candidate) for candidate in candidates)))


def _asreview(candidate: Candidate) -> Mapping[str, str]:
    record = candidate.record
    included = ""
    if candidate.mine:
        included = "0" if candidate.mine.verdict is Verdict.EXCLUDE else "1"
    return {
        "title": record.title or "",
        "abstract": record.abstract or "",
        "authors": "; ".join(record.authors),
        "keywords": "; ".join(record.keywords),
        "year": str(record.year or ""),
        "journal": record.journal or "",
        "doi": record.doi or "",
        "pmid": record.pmid or "",
        "url": record.urls[0] if record.urls else "",
        "included": included,
        "ajour_id": record.id,
    }


def candidates_rayyan(head: ListHead, candidates: Sequence[Candidate], path: Path) -> None:
    """The list as csv in Rayyan's columns; the record's id is in the notes, which Rayyan keeps."""
    check_own(head, candidates)
    _write(path, _table(RAYYAN, (_rayyan(candidate) for candidate in candidates)))


def _rayyan(candidate: Candidate) -> Mapping[str, str]:
    record = candidate.record
    return {
        "key": str(candidate.rank),
        "title": record.title or "",
        "year": str(record.year or ""),
        "journal": record.journal or "",
        "issn": "; ".join(record.issn),
        "volume": record.volume or "",
        "issue": record.issue or "",
        "pages": record.pages or "",
        "authors": " and ".join(record.authors),
        "url": record.urls[0] if record.urls else "",
        "language": record.language or "",
        "abstract": record.abstract or "",
        "notes": f"{ID_LABEL}{record.id}",
        "doi": record.doi or "",
        "keywords": "; ".join(record.keywords),
        "pubmed_id": record.pmid or "",
    }


def _table(names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterator[list[str]]:
    yield list(names)
    for row in rows:
        yield [cleaned(row.get(name, ""), "")[0] for name in names]
