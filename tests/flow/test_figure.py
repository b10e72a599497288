"""The figure says what the flow counts, in boxes that hold their text."""

import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.pictures.text_width import width, wrap
from exports.prisma_flow.figure import (
    figure_caption,
    figure_pdf,
    figure_png,
    figure_svg,
    flow_rows,
)
from exports.prisma_flow.layout import PADDING, SIZE, lay_out
from exports.prisma_flow.options import FlowHead
from exports.prisma_flow.pending import pending_lines
from exports.stamp import Stamp
from pipeline.errors import Refused
from pipeline.prisma.flow import Flow

SVG = "{http://www.w3.org/2000/svg}"
STAMP = Stamp(
    review="Hjemmekontor",
    version="1.0",
    criteria_hash="ab12cd34ef",
    evidence="2024-09-01T10:00:00Z",
    searches=(("medline-2023", "2023-08-31"),),
)
REASONS = {
    "nb": {"P": "Feil populasjon", "E": "Ikke hjemmekontor", "S": "Feil studiedesign"},
    "en": {"P": "Wrong population", "E": "Not work from home", "S": "Wrong study design"},
}


def head(language: Any = "nb", **more: Any) -> FlowHead:
    values = {"title": "Hjemmekontor", "reasons": REASONS[language], "stamp": STAMP} | more
    return FlowHead(language=language, **values)


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def boxes(svg: str) -> dict[str, list[str]]:
    """The lines of each box by its id."""
    return {
        group.attrib["id"].removeprefix("flow-"): [
            "".join(line.itertext()) for line in group.iter(f"{SVG}text")
        ]
        for group in ElementTree.fromstring(svg).iter(f"{SVG}g")
        if "id" in group.attrib
    }


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_figure_is_as_it_was(
    everything: Flow, golden: Callable[[str, str], None], language: Any
) -> None:
    dates = (("Søk 1", "2023-08-31"), ("Søk 2", "2024-02-01"))
    golden(f"everything.{language}.svg", figure_svg(everything, head(language, dates=dates)))


@pytest.mark.parametrize(
    ("language", "rule", "style", "told"),
    [
        ("en", "test", "prisma", "left unread by a stopping rule, a statistical test (n = 600)"),
        (
            "en",
            "certificate",
            "prisma",
            "left unread by a stopping rule learned from finished reviews (n = 600)",
        ),
        ("nb", "test", "prisma", "ulest etter stoppregel, en statistisk test (n = 600)"),
        (
            "nb",
            "certificate",
            "prisma",
            "ulest etter stoppregel lært av ferdige oversikter (n = 600)",
        ),
        ("en", "test", "covidence", "600 left unread by a stopping rule, a statistical test"),
        ("nb", "certificate", "covidence", "600 ulest etter stoppregel lært av ferdige oversikter"),
    ],
)
def test_the_box_names_the_rule_that_left_records_unread(
    everything: Flow, language: Any, rule: Any, style: Any, told: str
) -> None:
    over = head(language, style=style, stopping_rule=rule)
    said = " ".join(texts(figure_svg(everything, over))).replace("\xa0", " ")
    assert told in " ".join(said.split())


@pytest.mark.parametrize("style", ["prisma", "covidence"])
def test_the_figure_of_the_report_is_as_it_was(
    stami: Flow, golden: Callable[[str, str], None], style: Any
) -> None:
    note = "Oversikten fra 2021 inkluderte 53 studier, som ikke er regnet med her."
    over = head(template="new", unit="article", style=style, note=note)
    golden(f"stami.{style}.svg", figure_svg(stami, over))


def test_the_numbers_of_the_report_stand_in_its_figure(stami: Flow) -> None:
    said = boxes(figure_svg(stami, head(unit="article")))
    assert said["identified"][:2] == ["Referanser identifisert fra:", "Databaser (n = 1323)"]
    assert "funnet av programvare (n = 145)" in said["removed"]
    assert "funnet manuelt (n = 24)" in said["removed"]
    assert said["screened"][-1] == "(n = 1154)"
    assert said["excluded"] == ["Referanser ekskludert (n = 1100)"]
    assert said["assessed"] == ["Artikler vurdert i fulltekst (n = 54)"]
    assert said["excluded-reports"][0] == "Artikler ekskludert (n = 31):"
    assert said["included"][-1] == "Artikler fra inkluderte studier (n = 23)"


