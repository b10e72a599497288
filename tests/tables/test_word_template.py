"""A Word template of the author's own: its styles are used, and a faulty one loses nothing."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt

from exports.bibliography.reference_list import ListDocument, references, references_docx
from exports.prisma_flow.options import FlowHead
from exports.prisma_flow.word import flow_docx
from exports.stamp import Stamp
from exports.tables.table import Column, Row, Table
from exports.tables.word import TABLE_STYLE, tables_docx
from exports.tables.word_template import read_template
from pipeline.errors import Refused
from pipeline.records import Record
from tests.support.flow_counts import count

STAMP = Stamp(review="Prøve", version="1", criteria_hash="ab" * 8, evidence="", language="nb")
TABLE = Table(
    key="Tabell 1",
    title="Tabell 1. Prøve",
    columns=(Column(name="a", heading="A"), Column(name="b", heading="B", align="right")),
    rows=(Row(cells=("x", 1)),),
    language="nb",
)


def own(*, styled: bool = True, table: bool = True) -> bytes:
    """A template as a house has it: narrow margins, a heading of its own, a table style."""
    document = docx.Document()
    document.sections[0].left_margin = Mm(11)
    document.add_paragraph("Slett meg")
    if styled:
        document.styles["Heading 1"].font.size = Pt(33)
        document.styles["Caption"].font.name = "Georgia"
    else:
        caption = document.styles["Caption"].element
        caption.getparent().remove(caption)
    if table:
        document.styles.add_style("Husets tabell", WD_STYLE_TYPE.TABLE)
        document.add_table(rows=1, cols=1).style = "Husets tabell"
    else:
        for style in list(document.styles):
            if style.type == WD_STYLE_TYPE.TABLE and style.name != "Normal Table":
                style.element.getparent().remove(style.element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(data: bytes, name: str, change: tuple[bytes, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for member in before.infolist():
            content = before.read(member)
            after.writestr(member, content.replace(*change) if member.filename == name else content)
    return out.getvalue()


def test_the_template_gives_styles_margins_and_table_and_its_text_is_gone() -> None:
    template = read_template(own(), "mal.docx")
    assert template.missing == ()
    made = docx.Document(io.BytesIO(tables_docx([TABLE], STAMP, template)))
    assert abs(made.sections[0].left_margin - Mm(11)) < Mm(1) / 10
    assert made.styles["Heading 1"].font.size == Pt(33)
    assert made.styles["Caption"].font.name == "Georgia"
    assert made.tables[0].style is not None
    assert made.tables[0].style.name == "Husets tabell"
    assert "Slett meg" not in "".join(one.text for one in made.paragraphs)
    assert len(made.tables) == 1


def test_reference_lists_and_flow_charts_have_the_styles_of_the_template_too() -> None:
    template = read_template(own(), "mal.docx")
    listed = references([Record(title="Søvn", authors=("Ås, K",), year=2023)], "apa", "nb")
    made = ListDocument(unit="other", template=template)
    flow = count([], [])
    for data in (
        references_docx(listed, "apa", "nb", STAMP, made),
        flow_docx(flow, FlowHead(language="nb"), template),
    ):
        document = docx.Document(io.BytesIO(data))
        assert document.styles["Heading 1"].font.size == Pt(33)
        assert abs(document.sections[0].left_margin - Mm(11)) < Mm(1) / 10
        assert "Slett meg" not in "".join(one.text for one in document.paragraphs)


def test_what_a_template_lacks_is_named_and_the_programs_own() -> None:
    template = read_template(own(styled=False, table=False), "mal.docx")
    assert template.missing == ("Caption", "a table style")
    made = docx.Document(io.BytesIO(tables_docx([TABLE], STAMP, template)))
    assert made.paragraphs[0].style is not None
    assert made.paragraphs[0].style.name == "Caption"
    assert made.tables[0].style is not None
    assert made.tables[0].style.style_id == TABLE_STYLE


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(b"no docx", "Save the file again in Word", id="not a zip"),
        pytest.param(own()[:-400], "Save the file again in Word", id="cut off"),
        pytest.param(bytes.fromhex("d0cf11e0a1b11ae1") * 9, "password", id="Word 2003"),
        pytest.param(
            changed(
                own(), "[Content_Types].xml", (b"document.main", b"document.macroEnabled.main")
            ),
            "macros",
            id="macros",
        ),
        pytest.param(
            changed(own(), "word/document.xml", (b"<w:body>", b"<w:body")),
            "Save the file again in Word",
            id="broken xml",
        ),
    ],
)
def test_a_template_that_can_not_be_used_is_refused_by_name(data: bytes, told: str) -> None:
    with pytest.raises(Refused) as refused:
        read_template(data, "mal.docx")
    assert "mal.docx" in str(refused.value)
    assert told in str(refused.value)


def test_a_dotx_is_a_template_too() -> None:
    types = (b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml")
    template = read_template(changed(own(), "[Content_Types].xml", types), "mal.dotx")
    assert docx.Document(io.BytesIO(tables_docx([TABLE], STAMP, template))).tables


def test_the_same_template_gives_the_same_bytes() -> None:
    template = read_template(own(), "mal.docx")
    assert tables_docx([TABLE], STAMP, template) == tables_docx([TABLE], STAMP, template)


def test_the_stamp_is_the_last_paragraph_and_in_no_footer() -> None:
    document = docx.Document(io.BytesIO(tables_docx([TABLE, replace(TABLE, key="2")], STAMP)))
    texts = [one.text for one in document.paragraphs]
    assert texts[-1] == STAMP.line()
    assert texts.count(STAMP.line()) == 1
    assert "ajour" not in "".join(one.text for one in document.sections[0].footer.paragraphs)
    assert STAMP.line() in document.core_properties.comments


def test_short_tables_stand_together_and_heads_are_repeated() -> None:
    data = tables_docx([TABLE, replace(TABLE, key="2")], STAMP)
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert "pageBreakBefore" not in xml
    assert xml.count("<w:tblHeader/>") == 2
