"""The columns of each sheet: their order, width and contents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from exports.cells import digest
from exports.language.catalogue import Words
from exports.lists.candidates import Candidate, ListHead, content_hash
from exports.lists.full_text_cells import pdf_lines
from pipeline.decisions import Stage
from pipeline.languages import catalogue
from pipeline.records import Record
from pipeline.text.same_text import plain_number

Shown = str | int | float | None
Kind = Literal["input", "text", "number", "link", "hidden"]


TALL_FROM = 16.5
"""Width in characters; narrower columns have a word or two and never determine a row's height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """One column: its key in the word catalogues, its width in characters, and its purpose."""

    key: str
    width: float
    kind: Kind = "text"

    @property
    def look(self) -> str:
        """The name of the format of its cells."""
        if self.key in ("probability", "score"):
            return "probability"
        return "text" if self.kind in ("link", "hidden") else self.kind

    @property
    def tall(self) -> bool:
        """Whether its text determines the height of a row."""
        return self.kind == "text" and self.width > TALL_FROM


PRINTED = 9
"""Number of printed columns: up to the journal. A sheet of 22 columns would be unreadable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListForm:
    """The form of a list: its sheet's name, columns and headings.

    It also has the numbers of columns that stay visible when scrolling, and of columns that are
    printed.
    """

    sheet: str
    columns: Sequence[ListColumn]
    headings: Sequence[str]
    frozen: int
    printed: int = PRINTED


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """The data from which the values of a row are made."""

    candidate: Candidate
    head: ListHead
    words: Words
    reasons: dict[str, str]


RANK = ListColumn(key="rank", width=6, kind="number")
VERDICT = ListColumn(key="verdict", width=13, kind="input")
REASON = ListColumn(key="reason", width=25, kind="input")
OTHER_REASONS = ListColumn(key="other_reasons", width=22, kind="input")
NOTE = ListColumn(key="note", width=24, kind="input")
RETRIEVAL = ListColumn(key="retrieval", width=14, kind="input")
LOCATION = ListColumn(key="location", width=24, kind="input")
KEY = ListColumn(key="key", width=4, kind="hidden")
ID = ListColumn(key="id", width=16)

SHOWN = (
    ListColumn(key="title", width=42),
    ListColumn(key="abstract", width=95),
    ListColumn(key="authors", width=26),
    ListColumn(key="year", width=7, kind="number"),
    ListColumn(key="journal", width=22),
    ListColumn(key="suggestion", width=13),
    ListColumn(key="evidence", width=38),
    ListColumn(key="probability", width=13, kind="number"),
    ListColumn(key="words", width=28),
    ListColumn(key="keywords", width=28),
    ListColumn(key="flags", width=20),
    ListColumn(key="found_again", width=18),
    ListColumn(key="also_in", width=18),
    ListColumn(key="possible_duplicates", width=38),
    ListColumn(key="type", width=18),
    ListColumn(key="doi", width=24, kind="link"),
    ListColumn(key="pmid", width=12, kind="link"),
    ID,
    KEY,
)

PLACES = (
    ListColumn(key="open_access", width=28, kind="link"),
    ListColumn(key="library", width=24, kind="link"),
    ListColumn(key="pdf", width=30),
)
"""The places of a full text; only on lists of the stages that need them."""

DIGESTED = ("title", "abstract", "authors", "year", "journal", "doi", "pmid")
"""The columns in which changes are detected, in the order of their digests in the key."""

MORE_DIGESTED = (
    *("type", "suggestion", "evidence", "probability", "words", "flags", "found_again", "also_in"),
    *("possible_duplicates", "rank"),
)
"""The other grey columns, whose digests follow: any column may be sorted without the others."""

KEY_FORM = "ajour2"
EARLIER_KEY_FORM = "ajour1"
"""First word of a row's key in earlier versions, which had no review id and fewer digests."""


def columns(head: ListHead) -> tuple[ListColumn, ...]:
    """The columns of a candidate list, in order."""
    if head.stage is Stage.SCREENING:
        others = (OTHER_REASONS,) if head.every_reason else ()
        return (RANK, VERDICT, REASON, *others, NOTE, *SHOWN)
    places = PLACES if head.with_places else ()
    shown = (*SHOWN[: -len((ID, KEY))], *places, ID, KEY)
    if head.stage is Stage.RETRIEVAL:
        return (RANK, RETRIEVAL, LOCATION, NOTE, *shown)
    return (RANK, RETRIEVAL, LOCATION, VERDICT, REASON, OTHER_REASONS, NOTE, *shown)


def frozen_columns(stage: Stage) -> int:
    """How many columns stay visible when one scrolls to the right."""
    return {Stage.SCREENING: 3, Stage.RETRIEVAL: 2, Stage.ELIGIBILITY: 5}[stage]


