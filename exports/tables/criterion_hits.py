"""What the criteria suggested, as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.language.catalogue import Language, Words, number
from exports.tables.table import Column, Row, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionHits:
    """An element of the criteria, the number of records by verdict, and the matched words.

    `words` are pairs of words and the number of records in which they were found; `name` is the
    element's name in the file of criteria.
    """

    element: str
    asks: str
    met: int
    unclear: int
    not_met: int
    words: tuple[tuple[str, int], ...] = ()
    name: str = ""


VERDICTS = ("met", "unclear", "not_met")


def criterion_cell(element: str, verdict: str) -> str:
    """The name of the list of records to which a criterion gave a verdict."""
    return f"criteria/{element}/{verdict}"


def criteria_hits_table(criteria: Sequence[CriterionHits], language: Language) -> Table:
    """For each criterion, how many records got each verdict, and by which words."""
    words = Words(language, "report")
    headings = ("element", "asks", "met", "unclear", "not_met", "hits")
    rows = [
        Row(
            cells=(
                criterion.element,
                criterion.asks,
                criterion.met,
                criterion.unclear,
                criterion.not_met,
                ", ".join(f"{word} ({number(count, language)})" for word, count in criterion.words),
            ),
            opens=("", "", *_opens(criterion), ""),
        )
        for criterion in criteria
    ]
    return Table(
        key=words["criteria"],
        title=words["criteria_title"],
        columns=tuple(
            Column(
                name=name,
                heading=words[f"criteria_{name}"],
                align="right" if name in VERDICTS else "left",
                width=3 if name in {"asks", "hits"} else 1,
            )
            for name in headings
        ),
        rows=tuple(rows),
        language=language,
        empty=words["no_criteria"],
    )


def _opens(criterion: CriterionHits) -> tuple[str, ...]:
    """The lists behind the counts of a criterion; "" for a count of 0."""
    return tuple(
        criterion_cell(criterion.name, one) if criterion.name and getattr(criterion, one) else ""
        for one in VERDICTS
    )
