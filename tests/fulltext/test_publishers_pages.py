"""First pages as they are usually laid out: the right report or a question, never another one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.fulltext.matches import PdfMatch, match
from pipeline.fulltext.pdf import PdfDesk
from pipeline.fulltext.sought import SoughtReport
from tests.support.made_pdfs import put
from tests.support.publishers_pages import BANNERS, FOREIGN, OWN, Paper, under_a_banner

TITLES = (
    ("Telework and the sleep of night nurses:", "a cohort study in four towns"),
    ("Neck pain at the kitchen table",),
    (
        "Effects of hybrid work on family dinners",
        "and on the use of fruit: results of",
        "the BASKET trial",
    ),
    ("Who misses the commute? Answers from 2,000 engineers",),
)
NAMES = ("Nordal", "Foss", "Aamodt", "Lie")
PAPERS = [
    Paper(
        title=title,
        author=f"Kari {name}",
        doi=f"10.5555/cheer.2023.{at}",
        other=f"10.7777/x.{at}",
    )
    for at, (title, name) in enumerate(zip(TITLES, NAMES, strict=True))
]
SOUGHT = [
    SoughtReport(
        report=f"r{at}", titles=(" ".join(one.title),), dois=(one.doi,),
        families=(one.author.split()[1],),
    )
    for at, one in enumerate(PAPERS)
]  # fmt: skip
MATCHED = frozenset(one.__name__ for one in OWN if one.__name__ != "repository_cover")
"""Layouts of which each page is matched; a cover that gives the title in a sentence asks."""

Layout = Callable[[Paper], bytes]


@pytest.fixture(scope="module")
def desk() -> Iterator[PdfDesk]:
    with PdfDesk() as made:
        yield made


def said(desk: PdfDesk, folder: Path, layout: Layout) -> list[PdfMatch]:
    files = [put(folder, f"{at}.pdf", layout(one)) for at, one in enumerate(PAPERS)]
    return [match(desk.front(file), SOUGHT) for file in files]


@pytest.mark.parametrize("layout", OWN, ids=lambda one: one.__name__)
def test_a_page_of_a_report_is_matched_to_it_or_asks(
    layout: Layout, desk: PdfDesk, tmp_path: Path
) -> None:
    for at, found in enumerate(said(desk, tmp_path, layout)):
        assert found.report in ("", f"r{at}"), found
        assert found.report or [report for report, _ in found.asks] == [f"r{at}"], found
        assert found.report or layout.__name__ not in MATCHED, found


@pytest.mark.parametrize("kind", range(len(BANNERS)), ids=BANNERS)
def test_title_and_author_without_a_journal_ask(kind: int, desk: PdfDesk, tmp_path: Path) -> None:
    page = under_a_banner(replace(PAPERS[0], doi=f"10.5555/cheer.{kind}"))
    found = match(desk.front(put(tmp_path, "1.pdf", page)), SOUGHT)
    assert not found.report
    assert [report for report, _ in found.asks] == ["r0"]


@pytest.mark.parametrize("layout", FOREIGN, ids=lambda one: one.__name__)
def test_a_page_of_something_else_is_never_matched(
    layout: Layout, desk: PdfDesk, tmp_path: Path
) -> None:
    for found in said(desk, tmp_path, layout):
        assert not found.report, found
