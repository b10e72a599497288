"""A query that was translated from a strategy for a service, as the reviewers confirmed it."""

from dataclasses import dataclass
from typing import Annotated

from pipeline.toml.kinds import Kind, Text

SHA256 = Annotated[
    str,
    Kind(
        "64 characters, each 0 to 9 or a to f",
        lambda value: type(value) is str and len(value) == 64 and not set(value) - HEX,
    ),
]
HEX = frozenset("0123456789abcdef")

Sentences = Annotated[
    tuple[str, ...],
    Kind(
        "a list of texts",
        lambda value: type(value) is list and all(type(one) is str for one in value),
        tuple,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryTranslation:
    """The query that a service is asked, and the strategy that it translates.

    `sha256` is that of the strategy's file when it was translated. `lost` says, in the words of the
    file, what the query could not keep; reviewers may edit it when they edit the query.
    """

    strategy: Text
    notation: Text
    sha256: SHA256
    query: Text
    lost: Sentences = ()
