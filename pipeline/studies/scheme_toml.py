"""The table [tables] of review.toml: to a scheme, or refused with section and key."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pipeline.errors import Fault, Refused
from pipeline.languages import Wording, in_all, languages
from pipeline.studies.scheme import (
    COLUMNS,
    NO_CONTEXT,
    ROW_ORDERS,
    STUDY_ORDERS,
    Category,
    Context,
    Drawing,
    Named,
    NamedCount,
    Order,
    Part,
    StudyColumn,
    TableScheme,
)

Section = Mapping[str, Any]

KEYS = ("unit", "contexts", "columns", "studies", "countries", "outcomes", "designs", "counts")
UNITS = ("study", "article", "report")
DRAWING = ("order", "zero", "headings", "number", "title")


def scheme_from_toml(section: Section, where: str = "review.toml") -> TableScheme:
    """The scheme that [tables] of review.toml describes; an empty section gives the plainest one.

    Raises Refused with every fault, each with its section and key.
    """
    reading = _Reading(where)
    scheme = reading.scheme(section)
    if reading.faults:
        raise Refused(f"{where}: the tables can not be made as [tables] asks.", reading.faults)
    return scheme


class _Reading:
    """One reading of the section; gathers faults so that all are told at once."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.faults: list[Fault] = []

    def scheme(self, section: Section) -> TableScheme:
        self.known(section, "tables", KEYS)
        contexts = tuple(self.contexts(section)) or (NO_CONTEXT,)
        columns = tuple(self.columns(section, contexts))
        countries = self.table(section, "tables", "countries")
        outcomes = self.table(section, "tables", "outcomes")
        studies = self.table(section, "tables", "studies")
        self.known(studies, "tables.studies", (*DRAWING, "columns"))
        self.known(countries, "tables.countries", (*DRAWING, "rows"))
        self.known(outcomes, "tables.outcomes", (*DRAWING, "groups", "categories"))
        groups = tuple(self.named(outcomes, "tables.outcomes", "groups"))
        heads = [one.code for one in columns]
        return TableScheme(
            contexts=contexts,
            columns=columns,
            groups=groups,
            categories=tuple(self.categories(outcomes, [one.code for one in groups])),
            countries=tuple(self.wordings(countries, "tables.countries", "rows")),
            designs=tuple(self.wordings(section, "tables", "designs")),
            counts=tuple(self.counts(section, [one.code for one in contexts])),
            headings=tuple(self.headings(studies)),
            included=self.drawing(studies, "tables.studies", ()),
            by_country=self.drawing(countries, "tables.countries", heads),
            by_outcome=self.drawing(outcomes, "tables.outcomes", heads),
            unit=self.choice(section, "tables", "unit", UNITS) or "study",
        )

    def contexts(self, section: Section) -> Iterable[Context]:
        for place, row in self.rows(section, "tables", "contexts"):
            self.known(row, place, ("code", "column", "number", "name"))
            code = self.word(row, place, "code")
            yield Context(
                code=code,
                column=str(row.get("column", code)),
                number=str(row.get("number", "")),
                name=self.wording(row, place, "name") or in_all(code),
            )

    def columns(self, section: Section, contexts: Sequence[Context]) -> Iterable[Named]:
        given = tuple(self.named(section, "tables", "columns"))
        if not given:
            firsts = {one.column: one for one in reversed(contexts)}
            order = dict.fromkeys(one.column for one in contexts)
            return [Named(code=code, name=firsts[code].name) for code in order]
        for one in contexts:
            self.one_of("tables.contexts", f"column of {one.code}", one.column, _codes(given))
        return given

    def categories(self, outcomes: Section, groups: Sequence[str]) -> Iterable[Category]:
        for place, row in self.rows(outcomes, "tables.outcomes", "categories"):
            self.known(row, place, ("code", "group", "name", "note"))
            code, group = self.word(row, place, "code"), str(row.get("group", ""))
            if group or groups:
                self.one_of(place, "group", group, groups)
            name = self.wording(row, place, "name") or in_all(code)
            note = self.wording(row, place, "note") or Wording()
            yield Category(code=code, group=group, name=name, note=note)

    def counts(self, section: Section, contexts: Sequence[str]) -> Iterable[NamedCount]:
        for place, row in self.rows(section, "tables", "counts"):
            self.known(row, place, ("name", "title", "contexts", "printed", "parts"))
            named = row.get("contexts", [])
            for code in named if isinstance(named, list) else [named]:
                self.one_of(place, "contexts", code, contexts)
            printed = row.get("printed")
            if printed is not None and (not isinstance(printed, int) or isinstance(printed, bool)):
                self.fault(place, "printed", printed, "a whole number")
                printed = None
            yield NamedCount(
                name=self.word(row, place, "name"),
                contexts=tuple(named) if isinstance(named, list) else (),
                printed=printed,
                parts=tuple(self.parts(row, place)),
                title=self.wording(row, place, "title") or Wording(),
            )

    def parts(self, row: Section, place: str) -> Iterable[Part]:
        for inner, part in self.rows(row, place, "parts", unique="name"):
            self.known(part, inner, ("name", "title", "column", "contains"))
            column = str(part.get("column", ""))
            if column:
                self.one_of(inner, "column", column, COLUMNS)
            contains = str(part.get("contains", ""))
            yield Part(
                name=self.word(part, inner, "name"),
                column=column,
                contains=contains,
                title=self.wording(part, inner, "title") or Wording(),
            )

    def headings(self, studies: Section) -> Iterable[StudyColumn]:
        for place, row in self.rows(studies, "tables.studies", "columns", unique="name"):
            self.known(row, place, ("name", "parts"))
            parts = row.get("parts", [])
            for part in parts:
                self.one_of(place, "parts", part, (*COLUMNS, "author_year"))
            name = self.wording(row, place, "name") or Wording()
            yield StudyColumn(name=name, parts=tuple(parts))

    def drawing(self, section: Section, place: str, columns: Sequence[str]) -> Drawing:
        headings = self.table(section, place, "headings")
        self.known(headings, f"{place}.headings", columns)
        orders = STUDY_ORDERS if place == "tables.studies" else ROW_ORDERS
        order: Order = self.choice(section, place, "order", orders) or "given"  # type: ignore[assignment]
        words = {code: self.wording(headings, f"{place}.headings", code) for code in headings}
        zero = section.get("zero", "")
        if not isinstance(zero, str):
            self.fault(place, "zero", zero, 'text in quotation marks, such as "" or "0"')
            zero = ""
        return Drawing(
            order=order,
            zero=zero,
            headings=MappingProxyType({code: name for code, name in words.items() if name}),
            number=str(section.get("number", "")),
            title=self.wording(section, place, "title") or Wording(),
        )

    def named(self, section: Section, place: str, key: str) -> Iterable[Named]:
        for inner, row in self.rows(section, place, key):
            self.known(row, inner, ("code", "name"))
            code = self.word(row, inner, "code")
            yield Named(code=code, name=self.wording(row, inner, "name") or in_all(code))

    def rows(
        self, section: Section, place: str, key: str, *, unique: str = "code"
    ) -> list[tuple[str, Section]]:
        """The tables of an array with the place of each; two of one code are a fault."""
        given = section.get(key, [])
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            self.fault(place, key, given, f"tables, each headed [[{place}.{key}]]")
            return []
        seen: set[object] = set()
        for row in given:
            code = str(row.get(unique, ""))
            if unique in row and code in seen:
                self.fault(f"{place}.{key}", unique, code, "each only once")
            seen.add(code)
        return [(f"{place}.{key} {number}", row) for number, row in enumerate(given, 1)]

    def wordings(self, section: Section, place: str, key: str) -> Iterable[Wording]:
        given = section.get(key, [])
        if not isinstance(given, list):
            self.fault(place, key, given, "a list")
            return []
        read = (self.wording({key: one}, place, key) for one in given)
        return [one for one in read if one]

    def wording(self, section: Section, place: str, key: str) -> Wording | None:
        """Text for all languages, or a table by language; None where not given."""
        given = section.get(key)
        if given is None:
            return None
        if isinstance(given, str):
            return in_all(given)
        if isinstance(given, dict) and set(given) <= set(languages()) and given:
            return Wording(**{language: str(text) for language, text in given.items()})
        self.fault(place, key, given, 'text, or { nb = "...", en = "..." }')
        return None

    def table(self, section: Section, place: str, key: str) -> Section:
        given = section.get(key, {})
        if isinstance(given, dict):
            return given
        self.fault(place, key, given, f"a table headed [{place}.{key}]")
        return {}

    def word(self, row: Section, place: str, key: str) -> str:
        given = row.get(key)
        if isinstance(given, str) and given.strip():
            return given
        self.fault(place, key, given, "text")
        return ""

    def choice(self, section: Section, place: str, key: str, choices: Sequence[str]) -> str:
        given = section.get(key)
        if given is not None:
            self.one_of(place, key, given, choices)
        return str(given) if given in choices else ""

    def one_of(self, place: str, key: str, given: object, choices: Sequence[str]) -> None:
        if given not in choices:
            self.fault(
                place, key, given, f"one of {', '.join(choices) or 'none, as none is named'}"
            )

    def known(self, section: Section, place: str, keys: Sequence[str]) -> None:
        for key in section:
            if key not in keys:
                expected = f"one of {', '.join(keys)}" if keys else "no key here"
                self.faults.append(
                    Fault(
                        f"{self.where} [{place}]", f"{key} is not a known key; expected {expected}"
                    )
                )

    def fault(self, place: str, key: str, found: object, expected: str) -> None:
        what = "is missing" if found is None else f"is {found!r}"
        self.faults.append(Fault(f"{self.where} [{place}]", f"{key} {what}; expected {expected}"))


def _codes(named: Iterable[Named]) -> list[str]:
    return [one.code for one in named]
