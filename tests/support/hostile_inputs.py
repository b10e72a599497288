"""A small review with a harmful text in every field and setting, and checks of its outputs."""

import csv
import html.parser
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from xml.etree import ElementTree

from markdown_it import MarkdownIt
from markdown_it.token import Token

from exports.tables.word_caption import labels

FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(1)",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\u00a0=1+1",
    '"=1+1',
    "'=1+1",
    "x;=1+1;y",
)
MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)",
    "</script><script>alert(1)</script>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "[x][y] [y]: javascript:alert(1)",
    "[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "# heading",
    "* item",
    "```code```",
    "a | b | c",
    "**bold** _it_ ~~gone~~",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "]]> <!-- --> <![CDATA[ <?xml ?>",
    "&evil; &#x202e; &#0;",
    "<r><t>&</t></r>",
    "_x0041_ _x000D_",
    "\\input{/etc/passwd} \\write18{id}",
    "{{ 7*7 }} {% raw %} ${7*7} #{7*7}",
    "[bold]x[/bold] [/] [link=javascript:alert(1)]x[/link]",
    "TY  - JOUR     TI  - forged     ER  - ",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
)
UNSEEN = (
    "\x1b[31mred",
    "\u202eevil",
    "\u2066x\u2069",
    "a\u200eb\u200f",
    "\x07\x9b31m",
    "\ufffe\uffff",
)
"""Payloads for settings only, since readers of exports remove most of these themselves."""

RECORDS = (*FORMULAS, *MARKUP, *UNSEEN[:4])


def toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=True).replace("\x7f", "\\u007f")


def settings(payloads: Iterator[str], languages: Sequence[str]) -> str:
    """review.toml with a payload in each text that it shows."""
    one = [toml(next(payloads)) for _ in range(11)]
    names = ", ".join(toml(f"{who}{next(payloads)}") for who in ("ann ", "bo "))
    return f"""
[review]
title = {one[0]}
language = "en"
languages = {json.dumps(list(languages))}
previous_note = {one[1]}
[[round]]
name = "1"
title = {one[2]}
[[search]]
name = "first"
round = "1"
source = {one[3]}
platform = {one[4]}
run_on = 2024-01-10
strategy = "lines.csv"
[[search]]
name = "=second"
round = "1"
source = {one[5]}
platform = {one[6]}
kind = "register"
[reviewers]
names = [{names}]
screening = "double"
eligibility = "double"
[previous]
name = {one[7]}
studies = 2
[prisma_s]
contacts = {one[8]}
[request]
purpose = {one[9]}
"""


def criteria(payloads: Iterator[str]) -> str:
    """criteria.toml with a payload in each label, question, reason and statement."""
    text = [toml(next(payloads)) for _ in range(8)]
    return f"""
title = {{ nb = {text[0]}, en = {text[1]} }}
[[element]]
name = "exposure"
label = {{ nb = {text[2]}, en = {text[3]} }}
question = {{ nb = {text[4]}, en = {text[5]} }}
for = ["telework*"]
against = ["telemedicine"]
needed = true
reason = {{ code = "E", nb = {text[6]}, en = {text[7]}, priority = 1 }}
"""


def entry(place: int, payloads: Iterator[str], source: str) -> str:
    """A record of RIS with a payload in each of its fields."""
    tags = (
        "TI",
        "AU",
        "T2",
        "VL",
        "IS",
        "SP",
        "AB",
        "KW",
        "DO",
        "UR",
        "N1",
        "LA",
        "SN",
        "DB",
        "M3",
    )
    telework = "We asked people who telework."
    lines = [f"{tag}  - {_ris(next(payloads))}" for tag in tags]
    return "\n".join(
        [
            "TY  - JOUR",
            *lines,
            f"TT  - Title {place} {source}",
            f"AB  - {telework}",
            "PY  - 2023",
            "ER  - ",
            "",
            "",
        ]
    )


def _ris(text: str) -> str:
    return re.sub(r"[\r\n]+", " ", text).encode("utf-8", "replace").decode()


