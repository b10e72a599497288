"""report.html: one file without outside addresses, in which nothing from a record can run."""

import json
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from exports.bibliography.reference_list import references_html
from exports.language.catalogue import Words, number, unbroken
from exports.language.opened_numbers import Stretch, stretches, unmarked
from exports.markdown import unescaped
from exports.office_files import printable
from exports.page_files import page_file, page_template
from exports.report_page.parts import ReportParts
from exports.tables.html import table_html

STYLE_IN_SVG = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
IDS_IN_SVG = re.compile(r'(\bid="|url\(#|href="#|aria-labelledby="|aria-describedby=")([^")]*)')

NOT_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""Characters that would end or begin a script element; JSON reads them back unchanged."""


def report_html(parts: ReportParts) -> str:
    """The report as one page.

    The template escapes text of records; the script receives it as JSON and inserts it only as
    text. The page's policy allows its own style and script, by their hashes, and no address at all:
    whatever a title contains, nothing of it runs and nothing is fetched.
    """
    words = Words(parts.language, "report")
    figures = [_apart(figure.svg, f"f{at}") for at, figure in enumerate(parts.figures)]
    style, script = (
        page_file("exports.report_page", "report.css"),
        page_file("exports.report_page", "report.js"),
    )
    in_figures = [found for svg in figures for found in STYLE_IN_SVG.findall(svg)]
    text = _blocks(parts)
    return page_template("exports.report_page", "report.html").render(
        parts=parts,
        words=words,
        figures=list(zip(parts.figures, figures, strict=True)),
        charts=[(one, _apart(one.svg, f"c{at}")) for at, one in enumerate(parts.charts)],
        tables=[(table, table_html(table)) for table in parts.tables],
        criteria=[table_html(table) for table in parts.criteria],
        references=references_html(parts.references, parts.style) if parts.references else "",
        text=text,
        text_opens=any(part.opens for _, block in text for part in block),
        references_title=words[f"references_{parts.unit}"],
        style=style,
        script=script,
        policy=_policy([style, *in_figures], script),
        data=_data(parts, words),
        stamp=parts.stamp.line(),
    )


def _data(parts: ReportParts, words: Words) -> str:
    """The lists behind the numbers: each member once, and its number in each of its boxes."""
    wanted = dict.fromkeys(member for box in parts.boxes.values() for member in box.members)
    place = {one: at for at, one in enumerate(wanted)}
    data: dict[str, Any] = {
        "members": [_member(one, parts) for one in wanted],
        "boxes": {
            name: {
                "label": box.label,
                "count": number(box.count, parts.language),
                "members": [place[one] for one in box.members],
            }
            for name, box in parts.boxes.items()
        },
        "words": {key: words[key] for key in SCRIPT_WORDS},
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(NOT_IN_SCRIPT)


SCRIPT_WORDS = (
    "all_numbers",
    "close",
    "filter",
    "filter_list",
    "more",
    "none_found",
    "number",
    "of",
    "open_list",
    "rows_shown",
    "same_box",
    "shown",
    "sort_by",
)
"""Words that the script shows."""


def _member(one: str, parts: ReportParts) -> list[str]:
    """Id, title, detail and address of a member; a member without a description has only its id."""
    member = parts.members.get(one)
    if member is None:
        return [one, one, "", ""]
    url = member.url if member.url.startswith("https://") else ""
    return [one, printable(member.title), printable(member.detail), printable(url)]


def _apart(svg: str, mark: str) -> str:
    """The SVG element of a figure, with ids that no other figure of the page has."""

    def renamed(found: re.Match[str]) -> str:
        return found[1] + " ".join(f"{mark}-{name}" for name in found[2].split())

    return IDS_IN_SVG.sub(renamed, _svg(svg))


def _svg(text: str) -> str:
    """The SVG element of a file, without the declarations that an HTML page cannot hold."""
    return text[text.index("<svg") :] if "<svg" in text else ""


def _policy(styles: Sequence[str], script: str) -> str:
    """The content security policy: only what this page was written with."""
    allowed = " ".join(dict.fromkeys(f"'sha256-{_hash(style)}'" for style in styles))
    return (
        f"default-src 'none'; style-src {allowed}; script-src 'sha256-{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _blocks(parts: ReportParts) -> list[tuple[str, list[Stretch]]]:
    """Headings and paragraphs of the running text: the element of each, and its content."""
    blocks = []
    for part in re.split(r"\n\s*\n", unbroken(parts.text).strip()):
        marks = re.match(r"(#+)\s+", part)
        if marks:
            level = min(len(marks[1]) + 1, 4)
            blocks.append((f"h{level}", [Stretch(text=unescaped(unmarked(part[marks.end() :])))]))
        elif part:
            blocks.append(("p", [_stretch(one, parts) for one in stretches(part)]))
    return blocks


def _stretch(stretch: Stretch, parts: ReportParts) -> Stretch:
    """A stretch of the text as shown; it opens a list only if the list has as many members."""
    box = parts.boxes.get(stretch.opens)
    opens = stretch.opens if box and box.members and box.count == stretch.value else ""
    return replace(
        stretch, text=unescaped(stretch.text), opens=opens, label=unescaped(stretch.label)
    )
