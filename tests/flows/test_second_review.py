"""A review of another question: nothing of the review that the program was made for shows."""

import csv
import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.orchestration.update import update
from tests.support.filled_lists import filled, filled_csv, listed
from tests.support.reviews import ajour

FIRST = re.compile(
    r"work environment|arbeidsmiljø|hjemmekontor|telework|working from home|pandemi|\bsektor\b"
    r"|\bsector\b|STAMI",
    re.IGNORECASE,
)
"""Words of the first review, in both languages."""

CRITERIA = """
title = { nb = "Skolemat", en = "School meals" }

[[element]]
name = "meal"
label = { nb = "Måltid", en = "Meal" }
question = { nb = "Handler det om skolemat?", en = "Is it about school meals?" }
for = ["school meal*", "breakfast*"]
needed = true
reason = { code = "M", nb = "Feil måltid", en = "Wrong meal", priority = 1 }
"""
NOTE = 'previous_note = { nb = "Oversikten fra 2021 hadde ti.", en = "That of 2021 had ten." }'
TABLES = """
[tables]
by = { nb = "skoleslag", en = "type of school" }
sheet = { outcomes = { nb = "Måltid og læring", en = "Meals and learning" } }

[[tables.contexts]]
code = "primary"
name = { nb = "Barneskole", en = "Primary school" }

[[tables.contexts]]
code = "secondary"
name = { nb = "Ungdomsskole", en = "Lower secondary" }
"""
TITLES = [f"School meals and {one}" for one in ("reading", "attention", "absence", "sleep")]


def school(tmp_path: Path, more: str = "") -> Path:
    """Begun with `ajour init`, as anybody begins one."""
    review = tmp_path / "school"
    assert ajour("init", review, "--title", "School meals and learning").code == 0
    path = review / "review.toml"
    text = path.read_text("utf-8").replace('language = "nb"', 'language = "en"')
    text = text.replace('# languages = ["nb", "en"]', 'languages = ["en", "nb"]')
    text = re.sub(r"# previous_note.*", NOTE, text).replace("# run_on = 2026", "run_on = 2024")
    path.write_text(text.replace('["A", "B"]', '["Kari", "Per"]') + more, "utf-8")
    (review / "criteria.toml").write_text(CRITERIA, "utf-8")
    entries = (
        f"TY  - JOUR\nTI  - {title}\nAU  - Author{n}, A\nPY  - 202{n}\n"
        f"AB  - We studied school meal programmes. {title}.\nER  - \n\n"
        for n, title in enumerate(TITLES)
    )
    (review / "searches/1/medline/a.ris").write_text("".join(entries), "utf-8")
    return review


def read(review: Path) -> None:
    update(review)
    for stage in ("screening", "eligibility"):
        words = ("--stage", stage, "--reviewer", "Kari", "--all", "--format", "csv")
        back = filled_csv(listed(review, *words), review / "a.csv", {"*": {"Decision": "include"}})
        assert ajour("decide", back, "--review", review).code == 0
    assert ajour("studies", review, "--sheet").code == 0


def extracted(review: Path, context: str = "") -> None:
    path = review / "studies.xlsx"
    book = load_workbook(path)
    sheet = book["Studies"]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, heads["Country"]).value = "Norway"
        sheet.cell(row, heads["Findings"]).value = "More"
        if context:
            sheet.cell(row, heads["Context"]).value = context
    book.save(path)
    assert ajour("report", review).code in (0, 3)


def words_of(review: Path) -> dict[str, str]:
    """All text that is written, by file; what the review's people wrote aside."""
    files = [one for one in (review / "output/latest").rglob("*") if one.is_file()]
    files += [review / "review.toml", review / "criteria.toml"]
    found = {
        one.name: one.read_text("utf-8-sig")
        for one in files
        if one.suffix in {".md", ".csv", ".html", ".json", ".svg", ".toml"}
    }
    for name in ("studies.xlsx", "lists/screening-Kari.xlsx", "output/latest/tables.en.xlsx"):
        if (review / name).exists():
            book = load_workbook(review / name)
            cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
            found[name] = "\n".join(str(one) for one in cells if one)
    return found