def test_covidence_writes_each_number_before_its_words(stami: Flow) -> None:
    said = boxes(figure_svg(stami, head(unit="article", style="covidence")))
    assert said["identified"][0] == "1323 studier importert for screening"
    assert said["removed"] == [
        "169 dubletter fjernet",
        "24 identifisert manuelt",
        "145 identifisert av programvare",
    ]
    assert said["excluded"] == ["1100 studier ikke relevante"]
    assert said["excluded-reports"][-2:] == [
        "0 studier pågår",
        "0 studier venter på klassifisering",
    ]
    assert said["included"] == ["23 artikler inkludert"]
    assert "sought" not in said


@pytest.mark.parametrize(
    ("template", "other", "columns"),
    [
        ("new", False, {"main", "side"}),
        ("new", True, {"main", "side", "other", "other_side"}),
        ("updated", False, {"previous", "main", "side"}),
        ("updated", True, {"previous", "main", "side", "other", "other_side"}),
    ],
)
def test_each_template_has_its_columns(
    stami: Flow, template: Any, other: bool, columns: set[str]
) -> None:
    rows = flow_rows(stami, head(template=template, other_methods=other))
    assert {column for row in rows for column in row.cells} == columns
    assert ("total" in {row.name for row in rows}) == (template == "updated")


def test_the_template_follows_the_evidence(stami: Flow, everything: Flow) -> None:
    assert {row.name for row in flow_rows(everything, head())} >= {"total"}
    assert "total" not in {row.name for row in flow_rows(stami, head())}
    columns = {column for row in flow_rows(everything, head()) for column in row.cells}
    assert columns == {"previous", "main", "side", "other", "other_side", "pending"}


def test_what_was_found_by_other_methods_can_not_be_hidden(everything: Flow) -> None:
    rows = flow_rows(everything, head(other_methods=False))
    assert any("other" in row.cells for row in rows)


@pytest.mark.parametrize(("language", "mark"), [("nb", "FORELØPIG"), ("en", "PRELIMINARY")])
def test_a_flow_with_unread_records_is_marked_and_says_what_is_pending(
    everything: Flow, language: Any, mark: str
) -> None:
    svg = figure_svg(everything, head(language))
    said = boxes(svg)
    assert said["preliminary"] == [mark]
    assert f"Hjemmekontor – {mark}" in texts(svg)
    assert "(n = 122)" in " ".join(said["not-yet-screened"])
    assert "(n = 7)" in " ".join(said["not-yet-screened"])
    assert "(n = 17)" in " ".join(said["not-yet-assessed"])


def test_what_is_pending_can_be_said_outside_the_figure(everything: Flow, stami: Flow) -> None:
    assert pending_lines(everything, head("en")) == [
        "Not yet screened (n = 122)",
        "Not yet sought (n = 13)",
        "Not yet assessed (n = 17)",
    ]
    assert pending_lines(stami, head()) == []


def test_a_finished_flow_bears_no_such_mark(stami: Flow) -> None:
    assert "FORELØPIG" not in figure_svg(stami, head())


def test_covidence_shows_what_is_to_be_sought_beside_full_text(
    make_flow: Any, make_column: Any
) -> None:
    numbers = make_column(screened_records=5, passed_screening_records=5, not_yet_sought_reports=5)
    flow = make_flow({"database_records": {"MEDLINE": 5}}, **numbers)
    said = boxes(figure_svg(flow, head(style="covidence")))
    assert said["sought"] == ["0 publikasjoner forsøkt innhentet"]
    assert "(n = 5)" in said["not-yet-sought"][-1]


def test_covidence_says_one_in_the_singular(make_flow: Any, make_column: Any) -> None:
    numbers = make_column(screened_records=1, passed_screening_records=1, not_yet_sought_reports=1)
    flow = make_flow({"database_records": {"MEDLINE": 1}}, **numbers)
    for language, screened in (
        ("nb", "studie vurdert på tittel og sammendrag"),
        ("en", "study screened"),
    ):
        said = boxes(figure_svg(flow, head(language, style="covidence")))
        assert said["screened"] == [f"1 {screened}"]


