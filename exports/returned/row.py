"""One row of a filled-in list: what it says, of which record, and what was changed in it."""

from dataclasses import dataclass

from exports.cells import digest, found_id
from exports.lists.layout import DIGESTED, KEY_FORM
from exports.returned.header import Line, Table
from exports.returned.vocabulary import (
    EXPECTED,
    EXPECTED_RETRIEVAL,
    RETRIEVALS,
    VERDICTS,
    Reasons,
    bare_number,
    verdict,
)
from pipeline.decisions import Verdict
from pipeline.records import RecordId
from pipeline.text.csv_cells import unguarded

BARE = "; a bare number is not taken, since 1 means include in some tools and exclude in others"
DIGEST = 4
"""Characters of one column's digest in a row's key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a row says; `anything` is False where it says nothing at all."""

    verdict: Verdict | None
    reason: str | None
    other_reasons: tuple[str, ...]
    note: str | None
    retrieval: Verdict | None
    location: str | None
    anything: bool


@dataclass(frozen=True, slots=True)
class Key:
    """A row's key, taken apart."""

    form: str = ""
    stage: str = ""
    reviewer: str = ""
    record: str = ""
    hash: str = ""
    digests: str = ""


def key_of(text: str) -> Key:
    """The key that a cell holds; an empty one where it was lost or spoilt."""
    parts = text.strip().lstrip("'").split("|")
    if len(parts) != 7 or parts[0] != KEY_FORM or not found_id(parts[4]):
        return Key()
    return Key(*parts[1:])


def said(made: Table, line: Line, reasons: Reasons) -> Said:
    """Verdict, reason and the rest; what can not be read becomes a fault of the table."""
    column = "consensus" if "consensus" in made.columns else "verdict"
    before = len(made.faults)
    chosen = _word(made, line, column, (VERDICTS, EXPECTED))
    retrieval = _word(made, line, "retrieval", (RETRIEVALS, EXPECTED_RETRIEVAL))
    location = line.texts.get("location") or None
    if location and not retrieval and not line.texts.get("retrieval"):
        retrieval = Verdict.RETRIEVED
    reason, others = _reasons(made, line, reasons)
    if reason and not line.texts.get(column):
        made.fault(line.row, column, f"found a reason but no verdict; {EXPECTED}, or no reason")
    if retrieval is Verdict.NOT_RETRIEVED and chosen in (Verdict.INCLUDE, Verdict.EXCLUDE):
        made.fault(line.row, column, f"found {chosen} for a report that was not retrieved")
    broken = _broken(made, line)
    return Said(
        verdict=chosen,
        reason=reason,
        other_reasons=others,
        note=line.texts.get("note") or None,
        retrieval=retrieval,
        location=location,
        anything=bool(chosen or retrieval or broken or len(made.faults) > before),
    )


def _broken(made: Table, line: Line) -> bool:
    """Whether a cell of the row was left out because it holds an error."""
    return len(line.texts) < len(made.columns)


def _word(
    made: Table, line: Line, column: str, words: tuple[dict[str, Verdict], str]
) -> Verdict | None:
    text = line.texts.get(column, "")
    if not text:
        return None
    known, expected = words
    found = verdict(text, known)
    if found is None:
        why = BARE if bare_number(text) else ""
        made.fault(line.row, column, f"found {_short(text)}; {expected}{why}")
    return found


def _reasons(made: Table, line: Line, reasons: Reasons) -> tuple[str | None, tuple[str, ...]]:
    """The reason and the other reasons, as codes."""
    first, unknown = reasons.codes(line.texts.get("reason", ""))
    others, unknown_others = reasons.codes(line.texts.get("other_reasons", ""))
    for column, texts in (("reason", unknown), ("other_reasons", unknown_others)):
        for text in texts:
            sentence = f"found {_short(text)}; expected a reason: {reasons.expected()}"
            made.fault(line.row, column, sentence)
    if len(first) > 1:
        sentence = f"found {len(first)} reasons ({', '.join(first)}); expected exactly one"
        made.fault(line.row, "reason", sentence)
    reason = first[0] if first else None
    return reason, tuple(code for code in others if code != reason)


def record_of(made: Table, line: Line, key: Key) -> RecordId | None:
    """The record that the row is of, by its id or else by its key; None is a fault noted."""
    text = line.texts.get("id", "")
    found = found_id(text)
    if found and key.record and found != key.record:
        sentence = (
            f"found {found}, but the key of the row is that of {key.record}; expected one record. "
            "Were some columns sorted without the others?"
        )
        made.fault(line.row, "id", sentence)
        return None
    typed = bool(text) and not found and "id" not in line.values
    if typed and key.record:
        made.fault(line.row, "id", f"found {_short(text)}; expected {key.record}, as it was sent")
        return None
    if found or key.record:
        return RecordId(found or key.record)
    kind = type(line.values["id"]).__name__ if "id" in line.values else ""
    what = f"{_short(text)} ({kind})" if kind else _short(text)
    made.fault(line.row, "id", f"found {what}; expected the record's id of twelve letters")
    return None


def changed_columns(made: Table, line: Line, key: Key) -> tuple[str, ...]:
    """The columns whose text is no longer the one that was sent; () where the key was lost."""
    if len(key.digests) != DIGEST * len(DIGESTED):
        return ()
    sent = {
        column: key.digests[at * DIGEST : (at + 1) * DIGEST] for at, column in enumerate(DIGESTED)
    }
    present = [column for column in DIGESTED if column in made.columns]
    return tuple(one for one in present if not _is(line.texts.get(one, ""), sent[one]))


def _is(text: str, sent: str) -> bool:
    """Whether a text has the digest sent, be it with the apostrophe of a csv or without."""
    return digest(text) == sent or digest(unguarded(text)) == sent


def _short(text: str) -> str:
    """The text in quotation marks, at most 60 characters of it; an empty one said so."""
    if not text:
        return "nothing"
    return f"“{text if len(text) <= 60 else text[:57] + '...'}”"
