"""Makes the tables of appendices 3, 4 and 5 and of the text's numbers from counted studies."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from exports.language.catalogue import Language, Words, number, sort_key
from exports.tables.review_tables import LiteratureRow, literature_matrix
from exports.tables.study_lines import OVERLAPS, cell_lines
from exports.tables.study_phrases import capital
from exports.tables.table import Cell, Column, Row, Table
from pipeline.languages import Wording, in_all
from pipeline.studies.counts import CountRow, CountTable, Tongue, appendix3, appendix4, appendix5
from pipeline.studies.scheme import Drawing, StudyColumn, TableScheme
from pipeline.studies.study import Study, split
from pipeline.studies.table_cells import TOTAL, country_cell, outcome_cell, text_cell
from pipeline.studies.text_counts import text_counts
from pipeline.studies.worded import worded

UNKNOWN = "?"
"""The mark for information that an article does not give."""

CELLS = ("author_year",), ("design", "time_points", "follow_up", "groups"), ("outcomes",)
STANDARD = (*CELLS, ("sector", "country", "data_years"), ("finding",))
"""The five usual columns of appendix 3, as columns of the studies sheet."""

WIDTHS = (1.45, 2.3, 2.4, 1.85, 2.9)


def tongue(language: Language) -> Tongue:
    """How rows that are sorted by name are sorted in that language."""
    return Tongue(language=language, key=lambda word: sort_key(word, language))


def included_tables(
    studies: Iterable[Study], scheme: TableScheme, language: Language
) -> tuple[Table, ...]:
    """Appendix 3: one table per context, with the count in its heading."""
    words = Words(language, "tables")
    headings = scheme.headings or _standard(words, scheme)
    tables = []
    said = [worded(study, scheme, language) for study in studies]
    found = appendix3(said, scheme, tongue=tongue(language))
    for place, of_context in zip(scheme.table_numbers[1], found, strict=True):
        context = of_context.context
        period = context.period[language]
        rows = [_study_row(study, headings, language, period) for study in of_context.studies]
        title = words(
            "included_title",
            number=place,
            name=context.title[language] or context.name[language],
            count=number(len(rows), language),
        )
        tables.append(
            Table(
                key=words("included_key", number=place),
                title=title,
                columns=_columns(headings, language),
                rows=tuple(Row(cells=cells) for cells in rows),
                language=language,
                footnotes=(
                    *_marks(of_context.studies, rows, words),
                    *_note(context.note, language),
                ),
                empty=words["no_studies"],
            )
        )
    return tuple(tables)


def countries_table(studies: Iterable[Study], scheme: TableScheme, language: Language) -> Table:
    """Appendix 4: countries by context."""
    words = Words(language, "tables")
    counted = appendix4(studies, scheme, tongue=tongue(language))
    rows = [
        Row(
            cells=(row.name[language], *_counts(row, scheme), row.total),
            opens=("", *_opens(row, scheme, country_cell)),
        )
        for row in counted.rows
    ]
    rows.append(_sums(words["all_countries"], counted, scheme))
    return Table(
        key=_key(scheme.by_country, words, "countries_title_number"),
        title=_title(scheme.by_country, "countries_title", scheme, words),
        columns=(
            Column(name="country", heading=words["country"], width=2),
            *_count_columns(scheme, scheme.by_country, language),
            Column(name="total", heading=words["country_total"], align="right"),
        ),
        rows=tuple(rows),
        language=language,
        footnotes=_note(scheme.by_country.note, language),
        zero=scheme.by_country.zero,
    )


def _note(note: Wording, language: Language) -> tuple[tuple[str, str], ...]:
    """The note in review.toml for a table."""
    return (("", note[language]),) if note[language] else ()


def outcomes_table(studies: Iterable[Study], scheme: TableScheme, language: Language) -> Table:
    """Appendix 5: outcome categories by context, in their groups; one note explains the letters."""
    words = Words(language, "tables")
    counted = appendix5(studies, scheme, tongue=tongue(language))
    return Table(
        key=_key(scheme.by_outcome, words, "outcomes_title_number"),
        title=_title(scheme.by_outcome, "outcomes_title", scheme, words),
        columns=(
            Column(name="group", heading=words["outcome_group"], width=1.2),
            Column(name="code", heading=words["outcome_code"], width=0.5),
            Column(name="outcome", heading=words["outcome"], width=2.5),
            *_count_columns(scheme, scheme.by_outcome, language),
            Column(name="total", heading=words["outcome_total"], align="right"),
        ),
        rows=tuple(_outcome_row(one, scheme, language) for one in counted.rows),
        language=language,
        footnotes=(
            ("*", scheme.by_outcome.note[language] or words["outcome_note"]),
            ("**", _explained(counted, scheme, words)),
        ),
        zero=scheme.by_outcome.zero,
        grouped=True,
        empty=words["no_outcomes"],
    )


def _explained(counted: CountTable, scheme: TableScheme, words: Words) -> str:
    """A note that studies are counted in several rows, and what each letter means."""
    unit = words[f"unit_{scheme.unit}"]
    total = words("outcome_total_note", unit=unit, count=counted.sums.total)
    notes = [(row.code, row.note[words.language]) for row in counted.rows if row.note]
    each = "; ".join(f"{code} {note.rstrip('.')}" for code, note in notes if note)
    return f"{total} {words('outcome_letters', each=each)}" if each else total


NO_AUTHORS: Mapping[str, Sequence[str]] = MappingProxyType({})
NO_AIMS: Mapping[str, str] = MappingProxyType({})


def literature_table(
    studies: Iterable[Study],
    titles: Mapping[str, str],
    language: Language,
    *,
    authors: Mapping[str, Sequence[str]] = NO_AUTHORS,
    aims: Mapping[str, str] = NO_AIMS,
) -> Table:
    """The literature matrix of the included studies, sorted by author and year.

    `titles`, `authors` (family names) and `aims` of reports are by study id. A title or an aim in
    the row takes precedence; an aim from an abstract is marked as a draft. Concepts are the factors
    and outcomes of the row.
    """
    words = Words(language, "tables")
    ordered = sorted(
        studies,
        key=lambda one: (
            sort_key(one.first_author, language),
            one.year,
            one.year_letter,
            one.study_id,
        ),
    )
    rows = [
        LiteratureRow(
            number=at,
            author_year=_cited(one, authors.get(one.study_id, ()), words),
            title=one.text("title", language) or titles.get(one.study_id, ""),
            concepts="\n".join(capital(part) for part in split(one.text("outcomes", language))),
            aim=one.text("aim", language)
            or (words("aim_draft", aim=aims[one.study_id]) if aims.get(one.study_id) else ""),
        )
        for at, one in enumerate(ordered, 1)
    ]
    return literature_matrix(rows, language)


def _cited(study: Study, authors: Sequence[str], words: Words) -> str:
    """A study by its authors and year: two authors by their names, more by the first.

    The first author is the one in the sheet.
    """
    names = study.first_author
    if len(authors) == 2:
        names = f"{names} {Words(words.language, 'language')['and']} {authors[1]}"
    elif len(authors) > 2:
        names = f"{names} {words['and_others']}"
    year = f"{study.year or ''}{study.year_letter}"
    return f"{names} ({year})" if year else names


def _outcome_row(row: CountRow, scheme: TableScheme, language: Language) -> Row:
    group = row.group[language] if row.group else ""
    return Row(
        cells=(group, row.code, row.name[language], *_counts(row, scheme), row.total),
        opens=("", "", "", *_opens(row, scheme, outcome_cell)),
    )


def _sums(name: str, counted: CountTable, scheme: TableScheme) -> Row:
    return Row(
        cells=(name, *_counts(counted.sums, scheme), counted.sums.total),
        kind="total",
        opens=("", *_opens(counted.sums, scheme, country_cell)),
    )


def _opens(
    row: CountRow, scheme: TableScheme, name: Callable[[CountRow, str], str]
) -> tuple[str, ...]:
    """The lists behind the counts of a row; "" for a count of 0."""
    columns = [one.code for one in scheme.columns] if scheme.with_contexts else []
    counts = dict(zip([*columns, TOTAL], [*_counts(row, scheme), row.total], strict=True))
    return tuple(name(row, column) if count else "" for column, count in counts.items())


def _counts(row: CountRow, scheme: TableScheme) -> tuple[int, ...]:
    """The counts by context; none if the review distinguishes no contexts, only the total."""
    return row.counts if scheme.with_contexts else ()


def _by_context(title: str, scheme: TableScheme) -> str:
    """The key of the title; without contexts, that of a title that does not mention them."""
    return title if scheme.with_contexts else f"{title}_alone"


def _count_columns(scheme: TableScheme, drawing: Drawing, language: Language) -> list[Column]:
    return [
        Column(
            name=column.code,
            heading=drawing.headings.get(column.code, column.name)[language],
            align="right",
        )
        for column in scheme.columns
        if scheme.with_contexts
    ]


def _title(drawing: Drawing, key: str, scheme: TableScheme, words: Words) -> str:
    """The title with its appendix number; review.toml may set either."""
    usual = words(_by_context(key, scheme), by=scheme.by[words.language])
    name = drawing.title[words.language] or usual
    place = drawing.number or words[f"{key}_number"]
    return words("appendix", number=place, name=name)


def _key(drawing: Drawing, words: Words, number_: str) -> str:
    return words("appendix_key", number=drawing.number or words[number_])


def _standard(words: Words, scheme: TableScheme) -> tuple[StudyColumn, ...]:
    """The usual columns; one that shows a single column of the sheet has that column's heading."""
    names = words.each("studies_columns")
    return tuple(
        StudyColumn(name=scheme.sheet.get(parts[0], in_all(name)), parts=parts)
        if len(parts) == 1
        else StudyColumn(name=in_all(name), parts=parts)
        for name, parts in zip(names, STANDARD, strict=True)
    )


