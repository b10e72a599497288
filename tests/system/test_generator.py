"""The searches of the example are made up, say so, and are the same on every run."""

import csv
import doctest
import importlib
import re
from collections import Counter
from pathlib import Path

import pytest
from generator.included import FACTS, NAME_ONLY, UNTITLED, UNVERIFIED, included_works
from generator.plan import MADE_UP_PMID, RoundPlan, make_plans, write_round
from generator.works import INCLUDED, NOT_A_PUBLICATION, Work


@pytest.fixture(scope="module")
def plans(example: Path) -> list[RoundPlan]:
    return make_plans(example)


@pytest.fixture(scope="module")
def works(plans: list[RoundPlan]) -> list[Work]:
    return [work for plan in plans for work in plan.works]


@pytest.fixture(scope="module")
def written(
    plans: list[RoundPlan], example: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[Path]:
    folder = tmp_path_factory.mktemp("written")
    (folder / "review.toml").write_bytes((example / "review.toml").read_bytes())
    return [path for plan in plans for path in write_round(plan, folder)]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("name", ["dialects", "disturb", "included", "names", "works"])
def test_what_the_docstrings_show_is_so(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"generator.{name}")).failed == 0


def test_two_runs_write_the_same_bytes(written: list[Path], example: Path, tmp_path: Path) -> None:
    (tmp_path / "review.toml").write_bytes((example / "review.toml").read_bytes())
    again = [path for plan in make_plans(example) for path in write_round(plan, tmp_path)]
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in written]


def test_every_record_of_the_exports_says_what_is_made_up_in_it(written: list[Path]) -> None:
    for path in written:
        text = path.read_text(encoding="utf-8-sig").replace("\n      ", " ")
        starts = len(re.findall(r"^(?:TY {2}- |PMID- )", text, re.MULTILINE))
        notes = len(
            re.findall("|".join((NOT_A_PUBLICATION, FACTS, NAME_ONLY, UNTITLED, UNVERIFIED)), text)
        )
        assert starts == notes, path.name


def test_a_made_up_report_has_no_identifier_that_could_be_real(works: list[Work]) -> None:
    made = [work for work in works if work.fate != INCLUDED]
    assert all(work.doi.startswith("10.5555/") for work in made)
    assert all(int(work.pmid) > MADE_UP_PMID for work in made)
    assert all(work.journal.startswith("Example ") for work in made)


def test_no_two_reports_share_a_title(works: list[Work]) -> None:
    assert [
        title
        for title, times in Counter(work.title.casefold() for work in works).items()
        if times > 1
    ] == []


def test_the_included_ones_are_the_rows_of_studies_csv(works: list[Work], example: Path) -> None:
    expected = {row["study_id"] for row in rows(example / "studies.csv")}
    assert {work.study for work in works if work.study} == expected


def test_an_included_article_has_its_verified_facts_and_no_others(example: Path) -> None:
    works = {work.study: work for work in included_works(example)}
    assert works["knardahl-2022"].doi == "10.5271/sjweh.3996"
    assert works["knardahl-2022"].authors == ("Knardahl, S", "Christensen, J O")
    ervasti = works["ervasti-2022"]
    assert (ervasti.journal, ervasti.volume, ervasti.pages, ervasti.doi) == ("", "", "", "")
    assert ervasti.title.startswith("Association of changes in work")
    assert "made-up title" in works["loef-2022"].title
    assert works["loef-2022"].doi == "10.3389/fpubh.2022.1072030"
    assert works["makikangas-2022"].note == UNVERIFIED
    assert works["yang-2023"].note == NAME_ONLY
    assert works["yang-2023"].authors == ("Yang",)


def test_no_abstract_of_an_included_article_says_another_design_than_the_report(
    example: Path,
) -> None:
    assert all(
        "longitudinal study" in work.abstract or "prospective cohort study" in work.abstract
        for work in included_works(example)
    )


def test_the_facts_of_the_report_are_as_they_were_given(shared: Path, example: Path) -> None:
    stami = shared / "stami-2024"
    for name in ("studies.csv", "references.csv"):
        assert (example / name).read_bytes() == (stami / name).read_bytes()
    strategy = example / "strategies" / "medline.csv"
    assert strategy.read_bytes() == (stami / "search-medline-ovid.csv").read_bytes()
