"""Disagreements side by side, for a third person or for consensus."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from exports.language.catalogue import Words
from exports.lists.candidates import ListHead
from exports.lists.layout import ListColumn, ListForm, Shown, row_key, shown
from exports.lists.list_sheet import (
    ListRow,
    decision_choices,
    facts,
    guide_lines,
    offer_choices,
    sent_codes,
    write_list,
)
from exports.lists.workbook import opened, write_guide, write_hidden
from pipeline.decisions import Decision
from pipeline.errors import Fault
from pipeline.records import Record

SHOWN = (
    ListColumn(key="title", width=42),
    ListColumn(key="abstract", width=95),
    ListColumn(key="authors", width=26),
    ListColumn(key="year", width=7, kind="number"),
    ListColumn(key="journal", width=22),
    ListColumn(key="doi", width=24, kind="link"),
    ListColumn(key="pmid", width=12, kind="link"),
    ListColumn(key="id", width=16),
    ListColumn(key="key", width=4, kind="hidden"),
)
INPUT = (
    ListColumn(key="rank", width=6, kind="number"),
    ListColumn(key="verdict", width=13, kind="input"),
    ListColumn(key="reason", width=25, kind="input"),
    ListColumn(key="note", width=24, kind="input"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A report on which reviewers disagree, with the valid decision of each."""

    record: Record
    decisions: tuple[Decision, ...]


def conflicts_xlsx(head: ListHead, conflicts: Sequence[Conflict], path: Path) -> tuple[Fault, ...]:
    """Write the disagreements at the head's stage; return what the workbook could not hold.

    `head.reviewer` is who resolves them: a third person, or `CONSENSUS`. Decisions read back by
    `read_decisions` have `resolves` set.
    """
    book = opened(path, head)
    write_guide(book, guide_lines(head, "conflicts", len(conflicts)))
    form = _form(head, conflicts)
    sheet, known = write_list(book, form, _rows(head, conflicts))
    choices = decision_choices(head)[:2]
    offer_choices(book, sheet, form, [(choice, len(conflicts)) for choice in choices])
    write_hidden(
        book,
        facts("conflicts", head),
        [*(choice.words for choice in choices), (), sent_codes(head)],
        known,
    )
    book.workbook.close()
    return tuple(book.losses)


def _reviewers(conflicts: Sequence[Conflict]) -> list[str]:
    return sorted({decision.reviewer for conflict in conflicts for decision in conflict.decisions})


def _form(head: ListHead, conflicts: Sequence[Conflict]) -> ListForm:
    """Consensus and title first, then each reviewer's verdict, reason and note, then the report.

    All of these except the report's other columns are printed.
    """
    own, words = Words(head.language, "conflicts"), Words(head.language, "candidates")
    columns = [*INPUT, SHOWN[0]]
    headings = [own["verdict"] if one.key == "verdict" else words[one.key] for one in columns]
    for who in _reviewers(conflicts):
        for part, width in (("verdict", 14), ("reason", 24), ("note", 24)):
            columns.append(ListColumn(key=f"{part} {who}", width=width))
            headings.append(own(f"{part}_of", reviewer=who))
    printed = len(columns)
    columns += SHOWN[1:]
    headings += [words[column.key] for column in SHOWN[1:]]
    return ListForm(
        sheet=own["sheet"], columns=columns, headings=headings, frozen=2, printed=printed
    )


def _rows(head: ListHead, conflicts: Sequence[Conflict]) -> Iterator[ListRow]:
    verdicts = Words(head.language, "verdicts")
    reasons = {reason.code: reason.text[head.language] for reason in head.reasons}
    for rank, conflict in enumerate(conflicts, start=1):
        record = conflict.record
        values: dict[str, Shown] = {"rank": rank, "id": record.id, **shown(record)}
        values["key"] = row_key("conflicts", head, record)
        for decision in conflict.decisions:
            codes = [decision.reason, *decision.other_reasons] if decision.reason else []
            values[f"verdict {decision.reviewer}"] = verdicts[decision.verdict]
            values[f"reason {decision.reviewer}"] = "\n".join(
                reasons.get(code, code) for code in codes
            )
            values[f"note {decision.reviewer}"] = decision.note
        yield ListRow(name=f"record {record.id}", values=values, known=(record.id,))
