"""Criteria and records for the tests of this folder."""

from pipeline.records import Record, RecordId
from screening_rules.assessment import Assessment
from screening_rules.criteria import Criteria
from screening_rules.criteria_file import criteria_from
from screening_rules.verdicts import assess

HEAD = 'title = { nb = "K", en = "C" }\n'

ELEMENT = """
[[element]]
name = "exposure"
label = { nb = "Eksponering", en = "Exposure" }
question = { nb = "Hjemmekontor?", en = "Is it telework?" }
for = ["telework*", "work* adj2 home"]
against = ["telehealth"]
set_aside_for = ["homework"]
needed = true
reason = { code = "exposure", nb = "Feil", en = "Wrong", priority = 2 }
"""

DESIGN = """
[facts.design.longitudinal]
lines = ["longitudinal* or cohort*"]
set_aside = ["(need* or future) adj4 longitudinal*"]

[facts.design.cross_sectional]
lines = ["cross-section*"]

[facts.context.during]
negation = false
lines = ["pandemic"]

[[element]]
name = "design"
label = { nb = "Design", en = "Design" }
question = { nb = "Longitudinell?", en = "Is it longitudinal?" }
needed = true
reason = { code = "design", nb = "Feil design", en = "Wrong design", priority = 1 }

[[element.rule]]
verdict = "not met"
when = ["design.cross_sectional", "context.during"]
unless = ["design.longitudinal"]

[[element.rule]]
verdict = "not met"
when = ["design.cross_sectional"]
unless = ["design.longitudinal"]
published_before = 2022-01-01

[[element.rule]]
verdict = "unclear"
when_any = ["design.cross_sectional", "context.during"]
unless = ["design.longitudinal"]

[[element.rule]]
verdict = "met"
when = ["design.longitudinal"]
"""


def criteria(text: str = ELEMENT + DESIGN) -> Criteria:
    """Criteria from a text, after a title."""
    return criteria_from(HEAD + text)


def record(title: str, abstract: str = "", **fields: object) -> Record:
    """A record with the title as its id."""
    values = {"id": RecordId(title), "title": title, "abstract": abstract or None, **fields}
    return Record(**values)  # type: ignore[arg-type]


def read(title: str, abstract: str = "", **fields: object) -> Assessment:
    """The result of the small criteria for a record."""
    return next(iter(assess([record(title, abstract, **fields)], criteria())))
