"""Figures of labelled records, by hand and on the real ones."""

import csv
import json

import pytest
from click.testing import CliRunner

from flows.cli.evaluate.dedupe import command
from pipeline.dedupe.find import find_duplicates
from pipeline.errors import Refused
from pipeline.evaluation.labelled_duplicates import COLUMNS, measure, read_labelled, write_errors
from pipeline.records import RecordId


def clusters(**of):
    return {RecordId(record): cluster for record, cluster in of.items()}


def test_lost_and_missed_are_counted_over_clusters():
    true = clusters(a="X", b="X", c="X", d="Y", e="Y", f="Z")
    found = clusters(a="1", b="1", c="2", d="2", e="2", f="2")
    figures = measure(true, found)
    assert (figures.records, figures.redundant) == (6, 3)
    assert (figures.lost, figures.missed) == (2, 1)
    assert figures.sensitivity == pytest.approx(2 / 3)
    assert figures.specificity == pytest.approx(1 / 3)
    assert (figures.pairs_tp, figures.pairs_fp, figures.pairs_fn) == (2, 5, 2)


def test_nothing_redundant_is_nothing_missed():
    figures = measure(clusters(a="X"), clusters(a="1"))
    assert (figures.sensitivity, figures.specificity) == (1.0, 1.0)
    assert measure({}, {}).specificity == 1.0


ROW = {
    "record_id": "b", "title": "Loneliness at home", "authors": "Berg, A. and Lund, O.",
    "year": "2021", "journal": "Work", "volume": "UNKNOWN", "number": "2", "pages": "1 -- 9",
    "doi": "", "abstract": "", "cluster": "X",
}  # fmt: skip


def written(path, rows, columns=COLUMNS):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


ROWS = [
    ROW,
    ROW | {"record_id": "c", "pages": "1-9"},
    ROW | {"record_id": "d", "title": "Home loneliness", "pages": "", "cluster": "X"},
    ROW | {"record_id": "e", "doi": "10.1000/E", "cluster": "Y"},
    ROW | {"record_id": "f", "doi": "10.1000/f", "title": "Sleep", "cluster": "Z", "year": ""},
]

KEYS = [
    "records", "redundant", "lost", "missed", "sensitivity", "specificity", "pairs_tp",
    "pairs_fp", "pairs_fn", "band_pairs", "band_true", "seconds", "peak_mb",
]  # fmt: skip


def test_the_command_prints_every_figure_and_writes_the_errors(tmp_path):
    path, errors = written(tmp_path / "records.csv", ROWS), tmp_path / "errors.csv"
    done = CliRunner().invoke(command, [str(path), "--json", "--errors", str(errors)])
    figures = json.loads(done.output)
    assert list(figures) == KEYS
    assert (figures["records"], figures["redundant"]) == (5, 2)
    assert (figures["lost"], figures["missed"]) == (1, 1)
    told = list(csv.DictReader(errors.read_text(encoding="utf-8").splitlines()))
    assert {row["error"] for row in told} == {"lost", "missed"}
    assert all(row["because"] for row in told)


def test_the_command_prints_for_people_too(tmp_path):
    done = CliRunner().invoke(command, [str(written(tmp_path / "records.csv", ROWS))])
    assert done.exit_code == 0
    assert "missed" in done.output


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("", "The columns of the file are: none", id="empty file"),
        pytest.param("title,cluster\na,b\n", "record_id or authors", id="columns missing"),
        pytest.param(",".join(COLUMNS) + "\n", "this file has no records", id="header only"),
        pytest.param(
            ",".join(COLUMNS) + "\na,T,,,,,,,,,\n", "no record has a cluster", id="no cluster"
        ),
        pytest.param(
            ",".join(COLUMNS) + "\na,T,,,,,,,,,\nb,T,,,,,,,,,X\n",
            "row 2: this row has no cluster",
            id="one without a cluster",
        ),
        pytest.param(
            ",".join(COLUMNS) + "\na,T,,,,,,,,,X\na,T,,,,,,,,,X\n",
            "row 3: an earlier row",
            id="one id twice",
        ),
        pytest.param(",".join(COLUMNS) + "\na,T\n", "no record has a cluster", id="short row"),
    ],
)
def test_a_file_that_can_not_be_measured_is_refused_in_a_sentence(tmp_path, text, sentence):
    path = tmp_path / "records.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_labelled(path)
    assert sentence in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    with pytest.raises(Refused, match="cannot be read"):
        read_labelled(tmp_path / "none.csv")
    (tmp_path / "zip.csv").write_bytes(b"PK\xff\xfe\x00")
    with pytest.raises(Refused, match="not UTF-8; expected a csv in UTF-8"):
        read_labelled(tmp_path / "zip.csv")


def test_errors_that_can_not_be_written_are_told(tmp_path):
    labelled = read_labelled(written(tmp_path / "records.csv", ROWS))
    with pytest.raises(Refused, match="cannot be written"):
        write_errors(tmp_path / "none" / "errors.csv", labelled, find_duplicates([]))


def test_authors_may_be_parted_by_semicolons(tmp_path):
    rows = [ROW | {"authors": "Berg, A.; Lund, O.", "year": "²"}]
    (record,) = read_labelled(written(tmp_path / "records.csv", rows)).records
    assert record.authors == ("Berg, A.", "Lund, O.")
    assert record.year is None


def test_issues_that_are_record_numbers_are_left_out(tmp_path):
    numbered = [ROW | {"record_id": f"r{at}", "number": str(at)} for at in range(60)]
    labelled = read_labelled(written(tmp_path / "endnote.csv", numbered))
    assert {record.issue for record in labelled.records} == {None}
    plain = [row | {"number": str(at % 12)} for at, row in enumerate(numbered)]
    labelled = read_labelled(written(tmp_path / "plain.csv", plain))
    assert {record.issue for record in labelled.records} == {str(issue) for issue in range(12)}


@pytest.mark.parametrize(
    ("name", "lost", "missed"), [("stroke", 0, 2), ("respiratory", 0, 14), ("digital_work", 1, 5)]
)
def test_real_searches_lose_no_report_and_leave_almost_no_duplicate(shared, name, lost, missed):
    labelled = read_labelled(shared / "data" / "dedupe" / f"{name}.csv")
    found = find_duplicates(labelled.records)
    figures = measure(labelled.clusters, found.reports(labelled.clusters))
    assert figures.lost <= lost
    assert figures.missed <= missed
    assert len(found.band) <= 0.02 * figures.records


def test_the_band_is_short_and_worth_a_look(shared):
    pairs = true = held = missed = 0
    for name in ("stroke", "respiratory", "digital_work"):
        labelled = read_labelled(shared / "data" / "dedupe" / f"{name}.csv")
        of, found = labelled.clusters, find_duplicates(labelled.records)
        pairs += len(found.band)
        true += sum(of[doubt.one] == of[doubt.other] for doubt in found.band)
        held += len({of[doubt.one] for doubt in found.band if of[doubt.one] == of[doubt.other]})
        missed += measure(of, found.reports(of)).missed
    assert true >= 0.3 * pairs
    assert held >= missed / 3
