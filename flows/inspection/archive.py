"""Writes an archive of a review: its data as plain files that add up, and its outputs."""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from exports.archive.crate import CrateHead, with_crate
from exports.archive.pseudonyms import OPAQUE, names_somebody, pseudonyms, renamed
from exports.archive.readme import readme
from flows import VERSION
from flows.inspection.audit_log import audit_of
from flows.reporting.output_state import output_is_due
from flows.reporting.prisma_flows import counting_terms, flows_of
from flows.review.atomic_files import whole_file
from flows.review.clock import now
from flows.review.output_runs import latest_folder, read_manifest
from flows.review.session import Session, at_work
from flows.review.target_file import free_place
from pipeline.errors import Refused
from pipeline.files import free_name
from pipeline.prisma.flow import Flow
from pipeline.review.archived_review import (
    DECISIONS,
    RECORDS,
    STUDIES,
    ArchivedReview,
    Row,
    archived_review,
    archived_terms,
)
from pipeline.review.prisma_evidence import left_unread, links_of_reports
from pipeline.store.decisions import decisions
from pipeline.store.duplicates import links, software_links
from pipeline.store.intake import files
from pipeline.store.runs import latest_evidence
from pipeline.text.csv_cells import write_rows

TOLD = {
    "data/records.csv": "Every record: its report, search, source and reference, without abstract.",
    "data/decisions.csv": "Every decision that was not withdrawn, with its report and whether it "
    "is the reviewer's latest.",
    "data/studies.csv": "The study of each included report.",
    "data/links.csv": "The records that are linked as one report, and the reasons.",
    "data/files.csv": "Every export file that was imported, with its SHA-256 and its records.",
    "data/audit.csv": "Every decision ever made, including withdrawn ones.",
    "data/counting.json": "The settings from which the numbers of the flow chart are calculated.",
    "data/flow.json": "The number in every box of the flow chart, for all rounds and each round.",
    "settings/": "The review's own files: settings, criteria, search strategies, studies sheet.",
    "output/": "Output of the program: figures, tables, texts and the report.",
    "README.md": "A description of this archive, and how to check it.",
}
"""Descriptions of the files in an archive, by name or folder."""

FOR_THE_TEAM = re.compile(r"letter.*|run\.json|manifest\.json|open-points.*|åpne-punkter.*")
"""Outputs that only the team needs; they are left out of the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveOptions:
    """Where to write an archive, its licence, and whether names are replaced by pseudonyms."""

    to: Path | None = None
    licence: str = ""
    pseudonyms: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeArchive:
    """The archive's path, its number of files, and the names of outputs that were left out."""

    path: Path
    files: int
    records: int
    left_out: tuple[str, ...]


def make_archive(folder: Path, options: ArchiveOptions) -> MadeArchive:
    """Write a review's archive to one zip file; the same review always gives the same bytes.

    Raises Refused if there are no outputs, or if they are older than the data.
    """
    with at_work(folder) as session:
        place = _place(session, options)
        contents, left_out, records = _contents(session, options)
    with whole_file(place) as stream:
        stream.write(zipped(contents))
    return MadeArchive(path=place, files=len(contents), records=records, left_out=left_out)


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """A zip of the files, sorted by name and all with the same time stamp."""
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        for name, data in sorted(contents.items()):
            member = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type, member.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(member, data)
    return made.getvalue()


def _place(session: Session, options: ArchiveOptions) -> Path:
    if options.to is not None:
        return free_place(options.to, ["zip"], "an archive")
    folder = session.review.folder / "backups"
    folder.mkdir(exist_ok=True)
    return free_name(folder / f"archive-{now()[:10]}.zip")


def _contents(
    session: Session, options: ArchiveOptions
) -> tuple[dict[str, bytes], tuple[str, ...], int]:
    """The archive's files, the names of outputs that were left out, and the number of records."""
    if output_is_due(session, VERSION) or latest_folder(session.review) is None:
        raise Refused(
            "The outputs are older than the data. No archive was written. Run the same command "
            "again after this command: ajour report"
        )
    library = session.library()
    terms = counting_terms(session)
    review = archived_review(
        library,
        links_of_reports(library, software_links(session.db)),
        left_unread(library),
        decisions(session.db),
        archived_terms(library, terms),
    )
    instead = pseudonyms(_people(session, review)) if options.pseudonyms else {}
    swap = _swap(instead)
    named = _settings(session, swap) | _outputs(session)
    unnamed, left_out = _unnamed(named, instead)
    found = _data(session, review, swap) | unnamed
    head = _head(session, options)
    page = readme(head, TOLD, pseudonyms=options.pseudonyms, left_out=left_out)
    crate = with_crate(found | {"README.md": page.encode()}, head, TOLD)
    return crate, left_out, len(review.records)


def _people(session: Session, review: ArchivedReview) -> Iterator[str]:
    """Everybody who decided, in order of their decisions, then the reviewers in review.toml."""
    yield from (row["reviewer"] for row in review.decisions)
    yield from session.review.reviewers.names


