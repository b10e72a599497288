"""The list in a real spreadsheet program: LibreOffice opens it, a script fills it, it is saved."""

import shutil
import subprocess
from pathlib import Path

import pytest

from exports.lists.candidate_list import candidates_xlsx
from exports.lists.candidates import Candidate, Highlight
from pipeline.decisions import Verdict
from pipeline.review.decision_rules import judge
from tests.support.lists import REASONS, make_ask, make_head, make_record
from tests.support.returned import read_decisions

SYSTEM_PYTHON = "/usr/bin/python3"
FILL = Path(__file__).with_name("office_fill.py")
EDIT = Path(__file__).with_name("office_edits.py")
FORMS = ("filled", "sorted")
ENDINGS = (".xlsx", ".ods", "-Kandidater.csv", "-1252-Kandidater.csv")

RECORDS = [
    make_record(1, title='Study 1 on work, with < & "quotes" and _x0041_'),
    make_record(2, title="=SUM(A1:A9) is a title", abstract="-first\n+second\n@third"),
    make_record(3, title="Study 3 of α and β", doi=None, pmid=None),
    make_record(4, title="+47 calls from home"),
    make_record(5, title="Study 5"),
    make_record(6, title="<r>Study 6</r>"),
]


def office() -> str:
    """LibreOffice, where it and its bridge for Python are installed; else a named skip."""
    program = shutil.which("soffice")
    if not program:
        pytest.skip("LibreOffice (soffice) is not installed")
    bridge = [SYSTEM_PYTHON, "-c", "import uno"]
    if not Path(SYSTEM_PYTHON).exists() or subprocess.run(bridge, capture_output=True).returncode:
        pytest.skip("LibreOffice's bridge (python3-uno) is not installed")
    return program


def run_in_office(program: str, script: Path, folder: Path) -> None:
    """Start LibreOffice once, and let a script work on FOLDER/kari.xlsx in it."""
    pipe = f"ajour-{folder.name}-{folder.parent.name}"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    switches = ["--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;"]
    with subprocess.Popen(
        [program, profile, *switches], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        try:
            source = (folder / "kari.xlsx").as_uri()
            call = [SYSTEM_PYTHON, str(script), pipe, source, folder.as_uri()]
            told = subprocess.run(call, capture_output=True, text=True, timeout=240)
            assert told.returncode == 0, told.stderr
            running.wait(timeout=20)
        finally:
            running.kill()


def _written(folder: Path) -> None:
    """Write the list as FOLDER/kari.xlsx."""
    spans = (Highlight(field="abstract", start=3, end=11, kind="met"),)
    candidates = [
        Candidate(record=record, rank=rank, probability=0.8125, spans=spans)
        for rank, record in enumerate(RECORDS, start=1)
    ]
    candidates_xlsx(make_head(), candidates, folder / "kari.xlsx")


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which LibreOffice has saved the list in every form after every edit."""
    program = office()
    folder = tmp_path_factory.mktemp("edits")
    _written(folder)
    run_in_office(program, EDIT, folder)
    return folder


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which LibreOffice, started once, has saved the filled list in every form."""
    program = office()
    folder = tmp_path_factory.mktemp("office")
    _written(folder)
    run_in_office(program, FILL, folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("form", FORMS)
def test_what_libreoffice_saves_comes_back(saved: Path, form: str, ending: str) -> None:
    reading = read_decisions(saved / f"{form}{ending}", reasons=REASONS)
    assert (reading.faults, reading.warnings, reading.changes) == ((), (), ())
    assert (reading.reviewer, reading.stage) == ("Kari", "screening")
    taking = judge(reading, make_ask(RECORDS))
    assert taking.refusal() is None
    said = {one.record: (one.verdict, one.reason, one.note) for one in taking.decisions}
    expected = {
        RECORDS[0].id: (Verdict.INCLUDE, None, None),
        RECORDS[1].id: (Verdict.EXCLUDE, "design", "=1+1 er ikke en formel\nny linje; «å»"),
        RECORDS[2].id: (Verdict.MAYBE, None, None),
        RECORDS[4].id: (Verdict.EXCLUDE, None, None),
    }
    if form == "sorted":
        del expected[RECORDS[4].id]
        assert reading.rows[0].record == RECORDS[2].id
    assert said == expected
    assert reading.empty == 2


@pytest.mark.parametrize("ending", ENDINGS)
def test_error_cells_are_named_in_every_form(saved: Path, ending: str) -> None:
    reading = read_decisions(saved / f"broken{ending}", reasons=REASONS)
    assert len(reading.faults) == 2
    verdict, note = reading.faults
    assert verdict.place.endswith("row 2, column B (Avgjørelse)")
    assert verdict.sentence.startswith(("found #N/A;", "found #I/T;"))
    assert note.place.endswith("row 4, column D (Merknad)")
    assert note.sentence.startswith(("found #NAME?;", "found #NAVN?;"))


SORTED = tuple(f"by-{column}" for column in range(23))
"""Whole rows sorted by each of the columns, up or down in turn."""
EDITED = (*SORTED, "filtered", "coloured", "deleted", "added", "moved", "hidden", "above")


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("edit", EDITED)
def test_what_people_do_to_a_list_in_libreoffice_changes_no_decision(
    edited: Path, edit: str, ending: str
) -> None:
    reading = read_decisions(edited / f"{edit}{ending}", reasons=REASONS)
    outcome = judge(reading, make_ask(RECORDS))
    assert outcome.refusal() is None
    expected = {
        RECORDS[0].id: (Verdict.INCLUDE, None),
        RECORDS[1].id: (Verdict.EXCLUDE, "design"),
        RECORDS[2].id: (Verdict.MAYBE, None),
        RECORDS[4].id: (Verdict.EXCLUDE, None),
    }
    assert {one.record: (one.verdict, one.reason) for one in outcome.decisions} == expected
    assert reading.empty == (0 if edit == "deleted" else 2)
