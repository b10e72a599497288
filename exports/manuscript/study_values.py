"""What the running text says of the studies, in the words of one language."""

from collections.abc import Sequence
from typing import Any

from exports.language.catalogue import Language, Words
from exports.tables.appendices import tongue
from pipeline.studies.counts import appendix4, appendix5
from pipeline.studies.scheme import TableScheme
from pipeline.studies.study import Study
from pipeline.studies.text_counts import differences, text_counts


def study_values(
    studies: Sequence[Study], scheme: TableScheme, language: Language
) -> dict[str, Any]:
    """The values of `TextValues` that the studies give: unit, counts, years, contexts and so on."""
    words = Words(language, "texts")
    counts = text_counts(studies, scheme)
    names = {one.code: one.name[language] for one in (*scheme.columns, *scheme.groups)}
    labels = {
        f"{one.code}_only": words("kind_only", name=_low(names[one.code])) for one in scheme.groups
    }
    labels |= {kind: words[f"kind_{kind}"] for kind in ("both", "several", "none")}
    of_country = appendix4(studies, scheme, tongue=tongue(language)).rows
    of_outcome = appendix5(studies, scheme, tongue=tongue(language)).rows
    return {
        "unit": scheme.unit,
        "counts": counts,
        "years": tuple(counts["by_publication_year"].items()),
        "contexts": tuple((names[code], n) for code, n in counts["by_context"].items()),
        "countries": tuple((one.name[language], one.total) for one in of_country),
        "kinds": tuple((labels[kind], n) for kind, n in counts.get("by_outcome_kind", {}).items()),
        "outcomes": tuple((one.name[language], one.total) for one in of_outcome),
        "differences": tuple(
            (one.title[language] or one.name.replace("_", " "), one.printed, one.counted)
            for one in differences(studies, scheme)
        ),
    }


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]
