"""The heading of a flow, and how to draw it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from exports.language.catalogue import Language, Words, number
from exports.language.units import ReportUnit, unit_words
from exports.stamp import Stamp
from pipeline.languages import REVIEW_LANGUAGE
from pipeline.prisma.flow import Flow

Template = Literal["auto", "new", "updated"]
Style = Literal["prisma", "covidence"]
StoppingRule = Literal["test", "certificate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowHead:
    """Title, language and choices of a figure.

    `template` "auto" uses the updated template if a previous review or earlier rounds are known;
    `other_methods` None draws the right column if anything was found that way. `unit` is the term
    for included reports. `dates` are pairs of a round's title and the ISO date it was searched;
    `reasons` the wording of each exclusion code; `note` is printed below the figure, for example
    the earlier review if the figure does not count it. `stopping_rule` is the rule that left
    records unread.
    """

    title: str = ""
    language: Language = REVIEW_LANGUAGE
    template: Template = "auto"
    other_methods: bool | None = None
    style: Style = "prisma"
    unit: ReportUnit = "report"
    stamp: Stamp | None = None
    dates: tuple[tuple[str, str], ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    stopping_rule: StoppingRule = "test"
    side_table: bool = True

    def updated(self, flow: Flow) -> bool:
        """Whether the flow is drawn in the template of an updated review."""
        return flow.previous is not None if self.template == "auto" else self.template == "updated"

    def with_other(self, flow: Flow) -> bool:
        """Whether the column of other methods is drawn; it never hides what was found."""
        return flow.other_methods or bool(self.other_methods)

    def words(self) -> Words:
        """The catalogue of the chosen style."""
        return Words(self.language, "flow" if self.style == "prisma" else "flow_covidence")

    def plain_words(self) -> Words:
        """The catalogue of PRISMA's own style."""
        return Words(self.language, "flow")

    def say(self, words: Words, key: str, value: int = 0, name: str = "") -> str:
        """The words for a key with a number as the language writes it, a name, and the unit.

        For the number 1, a key that ends with _one is used if the catalogue has such a key.
        """
        units = unit_words(self.unit, self.language)
        if value == 1 and f"{key}_one" in words:
            key = f"{key}_one"
        return words(key, n=number(value, self.language), name=name, **units)

    def reason(self, code: str) -> str:
        """The wording of an exclusion reason, or its code if it has no wording."""
        return self.reasons.get(code) or code or Words(self.language, "flow")["no_reason"]
