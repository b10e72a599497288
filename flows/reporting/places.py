"""References to a report's tables, for text and checklists."""

from exports.language.catalogue import Language, Words
from exports.tables.appendices import countries_table, outcomes_table
from flows.reporting.material import Material
from flows.reporting.searches import search_rows
from flows.reporting.strategies import strategies


def places(material: Material, language: Language) -> dict[str, str]:
    """The keys of the tables by content; content without a table is left out."""
    words, scheme, review = Words(language, "tables"), material.scheme, material.session.review
    criteria, contexts = scheme.table_numbers
    attached = strategies(material)
    listed = ", ".join(name for name, one in attached.items() if one.lines)

    def of(part: str, table: str) -> str:
        """A reference to a table without a number, by the appendix that contains it."""
        return f"{words('appendix_key', number=material.appendix_numbers[part])}: {table}"

    found = {
        "request": Words(language, "request")["key"] if review.request else "",
        "criteria": words("criteria_key", number=criteria)
        if material.session.in_use.elements
        else "",
        "searches": of("searches", words["searches_key"]) if search_rows(material) else "",
        "strategies": of("searches", listed) if listed else "",
        "excluded": of("excluded", words["excluded_key"]),
        "flow": Words(language, "report")["flow"],
    }
    if material.extracted:
        kept = material.extracted
        found |= {
            "studies": of(
                "included",
                _tables(
                    [words("included_key", number=one) for one in contexts], words["several_tables"]
                ),
            ),
            "countries": countries_table(kept, scheme, language).key,
            "outcomes": outcomes_table(kept, scheme, language).key if scheme.categories else "",
        }
    return {name: place for name, place in found.items() if place}


def _tables(keys: list[str], several: str) -> str:
    """Consecutive tables, named by the first and the last; `several` is the word for tables.

    >>> _tables(["Table 2", "Table 3", "Table 4"], "Tables"), _tables(["Table 2", "Table 5"], "")
    ('Tables 2–4', 'Table 2, Table 5')
    """
    parts = [key.rpartition(" ") for key in keys]
    numbers = [int(part[2]) for part in parts if part[2].isdigit()]
    consecutive = numbers == list(range(numbers[0], numbers[0] + len(keys))) if numbers else False
    if len(keys) > 2 and consecutive and len({part[0] for part in parts}) == 1:
        return f"{several} {numbers[0]}–{numbers[-1]}"
    return ", ".join(keys)
