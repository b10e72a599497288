"""The request form (Vedlegg 1): what the review is for and what it asks, from review.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exports.language.catalogue import Language, Words
from exports.tables.table import Column, Row, Table
from pipeline.errors import Fault, Refused

KEYS = (
    "purpose",
    "background",
    "question",
    "parts",
    "limits",
    "audience",
    "format",
    "deadline",
    "contact",
)
"""What a request may say, in the order of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The answers of a request form, by key, in the order of `KEYS`; parts of one are lines."""

    answers: tuple[tuple[str, str], ...]


def request_from_toml(section: Mapping[str, Any], where: str = "review.toml") -> Request:
    r"""The request that [request] of review.toml describes: text, a list, or a table of parts.

    >>> request_from_toml({"purpose": "An update", "limits": ["2021-", "English"]}).answers
    (('purpose', 'An update'), ('limits', '2021-\nEnglish'))
    """
    faults: list[Fault] = []
    for key, value in section.items():
        place = f"{where} [request]"
        if key not in KEYS:
            faults.append(
                Fault(place, f"{key} is not a known key; expected one of {', '.join(KEYS)}")
            )
        elif not isinstance(value, str | list | dict):
            faults.append(Fault(place, f"{key} is {value!r}; expected text, a list or a table"))
    if faults:
        raise Refused(f"{where}: the request form can not be made.", faults)
    answers = ((key, _lines(section[key])) for key in KEYS if section.get(key))
    return Request(answers=tuple(answers))


def request_table(request: Request, language: Language) -> Table:
    """The request form as a table; what nobody has answered is said to be missing."""
    words = Words(language, "request")
    given = dict(request.answers)
    asked = [key for key in KEYS if key in given or key in NEEDED]
    return Table(
        key=words["key"],
        title=words["title"],
        columns=(
            Column(name="asked", heading=words["asked"], width=2),
            Column(name="answer", heading=words["answer"], width=6),
        ),
        rows=tuple(Row(cells=(words[key], given.get(key) or words["missing"])) for key in asked),
        language=language,
    )


NEEDED = frozenset({"purpose", "question", "parts", "limits", "audience", "format"})
"""What the report's form asks of everybody."""


def _lines(value: str | list[Any] | dict[str, Any]) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}: {_joined(text)}" for name, text in value.items())
    return value if isinstance(value, str) else "\n".join(str(one) for one in value)


def _joined(value: Any) -> str:
    return "; ".join(str(one) for one in value) if isinstance(value, list) else str(value)