def test_the_side_table_has_every_slot_that_prisma_lacks(everything: Flow) -> None:
    said = texts(figure_svg(everything, head()))
    for label, number in {
        "Funnet igjen, allerede vurdert i tidligere søk (referanser)": "77",
        "Nye publikasjoner fra studier som allerede er inkludert (publikasjoner)": None,
        "Studier fra forrige oversikt som ikke lenger er inkludert (studier)": "2",
        "Referanser som ble avvist ved import (referanser)": "5",
    }.items():
        place = said.index(label)
        assert number is None or said[place + 1] == number
    assert "Tall uten plass i PRISMA-skjemaet" not in texts(
        figure_svg(everything, head(side_table=False))
    )


def test_each_box_can_be_asked_for_what_is_behind_it(everything: Flow) -> None:
    root = ElementTree.fromstring(figure_svg(everything, head()))
    named = [one.attrib["data-box"] for one in root.iter() if "data-box" in one.attrib]
    assert len(named) > 60
    for box in named:
        assert box in everything.members or box in everything.numbers
    ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))
    for group in root.iter(f"{SVG}g"):
        if "id" in group.attrib:
            assert group.find(f"{SVG}title") is not None


def test_an_interactive_figure_is_reached_by_keyboard_and_heard(stami: Flow) -> None:
    root = ElementTree.fromstring(figure_svg(stami, head(), interactive=True))
    buttons = [one for one in root.iter() if one.attrib.get("role") == "button"]
    assert {one.attrib["tabindex"] for one in buttons} == {"0"}
    assert "Referanser ekskludert (n = 1100)" in [one.attrib["aria-label"] for one in buttons]
    assert root.attrib["role"] == "group"
    assert "tabindex" not in figure_svg(stami, head())


def test_a_name_from_a_record_can_not_become_markup(make_flow: Any, make_column: Any) -> None:
    wicked = '<script>alert("x")</script> & \x0b\ud800'
    numbers = make_column(screened_records=3)
    flow = make_flow({"database_records": {wicked: 3}}, **numbers)
    svg = figure_svg(flow, head(title=wicked, note=wicked))
    assert "<script" not in svg
    svg.encode()
    joined = " ".join(texts(svg))
    assert '<script>alert("x")</script> & \ufffd' in joined.replace("  ", " ")


def test_a_flow_that_does_not_balance_is_not_drawn(stami: Flow) -> None:
    changed = replace(stami, numbers={**stami.numbers, "screened_records": 1155})
    with pytest.raises(Refused, match="screened_records: this box shows 1,155, but contains 1,154"):
        figure_svg(changed, head())


LABELS = st.text(
    st.one_of(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), st.just(" ")),
    min_size=1,
    max_size=120,
)


@given(st.dictionaries(LABELS, st.integers(0, 10**7), max_size=12), LABELS)
def test_text_fits_its_box_and_no_boxes_overlap_at_any_length(
    make_flow: Any, make_column: Any, sources: dict[str, int], title: str
) -> None:
    numbers = make_column(screened_records=sum(sources.values()))
    flow = make_flow({"database_records": sources}, **numbers)
    over = head(title=title)
    layout = lay_out(flow_rows(flow, over), over)
    for box in layout.boxes:
        for line in box.lines:
            assert (
                line.x + width(line.text, SIZE, bold=line.bold)
                <= box.x + box.width - PADDING + 0.01
            )
            assert box.y + SIZE * 0.7 <= line.y <= box.y + box.height - PADDING + 0.2 * SIZE
    for place, one in enumerate(layout.boxes):
        for other in layout.boxes[place + 1 :]:
            assert (
                one.x + one.width <= other.x
                or other.x + other.width <= one.x
                or one.y + one.height <= other.y
                or other.y + other.height <= one.y
            )


