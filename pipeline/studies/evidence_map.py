"""The evidence map: studies in the cells of two columns of the sheet, split by a third one."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pipeline.errors import Fault, Refused
from pipeline.languages import Wording, in_all, languages, of_catalogues
from pipeline.studies.counts import BOKMAL, Tongue
from pipeline.studies.map_plan import MapPlan
from pipeline.studies.scheme import COLUMNS, TEXT_COLUMNS, TableScheme
from pipeline.studies.study import UNKNOWN, Study, split
from pipeline.text.amounts import amount
from pipeline.text.likeness import guess

CRITERIA = "criteria."
"""Prefix of the name of an axis that is a criterion: criteria.exposure."""

NOT_STATED = ""
"""The key of the value "not stated", so that no study is missing from the map."""


OTHERS = "others"
MOST_SEGMENTS = 8
"""Most segments that a map can distinguish, since each needs its own pattern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisValue:
    """A row, a column, a segment or a choice of a filter: its key, its name, and its group."""

    key: str
    name: Wording
    group: Wording | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapAxis:
    """The values of a column of the sheet, in their order."""

    column: str
    values: tuple[AxisValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapStudy:
    """A study on the map, with the places of its values on each axis.

    A study is in every cell where one of its rows meets one of its columns, with one segment in
    each.
    """

    study: Study
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    segment: int
    filters: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, kw_only=True)
class EvidenceMap:
    """The studies by row and column.

    `included` is the number of included studies in the flow, with or without extracted data.
    """

    rows: MapAxis
    columns: MapAxis
    segments: MapAxis
    filters: tuple[MapAxis, ...]
    studies: tuple[MapStudy, ...]
    included: int

    @cached_property
    def cells(self) -> Mapping[tuple[int, int], tuple[int, ...]]:
        """The places of the studies in each cell, by row and column; an empty cell is a gap."""
        found: dict[tuple[int, int], list[int]] = {
            (row, column): []
            for row in range(len(self.rows.values))
            for column in range(len(self.columns.values))
        }
        for at, one in enumerate(self.studies):
            for row in one.rows:
                for column in one.columns:
                    found[row, column].append(at)
        return {cell: tuple(places) for cell, places in found.items()}

    @property
    def waiting(self) -> int:
        """The number of included studies in no cell, since their data are not extracted yet."""
        return self.included - len(self.studies)

    @property
    def gaps(self) -> int:
        """The number of cells without studies."""
        return sum(not places for places in self.cells.values())

    def of_row(self, row: int) -> tuple[int, ...]:
        """The places of the studies of a row, each once."""
        return tuple(at for at, one in enumerate(self.studies) if row in one.rows)

    def of_column(self, column: int) -> tuple[int, ...]:
        """The places of the studies of a column, each once."""
        return tuple(at for at, one in enumerate(self.studies) if column in one.columns)

    def by_segment(self, places: Iterable[int]) -> tuple[int, ...]:
        """How many of some studies are in each segment; the numbers add up to all of them."""
        counted = Counter(self.studies[at].segment for at in places)
        return tuple(counted[at] for at in range(len(self.segments.values)))


