"""Reads criteria.toml into criteria, or refuses it with every fault by section and line."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import tomli
from pydantic import BeforeValidator, Field

from pipeline.decisions import Reason
from pipeline.languages import languages
from pipeline.text.likeness import guess
from pipeline.toml.document import (
    Document,
    Where,
    Wrong,
    document_of,
    read_toml,
    repeated,
    rows_at,
    texts_of,
)
from pipeline.toml.kinds import AnyText, ByLanguage, Day, Flag, Text, Whole, one_of, whole
from pipeline.toml.lines import Lines
from pipeline.toml.schema import checked
from screening_rules.criteria import (
    Criteria,
    Element,
    Group,
    Negation,
    Rule,
    Standing,
    Statement,
)
from screening_rules.language import LANGUAGES, language_meant
from screening_rules.statements import Statements
from screening_rules.texts import FIELDS


def default_negation() -> Negation:
    """Cues from everyday English and Norwegian, for criteria without cues of their own."""
    text = (files("screening_rules") / "negation.toml").read_text(encoding="utf-8")
    values = tomli.loads(text)
    return Negation(
        cues=tuple(values["cues"]), turned=tuple(values["turned"]), reach=values["reach"]
    )


LOOK = ("title", "abstract", "keywords")
"""The fields that statements search by default."""

Texts = tuple[AnyText, ...]


def _texts_together(row: Any) -> Any:
    """A reason with its words, which the file has beside code and priority, as one value."""
    if not isinstance(row, dict):
        return row
    texts = {key: text for key, text in row.items() if key in languages()}
    return {**{key: value for key, value in row.items() if key not in texts}, WORDS: texts}


def _reason(row: "_Reason") -> Reason:
    return Reason(code=row.code, text=row.text, priority=row.priority)


WORDS = "words in a language"
"""The key of a reason's words by language, which its table has beside code and priority."""