def _columns(headings: Sequence[StudyColumn], language: Language) -> tuple[Column, ...]:
    widths = WIDTHS if len(headings) == len(WIDTHS) else (1.0,) * len(headings)
    return tuple(
        Column(name=one.parts[0] if one.parts else "", heading=one.name[language], width=width)
        for one, width in zip(headings, widths, strict=True)
    )


def _study_row(
    study: Study, headings: Sequence[StudyColumn], language: Language, period: str
) -> tuple[Cell, ...]:
    return tuple(
        "\n".join(cell_lines(study, heading.parts, language, period)) for heading in headings
    )


def _marks(
    studies: Sequence[Study], rows: Sequence[tuple[Cell, ...]], words: Words
) -> tuple[tuple[str, str], ...]:
    """The footnotes whose marks occur in the table."""
    marks = [(OVERLAPS, words["overlap_note"])] if any(study.overlap for study in studies) else []
    if any(UNKNOWN in str(cell) for cells in rows for cell in cells):
        marks.append((UNKNOWN, words["unknown_note"]))
    return tuple(marks)


def text_counts_table(studies: Sequence[Study], scheme: TableScheme, language: Language) -> Table:
    """The numbers of the running text: what each counts, of which part, and how many.

    The first column has the names that templates use for them, such as by_context.before.
    """
    words = Words(language, "text_counts")
    counts = text_counts(studies, scheme)
    if not scheme.with_contexts:
        del counts["by_context"]
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
        for part, count in value.items() if isinstance(value, dict) else [("", value)]:
            path = f"{name}.{part}" if part else name
            label = labels.get(path) or labels.get(part, part.replace("_", " "))
            yield Row(
                cells=(path, what, label if part else "", count),
                opens=("", "", "", text_cell(path) if count else ""),
            )


def _labels(scheme: TableScheme, language: Language, words: Words) -> dict[str, str]:
    """The labels of the names, from the catalogue or review.toml, or else the names themselves."""
    labels = {key: words(key, by=scheme.by[language]) for key in WORDED}
    labels[f"included_{_plural(scheme.unit)}"] = words["included"]
    labels |= {f"by_context.{column.code}": column.name[language] for column in scheme.columns}
    labels |= {
        f"by_appendix_table.{context.number}": f"{context.number}. {context.name[language]}"
        for context in scheme.contexts
    }
    groups = Words(language, "texts")
    labels |= {
        f"by_outcome_kind.{group.code}_only": groups("kind_only", name=group.name[language].lower())
        for group in scheme.groups
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
"""Names of counts and their parts for which the catalogue has words."""


def _plural(unit: str) -> str:
    return {"study": "studies", "article": "articles", "report": "reports"}[unit]
