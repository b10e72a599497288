"""A review's criteria, parsed only on demand if the same file was valid before."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from flows import VERSION
from flows.review.atomic_files import whole_file
from pipeline.files import bytes_of
from pipeline.languages import PROGRAM_LANGUAGE
from pipeline.review.settings import Review

if TYPE_CHECKING:
    from screening_rules.criteria import Criteria, Element

NOTE = "criteria.json"
"""The file under .ajour/ with the digest of the last valid criteria.toml and facts from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaInUse:
    """What is known of the criteria before parsing them: hash, codes of reasons, names of elements.

    `unedited` are the elements whose question is still the template's; `labels` has each element's
    label in the language of the program, with the code of its reason or "".
    `prose` is everything a printed table says about the elements, as one text to compare; `query`
    the words to rank by before any decision; `wordings` each reason's code with its text in each
    language.
    """

    hash: str
    reasons: tuple[str, ...]
    elements: tuple[str, ...]
    unedited: tuple[str, ...]
    labels: Mapping[str, tuple[str, str]]
    prose: str
    query: str
    wordings: tuple[tuple[str, str], ...]
    parsed: "Callable[[], Criteria]" = field(repr=False, compare=False)


def criteria_in_use(review: Review) -> CriteriaInUse:
    """The criteria of a review; Refused if they have faults.

    Parsing a long file takes a second, and many commands do not need it: if the same bytes were
    valid before, the note about them is returned.
    """
    path = review.criteria
    content = bytes_of(path) if path.is_file() else b""
    parsed = partial(_parsed, path, content)
    if known := _noted(review, content, parsed):
        return known
    from screening_rules.criteria import criteria_query

    found = parsed()
    made = CriteriaInUse(
        hash=found.hash,
        reasons=tuple(one.code for one in found.reasons),
        elements=tuple(one.name for one in found.elements),
        unedited=tuple(one.name for one in found.elements if _is_template(one)),
        labels={one.name: _label(one) for one in found.elements},
        prose=repr(found.prose),
        query=criteria_query(found),
        wordings=tuple((one.code, text) for one in found.reasons for _, text in one.text.texts),
        parsed=parsed,
    )
    _note(review, content, made)
    return made


def _label(element: "Element") -> tuple[str, str]:
    return element.label[PROGRAM_LANGUAGE], element.reason.code if element.reason else ""


def _is_template(element: "Element") -> bool:
    """Whether a question still has the template's "…", which nobody writes in a real one."""
    return any("…" in text for _, text in element.question.texts)


@lru_cache(maxsize=2)
def _parsed(path: Path, content: bytes) -> "Criteria":
    """The criteria parsed from these bytes; the same bytes are parsed only once."""
    from screening_rules.criteria_file import criteria_from, read_criteria

    if not content or not path.is_file() or bytes_of(path) == content:
        return read_criteria(path)
    # Somebody has saved the file since the command began.
    return criteria_from(content.decode("utf-8-sig"), name=path.name)


def _sign(content: bytes) -> dict[str, str]:
    return {"version": VERSION, "sha256": sha256(content).hexdigest()}


def _noted(
    review: Review, content: bytes, parsed: "Callable[[], Criteria]"
) -> CriteriaInUse | None:
    """The note on criteria with these bytes; None if there is none."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        said = json.loads((review.state / NOTE).read_text(encoding="utf-8"))
        if content and said["of"] == _sign(content):
            return CriteriaInUse(
                hash=str(said["hash"]),
                reasons=tuple(map(str, said["reasons"])),
                elements=tuple(map(str, said["elements"])),
                unedited=tuple(map(str, said["unedited"])),
                labels={
                    name: (str(label), str(code)) for name, (label, code) in said["labels"].items()
                },
                prose=str(said["prose"]),
                query=str(said["query"]),
                wordings=tuple((str(code), str(text)) for code, text in said["wordings"]),
                parsed=parsed,
            )
    return None


def _note(review: Review, content: bytes, found: CriteriaInUse) -> None:
    said: dict[str, object] = {"of": _sign(content), "hash": found.hash, "reasons": found.reasons}
    said |= {"elements": found.elements, "unedited": found.unedited, "prose": found.prose}
    said |= {"query": found.query, "wordings": found.wordings, "labels": dict(found.labels)}
    with suppress(OSError), whole_file(review.state / NOTE) as stream:
        stream.write(json.dumps(said).encode())
