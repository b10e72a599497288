"""JSON of reference managers and registers: objects become entries, with key paths as tags."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from pipeline.errors import Refused
from pipeline.readers.entries import Entry
from pipeline.readers.ledger import ReceiptDraft
from pipeline.readers.lines import UNREADABLE, unreadable
from pipeline.readers.survey import Survey

LONGEST = 512 << 20
"""Characters of a JSON file, which is read as a whole; 10,000 registrations have some 200 MB."""

LISTED = re.compile(r'"(?:studies|items|results?|references|records|data)"\s*:\s*\[')
"""The key of the records in a service's answer."""

BEGINS = re.compile(
    r'\s*(?:\[\s*(?:\{|\])|\{\s*"(?:studies|protocolSection|items|results|references|records|'
    r"config|message|status|meta|totalCount|nextPageToken|db_response_time_ms|resultList|"
    r'version|hitCount)"\s*:)'
)
"""The start of other programs' JSON; lines of ajour's own are objects with other keys."""

GAP = re.compile(r"[\s,]*")


def entries(text: Iterable[str], found: Survey, ledger: ReceiptDraft) -> Iterator[Entry]:
    """Every object of the list in order; truncated JSON is a fault at its line."""
    whole = _whole(text)
    listed = LISTED.search(whole[: 1 << 16]) if whole.lstrip()[:1] == "{" else None
    alone = whole.lstrip()[:1] == "{" and listed is None
    at = listed.end() if listed else whole.find("{" if alone else "[") + (not alone)
    line, seen = 1, 0
    decoder = json.JSONDecoder()
    while True:
        at = GAP.match(whole, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        line, seen = line + whole.count("\n", seen, at), at
        if whole[at : at + 1] in {"]", ""}:
            break
        try:
            value, end = decoder.raw_decode(whole, at)
        except ValueError as fault:
            ledger.fault(line, f"the JSON is incomplete or not well-formed ({_why(fault)})")
            return
        yield _entry(value, whole[at:end], line, bad=found.unreadable)
        at = end
        if alone:
            break
    _end(whole, at, line, ledger, alone=alone)


def _why(fault: ValueError) -> str:
    return fault.msg if isinstance(fault, json.JSONDecodeError) else str(fault)


def _whole(text: Iterable[str]) -> str:
    parts, size = [], 0
    for line in text:
        parts.append(line)
        size += len(line)
        if size > LONGEST:
            raise Refused(
                f"line 1: this JSON file has more than {LONGEST >> 20} MB. Export the records in "
                "several files."
            )
    return "".join(parts)


def _end(whole: str, at: int, line: int, ledger: ReceiptDraft, *, alone: bool) -> None:
    """What follows the last object: the end of the list, and perhaps the name of a further page."""
    if not alone and whole[at : at + 1] != "]":
        ledger.fault(
            line, "the JSON ends before the end of the list of records. Export the records again"
        )
    if '"nextPageToken"' in whole[at:] or '"nextPageToken"' in whole[:200]:
        ledger.note(
            "this file is one page of a longer answer. Save the whole answer, or each page in "
            "a separate file"
        )


def _entry(value: object, raw: str, line: int, *, bad: bool) -> Entry:
    entry = Entry(line=line, raw=[raw], size=len(raw))
    if bad and unreadable(raw):
        entry.fault(line, UNREADABLE)
    if isinstance(value, dict):
        _walk(value, "", entry.values)
    else:
        entry.fault(line, "this item is not an object with the fields of a record")
    return entry


def _walk(value: object, path: str, values: dict[str, list[str]]) -> None:
    """Put all values below a path into the entry; names and dates made of parts become one text."""
    if isinstance(value, Mapping):
        text = _composed(value)
        if text is not None:
            _put(values, f"{path}.{value['creatorType']}" if "creatorType" in value else path, text)
            return
        for key, below in value.items():
            if key == "abstract_inverted_index" and isinstance(below, Mapping):
                _put(values, "abstract", _reordered(below))
            elif key == "secondaryIdInfos" and isinstance(below, list):
                _secondary(below, f"{path}.{key}", values)
            else:
                _walk(below, f"{path}.{key}" if path else str(key), values)
    elif isinstance(value, list):
        for one in value:
            _walk(one, path, values)
    elif value is not None and value != "":
        _put(values, path, str(value).lower() if isinstance(value, bool) else str(value))


def _put(values: dict[str, list[str]], path: str, text: str) -> None:
    values.setdefault(path, []).append(text.replace("\r\n", "\n"))


def _composed(value: Mapping[str, object]) -> str | None:
    """A person's name or a date from its parts, as CSL-JSON, Crossref and Zotero have them.

    >>> _composed({"family": "Berg", "given": "Per", "non-dropping-particle": "van den"})
    'van den Berg, Per'
    >>> _composed({"date-parts": [[2021, 3]]}), _composed({"literal": "WHO, Europe"})
    ('2021/3', 'WHO Europe')
    """
    if "date-parts" in value:
        parts = value["date-parts"]
        first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
        return "/".join(str(part) for part in first if part)
    text = {key: str(one) for key, one in value.items() if isinstance(one, str) and one}
    family = text.get("family") or text.get("lastName")
    if family:
        before = text.get("non-dropping-particle") or text.get("dropping-particle")
        whole = f"{before} {family}" if before else family
        return ", ".join(
            filter(None, (whole, text.get("given") or text.get("firstName"), text.get("suffix")))
        )
    named = text.get("name") if {"creatorType", "sequence"} & text.keys() else None
    if group := text.get("literal") or named:
        return " ".join(group.replace(",", " ").split())
    if text.keys() == {"raw"}:
        return text["raw"]
    return None


def _reordered(places: Mapping[str, object]) -> str:
    """The abstract that OpenAlex gives as words with their positions.

    >>> _reordered({"sleep.": [2], "We": [0], "studied": [1]})
    'We studied sleep.'
    """
    words = [
        (at, word) for word, every in places.items() if isinstance(every, list) for at in every
    ]
    return " ".join(word for _, word in sorted(words))


def _secondary(infos: list[object], path: str, values: dict[str, list[str]]) -> None:
    """The further numbers of a registration, each under its kind."""
    for info in infos:
        if isinstance(info, Mapping) and isinstance(info.get("id"), str):
            _put(values, f"{path}.{info.get('type', 'OTHER')}", str(info["id"]))