Readings = Mapping[str, Mapping[str, str]]
"""The reading of each criterion on each study, by study id: "met", "unclear" or "not met"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSource:
    """The data of a map.

    These are the rows of the studies sheet, the readings of the criteria on these studies, and the
    number of included studies, with data or without.
    """

    studies: Sequence[Study]
    included: int
    readings: Readings = field(default_factory=dict)


ValuesOf = Callable[[Study], Sequence[AxisValue]]


def evidence_map(
    source: MapSource, scheme: TableScheme, plan: MapPlan, *, tongue: Tongue = BOKMAL
) -> EvidenceMap:
    """The extracted studies on the map that review.toml describes.

    Raises Refused if review.toml names a column that the sheet lacks, or an unknown criterion.
    """
    extracted = [one for one in source.studies if one.extracted]
    builder = _Builder(extracted, scheme, source.readings, tongue)
    names = axes_of(plan, scheme)
    builder.refuse_unknown([*names[:2], plan.segments, *plan.filters])
    rows, row_places = builder.axis(names[0])
    columns, column_places = builder.axis(names[1])
    segments, segment_places = _fewer(*builder.axis(plan.segments, whole=True))
    filters = [builder.axis(one) for one in dict.fromkeys(plan.filters)]
    return EvidenceMap(
        rows=rows,
        columns=columns,
        segments=segments,
        filters=tuple(axis for axis, _ in filters),
        studies=tuple(
            MapStudy(
                study=study,
                rows=row_places[at],
                columns=column_places[at],
                segment=segment_places[at][0],
                filters=tuple(places[at] for _, places in filters),
            )
            for at, study in enumerate(extracted)
        ),
        included=source.included,
    )


def _fewer(axis: MapAxis, places: list[tuple[int, ...]]) -> tuple[MapAxis, list[tuple[int, ...]]]:
    """The segments with most studies, and the others as one: no more can be distinguished."""
    if len(axis.values) <= MOST_SEGMENTS:
        return axis, places
    counted = Counter(place for (place,) in places)
    most = sorted(range(len(axis.values)), key=lambda at: (-counted[at], at))[: MOST_SEGMENTS - 1]
    kept = sorted(most)
    others = AxisValue(key=OTHERS, name=of_catalogues("map", "others"))
    values = (*(axis.values[at] for at in kept), others)
    now = {old: new for new, old in enumerate(kept)}
    return (
        MapAxis(column=axis.column, values=values),
        [(now.get(place, len(kept)),) for (place,) in places],
    )


def axes_of(plan: MapPlan, scheme: TableScheme) -> tuple[str, str]:
    """The columns of the sheet that are the map's rows and columns.

    By default outcomes by context; countries replace outcome categories, and years replace
    contexts, if the review has none.
    """
    rows = plan.rows or ("outcome_categories" if scheme.categories else "country")
    columns = plan.columns or ("data_context" if scheme.with_contexts else "year")
    return rows, columns


def prove_map(drawn: EvidenceMap, studies: int) -> EvidenceMap:
    """The map, if it adds up to the studies that the flow includes.

    Every extracted study is in a cell, the segments add up to their cell, and the studies in cells
    plus those without data are the studies of the flow. Raises Refused with every sum that fails.
    """
    faults = []
    on_cells = {at for places in drawn.cells.values() for at in places}
    if len(on_cells) != len(drawn.studies):
        faults.append(
            Fault(
                "cells",
                f"the cells of the map have {len(on_cells):,} of "
                f"{amount(len(drawn.studies), 'study')}",
            )
        )
    counted = Counter(one.study.study_id for one in drawn.studies)
    faults += [
        Fault(f"study {study}", "this study is in the map more than once")
        for study, times in counted.items()
        if times > 1
    ]
    if drawn.included != studies or drawn.waiting < 0:
        sentence = (
            f"the evidence map has {amount(len(drawn.studies), 'study')} with data, of "
            f"{amount(drawn.included, 'included study')}, but the flow chart counts {studies:,}"
        )
        faults.append(Fault("studies", sentence))
    faults += [
        Fault(f"cell {row}, {column}", "the segments of this cell do not add up")
        for (row, column), places in drawn.cells.items()
        if sum(drawn.by_segment(places)) != len(places)
    ]
    if faults:
        raise Refused("The numbers of the evidence map do not add up.", faults)
    return drawn


class _Builder:
    """Builds the axes of one map: the values that its studies have, and their order."""

    def __init__(
        self, studies: Sequence[Study], scheme: TableScheme, readings: Readings, tongue: Tongue
    ) -> None:
        self.studies, self.scheme, self.readings, self.tongue = studies, scheme, readings, tongue
        self.own = {
            name.casefold(): name
            for study in studies
            for name in study.columns
            if name not in COLUMNS and ":" not in name
        }

    def refuse_unknown(self, names: Sequence[str]) -> None:
        """Raise Refused with every name that is neither a column nor a criterion."""
        criteria = [f"{CRITERIA}{name}" for name in self.readings]
        known = {*COLUMNS, *criteria, ""}
        wrong = [one for one in names if one not in known and one.casefold() not in self.own]
        if wrong:
            every = [*COLUMNS, *sorted(self.own.values()), *criteria]
            told, expected = "is not a column of the studies sheet", ", ".join(every)
            faults = [
                Fault("[map]", f'"{one}" {told}; expected {expected}{guess(one, every)}')
                for one in dict.fromkeys(wrong)
            ]
            raise Refused("review.toml: the evidence map cannot be drawn.", faults)

    def axis(self, column: str, *, whole: bool = False) -> tuple[MapAxis, list[tuple[int, ...]]]:
        """An axis and the places of each study on it; with `whole`, a cell's text is not split."""
        values_of, listed = self._values(column, whole=whole)
        found = [tuple(dict.fromkeys(values_of(study))) for study in self.studies]
        values = {value.key: value for value in listed}
        for value in sorted(
            (value for values_ in found for value in values_), key=self._sorted_as(column)
        ):
            values.setdefault(value.key, value)
        if not all(found) or not values:
            values[NOT_STATED] = AxisValue(key=NOT_STATED, name=of_catalogues("map", "not_stated"))
        places = {key: at for at, key in enumerate(values)}
        at = [
            tuple(sorted({places[value.key] for value in of_study} or {places[NOT_STATED]}))
            if of_study
            else (places[NOT_STATED],)
            for of_study in found
        ]
        return MapAxis(column=column, values=tuple(values.values())), at

    def _sorted_as(self, column: str) -> Callable[[AxisValue], Any]:
        def key(value: AxisValue) -> tuple[int, Any]:
            name = value.name[self.tongue.language]
            return (int(name), "") if column == "year" else (0, self.tongue.key(name))

        return key

    def _values(self, column: str, *, whole: bool) -> tuple[ValuesOf, Sequence[AxisValue]]:
        """How a study's values are read, and the values that review.toml lists, in that order."""
        if not column:
            everything = AxisValue(key="all", name=of_catalogues("tables", "all_studies"))
            return lambda _: [everything], [everything]
        if column == "outcome_categories":
            return self._outcomes(whole=whole)
        if column == "data_context":
            return self._contexts()
        if column.startswith(CRITERIA):
            return self._criterion(column.removeprefix(CRITERIA))
        if column == "year":
            return lambda study: [AxisValue(key=str(study.year), name=in_all(str(study.year)))], ()
        listed = {"country": self.scheme.countries, "design": self.scheme.designs}.get(column, ())
        known = {name.casefold(): one for one in listed for _, name in one.texts}
        name = self.own.get(column.casefold(), column)

        def values_of(study: Study) -> list[AxisValue]:
            return [_value(one, known) for one in _cell(study, name, whole=whole) if one]

        named = [_value(one, known) for one in listed] if column == "design" else []
        used = {value.key for study in self.studies for value in values_of(study)}
        order = [_value(one, known) for one in listed]
        return values_of, named or [one for one in order if one.key in used]

    def _outcomes(self, *, whole: bool) -> tuple[ValuesOf, Sequence[AxisValue]]:
        groups = {one.code: one.name for one in self.scheme.groups}
        order = [one.code for one in self.scheme.groups] or [""]
        categories = sorted(self.scheme.categories, key=lambda one: order.index(one.group))
        values = {
            one.code: AxisValue(key=one.code, name=one.name, group=groups.get(one.group))
            for one in categories
        }
        if not whole:
            return lambda study: [values[code] for code in study.outcomes], [*values.values()]

        def together(study: Study) -> list[AxisValue]:
            names = [values[code].name for code in study.outcomes]
            said = {one: " + ".join(name[one] for name in names) for one in languages()}
            key = " ".join(study.outcomes)
            return [AxisValue(key=key, name=Wording(**said))] if key else []

        return together, ()

    def _contexts(self) -> tuple[ValuesOf, Sequence[AxisValue]]:
        """The columns of appendices 4 and 5, so that the cells match those of appendix 5."""
        column = {one.code: one.column for one in self.scheme.contexts}
        values = {one.code: AxisValue(key=one.code, name=one.name) for one in self.scheme.columns}
        return lambda study: [values[column[study.context]]], [*values.values()]

    def _criterion(self, name: str) -> tuple[ValuesOf, Sequence[AxisValue]]:
        said = self.readings[name]
        values = {
            verdict: AxisValue(
                key=verdict, name=of_catalogues("report", f"criteria_{verdict.replace(' ', '_')}")
            )
            for verdict in ("met", "unclear", "not met")
        }
        return (
            lambda study: [values[one] for one in [said.get(study.study_id)] if one in values],
            [*values.values()],
        )


def _cell(study: Study, column: str, *, whole: bool) -> list[Wording]:
    """The parts of a study's cell, each in all languages; none if the cell is empty or unknown."""
    in_each = {language: _parts(study, column, language, whole=whole) for language in languages()}
    longest = max(in_each.values(), key=len)
    alike = {
        language: parts if len(parts) == len(longest) else longest
        for language, parts in in_each.items()
    }
    return [
        Wording(**{language: parts[at] for language, parts in alike.items()})
        for at, part in enumerate(longest)
        if part != UNKNOWN
    ]


def _parts(study: Study, column: str, language: str, *, whole: bool) -> list[str]:
    if column in TEXT_COLUMNS or column in COLUMNS:
        text = study.text(column, language)
        if column == "countries" and not text:
            text = study.text("country", language)
    else:
        text = study.columns.get(column, "").strip()
    return ([text] if text else []) if whole else split(text)


def _value(name: Wording, known: Mapping[str, Wording]) -> AxisValue:
    """A value by its words; if review.toml lists the words in any language, the listed value."""
    words = next(
        (known[text.casefold()] for _, text in name.texts if text.casefold() in known), name
    )
    return AxisValue(key=words.texts[0][1].casefold() if words.texts else "", name=words)
