"""What files of decisions are held against, and what one of them brought."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, fields
from io import StringIO
from pathlib import Path

from exports.lists.candidates import content_hash
from flows import VERSION
from flows.review.atomic_files import whole_file
from flows.review.clock import now
from flows.review.session import Session
from flows.review.target_file import free_place
from pipeline.decisions import Stage, Verdict
from pipeline.errors import Fault
from pipeline.records import RecordId
from pipeline.review.decision_context import Ask
from pipeline.review.library import Library
from pipeline.store.decisions import DecisionFile, decisions
from pipeline.text.csv_cells import write_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """How a file of another program is to be read: what it does not say, or says otherwise.

    `program` is "" where the file is to be known by its columns. `reviewers` and `reasons` give
    the names and codes of this review for those of the other program; `articles` is Rayyan's csv
    of articles beside its log; `unmatched` is where what matched no report is written.
    """

    program: str = ""
    reviewers: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    verdict: Verdict | None = None
    articles: Path | None = None
    unmatched: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How files are to be taken: whose and of which stage where they do not say it themselves."""

    reviewer: str = ""
    stage: Stage | None = None
    revise: bool = False
    dry_run: bool = False
    elsewhere: Elsewhere = field(default_factory=Elsewhere)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A decision of another program that no report of this review is known for, and why not."""

    row: int
    title: str
    authors: str
    year: int | None
    doi: str
    pmid: str
    reviewer: str
    verdict: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one file brought, or with a dry run would bring.

    `form` names the other program that a file is of. `matched` counts its reports by how they
    were recognised.
    """

    path: Path
    kind: str
    new: int
    unchanged: int = 0
    empty: int = 0
    revised: int = 0
    warnings: tuple[Fault, ...] = ()
    known_before: bool = False
    dry_run: bool = False
    reviewer: str = ""
    form: str = ""
    matched: Mapping[str, int] = field(default_factory=dict)
    unmatched: tuple[Unmatched, ...] = ()


def ask(
    session: Session,
    known: Mapping[RecordId, str],
    how: How,
    *,
    listed: AbstractSet[RecordId] | None,
) -> Ask:
    """What a file of decisions is held against; `known` are the records with their hashes."""
    return Ask(
        known=known,
        listed=listed,
        decisions=decisions(session.db),
        review=session.review.title,
        reviewer=how.reviewer,
        stage=how.stage,
        when=now(),
        criteria_hash=session.criteria.hash,
        revise=how.revise,
    )


def hashes(library: Library) -> dict[RecordId, str]:
    """Every record with the hash of what a reviewer is shown of its report."""
    shown = {report: content_hash(record) for report, record in library.reports.items()}
    return {one: shown[report] for report, ids in library.members.items() for one in ids}


def strangers(session: Session, named: Iterable[str], place: str) -> list[Fault]:
    """A fault for each name that review.toml does not have."""
    names = session.review.reviewers.names
    known = f"known are {', '.join(names) or 'none'}; review.toml, [reviewers] names"
    return [
        Fault(place, f"{one} is no reviewer of this review; {known}")
        for one in sorted({*named} - {*names, ""})
    ]


def file_of(path: Path, digest: str, kind: str) -> DecisionFile:
    """A file as the store remembers it."""
    return DecisionFile(name=path.name, sha256=digest, kind=kind, taken_in=now(), version=VERSION)


def counted(rows: Sequence[str]) -> dict[str, int]:
    """How often each word comes, in the order of coming."""
    return {word: rows.count(word) for word in dict.fromkeys(rows)}


def check_unmatched(path: Path | None) -> None:
    """Refuses a place for what matches nothing that is taken, or that is in no folder."""
    if path:
        free_place(path, ["csv"], "--unmatched")


def write_unmatched(path: Path, taken: Iterable[Taken]) -> None:
    """Write what matched no report as csv, for somebody to look at."""
    text = StringIO(newline="")
    names = [one.name for one in fields(Unmatched)]
    rows = (
        [file.path.name, *(getattr(one, name) for name in names)]
        for file in taken
        for one in file.unmatched
    )
    write_rows(text, [["file", *names]], end="\r\n")
    write_rows(text, rows, end="\r\n")
    with whole_file(path) as stream:
        stream.write(text.getvalue().encode("utf-8-sig"))