def test_arrows_begin_and_end_on_boxes(everything: Flow) -> None:
    over = head()
    layout = lay_out(flow_rows(everything, over), over)

    def on_an_edge(x: float, y: float) -> bool:
        return any(
            (x in (box.x, box.x + box.width) and box.y <= y <= box.y + box.height)
            or (y in (box.y, box.y + box.height) and box.x <= x <= box.x + box.width)
            for box in layout.boxes
        )

    assert len(layout.arrows) == 5 + 2 + 4 + 2 + 2
    for arrow in layout.arrows:
        assert on_an_edge(*arrow.points[0])
        assert on_an_edge(*arrow.points[-1])


@given(LABELS, st.floats(20, 200))
def test_wrapping_loses_no_letter_and_keeps_to_the_room(text: str, room: float) -> None:
    lines = wrap(text, room, SIZE)
    assert "".join(lines).replace(" ", "") == "".join(text.split()).replace(" ", "") or (
        "\u00a0" in text or "\u202f" in text
    )
    assert all(width(line, SIZE) <= room or len(line) == 1 for line in lines)


def test_a_word_too_long_breaks_behind_its_hyphen() -> None:
    assert wrap("Arbeidsmiljø-forskning", 65, SIZE) == ["Arbeidsmiljø-", "forskning"]


def test_the_number_of_a_label_is_never_parted() -> None:
    assert wrap("Referanser (n = 12\u00a0345)", 60, SIZE) == ["Referanser", "(n = 12\u00a0345)"]


def test_numbers_are_written_as_the_language_does(make_flow: Any, make_column: Any) -> None:
    numbers = make_column(screened_records=1_234_567)
    flow = make_flow({"database_records": {"MEDLINE": 1_234_567}}, **numbers)
    assert "(n = 1\u00a0234\u00a0567)" in " ".join(texts(figure_svg(flow, head())))
    assert "(n = 1,234,567)" in " ".join(texts(figure_svg(flow, head("en"))))


def test_the_picture_has_300_dots_to_the_inch(stami: Flow) -> None:
    svg = figure_svg(stami, head())
    points = float(ElementTree.fromstring(svg).attrib["width"])
    png = figure_png(svg)
    wide, _ = struct.unpack(">II", png[16:24])
    assert abs(wide - points / 72 * 300) <= 1
    place = png.index(b"pHYs")
    per_metre, _, unit = struct.unpack(">IIB", png[place + 4 : place + 13])
    assert (round(per_metre * 0.0254), unit) == (300, 1)


def test_the_text_of_the_pdf_is_text(stami: Flow) -> None:
    pdf = figure_pdf(figure_svg(stami, head()))
    assert pdf.startswith(b"%PDF-")
    assert b"/ToUnicode" in pdf
    assert b"LiberationSans" in pdf
    assert b"CreationDate" not in pdf


def test_the_same_flow_gives_the_same_bytes_in_another_process(stami: Flow) -> None:
    svg = figure_svg(stami, head())
    program = (
        "import sys, hashlib; from exports.prisma_flow.figure import figure_pdf, figure_png;"
        "svg = sys.stdin.buffer.read().decode();"
        "print(hashlib.sha256(figure_pdf(svg) + figure_png(svg)).hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", program], input=svg.encode(), capture_output=True, check=True
        ).stdout
        for _ in range(2)
    }
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("language", "kind", "searched"),
    [
        ("nb", "PRISMA 2020-flytskjema", "Søk 1: søkt 31.08.2023; Søk 2: søkt 15.02.2024"),
        (
            "en",
            "PRISMA 2020 flow diagram",
            "Søk 1: searched 2023-08-31; Søk 2: searched 2024-02-15",
        ),
    ],
)
def test_a_caption_says_what_the_figure_is_of_and_when_it_was_searched(
    stami: Flow, language: str, kind: str, searched: str
) -> None:
    dates = (("Søk 1", "2023-08-31"), ("Søk 2", "2024-02-15"), ("Søk 3", ""))
    over = head(language, dates=dates, note="Uten rapporten fra 2021")
    said = f"{kind}. Hjemmekontor. {searched}. Uten rapporten fra 2021."
    assert figure_caption(stami, over) == said
