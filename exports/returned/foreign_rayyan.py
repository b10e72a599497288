"""Rayyan: verdicts per person, from the notes of its csv and RIS, or from its log."""

import re
from collections.abc import Iterable, Mapping

from exports.returned.foreign_rows import (
    ElsewhereReading,
    Read,
    reason_of,
    report_of,
    without_addresses,
)
from pipeline.decisions import Stage, Verdict
from pipeline.errors import Fault, shortened
from pipeline.review.decision_rows import ForeignDecision

LOG_COLUMNS = {"created_at", "user_id", "article_id", "key", "value"}
WORDS = {
    "included": Verdict.INCLUDE,
    "excluded": Verdict.EXCLUDE,
    "maybe": Verdict.MAYBE,
}
LOGGED = {"1": Verdict.INCLUDE, "-1": Verdict.EXCLUDE, "0": Verdict.MAYBE}
TAKEN_BACK = ("deleted", "")
REASON = "__EXR__"

INCLUSION = re.compile(r"RAYYAN-INCLUSION:\s*\{(.*?)\}(?=\s*(?:\||$))", re.DOTALL)
SAID = re.compile(r'(?<!\\)"((?:[^"\\]|\\.)*)"\s*=>\s*"((?:[^"\\]|\\.)*)"')
REASONS = re.compile(r"RAYYAN-EXCLUSION-REASONS:\s*([^|]*)")
LABELS = re.compile(r"RAYYAN-LABELS:\s*([^|]*)")
NOTES = re.compile(r"USER-NOTES:\s*\{(.*?)\}(?=\s*(?:\||$))", re.DOTALL)
NOTED = re.compile(r'(?<!\\)"((?:[^"\\]|\\.)*)"\s*=>\s*\[(.*?)\](?=\s*(?:,\s*"|$))', re.DOTALL)

LONGEST_NOTES = 200_000
"""Most characters of the notes of one article, which patterns go over."""

Rows = Iterable[tuple[int, Mapping[str, str]]]


def rayyan(read: Read, rows: Rows) -> ElsewhereReading:
    """Rayyan's csv of articles: verdicts, reasons, labels and notes stand in its notes."""
    found: list[ForeignDecision] = []
    undecided = 0
    for row, cells in rows:
        said = from_notes(read, row, cells.get("notes", ""), report_of(cells))
        found += said
        undecided += not said
    return read.reading("Rayyan", found, undecided)


def from_notes(
    read: Read, row: int, notes: str, report: Mapping[str, object]
) -> list[ForeignDecision]:
    """One decision for each person in Rayyan's notes; "Undecided" is none.

    Rayyan does not say whose the exclusion reasons are: everybody who excluded is given them.
    Labels go to the note of each.
    """
    if len(notes) > LONGEST_NOTES:
        sentence = f"notes of {len(notes):,} characters; expected {LONGEST_NOTES:,} at most"
        read.faults.append(Fault(read.place(row), sentence))
        return []
    inclusion = INCLUSION.search(notes)
    own_notes = _user_notes(notes)
    made = []
    for name, word in SAID.findall(inclusion[1]) if inclusion else ():
        verdict = WORDS.get(word.strip().casefold())
        if verdict is None:
            if word.strip().casefold() != "undecided":
                expected = "expected Included, Excluded, Maybe or Undecided"
                sentence = f"found “{shortened(word, 60)}”; {expected}"
                read.faults.append(Fault(read.place(row), sentence))
            continue
        reasons = REASONS.search(notes) if verdict is Verdict.EXCLUDE else None
        note = "; ".join(part for part in (own_notes.get(name, ""), _labels(notes)) if part)
        made.append(
            ForeignDecision(
                file=read.path.name,
                row=row,
                stage=read.stage or Stage.SCREENING,
                verdict=verdict,
                reviewer=read.people.name(name, "Rayyan"),
                note=without_addresses(note) or None,
                **reason_of(read, reasons[1].replace(",", ";") if reasons else ""),  # type: ignore[arg-type]
                **report,  # type: ignore[arg-type]
            )
        )
    return made


def _user_notes(notes: str) -> dict[str, str]:
    block = NOTES.search(notes)
    if not block:
        return {}
    return {
        name: "; ".join(re.findall(r'"((?:[^"\\]|\\.)*)"', texts)).replace('\\"', '"')
        for name, texts in NOTED.findall(block[1])
    }


def _labels(notes: str) -> str:
    labels = LABELS.search(notes)
    return f"labels: {labels[1].strip()}" if labels and labels[1].strip() else ""


def rayyan_log(
    read: Read, rows: Rows, articles: Mapping[str, Mapping[str, str]]
) -> ElsewhereReading:
    """Rayyan's log of customizations: the last verdict of each person on each article.

    Rows are taken in order of time. Persons are known by number: the address is not looked at.
    """
    ordered = sorted(rows, key=lambda one: (one[1].get("created_at", ""), one[0]))
    verdicts: dict[tuple[str, str], tuple[int, Mapping[str, str]]] = {}
    reasons: dict[tuple[str, str], dict[str, None]] = {}
    for row, cells in ordered:
        who = (cells.get("article_id", ""), cells.get("user_id", ""))
        key, value = cells.get("key", "").strip('"'), cells.get("value", "").casefold()
        if key == "included":
            if value not in (*LOGGED, *TAKEN_BACK):
                sentence = f"found included = {shortened(value, 60)}; expected 1, 0, -1 or deleted"
                read.faults.append(Fault(read.place(row), sentence))
            verdicts[who] = (row, cells)
        elif key.startswith(REASON):
            text = key.removeprefix(REASON)
            held = reasons.setdefault(who, {})
            if value in ("1", "true"):
                held[text] = None
            else:
                held.pop(text, None)
    found = [
        _logged(read, who, said, (articles.get(who[0], {}), reasons.get(who, {})))
        for who, said in verdicts.items()
        if said[1].get("value", "") in LOGGED
    ]
    return read.reading("Rayyan log", found, len(verdicts) - len(found))


def _logged(
    read: Read,
    who: tuple[str, str],
    said: tuple[int, Mapping[str, str]],
    known: tuple[Mapping[str, str], Mapping[str, None]],
) -> ForeignDecision:
    row, cells = said
    article, reasons = known
    verdict = LOGGED[cells["value"]]
    texts = "; ".join(reasons) if verdict is Verdict.EXCLUDE else ""
    return ForeignDecision(
        file=read.path.name,
        row=row,
        stage=read.stage or Stage.SCREENING,
        verdict=verdict,
        reviewer=f"Rayyan {who[1]}",
        foreign=f"rayyan-{who[0]}",
        when=cells.get("created_at", ""),
        **reason_of(read, texts),  # type: ignore[arg-type]
        **report_of(article),  # type: ignore[arg-type]
    )
