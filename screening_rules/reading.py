"""criteria.toml read into criteria, or refused with every fault by section and line."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast, get_args

from pipeline.decisions import Reason
from pipeline.errors import Fault, Refused
from pipeline.files import bytes_of
from pipeline.toml import toml_values
from screening_rules.criteria import (
    Criteria,
    Element,
    Group,
    Negation,
    Rule,
    Standing,
)
from screening_rules.negation import default_negation
from screening_rules.statements import Statements
from screening_rules.tables import Faults, Places, Table
from screening_rules.texts import FIELDS

LOOK = ("title", "abstract", "keywords")
"""Where statements look if nothing else is said."""


def read_criteria(path: Path) -> Criteria:
    """The criteria of a file; raises `Refused` with all its faults at once."""
    try:
        text = bytes_of(path).decode()
    except FileNotFoundError:
        raise Refused(f"{path.name}: there is no such file.") from None
    except OSError as wrong:
        raise Refused(f"{path.name}: can not be read ({wrong.strerror}).") from None
    except UnicodeDecodeError as wrong:
        sentence = f"byte {wrong.start + 1} is not UTF-8; save the file as UTF-8"
        raise Refused(f"{path.name}: not read.", [Fault("", sentence)]) from None
    return criteria_from(text, name=path.name)


def criteria_from(text: str, *, name: str = "criteria.toml") -> Criteria:
    """The criteria of a text in TOML; `name` is what its faults call it."""
    try:
        values = toml_values(text.lstrip("\ufeff"))
    except tomllib.TOMLDecodeError as wrong:
        raise Refused(f"{name}: this is not TOML.", [Fault("", str(wrong))]) from None
    reading = _Reading(Faults(Places(text)))
    criteria = reading.criteria(values)
    if reading.faults.all:
        raise Refused(f"{name}: the criteria were not taken.", reading.faults.all)
    return criteria


class _Reading:
    """One file on its way to criteria."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self._statements = Statements()

    def criteria(self, values: dict[str, Any]) -> Criteria:
        top = Table(values, "criteria", 0, self.faults)
        title = top.worded("title")
        if strategy := self._section(top, "strategy"):
            self._statements.take_strategy(strategy)
            strategy.finish()
        negation = self._negation(self._section(top, "negation"))
        facts = tuple(self._facts(self._section(top, "facts"), ""))
        elements = tuple(self._element(one, nth) for nth, one in enumerate(top.tables("element")))
        top.finish()
        self._check(elements, facts)
        return Criteria(title=title, elements=elements, facts=facts, negation=negation)

    def _section(self, top: Table, name: str) -> Table | None:
        table = top.table(name)
        if table is not None:
            table.section, table.start = name, self.faults.places.section(name)
        return table

    def _negation(self, table: Table | None) -> Negation:
        default = default_negation()
        if table is None:
            return default
        negation = Negation(
            cues=table.texts("cues") if table.has("cues") else default.cues,
            turned=table.texts("turned") if table.has("turned") else default.turned,
            reach=table.whole("reach", default=default.reach),
        )
        if not 1 <= negation.reach <= 10:
            table.tell(f"reach: found {negation.reach}, expected 1 to 10 words", "reach")
        table.finish()
        return negation

    def _facts(self, table: Table | None, prefix: str) -> Iterable[Group]:
        """Every table with lines, however deep; its name is the path to it."""
        if table is None:
            return
        if table.has("lines"):
            table.start = self.faults.places.section(table.section)
            yield self._group(table, prefix, "lines", self._look(table))
            table.finish()
            return
        for key in table.left():
            if inner := table.table(key):
                yield from self._facts(inner, f"{prefix}.{key}" if prefix else key)
        table.finish()

    def _look(self, table: Table) -> tuple[str, ...]:
        look = table.texts("look") if table.has("look") else LOOK
        for field in look:
            if field not in FIELDS:
                table.tell(f"look: {field!r} is not one of {', '.join(FIELDS)}", field)
        return tuple(field for field in look if field in FIELDS) or LOOK

    def _group(self, table: Table, name: str, key: str, look: tuple[str, ...]) -> Group:
        aside_key = "set_aside" if key == "lines" else f"set_aside_{key}"
        group = Group(
            name=name,
            statements=self._statements.read(table, key, name, look),
            set_aside=self._statements.read(table, aside_key, f"{name}.set_aside", look),
            look=look,
            negation=table.flag("negation", default=True) if key == "lines" else True,
        )
        for one in group.statements:
            if any(one.tree == aside.tree for aside in group.set_aside):
                table.tell(f"{one.query!r} can never count: it is set aside whole", one.query)
        return group

    def _element(self, values: dict[str, Any], nth: int) -> Element:
        start = self.faults.places.section("element", nth)
        table = Table(values, f"element {values.get('name') or nth + 1}", start, self.faults)
        name = table.text("name")
        look = self._look(table)
        element = Element(
            name=name,
            label=table.worded("label"),
            question=table.worded("question"),
            speaks_for=self._group(table, f"{name}.for", "for", look),
            speaks_against=self._group(table, f"{name}.against", "against", look),
            rules=tuple(
                self._rule(one, f"{name}.rule.{number}", table)
                for number, one in enumerate(table.tables("rule") if table.has("rule") else (), 1)
            ),
            reason=self._reason(table.table("reason")),
            needed=table.flag("needed", default=False),
            included=table.worded("included") if table.has("included") else None,
            excluded=table.worded("excluded") if table.has("excluded") else None,
        )
        table.finish()
        return element

    def _rule(self, values: dict[str, Any], name: str, element: Table) -> Rule:
        table = Table(values, name, element.start, self.faults)
        verdict = table.text("verdict")
        if verdict not in get_args(Standing):
            table.tell(f"verdict: found {verdict!r}, expected met, not met or unclear", "verdict")
        rule = Rule(
            name=name,
            verdict=cast(Standing, verdict),
            when=table.texts("when"),
            when_any=table.texts("when_any"),
            unless=table.texts("unless"),
            published_before=table.day("published_before"),
            published_from=table.day("published_from"),
            note=table.text("note", default=""),
        )
        if not (rule.when or rule.when_any or rule.published_before or rule.published_from):
            table.tell("a rule needs when, when_any, published_before or published_from", "verdict")
        table.finish()
        return rule

    def _reason(self, table: Table | None) -> Reason | None:
        if table is None:
            return None
        reason = Reason(
            code=table.text("code"),
            text=table.by_language(),
            priority=table.whole("priority"),
        )
        table.finish()
        return reason

    def _check(self, elements: tuple[Element, ...], facts: tuple[Group, ...]) -> None:
        """What only the whole file shows: names and reasons used twice, rules about nothing."""
        places = self.faults.places
        if not elements:
            self.faults.tell("criteria", "no [[element]] is given", 1)
        once: dict[tuple[str, object], str] = {}
        for nth, element in enumerate(elements):
            line = places.section("element", nth) + 1
            used: list[tuple[str, object, str]] = [("name", element.name, "name")]
            if reason := element.reason:
                used += [
                    ("reason", reason.code, f'code = "{reason.code}"'),
                    ("priority", reason.priority, f"priority = {reason.priority}"),
                ]
            for what, value, written in used:
                if (what, value) in once:
                    sentence = f"{what} {value!r} is used by {once[what, value]} already"
                    at = places.find(written, line - 1)
                    self.faults.tell(f"element {element.name}", sentence, at)
                once.setdefault((what, value), element.name)
        self._check_rules(elements, facts)

    def _check_rules(self, elements: tuple[Element, ...], facts: tuple[Group, ...]) -> None:
        known = {group.name for group in facts}
        known |= {f"{element.name}.{side}" for element in elements for side in ("for", "against")}
        for nth, element in enumerate(elements):
            start = self.faults.places.section("element", nth)
            for rule in element.rules:
                for name in rule.groups():
                    if name not in known:
                        line = self.faults.places.find(f'"{name}"', start)
                        self.faults.tell(rule.name, f"{name!r} is no fact of this file", line)
