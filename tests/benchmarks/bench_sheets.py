"""Measures writing and reading a list of 50,000 rows: time and memory.

For comparison, the same texts are written by XlsxWriter's own calls, without links, highlights and
dropdowns, and read by openpyxl, in the same run. Figures are seconds of processor time.
"""

import random
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 50_000
WORDS = (
    *("working", "from", "home", "telework", "office", "employees", "stress", "burnout", "sleep"),
    *("productivity", "family", "conflict", "cohort", "during", "pandemic", "longitudinal"),
    *("survey", "we", "found", "that", "associated", "with"),
)


def candidates(rows: int):
    from exports.lists.candidates import Candidate, ElementReading, Highlight
    from pipeline.decisions import Verdict
    from pipeline.records import Record, record_id

    draw = random.Random(1)
    for row in range(1, rows + 1):
        abstract = " ".join(draw.choices(WORDS, k=210)) + "."
        starts = range(0, 1200, 200)
        record = Record(
            id=record_id("bench", "00", row),
            title=f"Telework and sleep in {row} office employees: a survey of many places",
            abstract=abstract,
            authors=("Hansen, K", "Øverland, S", "Li, W"),
            year=2000 + row % 25,
            journal="Journal of Desks",
            doi=f"10.1000/desk.{row}",
            pmid=str(30_000_000 + row),
            type="Journal Article",
            language="English",
        )
        yield Candidate(
            record=record,
            rank=row,
            probability=1 / row,
            lifted=("telework", "sleep"),
            lowered=("nurses",),
            suggestion=Verdict.INCLUDE,
            evidence=(ElementReading(element="Exposure", says="met", words=("telework",)),),
            spans=tuple(
                Highlight(field="abstract", start=at, end=at + 8, kind="met") for at in starts
            ),
            also_in=("Embase",),
        )


def ours(path: Path) -> None:
    from exports.lists.candidate_list import candidates_xlsx
    from exports.lists.candidates import ListHead
    from pipeline.decisions import Stage
    from tests.support.returned import read_decisions

    rows = list(candidates(ROWS))
    head = ListHead(
        review="Bench", stage=Stage.SCREENING, reviewer="Kari", when="2026-01-01T00:00:00+00:00",
        language="nb",
    )  # fmt: skip
    started = process_time()
    candidates_xlsx(head, rows, path)
    written = process_time() - started
    peak_out = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"out        {ROWS:>6} rows  {written:6.1f} s  peak {peak_out:5.0f} MB (rows held included)"
    )
    started = process_time()
    reading = read_decisions(path, reasons=())
    print(f"back empty {reading.empty:>6} rows  {process_time() - started:6.1f} s")


def filled(path: Path) -> None:
    from dataclasses import replace

    from exports.lists.candidate_list import candidates_xlsx
    from exports.lists.candidates import ListHead
    from pipeline.decisions import Decision, Origin, Stage, Verdict

    mine = [
        replace(
            one,
            mine=Decision(
                record=one.record.id, stage=Stage.SCREENING, verdict=Verdict.EXCLUDE,
                reviewer="Kari", when="2026-01-01", origin=Origin(name="a"), note="seen",
            ),
        )
        for one in candidates(ROWS)
    ]  # fmt: skip
    head = ListHead(
        review="Bench", stage=Stage.SCREENING, reviewer="Kari", when="2026-01-01T00:00:00+00:00",
        language="nb",
    )  # fmt: skip
    candidates_xlsx(head, mine, path)


def back(path: Path) -> None:
    from pipeline.review.decision_rules import judge
    from pipeline.review.import_outcome import JudgeContext
    from tests.support.returned import read_decisions

    started = process_time()
    reading = read_decisions(path, reasons=())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = process_time() - started
    known = {row.record for row in reading.rows}
    started = process_time()
    taking = judge(reading, JudgeContext(known=known))
    taken = judge(reading, JudgeContext(known=known, decisions=taking.decisions))
    twice = process_time() - started
    print(f"judged     {taken.unchanged:>6} rows  {twice:6.1f} s for both times")
    print(f"back full  {len(reading.rows):>6} rows  {spent:6.1f} s  peak {peak:5.0f} MB")


def peer(path: Path) -> None:
    import openpyxl
    import xlsxwriter

    started = process_time()
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    for row, one in enumerate(candidates(ROWS)):
        record = one.record
        texts = (record.id, record.title, record.abstract, record.journal, record.doi, record.pmid)
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text)
    book.close()
    print(f"XlsxWriter, plain, 6 columns  {process_time() - started:6.1f} s (making rows included)")
    started = process_time()
    for _ in openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True):
        pass
    print(f"openpyxl reads those back     {process_time() - started:6.1f} s")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        {"ours": ours, "filled": filled, "back": back, "peer": peer}[sys.argv[2]](Path(sys.argv[3]))
    else:
        with TemporaryDirectory() as folder:
            for part in ("ours", "filled", "back", "peer"):
                name = "peer" if part == "peer" else "filled" if part != "ours" else "ours"
                file = Path(folder) / f"{name}.xlsx"
                subprocess.run(
                    [sys.executable, "-m", __spec__.name, str(ROWS), part, str(file)], check=True
                )
