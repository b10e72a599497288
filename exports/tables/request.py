"""The request form (Vedlegg 1): what the review is for and what it asks, from review.toml."""

from collections.abc import Mapping
from typing import get_args

from exports.language.catalogue import Language, Words
from exports.tables.table import Column, Row, Table
from pipeline.review.settings import RequestKey


def request_table(request: Mapping[RequestKey, str], language: Language) -> Table:
    """The request form as a table; what nobody has answered is said to be missing."""
    words = Words(language, "request")
    asked = [key for key in get_args(RequestKey) if request.get(key) or key in NEEDED]
    return Table(
        key=words["key"],
        title=words["title"],
        columns=(
            Column(name="asked", heading=words["asked"], width=2),
            Column(name="answer", heading=words["answer"], width=6),
        ),
        rows=tuple(Row(cells=(words[key], request.get(key) or words["missing"])) for key in asked),
        language=language,
    )


NEEDED = frozenset({"purpose", "question", "parts", "limits", "audience", "format"})
"""What the report's form asks of everybody."""
