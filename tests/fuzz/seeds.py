"""Small sound files of every kind that the program reads, all of our own writing."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from exports.bibliography.record_files import jsonl
from exports.lists.candidate_list import candidates_xlsx
from exports.lists.conflicts import Conflict, conflicts_xlsx
from exports.lists.other_forms import (
    candidates_asreview,
    candidates_csv,
    candidates_rayyan,
    candidates_ris,
)
from exports.lists.pairs import Pair, duplicates_xlsx
from exports.stamp import Stamp
from exports.studies.sheet import Prefilled, studies_workbook
from pipeline.decisions import Decision, Origin, Stage, Verdict
from pipeline.readers.read_file import reading
from pipeline.studies.scheme import TableScheme
from tests.support.lists import make_candidates, make_head, make_record
from tests.support.reviews import CRITERIA, REVIEW

TESTS = Path(__file__).resolve().parent.parent

Seed = tuple[str, bytes]
"""A name, whose ending says what it is, and its bytes."""

RAYYAN_LOG = (
    'article_id,user_id,created_at,key,value\n1,7,2026-01-01,"included",1\n'
    '2,7,2026-01-02,"included",-1\n2,7,2026-01-02,"__EXR__wrong population",1\n'
)
FLOW = 'runner = "dask"\ncluster = "tcp://127.0.0.1:8786"\nworkers = 2\npartition = 500\n'
STRATEGY = (
    "Database(s): Ovid MEDLINE(R) ALL 1946 to January 10, 2024\nSearch date: 2024-01-10\n"
    "1 exp Teleworking/ 747\n2 (telework* or (work* adj3 home)).ti,ab. 2,515\n3 1 or 2  2,900\n"
    '4 limit 3 to yr="2021 -Current"  900\n5 (4 not rats/) and 2021:2023.(sa_year).\n'
)
STRATEGY_CSV = (
    'line,query,hits\n1,telework*.ti.,6\n2,"""work from home"" or or/1-1",9\n3,1 and 2,4\n'
)
TABLES = '[[tables.contexts]]\ncode = "a"\ncolumn = "a"\nname = { nb = "A", en = "B" }\n'
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="List">{}</table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/'
    'vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive that is the same whenever it is made."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return out.getvalue()


def ods(rows: list[list[str]]) -> bytes:
    """An ods of one sheet, as LibreOffice writes one: empty cells and rows by their counts."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    empty = '<table:table-cell table:number-columns-repeated="16380"/>'
    lines = [
        f"<table:table-row>{''.join(map(cell.format, row))}{empty}</table:table-row>"
        for row in rows
    ]
    rest = f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>'
    content = ODS.format("".join(lines) + rest).encode()
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = {"META-INF/manifest.xml": MANIFEST.encode()}
    return zipped({"mimetype": kind, "content.xml": content, **manifest})


@cache
def exports() -> tuple[Seed, ...]:
    """Exports of every dialect, and our own jsonl."""
    golden = sorted((TESTS / "readers" / "golden").iterdir())
    seeds = [(one.name, one.read_bytes()) for one in golden if one.suffix != ".jsonl"]
    with reading(TESTS / "readers" / "golden" / "scopus.ris") as export:
        seeds.append(("own.jsonl", b"".join(jsonl(export.records()))))
    return tuple(seeds)


@cache
def archives() -> tuple[Seed, ...]:
    """A zip of two exports with what macOS leaves in it, and a gzip of one."""
    one, other = exports()[0], exports()[-1]
    litter = {"__MACOSX/._a.ris": b"\0\5\26\7", ".DS_Store": b"\0\0\0\1Bud1"}
    return (
        ("two.zip", zipped({one[0]: one[1], f"in/{other[0]}": other[1], **litter})),
        ("one.ris.gz", gzip.compress(exports()[3][1], mtime=0)),
    )


def _decision(number: int, verdict: Verdict) -> Decision:
    return Decision(
        record=make_record(number).id,
        stage=Stage.SCREENING,
        verdict=verdict,
        reviewer="Kari",
        when="2026-01-01",
        origin=Origin(name="a"),
        note="seen",
    )


@cache
def sheets() -> tuple[Seed, ...]:
    """Returned lists: ours, of pairs, of conflicts, of studies, and those of other programs."""
    candidates = [
        replace(one, mine=_decision(number, verdict))
        for number, (one, verdict) in enumerate(
            zip(make_candidates(3), (*[Verdict.INCLUDE] * 2, Verdict.EXCLUDE), strict=True), 1
        )
    ]
    head = make_head()
    pair = Pair(
        one=make_record(1), other=make_record(2), score=0.9, because="titles agree", against=""
    )
    conflict = Conflict(
        record=make_record(1),
        decisions=(
            _decision(1, Verdict.INCLUDE),
            replace(_decision(1, Verdict.EXCLUDE), reviewer="Bo"),
        ),
    )
    writers: dict[str, Callable[[Path], object]] = {
        "list.xlsx": lambda path: candidates_xlsx(head, candidates, path),
        "list.csv": lambda path: candidates_csv(head, candidates, path),
        "pairs.xlsx": lambda path: duplicates_xlsx(head, [pair], path),
        "conflicts.xlsx": lambda path: conflicts_xlsx(head, [conflict], path),
        "rayyan.csv": lambda path: candidates_rayyan(head, candidates, path),
        "asreview.csv": lambda path: candidates_asreview(head, candidates, path),
        "labels.ris": lambda path: candidates_ris(head, candidates, path),
    }
    with TemporaryDirectory() as folder:
        made = []
        for name, write in writers.items():
            write(Path(folder) / name)
            made.append((name, (Path(folder) / name).read_bytes()))
    golden = dict(exports())
    noted = b'key,title,notes\nrayyan-1,A title,"RAYYAN-INCLUSION: {""Kari""=>""Included""}"\n'
    rows = [["id", "Decision", "Note"], [make_record(1).id, "include", "seen"]]
    return (
        *made,
        ("list.ods", ods(rows)),
        ("log.csv", RAYYAN_LOG.encode()),
        ("notes.csv", noted),
        ("review_1_included_csv.csv", golden["covidence.csv"]),
        ("labels.csv", golden["asreview.csv"]),
    )


@cache
def studies() -> tuple[Seed, ...]:
    """The extraction sheet and the earlier review's studies."""
    known = [Prefilled(study_id="bo-2021", first_author="Bø", year=2021)]
    stamp = Stamp(review="R", version="0.1.0", criteria_hash="ab12", evidence="", language="nb")
    book = studies_workbook(known, TableScheme(), language="nb", stamp=stamp)
    return (
        ("studies.xlsx", book),
        ("studies.csv", (TESTS / "tables" / "small.csv").read_bytes()),
        ("previous.csv", b"reference,data_set,country,years\nHansen 2019,A,Norge,2019\n"),
    )


def tomls() -> tuple[Seed, ...]:
    """The settings of a review, the criteria, and where an update runs."""
    review = REVIEW.format(screening="double") + TABLES
    return (
        ("review.toml", review.encode()),
        ("criteria.toml", CRITERIA.encode()),
        ("flow.toml", FLOW.encode()),
        ("scheme.toml", (TESTS / "studies" / "small.toml").read_bytes()),
    )


def strategies() -> tuple[Seed, ...]:
    """A strategy as Ovid prints it, and as a csv."""
    return (("ovid.txt", STRATEGY.encode()), ("lines.csv", STRATEGY_CSV.encode()))
