"""The settings in review.toml for full texts and for empty fields that services can fill."""

from dataclasses import dataclass
from typing import Annotated

from pipeline.toml.kinds import Flag, Kind, Text

FILLABLE = ("doi", "abstract", "authors", "references")
"""The fields that services can fill."""


def _is_fill(value: object) -> bool:
    listed = type(value) is list and all(one in FILLABLE for one in value)
    return type(value) is bool or listed


def _filled(value: bool | list[str]) -> tuple[str, ...]:
    if isinstance(value, bool):
        return FILLABLE if value else ()
    return tuple(one for one in FILLABLE if one in value)


FilledFields = Annotated[
    tuple[str, ...],
    Kind(f"true, false, or a list of {', '.join(FILLABLE)}", _is_fill, _filled),
]
"""The fields that services are asked for; true means all of them."""

Address = Annotated[
    str,
    Kind(
        "an address that begins with https:// or http://",
        lambda value: (
            type(value) is str
            and value.startswith(("https://", "http://"))
            and value.isprintable()
            and " " not in value
        ),
    ),
]
"""The address of a page or a service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FullTextPlan:
    """How full texts are found.

    The settings are the address of a library's OpenURL resolver, whether services are asked for
    open-access links, and the folder with the PDFs, inside or outside the review's folder.
    """

    library: Address | None = None
    open_access: Flag = False
    folder: Text = "fulltext"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPlan:
    """The empty fields of records that services are asked for; none unless they are named."""

    fill: FilledFields = ()
