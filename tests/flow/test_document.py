"""The flow in Word says what the figure says, cell by cell."""

import time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest

from exports.language.catalogue import unbroken
from exports.prisma_flow.figure import flow_rows
from exports.prisma_flow.options import FlowHead
from exports.prisma_flow.word import CELL_PROPERTIES, flow_docx
from pipeline.prisma.flow import Flow

CELL = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tcPr"


def opened(data: bytes) -> Any:
    return docx.Document(BytesIO(data))


def cells(data: bytes) -> list[str]:
    return [cell.text for row in opened(data).tables[0].rows for cell in row.cells]


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("style", ["prisma", "covidence"])
def test_every_box_is_a_cell(everything: Flow, language: Any, style: Any) -> None:
    head = FlowHead(title="R", language=language, style=style)
    said = cells(flow_docx(everything, head))
    for row in flow_rows(everything, head):
        for cell in row.cells.values():
            assert "\n".join(unbroken(entry.text) for entry in cell.entries) in said


def test_the_side_table_and_the_note_stand_below(everything: Flow, stami: Flow) -> None:
    document = opened(flow_docx(everything, FlowHead(note="Merk dette.")))
    side = {row.cells[0].text: row.cells[1].text for row in document.tables[1].rows}
    assert side["Referanser som ble avvist ved import (referanser)"] == "5"
    assert [one.text for one in document.paragraphs][-2] == "Merk dette."
    assert len(opened(flow_docx(stami, FlowHead())).tables) == 1


def test_only_a_broad_flow_lies_down(everything: Flow, stami: Flow) -> None:
    broad = opened(flow_docx(everything, FlowHead())).sections[0]
    assert broad.page_width > broad.page_height
    slim = opened(flow_docx(stami, FlowHead())).sections[0]
    assert slim.page_width < slim.page_height


def test_cell_properties_stand_in_the_order_that_word_asks(everything: Flow) -> None:
    document = opened(flow_docx(everything, FlowHead()))
    found = list(document.element.iter(CELL))
    assert found
    for properties in found:
        names = [child.tag.partition("}")[2] for child in properties]
        assert names == sorted(names, key=CELL_PROPERTIES.index)
        assert len(names) == len(set(names))


def test_the_same_flow_gives_the_same_bytes_a_year_later(
    stami: Flow, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = flow_docx(stami, FlowHead())
    later = time.time() + 400 * 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(later))
    assert flow_docx(stami, FlowHead()) == first
    with ZipFile(BytesIO(first)) as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}
