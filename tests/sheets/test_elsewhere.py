"""Lists in the forms of other programs, and decisions that come from them."""

import csv
from pathlib import Path
from zipfile import ZipFile

import pytest

from exports.lists.candidate_list import candidates_xlsx
from exports.lists.candidates import Candidate
from exports.lists.other_forms import (
    candidates_asreview,
    candidates_covidence,
    candidates_csv,
    candidates_rayyan,
    candidates_ris,
)
from exports.returned.formats import FORMATS, DecisionFormat
from pipeline.decisions import Decision, Origin, Stage, Verdict
from pipeline.errors import Refused
from tests.support.lists import REASONS, make_candidates, make_head, make_record
from tests.support.returned import read_elsewhere


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.module)
def test_every_form_has_its_module(form: DecisionFormat) -> None:
    assert callable(form.reader().read)
    assert hasattr(form.reader(), "recognises") == bool(form.program)
    assert bool(form.forms) == bool(form.program)


def mine(verdict: Verdict) -> Decision:
    return Decision(
        record=make_record(1).id,
        stage=Stage.SCREENING,
        verdict=verdict,
        reviewer="Kari",
        when="2026-01-01",
        origin=Origin(name="a"),
    )


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_ris_labels_come_back_with_ids_and_own_verdicts(tmp_path: Path) -> None:
    path = tmp_path / "list.ris"
    candidates_ris(make_head(), make_candidates(2, mine=mine(Verdict.EXCLUDE)), path)
    text = path.read_text(encoding="utf-8")
    assert f"KW  - ajour:{make_record(1).id}" in text
    reading = read_elsewhere(path, reasons=REASONS)
    assert reading.form == "labels"
    assert [(row.report.id, row.verdict, row.reviewer) for row in reading.rows] == [
        (make_record(1).id, Verdict.EXCLUDE, "Kari"),
        (make_record(2).id, Verdict.EXCLUDE, "Kari"),
    ]
    assert reading.rows[0].report.doi == "10.1000/desk.1"


def test_no_list_bears_what_others_said_in_the_tool_a_record_came_from(tmp_path: Path) -> None:
    note = 'RAYYAN-INCLUSION: {"Ola"=>"Excluded"}'
    candidates = [Candidate(record=make_record(1, notes=(note,)), rank=1)]
    path = tmp_path / "list"
    for write_list in (
        candidates_asreview,
        candidates_covidence,
        candidates_csv,
        candidates_rayyan,
        candidates_ris,
        candidates_xlsx,
    ):
        write_list(make_head(scheme="double-blind"), candidates, path)
        data = path.read_bytes()
        texts = [data]
        if data.startswith(b"PK"):
            with ZipFile(path) as archive:
                texts = [archive.read(name) for name in archive.namelist()]
        assert not any(b"Ola" in text or b"Excluded" in text for text in texts)


def test_a_keyword_added_in_a_reference_manager_is_a_verdict(tmp_path: Path) -> None:
    path = write(
        tmp_path / "zotero.ris",
        "TY  - JOUR\nTI  - One\nKW  - stress\nKW  - Decision: Include\nER  - \n\n"
        "TY  - JOUR\nTI  - Two\nKW  - no\nER  - \n\n"
        "TY  - JOUR\nTI  - Three\nKW  - include\nKW  - ekskluder\nER  - \n",
    )
    reading = read_elsewhere(path)
    assert [(row.report.title, row.verdict) for row in reading.rows] == [("One", Verdict.INCLUDE)]
    assert reading.empty == 2
    assert "expected one decision" in reading.faults[0].sentence


