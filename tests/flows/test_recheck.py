"""A second look: a blinded list of another's decisions, and what it shows of the screener."""

import json
from pathlib import Path

import openpyxl

from flows.orchestration.update import update
from flows.reporting.manuscript_values import text_values
from flows.reporting.material import Material
from flows.review.session import at_work
from flows.screening.missed import BY_LOT, by_lot
from pipeline.records import RecordId
from pipeline.review.second_look import SecondLook
from tests.support.reviews import ajour, entry


def _worked_through(review: Path) -> dict[str, str]:
    """Ann decides on 60 reports alone, one of them against what all others like it came to."""
    kinds = {"Telework and sleep of clerks": "include", "Rats in a maze": "exclude"}
    texts = [
        entry(f"{title} {nth}", author=f"Author{nth}{title[:1]}, A")
        for title in kinds
        for nth in range(30)
    ]
    (review / "searches/1/medline/more.ris").write_text("".join(texts), "utf-8")
    update(review)
    told = json.loads(ajour("trace", "identified_records", "--review", review, "--json").out)
    titles = {one["report"]: one["title"] for one in told["records"]}
    said = {
        report: verdict
        for report, title in titles.items()
        for kind, verdict in kinds.items()
        if title.startswith(kind)
    }
    slip = next(one for one, title in titles.items() if title == "Telework and sleep of clerks 7")
    said[slip] = "exclude"
    _decide(review, "ann", said)
    return {"slip": slip, **said}


def _decide(review: Path, who: str, said: dict[str, str]) -> None:
    rows = "".join(f"{report},{verdict}\n" for report, verdict in said.items())
    (review / f"{who}.csv").write_text(f"id,Verdict\n{rows}", "utf-8")
    found = ajour(
        *("decide", review / f"{who}.csv", "--reviewer", who, "--stage", "screening", "--revise")
    )
    assert found.code in (0, 3), found.err


def test_the_slip_is_handed_to_another_and_nothing_says_what_was_decided(review: Path) -> None:
    said = _worked_through(review)
    made = json.loads(ajour("recheck", review, "--reviewer", "bo", "--json").out)
    sheet = openpyxl.load_workbook(made["path"]).worksheets[1]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = {name: rows[0].index(name) for name in ("id", "Decision", "Probability")}
    ids = [row[at["id"]] for row in rows[1:]]
    assert said["slip"] in ids
    assert made["listed"] == len(ids) == len(set(ids))
    assert {row[at["Decision"]] for row in rows[1:]} == {None}
    assert {row[at["Probability"]] for row in rows[1:]} == {None}
    assert [row[0] for row in rows[1:]] == list(range(1, len(ids) + 1))
    assert {said[one] for one in ids} == {"include", "exclude"}


def test_a_list_asked_for_twice_is_written_once(review: Path) -> None:
    _worked_through(review)
    first = ajour("recheck", review, "--reviewer", "bo", "--json")
    written = sorted((review / "lists").iterdir())
    again = ajour("recheck", review, "--reviewer", "bo", "--json")
    assert json.loads(again.out)["path"] == json.loads(first.out)["path"]
    assert sorted((review / "lists").iterdir()) == written
    assert "exists already" in ajour("recheck", review, "--reviewer", "bo").out


def test_the_list_comes_back_as_any_other(review: Path) -> None:
    said = _worked_through(review)
    path = Path(json.loads(ajour("recheck", review, "--reviewer", "bo", "--json").out)["path"])
    book = openpyxl.load_workbook(path)
    page = book.worksheets[1]
    at = {cell.value: cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        own = page.cell(row, at["id"]).value
        page.cell(row, at["Decision"]).value = "include" if own == said["slip"] else said[own]
    book.save(path)
    found = ajour("decide", path)
    assert found.code in (0, 3), found.err
    (rate,) = json.loads(ajour("status", review, "--json").out)["misses"]
    assert (rate["reviewer"], rate["found"]) == ("ann", 1)
    update(review)
    letter = (review / "output/letter.md").read_text("utf-8")
    assert f"| Read again in a second look | {page.max_row - 1} |" in letter
    assert "| Excluded before the second look, included after it | 1 |" in letter
    assert "Included before the second look" not in letter
    with at_work(review) as session:
        material = Material(session=session, library=session.library())
        looked = text_values(material, "en").second_look
    assert looked == SecondLook(read=page.max_row - 1, taken_up=1)
    _decide(review, "ann", {said["slip"]: "include"})
    update(review)
    # What a second look changed is news once.
    assert "second look" not in (review / "output/letter.md").read_text("utf-8")


def test_what_a_screener_missed_is_told_with_the_rate(review: Path) -> None:
    said = _worked_through(review)
    lot = {
        one: "exclude" for one, verdict in said.items() if verdict == "exclude" and one != "slip"
    }
    _decide(review, "bo", lot | {said["slip"]: "include"})
    status = json.loads(ajour("status", review, "--json").out)
    (rate,) = status["misses"]
    title = "Small review"
    drawn = sum(by_lot(title, RecordId(one)) for one in lot)
    assert (rate["reviewer"], rate["excludes"], rate["drawn"]) == ("ann", 31, drawn)
    assert rate["found"] == 1
    assert "Relevant reports among the exclusions" in ajour("status", review).out


def test_where_nobody_decided_alone_there_is_nothing_to_read_again(review: Path) -> None:
    update(review)
    found = ajour("recheck", review, "--reviewer", "bo")
    assert "no report was decided by only one other" in found.out
    assert found.code == ajour("recheck", review, "--reviewer", "bo", "--json").code == 0


def test_the_lot_is_a_twentieth_of_all_and_the_same_each_time() -> None:
    ids = [RecordId(f"{nth:016x}") for nth in range(20_000)]
    share = sum(by_lot("Review", one) for one in ids) / len(ids)
    assert abs(share - BY_LOT) < 0.005
