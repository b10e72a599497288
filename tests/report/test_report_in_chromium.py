"""report.html in a real browser: seen, opened, sorted, filtered, and harmless."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import axe_core_python
import pytest

from exports.figures.source_charts import overlap_chart
from exports.figures.work_charts import reasons_chart
from exports.pictures.chart import ChartHead
from exports.report_page.page import report_html
from exports.report_page.parts import ShownChart
from pipeline.agreement.overlap import overlap

ROWS = (
    "[...document.querySelectorAll('#table-1 tbody tr:not([hidden])')]"
    ".map(row => row.cells[0].innerText)"
)
SCREENED = "svg g[data-box=screened_records]"


@pytest.fixture
def page(browser: Any, written: Path) -> Any:
    browser.requests.clear()
    browser.said.clear()
    browser.open(written)
    return browser


def opened(page: Any) -> str:
    return str(page.run("(e => e.hidden ? '' : e.innerText)(document.getElementById('list'))"))


def test_the_figure_is_seen(page: Any) -> None:
    width, height = page.run(
        "(b => [b.width, b.height])(document.querySelector('#flow svg').getBoundingClientRect())"
    )
    assert width > 500
    assert height > 300
    assert "810" in page.run("document.querySelector('#flow svg').textContent")


def test_a_box_opens_by_click_and_closes_by_escape(page: Any) -> None:
    assert opened(page) == ""
    page.click(SCREENED)
    text = opened(page)
    assert "(n = 810)" in text
    assert "Viser 200 av 810" in text
    assert "Tittel nummer 1" in text
    page.press("Escape", 27)
    assert opened(page) == ""
    assert page.run(f"document.activeElement === document.querySelector('{SCREENED}')")


@pytest.mark.parametrize(("key", "code", "text"), [("Enter", 13, "\r"), (" ", 32, " ")])
def test_a_box_opens_by_keyboard(page: Any, key: str, code: int, text: str) -> None:
    page.run("document.querySelector('.figure').focus()")
    for _ in range(3):
        page.press("Tab", 9)
    assert page.run("document.activeElement.dataset.box") == "screened_records"
    page.press(key, code, text)
    assert "(n = 810)" in opened(page)
    assert page.run("document.activeElement.id") == "list-heading"


def test_every_number_of_the_figure_has_a_button_beside_it(page: Any) -> None:
    page.run("document.querySelector('.numbers details').open = true")
    page.click("[data-open='duplicates_software_records']")
    assert "Viser 90 av 90" in opened(page)


def test_a_long_list_is_shown_in_parts_and_filtered(page: Any) -> None:
    page.click(SCREENED)
    page.click("#list .more")
    assert "Viser 400 av 810" in opened(page)
    page.run(
        "(i => { i.value = 'nummer 17'; i.dispatchEvent(new Event('input')); })"
        "(document.querySelector('#list input'))"
    )
    page.run("new Promise(done => setTimeout(done, 300))")
    assert "Tittel nummer 170" in opened(page)
    assert page.run("document.querySelectorAll('#list li[data-id]').length") == 10


def test_a_table_is_sorted_as_the_language_sorts_and_back(page: Any) -> None:
    given = page.run(ROWS)
    page.click("#table-1 th:nth-child(1) button")
    rows = page.run(ROWS)
    rows.remove("Aas")  # browsers differ on whether aa is å
    assert rows == ["Bø", "Odda", "Ulvik", "Zürich", "Ærø", "Ås", "Alle"]
    assert page.run("document.querySelector('#table-1 th').ariaSort") == "ascending"
    page.click("#table-1 th:nth-child(1) button")
    page.click("#table-1 th:nth-child(1) button")
    assert page.run(ROWS) == given
    page.click("#table-1 th:nth-child(2) button")
    assert page.run(ROWS) == ["Ulvik", "Odda", "Aas", "Ærø", "Zürich", "Bø", "Ås", "Alle"]


def test_a_list_opens_below_its_own_figure(browser: Any, sample: Any, tmp_path: Path) -> None:
    parts = sample.parts()
    figures = (parts.figures[0], replace(parts.figures[0], key="1", title="Runde 1"))
    path = tmp_path / "two.html"
    path.write_text(report_html(replace(parts, figures=figures)), encoding="utf-8")
    browser.open(path)
    for at in (1, 0):
        browser.click(f"figure[data-figure='{figures[at].key}'] g[data-box=screened_records]")
        order = browser.run(
            "[...document.querySelectorAll('#flow > figure, #list')].map(one => one.localName)"
        )
        assert order.index("section") == at + 1


def test_a_table_is_filtered(page: Any) -> None:
    page.run(
        "(i => { i.value = 'ul'; i.dispatchEvent(new Event('input')); })"
        "(document.querySelector('#table-1 input'))"
    )
    page.run("new Promise(done => setTimeout(done, 300))")
    assert page.run(ROWS) == ["Ulvik"]
    assert "1 av 7" in page.run("document.getElementById('said').textContent")


def test_a_title_with_script_is_shown_as_text(page: Any) -> None:
    assert "<script>" in page.run("document.querySelector('h1').innerText")
    assert page.run("document.querySelectorAll('script').length") == 2
    assert page.run("document.querySelectorAll('img').length") == 0
    page.click(SCREENED)
    assert "<img src=x onerror" in opened(page)
    assert page.run("document.querySelectorAll('img').length") == 0
    assert page.run("document.title").startswith("Hjemmekontor <script>")
    assert page.run(
        "[...document.links].every(a => a.href.startsWith('https:') || a.hash"
        " || a.getAttribute('href') === 'report.en.html')"
    )


def test_no_request_leaves_the_page_and_nothing_complains(page: Any) -> None:
    page.click(SCREENED)
    page.click("#table-1 th button")
    assert {one.split(":")[0] for one in page.requests} == {"file"}
    assert len(page.requests) == 1
    assert page.said == []


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_fault(browser: Any, written: Path, width: int) -> None:
    browser.open(written, width=width)
    browser.click(SCREENED)
    source = Path(axe_core_python.__file__).parent / "axe.min.js"
    browser.run(source.read_text(encoding="utf-8") + ";1")
    found = browser.run(
        "axe.run().then(r => r.violations.map(v => [v.id, v.impact, v.nodes[0].html]))"
    )
    assert found == []


@pytest.mark.parametrize("width", [1280, 400])
def test_other_figures_have_captions_and_words_and_axe_finds_no_fault(
    browser: Any, sample: Any, tmp_path: Path, width: int
) -> None:
    found = overlap([("a", ["MEDLINE"]), ("b", ["MEDLINE", "<b>CINAHL"]), ("c", ["<b>CINAHL"])])
    reasons = reasons_chart([("Feil utfall", 3), ("Feil design", 2)], ChartHead(language="nb"))
    made = [one for one in (overlap_chart(found, ChartHead(language="nb")), reasons) if one]
    shown = [
        ShownChart(svg=one.svg, title=one.title, caption=one.caption, alt=one.alt) for one in made
    ]
    path = tmp_path / "charts.html"
    path.write_text(report_html(replace(sample.parts(), charts=shown)), encoding="utf-8")
    browser.said.clear()
    browser.open(path, width=width)
    captions = browser.run(
        "[...document.querySelectorAll('#charts figcaption')].map(one => one.textContent)"
    )
    assert [one.alt in text for one, text in zip(made, captions, strict=True)] == [True, True]
    ids = browser.run("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(set(ids)) == len(ids)
    source = Path(axe_core_python.__file__).parent / "axe.min.js"
    browser.run(source.read_text(encoding="utf-8") + ";1")
    faults = browser.run("axe.run().then(r => r.violations.map(v => [v.id, v.nodes[0].html]))")
    assert faults == []
    assert browser.said == []
    assert browser.run("document.documentElement.scrollWidth") <= width


def test_on_a_phone_only_figure_and_tables_scroll_sideways(browser: Any, written: Path) -> None:
    browser.open(written, width=390, height=800)
    assert browser.run("document.documentElement.scrollWidth") <= 390
    browser.click(".stack [data-line=screened_records] button")
    assert "(n = 810)" in opened(browser)
    assert browser.run("document.documentElement.scrollWidth") <= 390


def test_the_whole_flow_is_read_on_a_phone_and_its_boxes_open(browser: Any, written: Path) -> None:
    browser.open(written, width=400, height=800)
    widest = browser.run(
        "Math.max(...[...document.querySelectorAll('.stack li')]"
        ".map(one => one.getBoundingClientRect().right))"
    )
    assert 0 < widest <= 400
    shown = browser.run("document.querySelector('.stack').innerText")
    for line in browser.run(
        "[...document.querySelectorAll('#flow svg g[data-box] text[data-box]')]"
        ".map(one => one.dataset.box)"
    ):
        assert browser.run(f"!!document.querySelector('.stack [data-line=\"{line}\"]')"), line
    assert "(n = 810)" in shown.replace("\xa0", " ")
    browser.click(".stack [data-line=screened_records] button")
    assert "(n = 810)" in opened(browser).replace("\xa0", " ")


def test_a_number_of_a_table_opens_its_list(page: Any) -> None:
    page.click("td[data-cell='land/2'] button")
    assert "Land: 2" in opened(page)
    assert "Viser 10 av 10" in opened(page)


def test_a_number_of_the_text_opens_its_list_below_its_paragraph(page: Any) -> None:
    buttons = "[...document.querySelectorAll('#text p button')]"
    assert page.run(f"{buttons}.map(one => [one.textContent, one.ariaLabel])") == [
        ["810 titler", None],
        ["810", "810: Vest (n\xa0=\xa0810)"],
    ]
    page.run(f"{buttons}[0].focus()")
    page.press("Enter", 13, "\r")
    assert "Vi vurderte 810 titler der." in opened(page)
    assert "Viser 200 av 810" in opened(page)
    assert page.run("document.getElementById('list').previousElementSibling.localName") == "p"
    page.press("Escape", 27)
    assert page.run(f"document.activeElement === {buttons}[0]")


def test_the_four_numbers_open_and_the_other_language_is_a_link_away(page: Any) -> None:
    page.click("dd[data-number] button")
    assert "Viser 200 av 810" in opened(page)
    assert page.run("document.querySelector('.language a').getAttribute('href')") == (
        "report.en.html"
    )


@pytest.fixture
def dark(browser: Any) -> Iterator[None]:
    browser.send(
        "Emulation.setEmulatedMedia",
        features=[{"name": "prefers-color-scheme", "value": "dark"}],
    )
    yield
    browser.send("Emulation.setEmulatedMedia", media="", features=[])


@pytest.mark.usefixtures("dark")
@pytest.mark.parametrize("width", [1280, 400])
def test_axe_finds_no_fault_in_the_dark(browser: Any, written: Path, width: int) -> None:
    browser.open(written, width=width)
    ground = browser.run("getComputedStyle(document.body).backgroundColor")
    assert max(map(int, re.findall(r"\d+", ground))) < 60
    source = Path(axe_core_python.__file__).parent / "axe.min.js"
    browser.run(source.read_text(encoding="utf-8") + ";1")
    faults = browser.run("axe.run().then(r => r.violations.map(v => [v.id, v.nodes[0].html]))")
    assert faults == []


def test_print_shows_every_column_and_its_heading(browser: Any, written: Path) -> None:
    browser.open(written)
    browser.send("Emulation.setEmulatedMedia", media="print")
    heads = browser.run(
        "[...document.querySelectorAll('thead button')].map(one => getComputedStyle(one).display)"
    )
    browser.send("Emulation.setEmulatedMedia", media="")
    assert set(heads) == {"contents"}


def test_a_number_of_the_text_looks_like_text_in_print(browser: Any, written: Path) -> None:
    browser.open(written)
    browser.send("Emulation.setEmulatedMedia", media="print")
    found = browser.run(
        "(style => [style.textDecorationLine, style.color, style.borderTopWidth])"
        "(getComputedStyle(document.querySelector('#text p button')))"
    )
    around = browser.run("getComputedStyle(document.querySelector('#text p:has(button)')).color")
    browser.send("Emulation.setEmulatedMedia", media="")
    assert found == ["none", around, "0px"]