def hostile_review(folder: Path, *, shift: int, records: int, languages: Sequence[str]) -> Path:
    """Create the review; with another shift, each place has another payload."""
    said = cycle([*MARKUP, *FORMULAS, *UNSEEN])
    inside = cycle(RECORDS)
    for _ in range(shift):
        next(said)
        next(inside)
    review = folder / "review"
    for place, name in (("first", "a=b ;.ris"), ("=second", "=1+1.ris")):
        (review / "searches/1" / place).mkdir(parents=True)
        text = "".join(entry(at, inside, place) for at in range(records))
        (review / "searches/1" / place / name).write_text(text, "utf-8")
        next(inside)
    (review / "review.toml").write_text(settings(said, languages), "utf-8")
    (review / "criteria.toml").write_text(criteria(said), "utf-8")
    lines = [
        "line,query,hits",
        *(f'{at},"telework{word}",{at}' for at, word in enumerate(("*", "#"), 1)),
    ]
    (review / "lines.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return review


# The checks of what was written.

SIGNS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
FIELD = re.compile(
    rf"PAGE|NUMPAGES|SEQ (?:{'|'.join(sorted(labels()))}) \\\* ARABIC(?: \\r [0-9]+)?"
)
"""The fields in our documents: page numbers, and table numbers by their own names."""

SAFE = ("https://doi.org/", "http://doi.org/", "https://pubmed.ncbi.nlm.nih.gov/")
ELEMENTS = {"img", "iframe", "object", "embed", "form", "base", "link", "foreignobject", "r", "t"}
"""Elements that no page of ours contains."""

ADDRESSES = {"href", "src", "xlink:href", "action"}
NUMBER = re.compile(r"[-+]?[\d.,]+")
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
MARKDOWN.validateLink = lambda _: True  # other readers follow all


def faults(path: Path) -> Iterator[str]:
    """The faults of a file, by its type."""
    data = path.read_bytes()
    kind = path.suffix
    if kind == ".csv":
        yield from of_csv(data.decode("utf-8-sig"))
    elif kind == ".ris":
        yield from of_ris(data.decode("utf-8"))
    elif kind == ".md":
        yield from of_markdown(data.decode("utf-8"))
    elif kind in {".html", ".svg"}:
        yield from of_markup(data.decode("utf-8"), svg=kind == ".svg")
    elif kind in {".xlsx", ".docx"}:
        yield from of_office(data)
    elif kind == ".json":
        json.loads(data)
    elif kind == ".jsonl":
        for line in data.decode().splitlines():
            json.loads(line)


def of_csv(text: str) -> Iterator[str]:
    delimiter = ";" if text.partition("\n")[0].count(";") > 2 else ","
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        for cell in row:
            if _runs(cell) and not NUMBER.fullmatch(cell):
                yield f"a cell that runs: {cell[:40]!r}"
            elif any(map(_runs_apart, re.split("[;,\t\n]", cell))):
                yield f"a cell that runs where cells part elsewhere: {cell[:40]!r}"


def _runs_apart(part: str) -> bool:
    return (_runs(part) and "|" in part) or part.strip(' "').startswith("=")


def _runs(cell: str) -> bool:
    return re.sub('^[\\s"\u200b\ufeff]+', "", cell).startswith(SIGNS) or cell[:1] in ("\t", "\r")


def of_ris(text: str) -> Iterator[str]:
    if text.count("\nER  - \n") != len(re.findall(r"^TY  - ", text, re.MULTILINE)):
        yield "a forged record"
    if re.search(r"\S {3,}[A-Z][A-Z0-9] {2}- ", text):
        yield "a tag within a value"


def of_markdown(text: str) -> Iterator[str]:
    for token in _tokens(MARKDOWN.parse(text)):
        if token.type.startswith("html") and token.content != "<br>":
            yield f"raw html: {token.content[:60]!r}"
        for name in ("href", "src"):
            address = str(token.attrGet(name) or "")
            if address and not address.startswith(("https://", "http://")):
                yield f"an address: {address[:60]!r}"
        if token.type in {"image", "link_open"}:
            yield f"a {token.type}"
        if token.type in {"code_inline", "code_block", "fence", "blockquote_open"}:
            yield f"a {token.type}: {token.content[:40]!r}"


def _tokens(tokens: list[Token]) -> Iterator[Token]:
    for one in tokens:
        yield one
        yield from _tokens(one.children or [])


class _Page(html.parser.HTMLParser):
    """Finds elements with handlers, foreign scripts and foreign addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.scripts: list[str] = []
        self.kind = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.kind = tag
        if tag in {
            "img",
            "iframe",
            "object",
            "embed",
            "form",
            "base",
            "link",
            "foreignobject",
            "r",
            "t",
        }:
            self.wrong.append(f"an element {tag}")
        if tag == "script":
            self.scripts.append("")
        for name, value in attrs:
            if name.startswith("on"):
                self.wrong.append(f"a handler {name}")
            if name in {"href", "src", "xlink:href", "action"} and not str(value).startswith(
                ("#", *SAFE)
            ):
                self.wrong.append(f"an address {value}")

    def handle_data(self, data: str) -> None:
        if self.kind == "script":
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.kind = ""


def of_markup(text: str, *, svg: bool) -> Iterator[str]:
    page = _Page()
    page.feed(text)
    page.close()
    yield from page.wrong
    if any("alert(1)" in one and not one.lstrip().startswith("{") for one in page.scripts):
        yield "a script of a record"
    if svg:
        ElementTree.fromstring(text)
        if page.scripts:
            yield "a script in a figure"
    elif len(page.scripts) not in (0, 2):
        yield f"{len(page.scripts)} scripts"


def of_office(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for name in book.namelist():
            content = book.read(name)
            if not name.endswith((".xml", ".rels")):
                continue
            try:
                tree = ElementTree.fromstring(content)
            except ElementTree.ParseError as fault:
                yield f"{name} is not well-formed: {fault}"
                continue
            for one in tree.iter():
                tag = one.tag.rpartition("}")[2]
                if tag == "f" and name.startswith("xl/worksheets"):
                    yield f"{name}: a formula {one.text}"
                target = str(one.get("Target"))
                outside = tag == "Relationship" and one.get("TargetMode") == "External"
                if outside and not target.startswith(SAFE):
                    yield f"{name}: leads to {target}"
                if tag == "instrText" and not FIELD.fullmatch((one.text or "").strip()):
                    yield f"{name}: a field {one.text}"
