"""Measures all exports of a review of 50,000 records and 500 studies: seconds, bytes, memory.

The limit is 30 s and 800 MB for everything together.
"""

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from exports.bibliography.reference_list import references, references_docx
from exports.language.catalogue import Language
from exports.manuscript.sentences import TextValues, methods_and_results
from exports.manuscript.study_values import study_values
from exports.prisma_flow.figure import figure_pdf, figure_png, figure_svg
from exports.prisma_flow.options import FlowHead
from exports.prisma_flow.prisma2020 import prisma2020_csv
from exports.prisma_flow.word import flow_docx
from exports.report_page.page import report_html
from exports.report_page.parts import BoxList, Figure, Member, ReportParts
from exports.stamp import Stamp
from exports.studies.returned_sheet import read_studies
from exports.studies.sheet import Prefilled, studies_workbook
from exports.tables.appendices import countries_table, included_tables, outcomes_table
from exports.tables.html import tables_html
from exports.tables.plain import table_csv, tables_markdown
from exports.tables.review_tables import (
    ExcludedReport,
    LiteratureRow,
    excluded_table,
    literature_matrix,
)
from exports.tables.table import Table
from exports.tables.word import tables_docx
from exports.tables.workbook import tables_xlsx
from pipeline.decisions import Outcome, Verdict
from pipeline.prisma.evidence import RecordEvidence, ReportEvidence
from pipeline.prisma.flow import Flow
from pipeline.records import Record, RecordId
from pipeline.studies.scheme import TableScheme
from pipeline.studies.study import Study, StudyRow, studies_from_rows
from tests.support.appendices import scheme_from_toml
from tests.support.flow_counts import count

RECORDS, STUDIES, READ = 50_000, 500, 2_500
STAMP = Stamp(review="Benk", version="0", criteria_hash="0" * 8, evidence="2026-01-01T00:00:00Z")
LANGUAGES: tuple[Language, ...] = ("nb", "en")
WORDS = ["arbeid", "hjemme", "kontor", "helse", "stress", "søvn", "krav", "kontroll", "støtte"]
WORDS += ["balanse", "familie"]
SCHEME = scheme_from_toml(
    {
        "contexts": [{"code": code, "number": code} for code in "12345"],
        "outcomes": {
            "groups": [{"code": "h"}, {"code": "w"}],
            "categories": [{"code": c, "group": "hw"[at % 2]} for at, c in enumerate("abcdefghij")],
        },
    }
)


def text(at: int, length: int) -> str:
    return " ".join(WORDS[(at * 7 + place * place) % len(WORDS)] for place in range(length))


def made_flow() -> Flow:
    verdicts = (Verdict.INCLUDE, Verdict.EXCLUDE)
    ids = [RecordId(f"r{at:06}") for at in range(RECORDS)]
    records = [
        RecordEvidence(record=one, report=one, search="s", round="1", source="MEDLINE")
        for one in ids
    ]
    reports = [
        ReportEvidence(
            report=one,
            round="1",
            screening=Outcome(state="decided", verdict=verdicts[at >= READ]),
            retrieval=Outcome(state="decided", verdict=Verdict.RETRIEVED) if at < READ else None,
            eligibility=Outcome(state="decided", verdict=verdicts[at >= STUDIES], reason="P")
            if at < READ
            else None,
        )
        for at, one in enumerate(ids)
    ]
    return count(records, reports)


def made_studies(scheme: TableScheme) -> tuple[Study, ...]:
    rows = [
        StudyRow(
            file="s",
            row=at,
            values={
                "study_id": f"s-{at}",
                "first_author": WORDS[at % 11].capitalize(),
                "year": str(2000 + at % 25),
                "data_context": "12345"[at % 5],
                "design": text(at, 4),
                "groups": text(at, 12),
                "outcomes": text(at, 20),
                "outcome_categories": "abcdefghij"[at % 6 : at % 6 + 4],
                "sector": text(at, 3),
                "country": f"Land {at % 40}",
                "data_years": "2020-21",
                "finding": text(at, 40),
            },
        )
        for at in range(STUDIES)
    ]
    return studies_from_rows(rows, scheme)


