"""Reads the file of decisions that the single page saves, as strictly as a returned list."""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from exports.returned.decisions import STAGES, once
from exports.returned.formats import ReadOptions
from exports.returned.row_keys import RowKey, key_of
from exports.returned.vocabulary import Reasons
from exports.returned.workbooks import IncomingFile
from pipeline.decisions import Origin, Verdict
from pipeline.errors import Fault, Refused, shortened
from pipeline.records import RecordId
from pipeline.review.decision_rows import AddedAbstract, DecisionRow, ReturnedFile
from pipeline.text.amounts import in_series

FORMAT = 1
"""The version of the file format that is read; a later page may write another."""

CHECKED = (
    *("key", "digest", "verdict", "reason", "other_reasons", "retrieval", "location", "note", "at"),
)
"""The fields of a row from which the file's checksum is made, in this order."""

ADDED = ("key", "text", "at")
"""The fields of an abstract that was pasted in."""

HEAD = ("review", "review_title", "list", "reviewer", "stage", "check")
MARKED_WITHIN = 200
"""Number of bytes from the start within which the file states its format."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
VERDICTS = {str(one): one for one in Verdict}
RETRIEVED = (Verdict.RETRIEVED, Verdict.NOT_RETRIEVED)
AGAIN = "Save the file on the screening page again, and import the new file"


def recognises(file: IncomingFile) -> bool:
    """Whether a file begins as the page writes it; it may be truncated after that."""
    start = file.content.removeprefix(BYTE_ORDER_MARK).lstrip()[:MARKED_WITHIN]
    return start.startswith(b"{") and b'"ajour"' in start


def review_of(file: IncomingFile) -> tuple[str, str]:
    """Title and id of the review that the page was made for; "" if the file cannot be read."""
    try:
        document = _document(file)
        return str(document["review_title"]), str(document["review"])
    except Refused:
        return "", ""


def read(file: IncomingFile, options: ReadOptions) -> ReturnedFile:
    """The content of the file, each report once.

    Refused if the file is truncated or is no such file. If rows differ from what the page wrote,
    `structure` blocks the whole file: nobody should edit it by hand. Faults of single rows are in
    `faults`.
    """
    document = _document(file)
    rows = document["rows"]
    added = document.get("abstracts", [])
    altered = document["count"] != len(rows) or document["check"] != check_of(rows, added)
    told = "some rows were changed, added or lost after the page wrote the file"
    reasons = Reasons(options.reasons, options.earlier_reasons)
    reader = _Rows(file.name, document, reasons, options.language)
    found, contradictions = once(reader.rows())
    return ReturnedFile(
        path=file.path,
        review=document["review_title"],
        review_id=document["review"],
        stage=STAGES.get(document["stage"]),
        reviewer=document["reviewer"],
        rows=found,
        abstracts=tuple(reader.abstracts(added)),
        faults=(*reader.faults, *contradictions),
        structure=(Fault(file.name, f"{told}. {AGAIN}"),) if altered else (),
        language=options.language,
        reason_words=reasons.in_language(options.language),
    )


def check_of(rows: Sequence[Mapping[str, Any]], added: Sequence[Mapping[str, Any]] = ()) -> str:
    """The SHA-256 of all rows and added abstracts, computed as the page does."""
    parts = (_joined(rows, CHECKED), _joined(added, ADDED))
    return sha256("\x1d".join(parts).encode("utf-8", errors="replace")).hexdigest()


def _joined(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> str:
    return "\x1e".join("\x1f".join(str(row.get(name) or "") for name in names) for row in rows)


def _document(file: IncomingFile) -> dict[str, Any]:
    try:
        document = json.loads(file.content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused(f"{file.name}: this file is damaged. {AGAIN}.") from None
    except (json.JSONDecodeError, RecursionError) as fault:
        place = (
            f"line {fault.lineno}"
            if isinstance(fault, json.JSONDecodeError)
            else "too many brackets"
        )
        raise Refused(
            f"{file.name}: this file is incomplete or was changed ({place}). Nothing was "
            f"imported. {AGAIN}."
        ) from None
    if not isinstance(document, dict) or document.get("ajour") != "decisions":
        raise Refused(
            f"{file.name}: this file has no decisions that were saved on the screening page."
        )
    if document.get("format") != FORMAT:
        raise Refused(
            f"{file.name}: this file has format {shortened(str(document.get('format')), 20)}; this "
            f"version of ajour reads format {FORMAT}. Use the version that wrote the page."
        )
    wrong = [name for name in HEAD if not isinstance(document.get(name), str)]
    wrong += [] if type(document.get("count")) is int else ["count"]
    rows = document.get("rows")
    added = document.get("abstracts", [])
    sound = isinstance(rows, list) and all(_has(row, CHECKED) for row in rows)
    if wrong or not sound or not isinstance(added, list) or not all(_has(o, ADDED) for o in added):
        what = f"{in_series(wrong)} in this file" if wrong else "a row of this file"
        are = "are" if len(wrong) > 1 else "is"
        raise Refused(
            f"{file.name}: {what} {are} missing or changed. Nothing was imported. {AGAIN}."
        )
    return document


def _has(row: object, names: Sequence[str]) -> bool:
    """Whether a row has a text under every name."""
    return isinstance(row, dict) and all(isinstance(row.get(name), str) for name in names)


class _Rows:
    """The rows of a file as decisions, and the faults of rows that are not."""

    def __init__(
        self, name: str, document: Mapping[str, Any], reasons: Reasons, language: str
    ) -> None:
        self.name = name
        self.document = document
        self.reasons = reasons
        self.language = language
        self.faults: list[Fault] = []

    def rows(self) -> Iterator[DecisionRow]:
        """Every valid row with an answer, in order."""
        for number, row in enumerate(self.document["rows"], start=1):
            origin = Origin(name=self.name, row=number)
            before = len(self.faults)
            key = self._key(origin, row)
            verdict = self._word(origin, row, "verdict")
            retrieval = self._word(origin, row, "retrieval")
            codes = [self._reason(origin, code) for code in _codes(row)]
            if len(self.faults) > before or not (verdict or retrieval):
                continue
            yield DecisionRow(
                origin=origin,
                record=RecordId(key.record),
                verdict=verdict,
                reason=codes[0] if codes else None,
                other_reasons=tuple(dict.fromkeys(codes[1:])),
                note=row["note"].strip() or None,
                retrieval=retrieval,
                location=row["location"].strip() or None,
                stage=STAGES.get(key.stage),
                reviewer=key.reviewer,
                review=key.review,
                shown={"title": str(row["title"])} if row.get("title") else {},
                sent=key.sent,
            )

    def abstracts(self, added: Sequence[Mapping[str, str]]) -> Iterator[AddedAbstract]:
        """The abstracts that people pasted in because the list had none."""
        for one in added:
            origin = Origin(name=self.name)
            key = key_of(one["key"])
            if not key.record or key.review != self.document["review"]:
                self._fault(
                    origin,
                    f"an abstract has the key {_short(one['key'])}; expected a key of this list",
                )
            elif text := one["text"].strip():
                yield AddedAbstract(record=RecordId(key.record), text=text)

    def _fault(self, origin: Origin, sentence: str) -> None:
        self.faults.append(Fault(origin.place(), sentence))

    def _key(self, origin: Origin, row: Mapping[str, str]) -> RowKey:
        key = key_of(row["key"])
        if not key.record:
            self._fault(origin, f"found the key {_short(row['key'])}; expected the key on the page")
        elif key.hash != row["digest"]:
            self._fault(origin, "the key and the checksum of this row do not match")
        elif key.review != self.document["review"]:
            self._fault(origin, "the key of the row belongs to a list of another review")
        return key

    def _word(self, origin: Origin, row: Mapping[str, str], name: str) -> Verdict | None:
        """The verdict under a name; None if there is none."""
        said = row[name]
        allowed = [one for one in VERDICTS.values() if (one in RETRIEVED) == (name == "retrieval")]
        found = VERDICTS.get(said)
        if said and found not in allowed:
            self._fault(origin, f"found {_short(said)}; expected one of {', '.join(allowed)}")
            return None
        return found

    def _reason(self, origin: Origin, code: str) -> str:
        found = self.reasons.code(code)
        if found is None:
            expected = self.reasons.expected(code, self.language)
            self._fault(origin, f"found {_short(code)}; {expected}")
        return found or ""


def _codes(row: Mapping[str, str]) -> list[str]:
    """The codes of the reasons, the one that counts first."""
    others = [code.strip() for code in row["other_reasons"].split(";")]
    return [code for code in (row["reason"].strip(), *others) if code]


def _short(text: str) -> str:
    return f"“{shortened(text, 60)}”" if text else "nothing"