@pytest.mark.every_output
@pytest.mark.slow
def test_nothing_of_the_first_review_shows_in_another(tmp_path: Path) -> None:
    review = school(tmp_path)
    template = (review / "criteria.toml").read_text("utf-8")
    read(review)
    extracted(review)
    leaks = {
        name: found
        for name, text in words_of(review).items()
        if (found := sorted({one.group() for one in FIRST.finditer(text)}))
    }
    assert leaks == {}
    assert template == CRITERIA
    titles = re.findall(
        r"^\*\*((?:Table|Appendix) \d+)", words_of(review)["tables.en.md"], re.MULTILINE
    )
    assert titles == ["Table 1", "Table 2", "Appendix 4", "Appendix 5"]


@pytest.mark.every_output
@pytest.mark.slow
def test_a_review_names_its_own_columns_contexts_and_earlier_review(tmp_path: Path) -> None:
    review = school(tmp_path, TABLES)
    read(review)
    extracted(review, "Primary school")
    texts = words_of(review)
    assert "Countries by type of school" in texts["tables.en.md"]
    assert "Land etter skoleslag" in texts["tables.nb.md"]
    assert "The studies were grouped by type of school" in texts["text.en.md"]
    assert "Meals and learning" in texts["tables.en.md"]
    assert "Meals and learning" in texts["studies.xlsx"]
    assert "Måltid og læring" in texts["tables.nb.md"]
    assert "That of 2021 had ten." in texts["text.en.md"]
    assert "Oversikten fra 2021 hadde ti." in texts["text.nb.md"]
    titles = re.findall(r"^\*\*(Table \d+)", texts["tables.en.md"], re.MULTILINE)
    assert len(titles) == len(set(titles)) == 3


def test_what_a_new_review_is_begun_from_says_nothing_of_the_first(tmp_path: Path) -> None:
    assert ajour("init", tmp_path / "new").code == 0
    for name in ("review.toml", "criteria.toml"):
        assert not FIRST.search((tmp_path / "new" / name).read_text("utf-8"))


def test_a_sheet_with_headings_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    from exports.studies.returned_sheet import read_studies
    from pipeline.studies.scheme import TableScheme

    path = tmp_path / "studies.csv"
    heads = ["study_id", "Førsteforfatter", "Publikasjonsår", "Arbeidsmiljøfaktorer og helseutfall"]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*heads, "Sector"], ["a", "Berg", "2020", "søvn", "skole"]])
    (row,) = read_studies(path, TableScheme())
    assert (row.values["outcomes"], row.values["sector"]) == ("søvn", "skole")


def test_a_column_that_the_sheet_does_not_have_is_told(tmp_path: Path) -> None:
    review = school(tmp_path, '\n[tables]\nsheet = { outcome = "Meals" }\n')
    said = ajour("check", review)
    assert said.code == 2
    assert "unknown key 'outcome'" in said.err


def test_a_disagreement_on_retrieval_has_a_sheet_and_is_settled(tmp_path: Path) -> None:
    review = school(tmp_path)
    path = review / "review.toml"
    double = path.read_text("utf-8").replace('eligibility = "single"', 'eligibility = "double"')
    path.write_text(double, "utf-8")
    update(review)
    words = ("--reviewer", "Kari", "--all", "--format", "csv")
    back = filled_csv(listed(review, *words), review / "s.csv", {"*": {"Decision": "include"}})
    assert ajour("decide", back, "--review", review).code == 0
    answers = {"Kari": "not retrieved", "Per": "retrieved"}
    words = ("--stage", "eligibility", "--all", "--format", "csv")
    blanks = {who: listed(review, *words, "--reviewer", who) for who in answers}
    for who, said in answers.items():
        back = filled_csv(blanks[who], review / f"{who}.csv", {TITLES[0]: {"Retrieval": said}})
        assert ajour("decide", back, "--review", review).code in (0, 3)
    told = json.loads(ajour("status", review, "--json").out)
    assert len(told["retrieval_differs"]) == 1
    assert "ajour conflicts --stage retrieval" in told["retrieval_differs"][0]
    (sheet,) = json.loads(ajour("conflicts", review, "--json").out)["lists"]
    assert sheet["stage"] == "retrieval"
    settled = filled(Path(sheet["path"]), review / "r.xlsx", {"*": {"Consensus": "retrieved"}})
    assert ajour("decide", settled, "--review", review).code == 0
    assert json.loads(ajour("status", review, "--json").out)["retrieval_differs"] == []