FIELD = one_of(FIELDS)
Look = tuple[Annotated[str, FIELD], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strategy:
    lines: Texts = ()


LANGUAGE = one_of(LANGUAGES, language_meant)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Negation:
    before: Texts | None = None
    after: Texts | None = None
    cues: Texts | None = None
    turned: Texts | None = None
    reach: Annotated[int, whole("1 to 10 words", 1, 10)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    lines: Texts
    set_aside: Texts = ()
    look: Look = LOOK
    negation: Flag = True
    cancelled_by: Texts = ()
    brackets: Flag = True
    opening: Flag = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    verdict: Standing
    title_alone: Flag | None = None
    when: Texts = ()
    when_any: Texts = ()
    unless: Texts = ()
    published_before: Day = ""
    published_from: Day = ""
    note: AnyText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reason:
    code: Text
    priority: Whole
    text: Annotated[ByLanguage, Field(alias=WORDS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Element:
    name: Text
    label: ByLanguage
    question: ByLanguage
    look: Look = LOOK
    speaks_for: Annotated[Texts, Field(alias="for")] = ()
    speaks_against: Annotated[Texts, Field(alias="against")] = ()
    set_aside_for: Texts = ()
    set_aside_against: Texts = ()
    cancelled_by_for: Texts = ()
    cancelled_by_against: Texts = ()
    rule: tuple[_Rule, ...] = ()
    reason: Annotated[_Reason | None, BeforeValidator(_texts_together)] = None
    needed: Flag = False
    included: ByLanguage | None = None
    excluded: ByLanguage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaFile:
    """The sections of criteria.toml; facts have the path to each."""

    title: ByLanguage
    languages: tuple[Annotated[str, LANGUAGE], ...] = ()
    title_alone: Flag = True
    words: dict[str, Texts] | None = None
    strategy: _Strategy = _Strategy()
    negation: _Negation = _Negation()
    facts: dict[str, _Fact] | None = None
    element: tuple[_Element, ...]


def read_criteria(path: Path) -> Criteria:
    """The criteria of a file; raises `Refused` with all its faults at once."""
    return _criteria(read_toml(path))


def criteria_from(text: str, *, name: str = "criteria.toml") -> Criteria:
    """The criteria of a text in TOML; `name` is its name in faults."""
    return _criteria(document_of(text, Path(name)))


def _criteria(document: Document) -> Criteria:
    values = document.values
    if isinstance(values.get("facts"), dict):
        values = {**values, "facts": dict(_flat(values["facts"], ()))}
    reading = _Reading(document)
    file = checked(
        CriteriaFile,
        replace(document, values=values),
        f"{document.name}: the criteria were not read.",
        reading.wrong,
    )
    return Criteria(
        title=file.title,
        elements=tuple(
            reading.element(nth, row, title_alone=file.title_alone)
            for nth, row in enumerate(file.element)
        ),
        facts=tuple(reading.groups["facts", name, "lines"] for name in file.facts or ()),
        negation=replace(
            _negation(file.negation), before=reading.cues["before"], after=reading.cues["after"]
        ),
        languages=file.languages,
    )


def _flat(facts: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Every table with lines, however deeply nested, by the dotted path to it."""
    if "lines" in facts:
        yield ".".join(path), facts
        return
    for key, inner in facts.items():
        if isinstance(inner, dict):
            yield from _flat(inner, (*path, key))
        else:
            yield ".".join((*path, key)), inner


def _negation(section: _Negation) -> Negation:
    default = default_negation()
    return Negation(
        cues=default.cues if section.cues is None else section.cues,
        turned=default.turned if section.turned is None else section.turned,
        reach=section.reach or default.reach,
    )


class _Reading:
    """The contents of one file's lines, and the faults in them and in the file as a whole."""

    def __init__(self, document: Document) -> None:
        self.groups: dict[Where, Group] = {}
        self.cues: dict[str, tuple[Statement, ...] | None] = {}
        self._lines = Lines(document.text or "")

    def wrong(self, values: dict[str, Any]) -> Iterator[Wrong]:
        """Statements that cannot be read or never match, and faults of the file as a whole."""
        statements = Statements(
            values.get("strategy", {}).get("lines", ()), self._lines, values.get("words", {})
        )
        for key in ("before", "after"):
            cues = values.get("negation", {}).get(key)
            self.cues[key] = (
                None
                if cues is None
                else statements.read(cues, ("negation", key), f"negation.{key}", LOOK)
            )
        for name, table in values.get("facts", {}).items():
            self._group(statements, ("facts", name), table, "lines", name)
        elements = rows_at(values, ("element",))
        for where, table in elements:
            for side in ("for", "against"):
                name = f"{table.get('name', '')}.{side}"
                self._group(statements, where, table, side, name)
        yield from statements.wrong
        if not elements and "element" in values:
            yield Wrong(("element",), "expected at least one [[element]]")
        reasons = [
            ((*where, "reason"), row["reason"]) for where, row in elements if "reason" in row
        ]
        for rows, key in ((elements, "name"), (reasons, "code"), (reasons, "priority")):
            yield from repeated(texts_of(rows, key))
        for where, row in reasons:
            if not any(str(row.get(language, "-")).strip() for language in languages()):
                yield Wrong(where, "expected a text in at least one language")
        yield from self._wrong_rules(values, elements)

    def _wrong_rules(
        self, values: dict[str, Any], elements: list[tuple[Where, dict[str, Any]]]
    ) -> Iterator[Wrong]:
        known = [*values.get("facts", {})]
        known += [f"{name}.{side}" for _, name in texts_of(elements, "name") for side in SIDES]
        for where, _ in elements:
            for place, rule in (rules := rows_at(values, (*where, "rule"))):
                if not any(rule.get(key) for key in CONDITIONS):
                    told = f"a rule needs at least one of the keys {', '.join(CONDITIONS)}"
                    yield Wrong((*place, "verdict"), told, alone=True)
            for key in ("when", "when_any", "unless"):
                yield from (
                    Wrong(
                        place,
                        "expected a fact of this file, or ELEMENT.for or ELEMENT.against"
                        f"{guess(name, known)}",
                    )
                    for place, name in texts_of(rules, key)
                    if name not in known
                )

    def _group(
        self, statements: Statements, where: Where, table: dict[str, Any], key: str, name: str
    ) -> None:
        side = "" if key == "lines" else f"_{key}"
        aside, cancelled = f"set_aside{side}", f"cancelled_by{side}"
        look = tuple(table.get("look", LOOK)) or LOOK
        queries, others = table.get(key, ()), table.get(aside, ())
        beside = table.get(cancelled, ())
        group = Group(
            name=name,
            statements=statements.read(queries, (*where, key), name, look),
            set_aside=statements.read(others, (*where, aside), f"{name}.set_aside", look),
            look=look,
            negation=table.get("negation", True),
            cancelled_by=statements.read(beside, (*where, cancelled), f"{name}.cancelled", look),
            brackets=table.get("brackets", True),
            opening=table.get("opening", False),
        )
        statements.never_counts(group, (*where, key))
        self.groups[(*where, key)] = group

    def element(self, nth: int, row: _Element, *, title_alone: bool) -> Element:
        """An element of the file, once all of it is valid."""
        return Element(
            name=row.name,
            label=row.label,
            question=row.question,
            speaks_for=self.groups["element", nth, "for"],
            speaks_against=self.groups["element", nth, "against"],
            rules=tuple(
                replace(
                    _rule(f"{row.name}.rule.{number}", rule, title_alone=title_alone),
                    line=self._lines.of("element", nth, "rule", number - 1),
                )
                for number, rule in enumerate(row.rule, 1)
            ),
            reason=_reason(row.reason) if row.reason else None,
            needed=row.needed,
            included=row.included,
            excluded=row.excluded,
            title_alone=title_alone,
        )


def _rule(name: str, row: _Rule, *, title_alone: bool) -> Rule:
    own = title_alone if row.title_alone is None else row.title_alone
    return Rule(name=name, **{**asdict(row), "title_alone": own})


SIDES = ("for", "against")
CONDITIONS = ("when", "when_any", "published_before", "published_from")
"""The conditions of a rule, of which it must have at least one."""