def test_asreview_gets_own_verdicts_as_prior_knowledge_and_its_labels_come_back(
    tmp_path: Path,
) -> None:
    path = tmp_path / "asreview.csv"
    candidates_asreview(make_head(), make_candidates(1, mine=mine(Verdict.MAYBE)), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["included"], row["ajour_id"]) == ("1", make_record(1).id)
    export = write(
        tmp_path / "export.csv",
        "title,doi,ajour_id,asreview_label,asreview_time,asreview_note,asreview_user_name,"
        "asreview_user_email\n"
        f"One,https://doi.org/10.1000/A,{make_record(1).id},1,t,mail x@y.no,Kari,k@x.no\n"
        "Two,10.1000/b,,0.0,,,b@x.no,b@x.no\n"
        "Three,,,,,,,\n"
        "Four,,,2,,,,\n",
    )
    reading = read_elsewhere(export)
    named = [(row.report.id, row.report.doi) for row in reading.rows]
    said = [(row.verdict, row.reviewer, row.note) for row in reading.rows]
    assert [(*one, *other) for one, other in zip(named, said, strict=True)] == [
        (
            make_record(1).id, "10.1000/a", Verdict.INCLUDE, "Kari", "mail (address left out)",
        ),
        ("", "10.1000/b", Verdict.EXCLUDE, "person 1", None),
    ]  # fmt: skip
    assert reading.empty == 1
    assert str(reading.faults[0]) == (
        "export.csv, row 5: found “2” in column asreview_label; expected 1, 0 or an empty cell"
    )
    assert "@" not in repr(reading)


def test_asreviews_ris_labels_come_back(tmp_path: Path) -> None:
    path = write(
        tmp_path / "asreview.ris",
        "TY  - JOUR\nTI  - One\nN1  - ASReview_relevant\nER  - \n\n"
        "TY  - JOUR\nTI  - Two\nN1  - ASReview_irrelevant\nER  - \n\n"
        "TY  - JOUR\nTI  - Three\nN1  - ASReview_not_seen\nER  - \n",
    )
    reading = read_elsewhere(path)
    assert [row.verdict for row in reading.rows] == [Verdict.INCLUDE, Verdict.EXCLUDE]
    assert (reading.form, reading.empty) == ("ASReview", 1)


RAYYAN = (
    "key,title,year,authors,notes,doi,pubmed_id\n"
    'rayyan-1,One,2024,"Li, W. and Ås, B.","an old note | RAYYAN-INCLUSION: '
    '{""Kari""=>""Included"", ""o@x.no""=>""Excluded""} | RAYYAN-LABELS: pilot '
    "| RAYYAN-EXCLUSION-REASONS: wrong population,too hot "
    '| USER-NOTES: {""Kari""=>[""read, twice"", ""good""]}",'
    "10.1000/X     LK  - https://y,12.0\n"
    'rayyan-2,Two,,,"RAYYAN-INCLUSION: {""Kari""=>""Undecided""}",,\n'
    'rayyan-3,Three,,,"RAYYAN-INCLUSION: {""Kari""=>""Perhaps""}",,\n'
    "rayyan-4,Four,,,,,\n"
)


def test_rayyans_notes_are_verdicts_per_person_without_addresses(tmp_path: Path) -> None:
    reading = read_elsewhere(write(tmp_path / "articles.csv", RAYYAN), reasons=REASONS)
    first, second = reading.rows
    assert (first.reviewer, first.verdict, first.note) == (
        "Kari",
        Verdict.INCLUDE,
        "read, twice; good; labels: pilot",
    )
    assert (first.reason, first.reason_text) == (None, "")
    assert (second.reviewer, second.verdict, second.note) == (
        "person 1",
        Verdict.EXCLUDE,
        "labels: pilot",
    )
    assert (second.reason, second.reason_text) == ("population", "too hot")
    assert (first.report.doi, first.report.pmid, first.report.year) == ("10.1000/x", "12", 2024)
    assert first.report.authors == ("Li, W.", "Ås, B.")
    assert reading.empty == 3
    assert "Perhaps" in reading.faults[0].sentence
    assert "@" not in repr(reading)


def test_rayyans_log_gives_the_last_word_of_each_person(tmp_path: Path) -> None:
    articles = write(tmp_path / "articles.csv", RAYYAN)
    log = write(
        tmp_path / "customizations_log.csv",
        "created_at,user_id,user_email,article_id,key,value\n"
        "2024-01-03,7,k@x.no,1,included,-1\n"
        "2024-01-01,7,k@x.no,1,included,1\n"
        '2024-01-02,7,k@x.no,1,"""__EXR__wrong population""",1\n'
        "2024-01-02,7,k@x.no,1,__EXR__too hot,1\n"
        "2024-01-04,7,k@x.no,1,__EXR__too hot,deleted\n"
        "2024-01-02,8,o@x.no,1,included,0\n"
        "2024-01-03,8,o@x.no,1,included,deleted\n"
        "2024-01-03,8,o@x.no,2,included,0\n"
        "2024-01-03,8,o@x.no,2,pilot,1\n"
        "2024-01-03,8,o@x.no,3,included,9\n",
    )
    reading = read_elsewhere(log, reasons=REASONS, articles=articles)
    said = [
        (row.report.foreign, row.reviewer, row.verdict, row.reason, row.report.title)
        for row in reading.rows
    ]
    assert said == [
        ("rayyan-1", "Rayyan 7", Verdict.EXCLUDE, "population", "One"),
        ("rayyan-2", "Rayyan 8", Verdict.MAYBE, None, "Two"),
    ]
    assert reading.rows[0].reason_text == ""
    assert reading.empty == 2
    assert "expected 1, 0, -1 or deleted" in reading.faults[0].sentence
    assert "@" not in repr(reading)
    assert read_elsewhere(log).rows[0].report.title == ""