def _swap(instead: Mapping[str, str]) -> Callable[[str], str]:
    return (lambda text: renamed(text, instead)) if instead else (lambda text: text)


def _data(session: Session, review: ArchivedReview, swap: Callable[[str], str]) -> dict[str, bytes]:
    library = session.library()
    flows = flows_of(session, library)
    numbers = {"": _numbers(flows.total)} | {
        name: _numbers(flow) for name, flow in flows.rounds.items()
    }
    return {
        "data/records.csv": table(RECORDS, review.records),
        "data/decisions.csv": table(DECISIONS, _swapped(review.decisions, swap)),
        "data/studies.csv": table(STUDIES, review.studies),
        "data/links.csv": _links(session, swap),
        "data/files.csv": _files(session),
        "data/audit.csv": swap(audit_of(session)).encode("utf-8-sig"),
        "data/counting.json": as_json(asdict(review.terms)),
        "data/flow.json": as_json(numbers),
    }


def _numbers(flow: Flow) -> dict[str, object]:
    reasons = {box: {one.name: one.number for one in ones} for box, ones in flow.reasons.items()}
    return {"numbers": dict(flow.numbers), "reasons": reasons}


def as_json(value: object) -> bytes:
    """A value as JSON, with one key per line."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def table(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Rows as csv in UTF-8 with a byte-order mark."""
    return _text([columns, *([row[name] for name in columns] for row in rows)]).encode("utf-8-sig")


def _text(rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO(newline="")
    write_rows(text, rows, end="\r\n")
    return text.getvalue()


def _swapped(rows: Iterable[Row], swap: Callable[[str], str]) -> list[dict[str, str]]:
    own = ("reviewer", "note")
    return [
        {name: swap(text) if name in own else text for name, text in row.items()} for row in rows
    ]


def _links(session: Session, swap: Callable[[str], str]) -> bytes:
    columns = ("one", "other", "rule", "because", "decided_by")
    rows = sorted(tuple(getattr(link, name) for name in columns) for link in links(session.db))
    return swap(_text([columns, *rows])).encode("utf-8-sig")


def _files(session: Session) -> bytes:
    columns = ("search", "round", "source", "platform", "file", "sha256", "imported", "records")
    searches = {one.name: one for one in session.review.searches}
    rows = [
        (
            file.search,
            searches[file.search].round if file.search in searches else "",
            searches[file.search].source if file.search in searches else "",
            searches[file.search].platform if file.search in searches else "",
            *(file.name, file.sha256, file.taken_in, file.held, file.withdrawn or ""),
        )
        for file in files(session.db)
    ]
    return _text([(*columns, "withdrawn"), *sorted(rows)]).encode("utf-8-sig")


def _settings(session: Session, swap: Callable[[str], str]) -> dict[str, bytes]:
    """The review's own files, without the command of [letter], which concerns only this team."""
    folder = session.review.folder
    paths = [folder / name for name in ("review.toml", "criteria.toml")]
    named = [(one.strategy, one.translation) for one in session.review.searches]
    paths += [folder / name for names in named for name in names if name]
    paths += [one] if (one := session.review.studies()) else []
    found = {f"settings/{one.relative_to(folder).as_posix()}": one.read_bytes() for one in paths
             if one.is_file()}  # fmt: skip
    text = found["settings/review.toml"].decode("utf-8-sig")
    text = re.sub(r"(?ms)^\[letter\].*?(?=^\[|\Z)", "", text)
    return found | {"settings/review.toml": swap(text).encode()}


def _outputs(session: Session) -> dict[str, bytes]:
    """The files of the latest run, except those that only the team needs."""
    folder = latest_folder(session.review)
    manifest = read_manifest(folder) if folder else None
    if folder is None or manifest is None:
        return {}
    return {
        f"output/{name}": (folder / name).read_bytes()
        for name in manifest.files
        if (folder / name).is_file() and not FOR_THE_TEAM.fullmatch(name)
    }


def _unnamed(
    files: Mapping[str, bytes], instead: Mapping[str, str]
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files without any name that must be replaced, and the names of all other files.

    A picture cannot be searched for names; it is left out if a file of the same stem has one.
    """
    named = {name for name, data in files.items() if names_somebody(name, data, instead)}
    stems = {name.rpartition(".")[0] for name in named}
    named |= {one for one in files if one.endswith(OPAQUE) and one.rpartition(".")[0] in stems}
    return {name: data for name, data in files.items() if name not in named}, tuple(sorted(named))


def _head(session: Session, options: ArchiveOptions) -> CrateHead:
    title = session.review.title
    return CrateHead(
        title=title,
        description=f"Searches, decisions, criteria, settings and outputs of the review “{title}”, "
        "without the abstracts of the databases.",
        day=latest_evidence(session.db)[:10],
        language=session.review.language,
        version=VERSION,
        licence=options.licence,
    )
