"""Writes rows of a list: text, numbers, links and highlighted words, each in its column."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from exports.cells import cleaned
from exports.language.catalogue import Words, number
from exports.language.dates import short_date
from exports.lists.candidates import ListHead
from exports.lists.layout import ListColumn, ListForm, Shown
from exports.lists.workbook import (
    FORMATS,
    INK,
    MOST_LINKS,
    Book,
    Parts,
    finish_sheet,
    height,
    list_source,
    offer,
    tint,
    write_head,
)
from pipeline.decisions import CONSENSUS, VERDICTS, Stage
from pipeline.errors import Fault


def run_properties(look: Mapping[str, Any]) -> str:
    """The font of a run of highlighted text, in the order that the schema requires."""
    bold = "<b/>" if look.get("bold") else ""
    color = look.get("font_color")
    colored = f'<color rgb="FF{color[1:]}"/>' if color else ""
    size, name = look["font_size"], look["font_name"]
    return f'<rPr>{bold}<sz val="{size}"/>{colored}<rFont val="{name}"/><family val="2"/></rPr>'


ADDRESS = "%/:?#[]@!$&'()*+,;=~"
"""Characters that have a meaning in an address and are not escaped."""

LONGEST_LINK = 2000
"""Most characters of a link; Excel opens links of up to 2,079."""

LINK = {
    "doi": "https://doi.org/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "open_access": "",
    "library": "",
}
"""The part of a link's address before the cell's text; "" if the text is an address itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One row: its name in messages, and its values and highlighted parts by column key.

    `known` goes to the hidden sheet: id and key.
    """

    name: str
    values: Mapping[str, Shown]
    marks: Mapping[str, Callable[[str], Parts]] = field(default_factory=dict)
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropdown:
    """A dropdown: its column, its words, and the help shown when another word is typed."""

    key: str
    words: tuple[str, ...]
    title: str
    help: str
    tinted: bool = True


def write_list(
    book: Book, form: ListForm, rows: Iterable[ListRow]
) -> tuple[Any, list[tuple[str, ...]]]:
    """Write the list's sheet; returns it and, for each row, the values for the hidden sheet."""
    from exports.lists.ready_rows import ListSheet  # imports xlsxwriter

    sheet = book.workbook.add_worksheet(form.sheet, ListSheet)
    sheet.activate()
    write_head(book, sheet, form.columns, form.headings)
    sheet.begin_rows({name: run_properties(FORMATS[name]) for name in ("plain", *INK)})
    known = []
    for index, row in enumerate(rows, start=1):
        _write_row(book, sheet, (index, form), row)
        known.append(row.known)
    finish_sheet(book, sheet, rows=len(known), form=form)
    return sheet, known


def _write_row(book: Book, sheet: Any, place: tuple[int, ListForm], row: ListRow) -> None:
    """Write one row; empty cells are not written, since they have the format of their column."""
    index, form = place
    tall: list[tuple[str, float]] = []
    cells: list[str] = []
    for at, column in enumerate(form.columns):
        value = row.values.get(column.key)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            cells.append(sheet.number((index, at), value, book.formats[column.look]))
            continue
        value, lost = cleaned(value, book.mark)
        if lost:
            where = f"{row.name}, {form.headings[at]}"
            book.losses.append(Fault(where, f"ajour left out {lost}"))
        if column.tall:
            tall.append((value, column.width))
        cells.append(_text_cell(book, sheet, (index, at, column), (value, row)))
    sheet.put_row(index, height(tall), cells)


def _text_cell(
    book: Book, sheet: Any, place: tuple[int, int, ListColumn], content: tuple[str, ListRow]
) -> str:
    """Write a link, a text with highlighted words, or plain text."""
    row, at, column = place
    text, line = content
    look = book.formats[column.look]
    if column.key in LINK:
        start = LINK[column.key]
        address = start + quote(text, safe="/:;()" if start else ADDRESS)
        if book.links < MOST_LINKS and len(address) < LONGEST_LINK:
            book.links += 1
            sheet.link((row, at), address, text)
            look = book.formats["link"]
    elif column.key in line.marks:
        parts = line.marks[column.key](text)
        if parts:
            return str(sheet.runs((row, at), list(runs(text, parts)), look))
    return str(sheet.text((row, at), text, look))