def test_real_rayyan_notes_are_read(shared: Path) -> None:
    reading = read_elsewhere(shared / "data" / "exports" / "rayyan.ris")
    assert (reading.form, reading.faults) == ("Rayyan", ())
    assert {row.reviewer for row in reading.rows} == {"Emily"}
    verdicts = [row.verdict for row in reading.rows]
    notes = (shared / "data" / "exports" / "rayyan.ris").read_text(encoding="utf-8")
    for word, verdict in (("Included", "include"), ("Excluded", "exclude"), ("Maybe", "maybe")):
        assert verdicts.count(Verdict(verdict)) == notes.count(f'=>"{word}"')


COVIDENCE = (
    "Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,"
    "Accession Number,DOI,Ref,Covidence #,Study,Notes,Tags\n"
    '"One","Yang, Z.; Jiang, B.",a,2024,,J,,,,,10.1000/C,,#1,Yang 2024,'
    f'"Exclusion reason: Wrong population; ajour:{make_record(3).id}",\n'
)


@pytest.mark.parametrize(
    ("name", "stage", "verdict", "reason"),
    [
        ("review_12_irrelevant_csv_2024.csv", "screening", "exclude", "population"),
        ("review_12_excluded_csv_2024.csv", "eligibility", "exclude", "population"),
        ("review_12_included_csv_2024.csv", "eligibility", "include", None),
        ("review_12_select_csv_2024.csv", "screening", "include", None),
    ],
)
def test_covidences_lists_say_by_name_what_they_are(
    tmp_path: Path, name: str, stage: str, verdict: str, reason: str | None
) -> None:
    (row,) = read_elsewhere(write(tmp_path / name, COVIDENCE), reasons=REASONS).rows
    assert (row.stage, row.verdict, row.reason) == (stage, verdict, reason)
    assert (row.report.foreign, row.report.id, row.report.year) == ("#1", make_record(3).id, 2024)
    assert row.report.authors == ("Yang, Z.", "Jiang, B.")


def test_a_covidence_list_that_does_not_say_what_it_is_must_be_told(tmp_path: Path) -> None:
    path = write(tmp_path / "export.csv", COVIDENCE)
    with pytest.raises(Refused, match="Give the decision with --verdict"):
        read_elsewhere(path)
    told = read_elsewhere(path, verdict=Verdict.INCLUDE, stage=Stage.SCREENING)
    assert told.rows[0].verdict is Verdict.INCLUDE


def test_covidence_and_rayyan_get_the_id_where_they_keep_it(tmp_path: Path) -> None:
    candidates = make_candidates(2)
    candidates_covidence(make_head(), candidates, tmp_path / "covidence.ris")
    assert f"N1  - ajour:{make_record(2).id}" in (tmp_path / "covidence.ris").read_text()
    candidates_rayyan(make_head(), candidates, tmp_path / "rayyan.csv")
    with (tmp_path / "rayyan.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[1]["notes"] == f"ajour:{make_record(2).id}"
    assert rows[1]["authors"] == "Hansen, K2 and Øverland, Ås"
    assert next(iter(rows[0])) == "key"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", "colour,shape\nred,round\n", "no decisions were found"),
        ("a.ris", "TY  - JOUR\nTI  - One\nER  - \n", "contain no decisions"),
        ("a.csv", 'asreview_label,title\n1,"open\n', "a quotation mark after row 1 is not closed"),
    ],
)
def test_files_without_decisions_are_refused(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        read_elsewhere(write(tmp_path / name, text))