def made_record(at: int) -> Record:
    names = tuple(f"{WORDS[(at + one) % 11].capitalize()}, K B" for one in range(6))
    return Record(
        id=RecordId(f"r{at:06}"),
        title=text(at, 14).capitalize(),
        authors=names,
        journal="Tidsskrift for arbeidshelse",
        year=2000 + at % 25,
        volume=str(at % 60),
        issue="2",
        pages="101-119",
        doi=f"10.1234/{at}",
    )


def made_tables(studies: tuple[Study, ...], language: Language) -> list[Table]:
    excluded = [ExcludedReport(reference=text(at, 30), reason=text(at, 5)) for at in range(2_000)]
    matrix = [
        LiteratureRow(
            author_year=f"A {at}", title=text(at, 14), concepts=text(at, 9), aim=text(at, 25)
        )
        for at in range(STUDIES)
    ]
    return [
        *included_tables(studies, SCHEME, language),
        countries_table(studies, SCHEME, language),
        outcomes_table(studies, SCHEME, language),
        excluded_table(excluded, language),
        literature_matrix(matrix, language),
    ]


def timed(name: str, make: Callable[[], object]) -> None:
    start = time.perf_counter()
    made = make()
    size = len(made) if isinstance(made, str | bytes) else 0
    print(f"{name:34} {time.perf_counter() - start:6.2f} s {size / 1e6:8.2f} MB")


def drawn(flow: Flow, language: Language) -> None:
    head = FlowHead(title="Benk", language=language, stamp=STAMP)
    svg = figure_svg(flow, head)
    timed(f"{language} figure png", lambda: figure_png(svg))
    timed(f"{language} figure pdf", lambda: figure_pdf(svg))
    timed(f"{language} figure docx", lambda: flow_docx(flow, head))
    timed(f"{language} PRISMA2020 csv", lambda: prisma2020_csv(flow, head))


def tabled(studies: tuple[Study, ...], language: Language) -> None:
    tables = made_tables(studies, language)
    timed(f"{language} tables docx", lambda: tables_docx(tables, STAMP))
    timed(f"{language} tables xlsx", lambda: tables_xlsx(tables, STAMP))
    timed(f"{language} tables html", lambda: tables_html(tables, STAMP))
    timed(f"{language} tables md", lambda: tables_markdown(tables, STAMP))
    timed(f"{language} tables csv", lambda: b"".join(table_csv(one) for one in tables))
    values = TextValues(title="Benk", **study_values(studies, SCHEME, language))
    timed(f"{language} text", lambda: methods_and_results(values, language))


def reported(flow: Flow, studies: tuple[Study, ...], language: Language) -> None:
    included = [made_record(at) for at in range(STUDIES)]
    vancouver = references(included, "vancouver-nlm", language)
    timed(f"{language} references apa", lambda: references(included, "apa", language))
    timed(
        f"{language} references docx",
        lambda: references_docx(vancouver, "vancouver-nlm", language, STAMP),
    )
    members = {
        f"r{at:06}": Member(title=text(at, 14), detail=f"{WORDS[at % 11]} 2020 · MEDLINE")
        for at in range(RECORDS)
    }
    parts = ReportParts(
        title="Benk",
        language=language,
        stamp=STAMP,
        figures=(
            Figure(svg=figure_svg(flow, FlowHead(language=language), interactive=True), title="F"),
        ),
        boxes={name: BoxList(members=ids) for name, ids in flow.members.items()},
        members=members,
        tables=made_tables(studies, language),
        references=vancouver,
    )
    timed(f"{language} report.html", lambda: report_html(parts))


def main() -> None:
    studies, flow = made_studies(SCHEME), made_flow()
    print(f"{RECORDS:,} records, {READ:,} read in full, {STUDIES} studies")
    start = time.perf_counter()
    for language in LANGUAGES:
        drawn(flow, language)
        tabled(studies, language)
        reported(flow, studies, language)
    known = [Prefilled(study_id=f"s-{at}", first_author="A", year=2020) for at in range(STUDIES)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "studies.xlsx"
        path.write_bytes(studies_workbook(known, SCHEME, language="nb", stamp=STAMP))
        timed("studies.xlsx read", lambda: read_studies(path, SCHEME))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"all: {time.perf_counter() - start:.1f} s (bound 30), {memory:.0f} MB (bound 800)")


if __name__ == "__main__":
    main()
