"""XML of EndNote, PubMed and ICTRP: reads record by record, without entities."""

from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.etree.ElementTree import (  # nosec B405 - types and writing; reading is defusedxml's
    Element,
    ParseError,
    TreeBuilder,
    tostring,
)

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, iterparse

from pipeline.errors import Fault, Refused
from pipeline.readers.entries import LARGEST, Entry
from pipeline.readers.ledger import ReceiptDraft

LINE = "ajour-line"
RECORDS = {
    "endnote-xml": ("record",),
    "pubmed-xml": ("PubmedArticle", "PubmedBookArticle"),
    "ictrp-xml": ("Trial",),
}
"""The elements that are records, by format."""

DEEPEST = 100
"""Greatest depth of elements; the processing of a record is recursive. PubMed's records are 12
deep, a formula in a title some 30."""


MOST_TAGS = 500_000
"""Most tags of one record, start and end tags; an article of 3,000 authors with all their
institutions has 150,000."""


class _Measured:
    """The stream, which refuses more bytes in one record than a real record can have."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        self._size = self._tags = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._stream.read(size)
        self._size += len(data)
        self._tags += data.count(b"<")
        if self._size > LARGEST or self._tags > MOST_TAGS:
            raise Refused(
                f"{self._name}: a record has more than {LARGEST >> 20} MB or {MOST_TAGS:,} tags; "
                "expected a list of records."
            )
        return data

    def begin(self) -> None:
        """A record is complete."""
        self._size = self._tags = 0


class _Tree(TreeBuilder):
    """Builds elements as usual; an element that is a record also stores its line."""

    def __init__(self, wanted: tuple[str, ...]) -> None:
        super().__init__()
        self._wanted = wanted
        self.line: Callable[[], int] = lambda: 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Begin an element."""
        if tag in self._wanted:
            attrs = {**attrs, LINE: str(self.line())}
        return super().start(tag, attrs)


def entries(stream: BinaryIO, format_: str, ledger: ReceiptDraft, name: str) -> Iterator[Entry]:
    """Every record in order; truncated XML is a fault at its line."""
    wanted = RECORDS[format_]
    tree = _Tree(wanted)
    parser = DefusedXMLParser(target=tree, forbid_dtd=False, forbid_entities=True)
    tree.line = lambda: parser.parser.CurrentLineNumber
    values = pubmed if format_ == "pubmed-xml" else endnote
    depth: list[Element] = []
    measured = _Measured(stream, name)
    try:
        for event, element in _events(measured, parser, name):
            if event == "start":
                depth.append(element)
                if len(depth) > DEEPEST:
                    raise _too_deep(depth, tree.line(), name)
                continue
            depth.pop()
            if element.tag in wanted:
                measured.begin()
                yield _entry(element, values)
                depth[-1].clear() if depth else None
    except ParseError as fault:
        ledger.fault(fault.position[0], f"the XML is incomplete or not well-formed ({fault})")


def _events(
    stream: _Measured, parser: DefusedXMLParser, name: str
) -> Iterator[tuple[str, Element]]:
    """Starts and ends of elements; Refused if expat cannot even begin."""
    try:
        yield from iterparse(stream, events=("start", "end"), parser=parser)
    except DefusedXmlException:
        raise Refused(
            f"{name}: the XML defines entities, which ajour does not accept. Export the "
            "records as RIS."
        ) from None
    except (LookupError, ValueError):
        # expat knows UTF-8, UTF-16 and the one-byte encodings that Python knows.
        raise Refused(
            f"{name}: the XML names an encoding that ajour cannot read. Nothing was imported. "
            f"Save the file as UTF-8."
        ) from None


def _too_deep(depth: list[Element], seen: int, name: str) -> Refused:
    """The refusal of too deeply nested XML; the line is that of its record, if that is known."""
    begun = [int(one.attrib[LINE]) for one in depth if LINE in one.attrib]
    fault = Fault(
        f"line {begun[0] if begun else seen}",
        f"this record has more than {DEEPEST} nested elements, so it is damaged. Export the "
        f"file again, or remove this record",
    )
    return Refused(f"{name}: nothing was imported.", [fault])


def _entry(element: Element, values: Callable[[Element], dict[str, list[str]]]) -> Entry:
    line = int(element.attrib.pop(LINE, "0"))
    raw = tostring(element, encoding="unicode").strip()
    return Entry(line=line, raw=[raw], values=values(element), size=len(raw))


def text_in(element: Element | None) -> str:
    """All text of an element and its children, with EndNote's <style> removed."""
    return "".join(element.itertext()).strip() if element is not None else ""


