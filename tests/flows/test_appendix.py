"""The appendix document, the csv tables and the cells of a review that has everything."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from flows.orchestration.update import update
from tests.support.filled_lists import filled_csv, listed
from tests.support.reviews import TITLES, ajour, small_review

HEADS = ("study_id", "first_author", "year", "country", "outcome_categories", "design", "title")
MORE = """
[request]
purpose = "An overview"

[[tables.earlier.reviews]]
reference = "Old 2019"
screened = 3354
included = 43

[other_references]
file = "background.ris"

[tables.criteria]
title = "What counts"
note = "Set in March."
headings = { element = "PCC" }

[tables.outcomes]
categories = [
  { code = "a", name = { nb = "Søvn", en = "Sleep" }, note = { nb = "søvn", en = "sleep" } },
  { code = "b", name = { nb = "Smerte", en = "Pain" } },
]
"""
BACKGROUND = "TY  - JOUR\nAU  - Old, Ann\nTI  - Desks of old\nPY  - 2019\nER  - \n"


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Five included reports, a sheet of four, and everything that an appendix may have."""
    review = small_review(tmp_path_factory.mktemp("appendix"))
    path = review / "review.toml"
    text = path.read_text("utf-8").replace(
        'language = "en"', 'language = "en"\nlanguages = ["en", "nb"]'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1718000000")
        (review / "background.ris").write_text(BACKGROUND, "utf-8")
        path.write_text(text + MORE, "utf-8")
        update(review)
        for stage in ("screening", "eligibility"):
            blank = listed(
                review, "--stage", stage, "--reviewer", "ann", "--all", "--format", "csv",
            )  # fmt: skip
            include = {"*": {"Decision": "include"}}
            assert ajour("decide", filled_csv(blank, review / f"{stage}.csv", include)).code == 0
        with (review / "studies.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(HEADS)
            for at, (title, codes) in enumerate(zip(TITLES, ("a", "ab", "", "b"), strict=False)):
                rows.writerow((f"s{at}", f"Author{at}", 2021, "Norway", codes, "RCT", title))
        (review / "template.docx").write_bytes(b"no docx")
        told = ajour("report", review)
        assert told.code == 3, told.err  # the template is no Word file
        yield review


def document(review: Path, name: str = "appendix.en.docx") -> Any:
    return docx.Document(str(review / "output" / name))


def texts(made: Any, style: str) -> list[str]:
    return [one.text for one in made.paragraphs if one.style.name == style]


@pytest.mark.every_output
def test_the_parts_stand_in_the_order_of_a_report(reported: Path) -> None:
    assert texts(document(reported), "Heading 1") == [
        "Appendix 1. Request and criteria",
        "Appendix 2. Searches and flow charts",
        "Appendix 3. Included studies",
        "Appendix 4. Countries",
        "Appendix 5. Outcomes",
        "Appendix 6. Literature matrix",
        "Appendix 7. Earlier reviews",
        "Appendix 8. Excluded after full-text assessment",
        "Appendix 9. Checklists",
        "Appendix 10. Reference lists",
    ]
    norwegian = texts(document(reported, "vedlegg.nb.docx"), "Heading 1")
    assert norwegian[0] == "Vedlegg 1. Bestilling og kriterier"
    assert len(norwegian) == 10


@pytest.mark.every_output
def test_text_and_tables_refer_to_the_appendices_by_their_numbers(reported: Path) -> None:
    captions = texts(document(reported), "Caption")
    assert any(one.startswith("Appendix 4. Countries") for one in captions)
    assert any(one.startswith("Appendix 5. Outcomes") for one in captions)
    text = (reported / "output" / "text.en.md").read_text("utf-8")
    assert "(Appendix 5)" in text
    assert (reported / "output" / "tables" / "Appendix-4.en.csv").is_file()


@pytest.mark.every_output
def test_every_table_has_a_caption_and_a_head_on_each_page(reported: Path) -> None:
    made = document(reported)
    captions = texts(made, "Caption")
    assert any(one.startswith("Figure 1. ") for one in captions)
    assert "Table 1. What counts" in captions
    tables = [one for one in made.tables if one.style.name == "Ajour Table"]
    assert len(tables) > 10
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    fields = [one.text for one in made.element.iter(qn("w:instrText"))]
    assert any("SEQ Figure" in one for one in fields)
    assert any("SEQ Table" in one for one in fields)


@pytest.mark.every_output
def test_the_stamp_stands_once_at_the_end_and_in_the_properties(reported: Path) -> None:
    made = document(reported)
    stamped = [one.text for one in made.paragraphs if one.text.startswith("ajour ")]
    assert stamped == [made.paragraphs[-1].text]
    assert made.core_properties.author.startswith("ajour ")
    for section in made.sections:
        assert "ajour" not in "".join(one.text for one in section.footer.paragraphs)


@pytest.mark.every_output
def test_a_faulty_template_is_told_and_nothing_is_lost(reported: Path) -> None:
    page = (reported / "output" / "report.en.html").read_text("utf-8")
    assert "template.docx: the Word template cannot be read." in page
    assert document(reported).tables


@pytest.mark.every_output
def test_other_references_and_earlier_reviews_are_there(reported: Path) -> None:
    output = reported / "output"
    assert "Desks of old" in (output / "references-other.apa.en.md").read_text("utf-8")
    assert "Desks of old" in "".join(one.text for one in document(reported).paragraphs)
    rows = list(csv.reader(io.StringIO(read(output / "tables" / "Earlier-reviews.en.csv"))))
    assert rows[1] == ["Old 2019", "3354", "43"]


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


@pytest.mark.every_output
def test_csv_tables_are_data_alone_and_their_notes_lie_beside_them(reported: Path) -> None:
    folder = reported / "output" / "tables"
    for path in folder.glob("*.csv"):
        sign = ";" if path.name.endswith(".nb.csv") else ","
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path
        rows = list(csv.reader(io.StringIO(read(path)), delimiter=sign))
        assert len({len(row) for row in rows}) == 1, path
        assert "\najour 0" not in read(path)
        assert f"{path.name}\n" in read(folder / f"README.{path.name.split('.')[-2]}.txt") or (
            path.name.startswith("PRISMA")
        )
    assert "Set in March." in read(folder / "README.en.txt")


@pytest.mark.every_output
def test_cells_of_tables_open_as_many_as_they_count(reported: Path) -> None:
    page = (reported / "output" / "report.en.html").read_text("utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    boxes = json.loads(found[1])["boxes"]
    cells = re.findall(r'data-cell="([^"]*)">([^<]*)<', page)
    assert len(cells) > 10
    for name, shown in cells:
        assert len(boxes[name]["members"]) == int(shown), name
    assert dict(cells)["outcomes/a/total"] == "2"
    assert dict(cells)["countries/Norway/total"] == "4"


@pytest.mark.every_output
def test_trace_knows_cells_and_names_what_may_be_meant(reported: Path) -> None:
    told = ajour("trace", "outcomes/a/total", "--review", reported)
    assert told.code == 0, told.err
    assert len(list(csv.reader(io.StringIO(told.out)))) == 3
    assert ajour("trace", "COUNTRIES/norway/total", "--review", reported).code == 0
    wrong = ajour("trace", "outcomes/a/totl", "--review", reported)
    assert wrong.code == 2
    assert "outcomes/a/total" in wrong.err
    known = json.loads(ajour("trace", "--json", "--review", reported).out)
    assert known["countries/Norway/total"] == 4
    assert known["yields/medline/found"] == known["searches/medline/imported"]


@pytest.mark.every_output
def test_numbers_of_the_text_open_as_many_as_they_say_and_trace_knows_them(reported: Path) -> None:
    page = (reported / "output" / "report.en.html").read_text("utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    boxes = json.loads(found[1])["boxes"]
    opened = dict(re.findall(r'<span data-opens="([^"]*)"[^>]*>([^<]*)<', page))
    assert opened["text/screened"] == "five records"
    assert opened["text/countries/Norway"] == "4"
    assert {"text/by_publication_year/2021", "text/screening/alone", "outcomes/a/total"} <= {
        *opened
    }
    known = json.loads(ajour("trace", "--json", "--review", reported).out)
    words = dict(zip(("no", "one", "two", "three", "four", "five"), range(6), strict=True))
    for name, shown in opened.items():
        first = shown.split()[0].lower()
        number = words[first] if first in words else int(first)
        assert len(boxes[name]["members"]) == number == known[name], name
    assert not re.search("[\ue001-\ue003]", page)
    for file in (reported / "output").glob("text.*.md"):
        assert not re.search("[\ue000-\ue003]", file.read_text("utf-8"))


@pytest.mark.every_output
def test_the_page_begins_with_four_numbers_the_day_and_its_other_language(reported: Path) -> None:
    page = (reported / "output" / "report.en.html").read_text("utf-8")
    head = page[: page.index("<nav")]
    assert re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", head)[:1] == [("Included reports", "5")]
    assert len(re.findall(r"<dd", head)) == 5
    assert '<a href="report.nb.html" hreflang="nb" lang="nb">Norsk</a>' in head