def runs(text: str, parts: Parts) -> Iterator[tuple[str, str]]:
    """The text cut into stretches, each with its look.

    >>> list(runs("We slept well", [(3, 8, "met")]))
    [('We ', 'plain'), ('slept', 'met'), (' well', 'plain')]
    """
    at = 0
    for start, end, look in parts:
        if start > at:
            yield text[at:start], "plain"
        yield text[start:end], look
        at = end
    if at < len(text):
        yield text[at:], "plain"


def offer_choices(
    book: Book, sheet: Any, form: ListForm, offered: Sequence[tuple[Dropdown, int]]
) -> None:
    """Add a dropdown to the rows of each column with a choice; chosen verdicts are tinted.

    Other words give a warning but are allowed: both languages are read back.
    """
    at = {column.key: index for index, column in enumerate(form.columns)}
    for order, (choice, rows) in enumerate(offered):
        if choice.key not in at or not choice.words:
            continue
        source = list_source(book, order, choice.words)
        place = (at[choice.key], rows, source)
        offer(sheet, place, title=choice.title, help_text=choice.help)
        if choice.tinted:
            tint(book, sheet, (at[choice.key], rows), choice.words)


def decision_choices(head: ListHead) -> tuple[Dropdown, Dropdown, Dropdown]:
    """The dropdowns of decisions, in the list's language: verdict, reason, retrieval."""
    verdicts = Words(head.language, "verdicts")
    words = Words(head.language, "candidates")

    def verdict_choice(key: str, stage: Stage) -> Dropdown:
        offered = tuple(verdicts[one] for one in VERDICTS[stage])
        help_text = words("verdict_help", choices=", ".join(offered))
        return Dropdown(key=key, words=offered, title=words["verdict_title"], help=help_text)

    reasons = Dropdown(
        key="reason",
        words=tuple(reason.text[head.language] for reason in head.reasons),
        title=words["reason_title"],
        help=words["reason_help"],
        tinted=False,
    )
    return (
        verdict_choice("verdict", head.stage),
        reasons,
        verdict_choice("retrieval", Stage.RETRIEVAL),
    )


def sent_codes(head: ListHead) -> tuple[str, ...]:
    """The codes of the reasons that the dropdown offers, in its order."""
    return tuple(reason.code for reason in head.reasons)


def guide_lines(head: ListHead, section: str, count: int) -> list[str]:
    """The heading, whom the list is for, and five lines on how to fill it in."""
    words = Words(head.language, section)
    stage = Words(head.language, "stages")[head.stage]
    when = short_date(head.when[:10], head.language) or "–"
    own = ""
    if section == "candidates" and head.stage is not Stage.SCREENING:
        own = f"_{head.stage}"
    second = "step2_pilot" if head.every_reason and not own else f"step2{own}"
    whom = "for_all" if section == "conflicts" and head.reviewer == CONSENSUS else "for"
    return [
        words("heading", review=head.review, stage=stage),
        words(whom, reviewer=head.reviewer, count=number(count, head.language), when=when),
        words[f"step1{own}"],
        words[second],
        *(words[f"step{step}"] for step in (3, 4, 5)),
    ]


def facts(form: str, head: ListHead) -> list[tuple[str, str]]:
    """The data on the list as a whole for the hidden sheet."""
    return [
        ("form", form),
        ("review", head.review),
        ("review_id", head.review_id),
        ("stage", head.stage.value),
        ("reviewer", head.reviewer),
        ("when", head.when),
        ("language", head.language),
    ]