def endnote(record: Element) -> dict[str, list[str]]:
    """Values by their path below the record; a reference type by its name."""
    values: dict[str, list[str]] = {}

    def walk(element: Element, path: str) -> None:
        below = [one for one in element if one.tag != "style"]
        for one in below:
            walk(one, f"{path}/{one.tag}" if path else str(one.tag))
        if not below and path:
            text = element.attrib.get("name", "") if path == "ref-type" else text_in(element)
            values.setdefault(path, []).append(text.replace("\r", "\n"))

    walk(record, "")
    return values


def pubmed(article: Element) -> dict[str, list[str]]:
    """Values by the tags of nbib, the text format with the same fields."""
    values: dict[str, list[str]] = {}

    def add(tag: str, *texts: str) -> None:
        values.setdefault(tag, []).extend(text for text in texts if text)

    def all_of(tag: str, path: str) -> None:
        add(tag, *(text_in(one) for one in article.findall(path)))

    for tag, path in PATHS:
        all_of(tag, path)
    add(
        "DP", _date(article.find(".//JournalIssue/PubDate")), _date(article.find(".//Book/PubDate"))
    )
    add("DEP", *(_date(one) for one in article.findall(".//ArticleDate")))
    for person in article.findall(".//Article/AuthorList/Author") or article.findall(
        ".//AuthorList/Author"
    ):
        family, given = text_in(person.find("LastName")), text_in(person.find("ForeName"))
        given = given or text_in(person.find("Initials"))
        add("FAU", ", ".join(filter(None, (family, given))))
        add("CN", text_in(person.find("CollectiveName")))
    for tag in ("AID", "LID"):
        path = ".//PubmedData/ArticleIdList/ArticleId" if tag == "AID" else ".//ELocationID"
        for one in article.findall(path):
            kind = one.attrib.get("IdType") or one.attrib.get("EIdType", "")
            add(
                "PMC" if kind == "pmc" else tag,
                text_in(one) + ("" if kind == "pmc" else f" [{kind}]"),
            )
    texts = article.findall(".//Article/Abstract/AbstractText") or article.findall(
        ".//BookDocument/Abstract/AbstractText"
    )
    add("AB", " ".join(_section(one) for one in texts))
    _pages(article, values)
    _cited(article, values)
    return values


PATHS = (
    ("PMID", "./MedlineCitation/PMID"),
    ("PMID", "./BookDocument/PMID"),
    ("TI", ".//Article/ArticleTitle"),
    ("TI", "./BookDocument/ArticleTitle"),
    ("BTI", ".//Book/BookTitle"),
    ("TT", ".//Article/VernacularTitle"),
    ("JT", ".//Article/Journal/Title"),
    ("TA", ".//Article/Journal/ISOAbbreviation"),
    ("TA", ".//MedlineJournalInfo/MedlineTA"),
    ("VI", ".//JournalIssue/Volume"),
    ("IP", ".//JournalIssue/Issue"),
    ("IS", ".//Article/Journal/ISSN"),
    ("IS", ".//MedlineJournalInfo/ISSNLinking"),
    ("PT", ".//PublicationTypeList/PublicationType"),
    ("PT", "./BookDocument/PublicationType"),
    ("LA", ".//Article/Language"),
    ("LA", "./BookDocument/Language"),
    ("CI", ".//Abstract/CopyrightInformation"),
    ("MH", ".//MeshHeading/DescriptorName"),
    ("OT", ".//KeywordList/Keyword"),
)
"""Tags of nbib and the equivalents in PubMed's XML."""


def _cited(article: Element, values: dict[str, list[str]]) -> None:
    """The works that the article cites: by PubMed number or DOI, else as listed."""
    cites = article.findall(".//CommentsCorrections[@RefType='Cites']/PMID")
    found = [f"pmid:{text_in(one)}" for one in cites]
    for reference in article.findall("./PubmedData//Reference"):
        numbers = {one.attrib.get("IdType"): text_in(one) for one in reference.iter("ArticleId")}
        number = numbers.get("pubmed")
        text = f"pmid:{number}" if number else numbers.get("doi") or ""
        found.append(" ".join((text or text_in(reference.find("Citation"))).split()))
    if found:
        values["CITES"] = found


def _section(element: Element) -> str:
    label = element.attrib.get("Label", "")
    return f"{label}: {text_in(element)}" if label else text_in(element)


def _date(element: Element | None) -> str:
    if element is None:
        return ""
    parts = ("Year", "Month", "Day", "MedlineDate")
    texts = [text_in(element.find(one)) for one in parts]
    if texts[1].isdigit():
        return "/".join(filter(None, texts[:3]))
    return " ".join(filter(None, texts))


def _pages(article: Element, values: dict[str, list[str]]) -> None:
    pages = text_in(article.find(".//Pagination/MedlinePgn"))
    start = text_in(article.find(".//Pagination/StartPage"))
    end = text_in(article.find(".//Pagination/EndPage"))
    values["PG"] = [pages or "-".join(filter(None, (start, end)))]
