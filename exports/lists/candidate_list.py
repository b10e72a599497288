"""The candidate list as a workbook."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from exports.language.catalogue import Words
from exports.lists.candidates import Candidate, Highlight, ListHead, check_own
from exports.lists.layout import CandidateRow, ListForm, columns, frozen_columns, values
from exports.lists.list_sheet import (
    ListRow,
    decision_choices,
    facts,
    guide_lines,
    offer_choices,
    sent_codes,
    write_list,
)
from exports.lists.workbook import Parts, opened, write_guide, write_hidden
from pipeline.errors import Fault


def candidates_xlsx(
    head: ListHead, candidates: Sequence[Candidate], path: Path
) -> tuple[Fault, ...]:
    """Write the list; return what the workbook could not hold, by record and column.

    The same values give the same bytes. Raises ForeignVerdict rather than show a reviewer another
    reviewer's decision.
    """
    check_own(head, candidates)
    book = opened(path, head)
    words = Words(head.language, "candidates")
    write_guide(book, guide_lines(head, "candidates", len(candidates)))
    layout = columns(head)
    form = ListForm(
        sheet=words["sheet"],
        columns=layout,
        headings=[words[column.key] for column in layout],
        frozen=frozen_columns(head.stage),
    )
    sheet, known = write_list(book, form, _rows(head, words, candidates))
    choices = decision_choices(head)
    offer_choices(book, sheet, form, [(choice, len(candidates)) for choice in choices])
    write_hidden(
        book,
        facts("candidates", head),
        [*(choice.words for choice in choices), sent_codes(head)],
        known,
    )
    book.workbook.close()
    return tuple(book.losses)


def _rows(head: ListHead, words: Words, candidates: Sequence[Candidate]) -> Iterator[ListRow]:
    reasons = {reason.code: reason.text[head.language] for reason in head.reasons}
    for candidate in candidates:
        written = values(CandidateRow(candidate=candidate, head=head, words=words, reasons=reasons))
        marked = {span.field for span in candidate.spans}
        yield ListRow(
            name=f"record {candidate.record.id}",
            values=written,
            marks={key: partial(_marks, candidate, key) for key in marked},
            known=(candidate.record.id, str(written["key"]).split("|")[5]),
        )


def _marks(candidate: Candidate, key: str, text: str) -> Parts:
    """The spans of a field in its text as written, in which each newline is one character."""
    raw = (candidate.record.title if key == "title" else candidate.record.abstract) or ""
    spans = [span for span in candidate.spans if span.field == key]
    if "\r\n" in raw:
        spans = [
            Highlight(
                field=span.field,
                start=span.start - raw.count("\r\n", 0, span.start),
                end=span.end - raw.count("\r\n", 0, span.end),
                kind=span.kind,
            )
            for span in spans
        ]
    return apart(spans, len(text))


def apart(spans: Iterable[Highlight], length: int) -> list[tuple[int, int, str]]:
    """The spans in ascending order, cut so that none overlap; empty ones are left out.

    >>> apart([Highlight(field="title", start=2, end=9, kind="met"),
    ...        Highlight(field="title", start=0, end=4)], 6)
    [(0, 4, 'term'), (4, 6, 'met')]
    """
    parts = []
    at = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        start, end = max(span.start, at), min(span.end, length)
        if start < end:
            parts.append((start, end, str(span.kind)))
            at = end
    return parts