def shown(record: Record) -> dict[str, Shown]:
    """The values of the digested columns."""
    return {
        "title": record.title,
        "abstract": record.abstract,
        "authors": "; ".join(record.authors),
        "year": record.year,
        "journal": record.journal,
        "doi": record.doi,
        "pmid": record.pmid,
    }


def row_key(
    form: str,
    head: ListHead,
    record: Record,
    *,
    reviewer: str | None = None,
    others: Mapping[str, Shown] | None = None,
) -> str:
    """A key that identifies a row wherever it turns up: list, stage, reviewer, record, hashes.

    `others` are the values of the further columns that have digests; the review's id comes last.
    """
    values = [shown(record)[key] for key in DIGESTED]
    values += [others[key] for key in MORE_DIGESTED] if others else []
    digests = "".join(digest(comparable(value)) for value in values)
    who = (head.reviewer if reviewer is None else reviewer).replace("|", "/")
    parts = (KEY_FORM, form, head.stage.value, who, record.id, content_hash(record), digests)
    return "|".join((*parts, head.review_id))


def comparable(value: Shown) -> str:
    """A cell's text for its digest; a number has one spelling, however a program writes it.

    >>> comparable(0.1250), comparable("0,125"), comparable(1 / 3), comparable("0.3333")
    ('0.125', '0.125', '0.3333', '0.3333')
    >>> comparable(None), comparable("A title"), comparable(2023)
    ('', 'A title', '2023')
    """
    text = "" if value is None else str(value)
    number = plain_number(text)
    return plain_number(f"{float(number):.4f}") if "." in number else number or text


def _evidence(row: CandidateRow) -> str:
    lines = []
    for one in row.candidate.evidence:
        words = ": " + ", ".join(one.words) if one.words else ""
        lines.append(f"{one.element} – {row.words[one.says]}{words}")
    return "\n".join(lines)


def _words(row: CandidateRow) -> str:
    lines = [f"+ {', '.join(row.candidate.lifted)}"] if row.candidate.lifted else []
    lines += [f"− {', '.join(row.candidate.lowered)}"] if row.candidate.lowered else []
    return "\n".join(lines)


def _flags(row: CandidateRow) -> str:
    flags = ("random check",) * row.candidate.random_check + row.candidate.flags
    known = catalogue(row.head.language)["candidates"]
    return "\n".join([*(str(known.get(flag, flag)) for flag in flags), *row.candidate.related])


def _verdict(row: CandidateRow) -> str | None:
    mine = row.candidate.mine
    return Words(row.head.language, "verdicts")[mine.verdict] if mine else None


def _retrieval(row: CandidateRow) -> str | None:
    retrieval = row.candidate.retrieval
    if row.head.stage is Stage.RETRIEVAL and row.candidate.mine:
        retrieval = row.candidate.mine.verdict
    return Words(row.head.language, "verdicts")[retrieval] if retrieval else None


def _reason(row: CandidateRow) -> str | None:
    mine = row.candidate.mine
    return row.reasons.get(mine.reason, mine.reason) if mine and mine.reason else None


def _other_reasons(row: CandidateRow) -> str | None:
    mine = row.candidate.mine
    others = mine.other_reasons if mine else ()
    return "\n".join(row.reasons.get(code, code) for code in others)


def _suggestion(row: CandidateRow) -> str | None:
    suggestion = row.candidate.suggestion
    return Words(row.head.language, "verdicts")[suggestion] if suggestion else None


def _type(row: CandidateRow) -> str:
    record = row.candidate.record
    return " · ".join(part for part in (record.type, record.language) if part)


VALUES: dict[str, Callable[[CandidateRow], Shown]] = {
    "rank": lambda row: row.candidate.rank,
    "verdict": _verdict,
    "reason": _reason,
    "other_reasons": _other_reasons,
    "note": lambda row: row.candidate.mine.note if row.candidate.mine else None,
    "retrieval": _retrieval,
    "location": lambda row: row.candidate.location,
    "suggestion": _suggestion,
    "evidence": _evidence,
    "probability": lambda row: row.candidate.probability,
    "words": _words,
    "keywords": lambda row: "; ".join(row.candidate.record.keywords),
    "flags": _flags,
    "found_again": lambda row: "\n".join(row.candidate.found_again),
    "also_in": lambda row: "\n".join(row.candidate.also_in),
    "possible_duplicates": lambda row: "\n".join(row.candidate.possible_duplicates),
    "type": _type,
    "open_access": lambda row: row.candidate.places.free,
    "library": lambda row: row.candidate.places.library,
    "pdf": lambda row: "\n".join(pdf_lines(row.candidate.places.pdfs, row.head.language)),
    "id": lambda row: row.candidate.record.id,
}


def values(row: CandidateRow) -> dict[str, Shown]:
    """All values of a candidate's row, by column key; None and "" are empty cells."""
    record = row.candidate.record
    found = {**shown(record), **{key: value(row) for key, value in VALUES.items()}}
    return found | {"key": row_key("candidates", row.head, record, others=found)}
