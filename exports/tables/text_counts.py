"""The numbers of the running text as a table, each under the name that text_counts gives it."""

from collections.abc import Iterator, Sequence
from typing import Any

from exports.language.catalogue import Language, Words
from exports.tables.table import Column, Row, Table
from pipeline.studies.scheme import TableScheme
from pipeline.studies.study import Study
from pipeline.studies.text_counts import text_counts


def text_counts_table(studies: Sequence[Study], scheme: TableScheme, language: Language) -> Table:
    """The numbers of the running text: what each is of, of which part, and how many.

    The first column holds the names by which templates know them, such as by_context.before.
    """
    words = Words(language, "text_counts")
    counts = text_counts(studies, scheme)
    labels = _labels(scheme, language, words)
    return Table(
        key=words["key"],
        title=words["title"],
        columns=(
            Column(name="name", heading=words["name"], width=4.2),
            Column(name="what", heading=words["what"], width=3),
            Column(name="part", heading=words["part"], width=2.5),
            Column(name="count", heading=words["count"], align="right"),
        ),
        rows=tuple(_rows(counts, labels)),
        language=language,
    )


def _rows(counts: dict[str, Any], labels: dict[str, str]) -> Iterator[Row]:
    for name, value in counts.items():
        what = labels.get(name, name.replace("_", " "))
        for part, number in value.items() if isinstance(value, dict) else [("", value)]:
            path = f"{name}.{part}" if part else name
            label = labels.get(path) or labels.get(part, part.replace("_", " "))
            yield Row(cells=(path, what, label if part else "", number))


def _labels(scheme: TableScheme, language: Language, words: Words) -> dict[str, str]:
    """What the names are called: by the catalogue, by review.toml, or else by themselves."""
    labels = {key: words[key] for key in WORDED}
    labels[f"included_{_plural(scheme.unit)}"] = words["included"]
    labels |= {f"by_context.{one.code}": one.name[language] for one in scheme.columns}
    labels |= {
        f"by_appendix_table.{one.number}": f"{one.number}. {one.name[language]}"
        for one in scheme.contexts
    }
    groups = Words(language, "texts")
    labels |= {
        f"by_outcome_kind.{one.code}_only": groups("kind_only", name=one.name[language].lower())
        for one in scheme.groups
    }
    labels |= {f"by_outcome_kind.{kind}": groups[f"kind_{kind}"] for kind in SEVERAL}
    labels |= {one.name: one.title[language] for one in scheme.counts}
    labels |= {
        f"{one.name}.{part.name}": part.title[language]
        for one in scheme.counts
        for part in one.parts
    }
    return {name: words for name, words in labels.items() if words}


SEVERAL = ("both", "several", "none")
WORDED = (
    "by_publication_year",
    "by_context",
    "by_outcome_kind",
    "by_appendix_table",
    "waiting_for_extraction",
    "printed_in_report",
    "from_its_tables",
)
"""Names of counts and their parts that the catalogue words."""


def _plural(unit: str) -> str:
    return {"study": "studies", "article": "articles", "report": "reports"}[unit]
