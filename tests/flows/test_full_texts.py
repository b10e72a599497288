"""Full texts of a review: free copies, the library's link, PDFs; in lists, page, report, status."""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from flows.orchestration.update import update
from flows.review.session import at_work
from pipeline.fulltext import pdf as pdf_module
from pipeline.sources import by_identifier
from pipeline.store.full_texts import full_text_files
from tests.support.fake_service import FalseService
from tests.support.false_works import FalseWork, knowing
from tests.support.filled_lists import filled, listed
from tests.support.killed_updates import few_outputs
from tests.support.made_pdfs import article, locked, pdf, put
from tests.support.reviews import ajour, entry, small_review

TITLES = [f"Telework and matter number {number} of our many" for number in range(1, 7)]
LIBRARY = "https://library.example.org/openurl?vid=A"
PLAN = f'\n[full_text]\nlibrary = "{LIBRARY}"\nopen_access = true\n'
Served = Mapping[str, FalseService]


def doi(number: int) -> str:
    return f"10.5555/cheer.{number}"


@pytest.fixture(scope="module")
def sought(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review with six reports whose full text is sought; the last has no DOI."""
    review = small_review(tmp_path_factory.mktemp("sought"))
    with pytest.MonkeyPatch.context() as patch, few_outputs():
        patch.setenv("SOURCE_DATE_EPOCH", "1718000000")
        _screened(review)
    with (review / "review.toml").open("a", encoding="utf-8") as out:
        out.write(PLAN)
    return review


def _screened(review: Path) -> None:
    for path in (review / "searches").rglob("*.ris"):
        path.unlink()
    text = "".join(
        entry(title, author="Nordmann, Kari", more=f"DO  - {doi(number)}\n" if number < 6 else "")
        for number, title in enumerate(TITLES, 1)
    )
    (review / "searches/1/medline/export.ris").write_text(text, "utf-8")
    update(review)
    sheet = listed(review, "--reviewer", "ann", "--all")
    done = filled(sheet, review / "screened.xlsx", {"*": {"Decision": "include"}})
    assert ajour("decide", done).code in {0, 3}


@pytest.fixture
def review(sought: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sought, tmp_path / "review"))


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """OpenAlex knows a copy of the first, Europe PMC of the second, Unpaywall of the third."""
    free = {1: "OpenAlex", 2: "Europe PMC", 3: "Unpaywall"}
    works = [
        FalseWork(
            title=title,
            doi=doi(number),
            free={free[number]: f"https://repository.example.org/{number}?a=1&b=2"}
            if number in free
            else {},
        )
        for number, title in enumerate(TITLES[:5], 1)
    ]
    monkeypatch.setattr(by_identifier, "TRIES", 1)
    monkeypatch.setenv("AJOUR_CONTACT", "kari@example.org")
    with knowing(works) as (services, variables):
        for name, base in variables.items():
            monkeypatch.setenv(name, base)
        yield services


def rows_of(path: Path) -> tuple[list[str], dict[str, tuple[Any, ...]]]:
    """The headings of a list, and its rows by title."""
    for sheet in openpyxl.load_workbook(path).worksheets:
        rows = [*sheet.iter_rows()]
        for place, row in enumerate(rows):
            heads = [str(cell.value) for cell in row]
            if {"Title", "id"} <= set(heads):
                title = heads.index("Title")
                return heads, {str(one[title].value): one for one in rows[place + 1 :]}
    raise AssertionError(path)


def places(review: Path) -> list[dict[str, object]]:
    reports = json.loads(ajour("fulltext", review, "--json").out)["reports"]
    return sorted(reports, key=lambda one: str(one["reference"]))


@pytest.mark.every_output
def test_free_copies_library_and_doi_stand_in_list_page_report_and_status(
    review: Path, served: Served
) -> None:
    done = update(review)
    assert not done.failed
    copies = {
        str(link["url"])[-9:-8]: link["service"] for one in places(review) for link in one["free"]
    }  # type: ignore[attr-defined,index]
    assert copies == {"1": "OpenAlex", "2": "Europe PMC", "3": "Unpaywall"}
    sheet = listed(review, "--stage", "eligibility", "--reviewer", "ann", "--all")
    heads, rows = rows_of(sheet)
    free, library = heads.index("Free copy"), heads.index("Library")
    assert rows[TITLES[0]][free].hyperlink.target == "https://repository.example.org/1?a=1&b=2"
    asked = rows[TITLES[0]][library].hyperlink.target
    assert asked.startswith(f"{LIBRARY}&url_ver=Z39.88-2004")
    assert "rft_id=info:doi/10.5555/cheer.1" in asked
    assert not rows[TITLES[4]][free].value
    assert "rft.atitle=Telework%20and%20matter" in str(rows[TITLES[5]][library].value)
    page = (review / "output/report.html").read_text("utf-8")
    assert (
        "Full texts not yet retrieved (6 not yet retrieved, 3 with a free copy, 0 with a PDF)"
        in page
    )
    assert 'href="https://repository.example.org/1?a=1&amp;b=2"' in page
    assert (
        "The full text of 6 reports is sought: 3 with a free copy, 0 with a PDF"
        in ajour("status", review).out
    )
    written = ajour("candidates", review, "--stage", "eligibility", "--reviewer", "ann", "--all",
                    "-o", review / "lists/page.html")  # fmt: skip
    assert written.code == 0, written.err
    assert "https://repository.example.org/1" in (review / "lists/page.html").read_text("utf-8")


def test_a_service_is_asked_only_about_what_the_others_lack(review: Path, served: Served) -> None:
    update(review)
    assert len(served["OpenAlex"].asked) == len(served["Europe PMC"].asked) == 1
    assert "cheer.1" not in served["Europe PMC"].asked[0][1]["query"]
    assert len(served["Unpaywall"].asked) == 3
    again = update(review)
    assert not again.news
    assert len(served["Unpaywall"].asked) == 3


def test_a_service_that_fails_is_told_and_asked_again(review: Path, served: Served) -> None:
    served["Europe PMC"].troubles = ["500"]
    served["Unpaywall"].troubles = ["", "nonsense"]
    done = update(review)
    told = "\n".join(done.failed)
    assert "Europe PMC could not be asked about 4 DOIs" in told
    assert "Unpaywall could not be asked about 3 DOIs" in told
    assert not update(review).failed
    assert [bool(one["free"]) for one in places(review)] == [True] * 3 + [False] * 3


def test_without_an_address_unpaywall_is_not_asked_and_says_why(
    review: Path, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AJOUR_CONTACT")
    assert "AJOUR_CONTACT" in "\n".join(update(review).failed)
    assert not served["Unpaywall"].asked


def test_nobody_is_asked_unless_review_toml_says_so(review: Path, served: Served) -> None:
    settings = review / "review.toml"
    settings.write_text(settings.read_text("utf-8").replace("open_access = true", ""), "utf-8")
    update(review)
    assert not any(one.asked for one in served.values())


def folder_of_pdfs(review: Path) -> Path:
    """Seven files: two that are of reports, one of no report, and four that cannot be searched."""
    folder = review / "fulltext"
    put(
        folder,
        "1.pdf",
        pdf([article(TITLES[0], doi=doi(1)), "People work at home. They telework."]),
    )
    put(folder / "more", "6.PDF", pdf([article(TITLES[5])]))
    put(folder, "other.pdf", pdf([article("Rain in spring", doi="10.5555/rain.1", cites=doi(2))]))
    put(folder, "scan.pdf", pdf(["", ""]))
    put(folder, "locked.pdf", locked(pdf([article(TITLES[2])]), "secret"))
    put(folder, "broken.pdf", b"%PDF-1.4 and no more")
    put(folder, "supplement.pdf", pdf([article(f"Supplementary data to: {TITLES[1]}", doi=doi(2))]))
    return folder


@pytest.mark.every_output
def test_pdfs_are_matched_in_place_and_shown(review: Path, served: Served) -> None:
    folder = folder_of_pdfs(review)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = update(review)
    (told,) = done.stages["look for full texts"].told
    assert told == (
        "Full texts: 7 PDFs checked, matched to 2 reports; 1 PDF could belong to several reports; "
        "1 PDF without a text layer; 1 PDF locked with a password; 1 PDF that cannot be read."
    )
    found = {one["report"]: one["pdfs"] for one in places(review) if one["pdfs"]}
    assert sorted(found.values()) == [["fulltext/1.pdf"], ["fulltext/more/6.PDF"]]
    said = ajour("fulltext", review)
    assert said.code == 3
    assert "supplement.pdf: this PDF may belong to" in said.out
    assert "the first page says “Supplementary data”" in said.out
    assert "other.pdf: this PDF matches no report whose full text is sought" in said.out
    assert "scan.pdf: this PDF is a scan without a text layer" in said.out
    sheet = listed(review, "--stage", "eligibility", "--reviewer", "ann", "--all")
    heads, rows = rows_of(sheet)
    pdfs = {str(row[heads.index("PDF found")].value) for row in rows.values()}
    assert "fulltext/1.pdf (2 pages)" in pdfs
    assert "fulltext/supplement.pdf (1 page; uncertain: ajour fulltext shows why)" in pdfs
    # Nothing was decided, copied, moved or changed.
    assert {one["sought"] for one in places(review)} == {True}
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    asked = [words for service in served.values() for _, words, _ in service.asked]
    assert "Rain in spring" not in str(asked)


def test_what_a_person_says_of_a_file_stands(review: Path) -> None:
    folder_of_pdfs(review)
    (report,) = [one["report"] for one in places(review) if TITLES[1][:30] in str(one["reference"])
                 and "number 2" in str(one["reference"])]  # fmt: skip
    assert ajour("fulltext", review, "--match", "supplement.pdf", "none").code == 0
    assert ajour("fulltext", review, "--match", "scan.pdf", str(report)).code == 0
    shutil.move(review / "fulltext/scan.pdf", review / "fulltext/renamed.pdf")
    update(review)
    found = next(one for one in places(review) if one["report"] == report)
    assert found["pdfs"] == ["fulltext/renamed.pdf"]
    assert ajour("fulltext", review, "--match", "nothing.pdf", "none").code == 2
    assert ajour("fulltext", review, "--match", "1.pdf", "no such report").code == 2


def test_a_file_is_read_once_and_again_when_it_changes(
    review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = review / "fulltext"
    put(folder, "1.pdf", pdf([article(TITLES[0], doi=doi(1))]))
    update(review)
    with at_work(review) as session:
        before = full_text_files(session.db)
    with monkeypatch.context() as patch:
        patch.setattr(pdf_module.PdfDesk, "front", None)
        assert not update(review).news
    put(folder, "1.pdf", pdf([article(TITLES[1], doi=doi(2))]))
    update(review)
    with at_work(review) as session:
        assert full_text_files(session.db)[0].record != before[0].record


def test_the_criteria_find_page_and_sentence(review: Path) -> None:
    folder_of_pdfs(review)
    ajour("fulltext", review)
    said = ajour("fulltext", review, "--criteria")
    assert said.code == 0, said.err
    assert "page 2: They telework. [telework" in said.out
    found = json.loads(ajour("fulltext", review, "--criteria", "--json").out)["pdfs"]
    assert {one["path"] for one in found} == {"fulltext/1.pdf", "fulltext/more/6.PDF"}


def test_a_list_with_links_comes_back(review: Path, served: Served) -> None:
    update(review)
    sheet = listed(review, "--stage", "eligibility", "--reviewer", "ann", "--all")
    done = filled(sheet, review / "back.xlsx", {TITLES[0]: {"Decision": "include"}})
    said = ajour("decide", done)
    assert "1 decision" in said.out, said.out
    assert "changed" not in said.out
