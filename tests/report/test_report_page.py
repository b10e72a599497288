"""report.html as text: what stands in it, and what cannot."""

import base64
import json
import re
from dataclasses import replace
from hashlib import sha256
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.prisma_flow.options import FlowHead
from exports.prisma_flow.pending import pending_lines
from exports.report_page.page import report_html
from exports.report_page.parts import BoxList, Figure, Member, ReportParts
from exports.stamp import Stamp
from pipeline.prisma.evidence import RecordEvidence, ReportEvidence
from pipeline.records import RecordId
from tests.support import report_sample
from tests.support.flow_counts import count

STAMP = Stamp(review="R", version="1", criteria_hash="abc", evidence="")


def page(**given: object) -> str:
    return report_html(ReportParts(title="T", language="nb", stamp=STAMP, **given))  # type: ignore[arg-type]


def data_of(text: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def test_the_same_parts_give_the_same_page(sample: ModuleType) -> None:
    assert report_html(sample.parts()) == report_html(sample.parts())


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_section_is_there_in_the_language(sample: ModuleType, language: str) -> None:
    text = report_html(sample.parts(language))
    assert f'<html lang="{language}">' in text
    for name in ("flow", "tables", "references", "criteria", "text"):
        assert f'id="{name}"' in text
        assert f'href="#{name}"' in text
    assert ("Flytskjema" in text) == (language == "nb")


def test_an_empty_review_has_a_page_too() -> None:
    text = page()
    assert "<h1>T</h1>" in text
    assert 'id="flow"' not in text
    assert "ajour 1" in text


def test_the_policy_allows_the_page_its_own_style_and_script_and_nothing_else(
    sample: ModuleType,
) -> None:
    text = report_html(sample.parts())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    rules = policy[1].replace("&#39;", "'")
    assert rules.startswith("default-src 'none'; ")
    for element in ("style", "script"):
        body = re.search(rf"<{element}>(.*?)</{element}>", text, re.DOTALL)
        assert body
        digest = base64.b64encode(sha256(body[1].encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in rules


def test_no_address_is_in_the_page_but_links_that_a_reader_follows(sample: ModuleType) -> None:
    text = report_html(sample.parts())
    assert not re.findall(r'(?:src|action|srcset)="', text)
    addresses = set(re.findall(r"https?://[^\"'\s<\\]+", text))
    assert all(one.startswith(("https://doi.org/", "http://www.w3.org/")) for one in addresses)


def test_no_style_stands_in_an_attribute_where_the_policy_would_stop_it(sample: ModuleType) -> None:
    assert not re.search(r"<[^>]*\sstyle=", report_html(sample.parts()))


@given(st.text(max_size=40))
def test_whatever_a_title_holds_it_makes_no_element(title: str) -> None:
    text = page(
        tables=(),
        warnings=(title,),
        boxes={"b": BoxList(members=["r1"])},
        members={"r1": Member(title=title, detail=title, url=title)},
    )
    assert len(re.findall(r"<script", text)) == 2
    assert len(re.findall(r"</script", text)) == 2
    (row,) = data_of(text)["members"]  # type: ignore[misc]
    assert row[0] == "r1"


def test_an_address_that_is_not_https_is_no_link() -> None:
    members = {
        "a": Member(title="t", url="javascript:alert(1)"),
        "b": Member(title="t", url="https://x"),
    }
    text = page(boxes={"b": BoxList(members=["a", "b"])}, members=members)
    assert data_of(text)["members"] == [["a", "t", "", ""], ["b", "t", "", "https://x"]]


def test_a_member_that_nobody_described_is_shown_by_its_id() -> None:
    text = page(boxes={"b": BoxList(members=["btk"], label="L")})
    assert data_of(text)["members"] == [["btk", "btk", "", ""]]


def test_a_member_of_many_boxes_is_written_once() -> None:
    boxes = {name: BoxList(members=["x", "y"]) for name in "abc"}
    data = data_of(page(boxes=boxes))
    assert len(data["members"]) == 2  # type: ignore[arg-type]
    assert data["boxes"]["c"] == {"label": "", "count": "2", "members": [0, 1]}  # type: ignore[index]


def test_two_figures_of_one_page_share_no_id(sample: ModuleType) -> None:
    one = sample.parts().figures[0]
    text = report_html(replace(sample.parts(), figures=(one, replace(one, key="runde 1"))))
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for named in re.findall(r'aria-labelledby="([^"]+)"', text):
        assert set(named.split()) <= {*ids, "list-heading"}


def test_styles_inside_a_figure_are_allowed_by_their_hash() -> None:
    style = "path { stroke: red }"
    text = page(figures=(Figure(svg=f"<svg><style>{style}</style></svg>", title="F"),))
    assert base64.b64encode(sha256(style.encode()).digest()).decode() in text


def test_a_figure_that_is_no_svg_is_left_out() -> None:
    assert "<b>x" not in page(figures=(Figure(svg="<b>x", title="F"),))


def test_nothing_stands_before_a_figure_in_the_page() -> None:
    prolog = '<?xml version="1.0"?><svg></svg>'
    text = page(figures=(Figure(svg=prolog, title="F"), Figure(svg=prolog, title="G")))
    assert "<?xml" not in text
    assert text.count("<svg>") == 2


def test_what_is_pending_is_told_in_words() -> None:
    record = RecordId("r1")
    found = RecordEvidence(record=record, report=record, search="s", round="1", source="MEDLINE")
    flow = count([found], [ReportEvidence(report=record, round="1")])
    told = ["Ennå ikke vurdert på tittel og sammendrag (n = 1)"]
    assert pending_lines(flow, FlowHead(language="nb")) == told
    assert pending_lines(report_sample.flow(), FlowHead(language="nb")) == []
